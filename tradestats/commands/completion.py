"""`tradestats completion`: what a shell runs to complete the commands, options and codes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Shell(StrEnum):
    """Which shell."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


_VARIABLE = "_TRADESTATS_COMPLETE"
_FISH_ASKS = f"env {_VARIABLE}=complete_fish _TYPER_COMPLETE_FISH_ACTION=%s _TYPER_COMPLETE_ARGS=(commandline -cp) tradestats"


def script(shell: str) -> str:
    """The script for a shell. Where nothing of ours fits, files are completed."""
    if shell == "fish":  # the library's own keeps files away
        return f'complete --command tradestats --arguments "({_FISH_ASKS % "get-args"})" --condition "{_FISH_ASKS % "is-args"}"\n'
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    return str(get_completion_script(prog_name="tradestats", complete_var=_VARIABLE, shell=shell)) + "\n"


def completion(shell: Annotated[Shell, typer.Argument(metavar="SHELL", show_default=False, help="bash, zsh or fish.")]) -> None:
    """Print what makes a shell complete commands and options.

    For bash: eval "$(tradestats completion bash)" in ~/.bashrc; for zsh the same with zsh in ~/.zshrc, after compinit; for fish:
    tradestats completion fish > ~/.config/fish/completions/tradestats.fish
    """
    from tradestats.write import Sink

    Sink().write(script(shell.value))
