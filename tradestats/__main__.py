"""`python -m tradestats` is the command `tradestats`."""

from tradestats.cli import main

if __name__ == "__main__":
    main()
