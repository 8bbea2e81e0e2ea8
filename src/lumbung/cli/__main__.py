"""`python -m lumbung.cli` is the command too."""

import sys

from lumbung.cli.frame import main

sys.exit(main())
