"""The program `beredd`: one module per noun, imported only when that noun is asked for."""

import os
import sys

from beredd.cli.lazy import LazyGroup

NOUNS = {
    # noun: (module, one line of help)
    "dispensing": ("beredd.cli.dispensing", "The national dispensing chain: run, import, validate, bench."),
    "overdose": ("beredd.cli.overdose", "Opioid overdose and its reversal in a virtual population."),
    "need": ("beredd.cli.need", "Naloxone need, reach and impact by county and sex."),
    "site": ("beredd.cli.site", "The web site: prepare, serve, work, administer."),
}


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
            LazyGroup(name="beredd", nouns=NOUNS, help="Sweden's medicines supply, computed. See README.md.").main(
                prog_name="beredd"
            )
        except BereddError as error:
            print(f"beredd: {error}", file=sys.stderr)
            sys.exit(2)
