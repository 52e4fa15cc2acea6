"""A file with pharmacies that are chosen already: one id a line, or a table with a column of ids."""

from pathlib import Path

import numpy as np

from beredd.dispensing.network import Network
from beredd.intake import Fault, FileRefused, decode, plain, read_bytes, read_sheet, shown_name
from beredd.wording import Sentence

COLUMNS = ("pharmacyid", "apoteksid", "id", "gln")


def read_fixed(path: Path, network: Network) -> np.ndarray:
    """Rows of the network's shops that the file names, (n,) int64. FileRefused for an id that is none of them."""
    name = shown_name(path.name)
    raw = read_bytes(path, wanted=Sentence("siting.fixed-file"))
    ids = _ids(raw, name)
    known = {id: row for row, id in enumerate(network.pharmacy_id) if not network.pharmacy_is_ecommerce[row]}
    wrong = [id for id in ids if id not in known]
    if wrong or not ids:
        found = Sentence("siting.fixed-unknown", ids=tuple(wrong[:5]), n=len(wrong))
        raise FileRefused(faults=[Fault(name, found, Sentence("siting.fixed-allowed", network=network.name))])
    return np.array(sorted({known[id] for id in ids}), np.int64)


def _ids(raw: bytes, name: str) -> list[str]:
    if not raw.startswith(b"PK"):
        lines = [line.strip() for line in decode(raw, name=name).splitlines() if line.strip()]
        if lines and not any(mark in line for line in lines for mark in ",;\t"):
            return lines[1:] if plain(lines[0]) in COLUMNS else lines
    sheet = read_sheet(raw, name=name)
    at = next((k for k, title in enumerate(sheet.header) if plain(title) in COLUMNS), 0)
    return [row[at].strip() for row in sheet.rows if row[at].strip()]
