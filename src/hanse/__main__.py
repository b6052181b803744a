"""python -m hanse: the command line."""

from hanse.cli.app import main

if __name__ == "__main__":
    main()
