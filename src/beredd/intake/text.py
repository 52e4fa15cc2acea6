"""A file's text, whatever encoding it came in. No letter is replaced: what cannot be told for sure is refused.

Encodings by mark (UTF-8, UTF-16, UTF-32), by form (UTF-8; UTF-16 without mark), else one of the one-byte encodings that
Swedish programs have saved in, told apart by charset-normalizer.
"""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from beredd.intake.errors import Fault, FileRefused
from beredd.wording import Sentence


@dataclass(frozen=True)
class Limits:
    """How large a file may be. The whole of Sweden in any accepted format stays below a quarter of these."""

    most_bytes: int = 50_000_000
    most_rows: int = 200_000
    most_columns: int = 400
    most_cells: int = 6_000_000
    most_characters: int = 20_000
    """In one cell."""


MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
ONE_BYTE = ["cp1252", "mac_roman", "cp850"]
SAMPLE = 100_000
"""Bytes around letters that are no ASCII, from which a one-byte encoding is told."""
_PLAUSIBLE = set("åäöÅÄÖéÉèÈüÜáÁàÀëËïÏôÔñÑæøÆØçÇ–—’‘“”…´`°§½¼²³µ·•«»€£×\u00a0\u00ad")
_LETTERS = re.compile(r"[^\x00-\x7f]")
_TWICE = re.compile(r"Ã[¥¤¶…„–©¼]|â€[“”™œ]|Â[\u00a0°´§]")
"""What å, ä, ö, dashes and no-break spaces become when UTF-8 is read as Windows-1252 and saved again."""
_CONTROL = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff]"
)
_BREAKS = set("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
"""Breaks within a text, such as Word's; a blank stands in for them."""

FOREIGN = (
    # first bytes: what the file is
    (b"\xd0\xcf\x11\xe0", Sentence("intake.old-excel")),
    (b"PK\x03\x04", Sentence("intake.zip")),
    (b"PK\x05\x06", Sentence("intake.zip")),
    (b"\x1f\x8b", Sentence("intake.gzip")),
    (b"7z\xbc\xaf", Sentence("intake.zip")),
    (b"%PDF", Sentence("intake.pdf")),
    (b"{\\rtf", Sentence("intake.rtf")),
    (b"PAR1", Sentence("intake.parquet")),
    (b"SQLite format 3", Sentence("intake.database")),
)


def shown_name(path: Path | str) -> str:
    """A file's name for messages and reports; what is not UTF-8 in it becomes �."""
    return os.fsencode(str(path)).decode("utf-8", "replace")


def read_bytes(path: Path, *, wanted: Sentence, limits: Limits | None = None) -> bytes:
    """The file's bytes; `wanted` says in messages what kind of file is asked for."""
    limits, name = limits or Limits(), shown_name(path)
    try:
        if path.is_dir():
            raise FileRefused(faults=[Fault(name, Sentence("intake.a-folder"), wanted)])
        with path.open("rb") as file:
            raw = file.read(limits.most_bytes + 1)
    except FileNotFoundError as error:
        raise FileRefused(faults=[Fault(name, Sentence("intake.no-such-file"), wanted)]) from error
    except OSError as error:
        reason = Sentence("intake.unreadable", reason=error.strerror or type(error).__name__)
        raise FileRefused(faults=[Fault(name, reason, wanted)]) from error
    check_size(raw, name=name, limits=limits)
    return raw


def check_size(raw: bytes, *, name: str, limits: Limits) -> None:
    """Refuse what is larger than the limits allow."""
    if len(raw) > limits.most_bytes:
        found = Sentence("intake.bytes", n=len(raw))
        raise FileRefused(faults=[Fault(name, found, Sentence("intake.at-most-bytes", n=limits.most_bytes))])


def decode(raw: bytes, *, name: str, only_unicode: bool = False) -> str:
    """The text: composed (NFC), without mark, control characters or halves of characters."""
    for start, kind in FOREIGN:
        if raw.startswith(start):
            raise FileRefused(faults=[Fault(name, kind, Sentence("intake.text-file"))])
    text = _decoded(raw, name, only_unicode)
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise FileRefused(faults=[Fault(name, Sentence("intake.nul"), Sentence("intake.text-file"), row=row)])
    if not text.strip():
        raise FileRefused(faults=[Fault(name, Sentence("intake.nothing"), Sentence("intake.text-file"))])
    if _web_page(text):
        raise FileRefused(faults=[Fault(name, Sentence("intake.web-page"), Sentence("intake.text-file"))])
    return clean(text)


def clean(text: str) -> str:
    """Composed letters (macOS writes ö as o and a sign); breaks as blanks; no control or invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    if _CONTROL.search(text):
        text = _CONTROL.sub(lambda match: " " if match[0] in _BREAKS else "", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _web_page(text: str) -> bool:
    return re.match(r"\s*(<!doctype html|<html)", text[:500], re.IGNORECASE) is not None


def _decoded(raw: bytes, name: str, only_unicode: bool) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _strictly(raw, encoding, name)
    if encoding := _wide(raw):
        return _strictly(raw, encoding, name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_mixed(raw, name)
        if only_unicode:
            raise FileRefused(faults=[Fault(name, Sentence("intake.not-unicode"), Sentence("intake.utf-8"))]) from None
        return _one_byte(raw, name)
    if twice := _TWICE.search(text):
        row = text.count("\n", 0, twice.start()) + 1
        found = Sentence("intake.saved-twice", text=twice[0])
        raise FileRefused(faults=[Fault(name, found, Sentence("intake.utf-8"), row=row)])
    return text


def _strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw[: error.start].decode(encoding, "ignore").count("\n") + 1
        found = Sentence("intake.bad-bytes", encoding=encoding.removesuffix("-sig").upper())
        raise FileRefused(faults=[Fault(name, found, Sentence("intake.utf-8"), row=row)]) from None


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark, by the zeros that every other byte then is."""
    start = raw[:2000]
    if len(start) < 4 or b"\0" not in start:
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > 0.4 * len(start) / 2 and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(start) / 2 and odd < even / 10 else ""


def _refuse_mixed(raw: bytes, name: str) -> None:
    """Refuse a file that is UTF-8 but for some bytes: read as anything else its other letters would change."""
    text = raw.decode("utf-8", "surrogateescape")
    good = sum(1 for letter in _LETTERS.finditer(text) if not "\udc80" <= letter[0] <= "\udcff")
    if good:
        first = re.search("[\udc80-\udcff]", text)
        assert first is not None
        row = text.count("\n", 0, first.start()) + 1
        found = Sentence("intake.bad-bytes", encoding="UTF-8")
        raise FileRefused(faults=[Fault(name, found, Sentence("intake.utf-8"), row=row)])


def _one_byte(raw: bytes, name: str) -> str:
    """Text in the encoding that charset-normalizer finds most likely, if its letters can stand in Swedish text."""
    if b"\0" not in raw:
        for match in from_bytes(_sample(raw), cp_isolation=ONE_BYTE, explain=False):
            try:
                text = raw.decode(match.encoding)
            except UnicodeDecodeError:
                continue
            if _is_plausible(text) and not (match.encoding == "cp850" and "\u00a0" in text):
                return text
    raise FileRefused(faults=[Fault(name, Sentence("intake.unknown-encoding"), Sentence("intake.utf-8"))])


def _sample(raw: bytes) -> bytes:
    """Only the lines with letters that tell encodings apart, so that a large file takes no longer than a small one."""
    if len(raw) <= SAMPLE:
        return raw
    telling = re.findall(rb"[^\n]{0,200}[\x80-\xff][^\n]{0,200}", raw[: 20 * SAMPLE])
    return b"\n".join(telling)[:SAMPLE]


def _is_plausible(text: str) -> bool:
    """Whether nearly all letters beyond ASCII are such as Swedish text has, and quotation marks come in pairs."""
    letters = _LETTERS.findall(text)
    strange = sum(letter not in _PLAUSIBLE for letter in letters)
    ends = len(re.findall(r"\w[”“](?=\w|[;,\t\n\r]|$)", text))
    starts = len(re.findall(r"(?:^|[\s;,\t(\"])[”“]\w", text))
    return strange <= 0.1 * len(letters) and ends <= starts
