"""``python -m gmm_core``: the command line."""

import sys

from gmm_core.commands import main

if __name__ == "__main__":
    sys.exit(main())
