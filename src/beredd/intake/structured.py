"""A file of keys and values: YAML to checked dataclasses, faults with file, line, what was found and is allowed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from beredd.intake.errors import Fault, FileRefused, cell
from beredd.intake.identity import find_identity_number
from beredd.intake.nodes import child, compose, plain
from beredd.intake.text import Limits, check_size, decode
from beredd.wording import Sentence

LIMITS = Limits(most_bytes=2_000_000)
"""A topic in one language with a thousand texts is a quarter of it."""
_MARKUP = re.compile(r"<\s*[A-Za-z!/?][^<>\n]{0,30}>?|&#?\w+;|(?:java|vb)script\s*:|data\s*:\s*text", re.IGNORECASE)
_PERSON = re.compile(r"[0-9]{6}.?[0-9]{4}")

Path = tuple[str | int, ...]
"""Keys and places of a value within its file."""


@dataclass(frozen=True)
class File:
    """One file as it was read: its name as shown, its bytes, and the plain data in it."""

    name: str
    raw: bytes
    data: dict[str, Any]

    def line(self, *path: str | int) -> int:
        """The line, from 1, of the value at `path`; of the nearest value around it, where there is none."""
        node, line = _composed(self.raw), 1
        for part in path:
            inside = child(node, part)
            if inside is None:
                break
            mark, node = inside
            line = mark.start_mark.line + 1
        return line

    def at(self, path: Path) -> tuple[str, int, str]:
        """Worksheet, row and column or key of the value at `path`; what a file does not have is empty."""
        return "", self.line(*path), _shown(path)

    def fault(self, path: Path, found: Sentence, allowed: Sentence) -> Fault:
        """A fault at the place of the value at `path`."""
        sheet, row, column = self.at(path)
        return Fault(self.name, found, allowed, row=row, column=column, sheet=sheet)


@lru_cache(maxsize=8)
def _composed(raw: bytes) -> Any:
    """The nodes of a file that has been read without fault. Made again only when something has to be pointed at."""
    return compose(decode(raw, name="", only_unicode=True))


def parse(raw: bytes, *, name: str) -> File:
    """The plain data of one file. Nothing in a store is markup, a script or a personal identity number."""
    check_size(raw, name=name, limits=LIMITS)
    text = decode(raw, name=name, only_unicode=True)
    faults = [
        Fault(
            name, Sentence("structured.markup", text=match[0]), Sentence("structured.no-markup"), row=_row(text, match)
        )
        for match in _MARKUP.finditer(text)
    ]
    faults += [
        Fault(name, Sentence("intake.person"), Sentence("intake.no-persons"), row=_row(text, match))
        for match in _PERSON.finditer(text)
        if find_identity_number(text[max(0, match.start() - 2) : match.end() + 2])
    ]
    if faults:
        raise FileRefused(faults=faults)
    try:
        data = plain(compose(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = Sentence("structured.no-yaml", reason=error.problem or "?")
        fault = Fault(name, found, Sentence("structured.yaml"), row=mark.line + 1 if mark else 0)
        raise FileRefused(faults=[fault]) from None
    except (YAMLError, ValueError, RecursionError, OverflowError) as error:
        found = Sentence("structured.no-yaml", reason=type(error).__name__)
        raise FileRefused(faults=[Fault(name, found, Sentence("structured.yaml"))]) from None
    if not isinstance(data, dict):
        raise FileRefused(faults=[Fault(name, Sentence("structured.no-keys"), Sentence("structured.yaml"), row=1)])
    return File(name, raw, data)


def _row(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def refuse_texts(file: File, value: Any, at: Path = ()) -> None:
    """Refuse markup, scripts and personal identity numbers in any text of plain data that came by another way."""
    faults = list(_text_faults(file, value, at))
    if faults:
        raise FileRefused(faults=faults)


def _text_faults(file: File, value: Any, at: Path) -> Iterator[Fault]:
    if isinstance(value, dict | list):
        for part, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _text_faults(file, inner, (*at, part))
    elif isinstance(value, str):
        if match := _MARKUP.search(value):
            yield file.fault(at, Sentence("structured.markup", text=match[0]), Sentence("structured.no-markup"))
        if find_identity_number(value):
            yield file.fault(at, Sentence("intake.person"), Sentence("intake.no-persons"))


def take(file: File, kind: type, key: str, /, **added: Any) -> tuple[Any, ...]:
    """The list at `key` as dataclasses of `kind`; `added` are fields that the file says for all of them."""
    items = file.data.get(key)
    if not isinstance(items, list):
        raise FileRefused(
            faults=[file.fault((), Sentence("structured.no-list", key=key), Sentence("structured.a-list"))]
        )
    for at, item in enumerate(items):
        if isinstance(item, dict) and (said := sorted(item.keys() & added.keys())):
            found = Sentence("structured.said-by-file", key=said[0])
            raise FileRefused(faults=[file.fault((key, at, said[0]), found, Sentence("structured.leave-out"))])
    given = [item | added if isinstance(item, dict) else item for item in items] if added else items
    return checked(file, tuple[kind, ...], given, (key,))  # type: ignore[valid-type]


def checked(file: File, kind: Any, value: Any, at: Path = ()) -> Any:
    """A value of the file as a dataclass, or a refusal with a fault for each thing that is wrong."""
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError as error:
        raise FileRefused(faults=list(_faults(file, error, at, kind))) from None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def only(file: File, *keys: str) -> None:
    """Refuse keys at the top of a file that mean nothing."""
    faults = [
        file.fault((key,), Sentence("structured.unknown-key", key=str(key)), Sentence("structured.keys", keys=keys))
        for key in file.data
        if key not in keys
    ]
    if faults:
        raise FileRefused(faults=faults)


def _shown(path: Path) -> str:
    """`numbers.wait.unit`: a path as people write it, from the item on; the key itself at the top of a file."""
    return ".".join(str(part) for part in (path if len(path) == 1 else path[2:]))


_WANTED = {
    "string_type": Sentence("structured.a-text"),
    "string_too_short": Sentence("structured.a-text"),
    "tuple_type": Sentence("structured.a-list"),
    "dict_type": Sentence("structured.a-mapping"),
    "dataclass_type": Sentence("structured.a-mapping"),
    "bool_type": Sentence("structured.true-or-false"),
    "bool_parsing": Sentence("structured.true-or-false"),
    "int_type": Sentence("structured.a-whole-number"),
    "int_parsing": Sentence("structured.a-whole-number"),
    "int_from_float": Sentence("structured.a-whole-number"),
    "float_type": Sentence("structured.a-number"),
    "float_parsing": Sentence("structured.a-number"),
    "finite_number": Sentence("structured.a-number"),
    "date_type": Sentence("structured.a-day"),
    "date_parsing": Sentence("structured.a-day"),
    "date_from_datetime_parsing": Sentence("structured.a-day"),
    "date_from_datetime_inexact": Sentence("structured.a-day"),
}


def _faults(file: File, error: ValidationError, at: Path, kind: Any) -> Iterator[Fault]:
    for one in error.errors(include_url=False):
        path = (*at, *(part for part in one["loc"] if part != "[key]"))
        yield file.fault(path, *_said(one, kind))


def _said(one: Any, kind: Any) -> tuple[Sentence, Sentence]:
    """What was found and what is allowed, of one error of pydantic's."""
    context, key = one.get("ctx", {}), str(one["loc"][-1]) if one["loc"] else ""
    found = Sentence("structured.value", value=cell(_plain(one["input"])))
    match one["type"]:
        case "missing":
            return Sentence("structured.missing-key", key=key), Sentence("structured.needed")
        case "unexpected_keyword_argument":
            known = _keys(kind, one["loc"][:-1])
            hint = get_close_matches(key, known, n=1)
            return Sentence("structured.unknown-key", key=key), Sentence("structured.keys", keys=hint or known)
        case "string_too_long":
            found = Sentence("structured.long", n=len(one["input"]))
            return found, Sentence("structured.at-most-characters", n=context["max_length"])
        case "string_pattern_mismatch":
            return found, Sentence("structured.pattern", pattern=context["pattern"])
        case "literal_error":
            return found, Sentence("structured.one-of", allowed=str(context["expected"]).replace("'", ""))
        case "too_short" | "too_long":
            return Sentence("structured.items", n=context["actual_length"]), Sentence("structured.other-many")
        case "greater_than_equal":
            return found, Sentence("structured.at-least", n=context["ge"])
        case "less_than_equal":
            return found, Sentence("structured.at-most", n=context["le"])
        case "value_error":
            whole = one["input"]
            if isinstance(whole, dict) and "id" in whole:
                found = Sentence("structured.value", value=cell(str(whole["id"])))
            return found, Sentence("structured.rule", reason=str(context["error"]))
    return found, _WANTED.get(one["type"]) or Sentence("structured.as-described", reason=one["msg"])


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _keys(kind: Any, path: Path) -> tuple[str, ...]:
    """The keys that may stand in the mapping at `path` of a value of `kind`."""
    for part in path:
        is_inside = False  # the part is a place in a list, or a key of a mapping, and no field
        while not is_inside and not is_dataclass(kind) and get_args(kind):
            is_mapping = get_origin(kind) in (dict, Mapping)
            inner = get_args(kind)[-1:] if is_mapping else get_args(kind)
            is_inside = is_mapping or isinstance(part, int)
            kind = next((arg for arg in inner if is_dataclass(arg) or get_args(arg)), None)
        if not is_inside and is_dataclass(kind) and isinstance(part, str):
            kind = next((field.type for field in fields(kind) if _key(field) == part), None)
    while kind is not None and not is_dataclass(kind):
        kind = next((arg for arg in get_args(kind) if is_dataclass(arg) or get_args(arg)), None)
    return tuple(_key(field) for field in fields(kind)) if kind else ()


def _key(field: Any) -> str:
    alias = next((str(m.alias) for m in getattr(field.type, "__metadata__", ()) if getattr(m, "alias", None)), "")
    return alias or str(field.name)
