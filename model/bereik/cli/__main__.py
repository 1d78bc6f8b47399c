"""Let ``python -m bereik.cli`` be the command ``bereik``."""

from bereik.cli import main

if __name__ == "__main__":
    main()
