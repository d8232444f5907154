"""`python -m tradestats` is the command `tradestats`."""

import gc
import os
import signal
from typing import NoReturn

_COLLECT = (100_000, 50, 100)  # imports and tables make many objects and no garbage; the default looks through them dozens of times


def main() -> NoReturn:
    """The command. A SIGINT that comes while its modules are loaded ends it as quietly as one that comes later."""
    gc.set_threshold(*_COLLECT)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda number, _: os._exit(128 + number))
    from tradestats.cli import main as run

    run()


if __name__ == "__main__":
    main()
