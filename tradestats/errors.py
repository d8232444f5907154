"""What can go wrong at the edge. Each message is one line that says where and what, ready for the terminal once cleaned."""

from __future__ import annotations


class TradestatsError(Exception):
    """Base of all errors that this package raises on purpose."""


class InputError(TradestatsError):
    """One input, or one record of it, could not be read. The rest of the run goes on.

    `place` is the path, `-`, or `path:line` for a record; `reason` is a phrase that a user can act on.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class Interrupted(InputError):
    """What follows in this input, or in the run, was not read, for a reason that may be gone another time."""


class OutputError(TradestatsError):
    """The output could not be written: a full disk, a folder that is not there."""


class OutputClosed(TradestatsError):
    """The reader of the output went away (`| head`): not a failure, the run just ends."""


class QueryError(TradestatsError, ValueError):
    """The caller asked for something that does not exist: an unknown column, a date that is none."""
