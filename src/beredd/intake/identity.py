"""Finding Swedish personal identity numbers, so that a file with one in it is refused and nothing of it is kept.

Found are ten and twelve digits that the package `personnummer` calls valid: a real date, a right check digit. Before
the last four may stand a dash of any kind, a plus or a blank; coordination numbers (day plus 60) and interim numbers (a
letter for the first of the last four, after a dash) too. Not found, because they are something else: company numbers
(their "month" is 20 or more), GLN (13 digits), NPL-pack-id (14), decimals, web addresses, and telephone numbers: what
stands in a column of telephone numbers and looks like one, after a word such as tel, or is a mobile number that could
only be a coordination number.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from personnummer.personnummer import PersonnummerException, parse

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z/_=])(?<![0-9][.,])"
    r"(?:(18|19|20)([0-9]{2})-?([0-9]{2})-?([0-9]{2})|([0-9]{2})([0-9]{2})([0-9]{2}))"
    r"(\s?[-+]\s?|\s)?([0-9]{4}|(?<=[-+])[TRSUWXJKLMN][0-9]{3})(?![0-9])"
)
_PHONE = re.compile(r"^(?:\+|00|0)[0-9 ()/+-]*$")
_LIKE_A_PERSON = re.compile(r"(?:[0-9]{2})?[0-9]{6}[-+][0-9]{4}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
SHORTEST = 10

PHONE_WORDS = ("phone", "tel", "mobil", "fax", "vaxel", "växel", "sms", "journummer", "jourtel")
PHONE_ANYWHERE = ("telefon", "phone", "faxn", "mobiln", "mobiltel")
_SAID_TO_BE_PHONE = re.compile(
    r"(?:\b(?:tel|tfn|mob|phone|ring|fax|sms|växel|nås på|jour)[a-zåäö]*\.?|☎|📞)\s*(?:nr|nummer)?[.: ]*$",
    re.IGNORECASE,
)


def find_identity_number(text: str, *, is_phone: bool = False) -> bool:
    """Whether a text holds something that is a personal identity, coordination or interim number."""
    if len(text) < SHORTEST:
        return False
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text).translate(_DASHES))
    if is_phone and _PHONE.match(text.strip()) and not _LIKE_A_PERSON.fullmatch(text.strip()):
        return False
    position = 0
    while match := _NUMBER.search(text, position):
        if _is_person(match) and not _is_phone(match, text):
            return True
        position = match.start() + 1
    return False


def _is_person(match: re.Match[str]) -> bool:
    century, year, month, day = match[1] or "", match[2] or match[5], match[3] or match[6], match[4] or match[7]
    last = match[9]
    if last[0].isalpha():
        last = f"1{last[1:]}"  # Skatteverket's rule for the check digit of interim numbers
    sign = "+" if not century and "+" in (match[8] or "") else "" if century else "-"
    try:
        found = parse(f"{century}{year}{month}{day}{sign}{last}")
        found.get_date()
    except (PersonnummerException, ValueError):
        return False
    return True


def _is_phone(match: re.Match[str], text: str) -> bool:
    """Whether digits without a sign are a telephone number: said to be, or a mobile number with no real date."""
    digits = re.sub(r"[^0-9]", "", match[0])
    if (match[8] or "").strip() or len(digits) != SHORTEST or not digits.startswith("0"):
        return False
    is_mobile_without_date = digits.startswith("070") and int(digits[4:6]) > 60
    return is_mobile_without_date or _SAID_TO_BE_PHONE.search(text[: match.start()]) is not None


def is_phone_column(name: str, cells: Iterable[str] = ()) -> bool:
    """Whether a column or tag holds telephone numbers, by its name or else by what nearly all of its cells are."""
    name = name.casefold()
    words = [word for word in re.split(r"[^a-zåäö]+", name) if word]
    if any(word.startswith(PHONE_WORDS) for word in words) or any(part in name for part in PHONE_ANYWHERE):
        return True
    filled = [text for text in cells if text]
    like = [text for text in filled if _PHONE.match(text) and 7 <= sum(c.isdigit() for c in text) <= 15]
    persons = sum(find_identity_number(text) for text in like)
    return len(like) >= 3 and len(like) >= 0.8 * len(filled) and persons <= 0.3 * len(like)


def texts_in(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """(name, text) of every text and whole number inside a JSON value, names joined by dots."""
    waiting: list[tuple[str, object]] = [(name, value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{name}.{key}" if name else str(key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(name, inner) for inner in reversed(value)]
        elif isinstance(value, str):
            yield name, value
        elif isinstance(value, int) and not isinstance(value, bool):
            yield name, str(value)
