"""`python -m catalog_gen` is `catalog-gen`."""

from __future__ import annotations

import sys

from catalog_gen.cli import main

if __name__ == "__main__":
    sys.exit(main())
