"""How every command answers: one JSON value on stdout, or tables for people; progress on stderr."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console

Json = Annotated[bool, typer.Option("--json", help="One JSON value on stdout and nothing else there.")]
# Texts come from files and people: they are shown as they stand, brackets and colons too.
stderr = Console(stderr=True, markup=False, highlight=False, emoji=False)
stdout = Console(markup=False, highlight=False, emoji=False)


def print_json(value: Any) -> None:
    """Write one JSON value to stdout; non-finite floats are an error, not `NaN`."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write("\n")
