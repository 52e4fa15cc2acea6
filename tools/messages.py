"""The site's wordings: Swedish stands in the source, English in locale/en/LC_MESSAGES/django.po.

    python tools/messages.py check      what lacks an English wording, what is no longer used; exit 1 if anything
    python tools/messages.py update     add what is missing (empty) to the .po and drop what is no longer used
    python tools/messages.py compile    write the .mo files that Django reads; they are committed

Pure Python: GNU gettext's programs are not on every machine. Plural forms and contexts are understood; fuzzy entries
count as missing.
"""

import ast
import gettext
import re
import struct
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "src" / "beredd" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = (
    "Project-Id-Version: beredd\nLanguage: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
NAMES = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "ngettext_lazy": 0}
CONTEXT_NAMES = {"pgettext": 1, "pgettext_lazy": 1}
Key = tuple[str, str, str]
"""Context, singular, plural (empty when there is none)."""


def in_sources() -> dict[Key, list[str]]:
    """Every message of the sources -> where it stands."""
    found: dict[Key, list[str]] = {}
    for path in sorted(WEB.rglob("*.py")):
        if "migrations" not in path.parts:
            _in_python(path.read_text(encoding="utf-8"), str(path.relative_to(WEB)), found)
    for path in sorted(WEB.rglob("*.html")):
        _in_template(path, found)
    return found


def _in_python(text: str, where: str, found: dict[Key, list[str]]) -> None:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in NAMES and words and words[0]:
            key = ("", words[0], words[1] if name.startswith("ngettext") else "")
        elif name in CONTEXT_NAMES and len(words) >= 2:
            key = (words[0], words[1], "")
        else:
            continue
        found.setdefault(key, []).append(f"{where}:{node.lineno}")


def _in_template(path: Path, found: dict[Key, list[str]]) -> None:
    from django.utils.translation.template import templatize

    where = str(path.relative_to(WEB))
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # What templatize writes is Python but for the filler between the calls.
    for call in re.finditer(r"(?<![\w.])(n?p?gettext|_)\(", code):
        depth, end = 0, call.end() - 1
        quote = ""
        while True:
            char = code[end]
            if quote:
                if char == "\\":
                    end += 1
                elif char == quote:
                    quote = ""
            elif char in "'\"":
                quote = char
            elif char == "(":
                depth += 1
            elif char == ")":
                depth -= 1
                if depth == 0:
                    break
            end += 1
        _in_python(code[call.start() : end + 1], where, found)


def read_po(text: str) -> dict[Key, tuple[str, ...]]:
    """The catalogue's entries: key -> translations (two for plurals). Fuzzy ones come back empty."""
    entries: dict[Key, tuple[str, ...]] = {}
    for block in re.split(r"\n\s*\n", text):
        values: dict[str, str] = {}
        current = ""
        is_fuzzy = False
        for line in block.splitlines():
            if line.startswith("#"):
                is_fuzzy |= line.startswith("#,") and "fuzzy" in line
                continue
            if match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")\s*$', line):
                current = match[1]
                values[current] = ast.literal_eval(match[2])
            elif line.startswith('"') and current:
                values[current] += ast.literal_eval(line)
        if "msgid" not in values:
            continue
        told = tuple(values[name] for name in ("msgstr", "msgstr[0]", "msgstr[1]") if name in values)
        key = (values.get("msgctxt", ""), values["msgid"], values.get("msgid_plural", ""))
        entries[key] = tuple("" for _word in told) if is_fuzzy else told
    return entries


def _quoted(name: str, text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'{name} "{escaped}"\n'


def write_po(entries: dict[Key, tuple[str, ...]], places: dict[Key, list[str]]) -> str:
    """The catalogue as text, in the order of the sources."""
    parts = ['msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in HEADER.splitlines())]
    for key, told in sorted(entries.items(), key=lambda entry: (places.get(entry[0], [""])[0], entry[0])):
        context, one, many = key
        # Without line numbers: an edit elsewhere in a file must not move the catalogue.
        files = sorted({place.partition(":")[0] for place in places.get(key, [])})
        text = f"#: {' '.join(files)}\n" if files else ""
        is_formatted = any(re.search(r"%\(\w+\)[a-z]", word) for word in (one, many))
        text += "#, python-format\n" if is_formatted else ""
        text += _quoted("msgctxt", context) if context else ""
        text += _quoted("msgid", one)
        if many:
            text += _quoted("msgid_plural", many)
            text += "".join(_quoted(f"msgstr[{number}]", word) for number, word in enumerate(told))
        else:
            text += _quoted("msgstr", told[0])
        parts.append(text)
    return "\n".join(parts)


def compiled(entries: dict[Key, tuple[str, ...]]) -> bytes:
    """The catalogue in the binary form that gettext reads; entries without a wording are left out."""
    table = {b"": HEADER.encode()}
    for (context, one, many), told in entries.items():
        if one and all(told):
            name = (f"{context}\x04" if context else "") + one + (f"\x00{many}" if many else "")
            table[name.encode()] = "\x00".join(told).encode()
    keys = sorted(table)
    start = 7 * 4
    texts_at = start + 16 * len(keys)
    offsets, body = [], b""
    for part in (keys, [table[key] for key in keys]):
        for text in part:
            offsets += [len(text), texts_at + len(body)]
            body += text + b"\x00"
    numbers = [0x950412DE, 0, len(keys), start, start + 8 * len(keys), 0, 0, *offsets]
    return struct.pack(f"<{len(numbers)}I", *numbers) + body


def faults() -> list[str]:
    """What is wrong: a sentence for each."""
    needed, there = in_sources(), read_po(CATALOGUE.read_text(encoding="utf-8"))
    there.pop(("", "", ""), None)
    wrong = [
        f"{needed[key][0]}: no English wording for {key[1]!r}." for key in needed if not all(there.get(key, ("",)))
    ]
    wrong += [f"{CATALOGUE.name}: {key[1]!r} is no longer used." for key in there if key not in needed]
    for key, told in there.items():
        names = set(re.findall(r"%\((\w+)\)", key[1] + key[2]))
        wrong += [
            f"{CATALOGUE.name}: {word!r} does not name the same values as {key[1]!r}."
            for word in told
            if word and set(re.findall(r"%\((\w+)\)", word)) - names
        ]
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        told_by_mo = gettext.GNUTranslations(file)
    # What it says, not its bytes: GNU's msgfmt, where there is one, writes the same catalogue in another order.
    wrong += [
        f"django.mo does not say {told!r} for {key[1]!r}. Run: python tools/messages.py compile"
        for key, told in there.items()
        if all(told) and _told(told_by_mo, key) != told
    ]
    return wrong


def _told(catalogue: gettext.GNUTranslations, key: Key) -> tuple[str, ...]:
    context, one, many = key
    if many:
        return (catalogue.ngettext(one, many, 1), catalogue.ngettext(one, many, 2))
    return (catalogue.pgettext(context, one) if context else catalogue.gettext(one),)


def update() -> None:
    """Brings the .po in step with the sources, keeping its wordings."""
    needed = in_sources()
    there = read_po(CATALOGUE.read_text(encoding="utf-8")) if CATALOGUE.is_file() else {}
    entries = {key: there.get(key) or (("", "") if key[2] else ("",)) for key in needed}
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(write_po(entries, needed), encoding="utf-8")


def main(words: list[str]) -> int:
    """Do what was asked; the exit code."""
    if words == ["check"]:
        wrong = faults()
        print("\n".join(wrong) or "Every wording has its English.")
        return 1 if wrong else 0
    if words == ["update"]:
        update()
        return 0
    if words == ["compile"]:
        CATALOGUE.with_suffix(".mo").write_bytes(compiled(read_po(CATALOGUE.read_text(encoding="utf-8"))))
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
