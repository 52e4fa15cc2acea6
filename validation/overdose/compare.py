"""Our numbers beside the published ones, as a table: theirs, ours with the published rows, ours with drawn subjects.

    python validation/overdose/compare.py DIR > validation/overdose/results.csv

DIR holds the published population rows; the table holds single figures with their source.
"""

import csv
import sys
from pathlib import Path

from beredd.overdose.validation import validate


def main(folder: Path) -> None:
    """Print the table."""
    rows, drawn = validate(folder)["published"], validate(None)["published"]
    columns = ("source", "scenario", "arm", "quantity", "published")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        (*columns, "ours_rows", "tolerance_rows", "inside_rows", "ours_drawn", "tolerance_drawn", "inside_drawn")
    )
    for a, b in zip(rows, drawn, strict=True):
        both = [value for one in (a, b) for value in (f"{one['ours']:.6g}", one["tolerance"], one["inside"])]
        writer.writerow((*(a[k] for k in columns), *both))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
