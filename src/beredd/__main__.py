"""`python -m beredd` is the same program as `beredd`."""

from beredd.cli import main

main()
