"""A file's text, whatever encoding it came in; what is too large or no text is refused in one sentence."""

from pathlib import Path

from beredd.dispensing.errors import ImportRefused

MAX_BYTES = 100_000_000
"""The whole of Sweden in any accepted format stays below a tenth of this."""

ARCHIVES = {b"PK\x03\x04": "a ZIP archive or an Excel file", b"\x1f\x8b": "a gzip archive", b"%PDF": "a PDF file"}


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252."""
    if not path.exists():
        raise ImportRefused(f"{path}: there is no such file.")
    if not path.is_file():
        raise ImportRefused(f"{path}: not a file; name one CSV, Overpass JSON or GeoJSON file.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ImportRefused(
            f"{path}: the file has {size / 1e6:,.0f} MB; allowed are {MAX_BYTES / 1e6:,.0f} MB. A register of every "
            f"pharmacy in Sweden has less than 10 MB."
        )
    raw = path.read_bytes()
    for magic, what in ARCHIVES.items():
        if raw.startswith(magic):
            raise ImportRefused(f"{path}: this is {what}; unpack it or save it as CSV with a header and import that.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if not text.strip():
            raise ImportRefused(f"{path}: the file is empty.")
        return text
    raise ImportRefused(f"{path}: no readable text; allowed are UTF-8, UTF-16 with a byte-order mark and Windows-1252.")
