"""The program `beredd`: one module per noun, imported only when that noun is asked for."""

import errno
import os
import sys
from typing import NoReturn

from beredd.cli.lazy import LazyGroup

NOUNS = {
    # noun: (module, one line of help)
    "assignment": ("beredd.cli.assignment", "Assignments: clauses, what answers them, money."),
    "dispensing": ("beredd.cli.dispensing", "The national dispensing chain: run, import, validate, bench."),
    "overdose": ("beredd.cli.overdose", "Opioid overdose and its reversal in a virtual population."),
    "exercise": ("beredd.cli.exercise", "Exercises as data: list, check, print."),
    "guidance": ("beredd.cli.guidance", "Guidance on opioid antagonists: check, stale, coverage, export, import."),
    "need": ("beredd.cli.need", "Naloxone need, reach and impact by county and sex."),
    "report": ("beredd.cli.report", "Reports to the Government: build, recompute."),
    "site": ("beredd.cli.site", "The web site: prepare, serve, work, administer."),
}

UNWRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EPIPE, errno.EBADF, errno.EROFS)
"""What a full disk or a closed pipe answers where stdout leads."""


def main() -> None:
    """Run the program; a known error ends with one sentence on stderr and exit code 2.

    The sentences are English, or Swedish with BEREDD_LANGUAGE=sv.
    """
    from beredd.errors import BereddError
    from beredd.wording import LANGUAGES, speaking

    wanted = os.environ.get("BEREDD_LANGUAGE") or "en"
    with speaking(wanted if wanted in LANGUAGES else "en"):
        try:
            if wanted not in LANGUAGES:
                raise BereddError("cli.unknown-language", found=wanted, allowed=LANGUAGES)
            if sys.stdout is None:
                raise BereddError("cli.no-stdout")
            try:
                LazyGroup(name="beredd", nouns=NOUNS, help="Sweden's medicines supply, computed. See README.md.").main(
                    prog_name="beredd"
                )
            finally:
                sys.stdout.flush()
        except BereddError as error:
            print(f"beredd: {error}", file=sys.stderr)
            sys.exit(2)
        except OSError as error:
            if error.errno not in UNWRITTEN:
                raise
            _give_up(error)


def _give_up(error: OSError) -> NoReturn:
    """The answer could not be written: say so once, and let Python not try again while it ends."""
    from beredd.wording import say
    from beredd.writing import reason_of

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if error.errno != errno.EPIPE:  # whoever closed the pipe has read enough
        print(f"beredd: {say('cli.answer-unwritten', reason=reason_of(error))}", file=sys.stderr)
    sys.exit(2)
