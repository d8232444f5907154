"""`python -m tradestats` is the command `tradestats`."""

import os
import signal
from typing import NoReturn


def main() -> NoReturn:
    """The command. A SIGINT that comes while its modules are loaded ends it as quietly as one that comes later."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda number, _: os._exit(128 + number))
    from tradestats.cli import main as run

    run()


if __name__ == "__main__":
    main()
