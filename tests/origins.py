"""Reads a page as its reader does: which numbers on it have a way to their record, one click away."""

from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
GROUPS = {"section", "form", "fieldset"}


class _Page(HTMLParser):
    """Numbers and addresses, each with the groups (panels, forms) that it stands in, innermost last."""

    def __init__(self, text):
        super().__init__()
        self._open, self._groups = [], ["page"]
        self.numbers, self.ways = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag in GROUPS:
            self._groups.append(f"{tag} {given.get('aria-labelledby') or given.get('aria-label') or self.getpos()}")
        if tag not in VOID:
            self._open.append(tag)
        css, groups = given.get("class", "").split(), tuple(self._groups)
        is_drawing = tag == "svg" and given.get("aria-hidden") != "true" and {"chart", "map"} & set(css)
        is_table = tag == "table" and given.get("id", "").startswith("tabell-")
        if is_drawing or is_table or (tag == "dl" and "figs" in css):
            self.numbers.append((given.get("id") or given.get("aria-label") or "headline", groups))
        address = given.get("href") if tag == "a" else given.get("formaction") if tag == "button" else None
        if address:
            self.ways.append((address, groups))

    def handle_endtag(self, tag):
        if tag in self._open:
            while (last := self._open.pop()) != tag:
                if last in GROUPS:
                    self._groups.pop()
            if tag in GROUPS:
                self._groups.pop()


def numbers_of(answer):
    """How many figures, tables and headlines the page has."""
    return len(_Page(answer.content.decode()).numbers)


def without_record(answer, record):
    """The figures, tables and headlines of a page in whose panel there is no way to the record at `record`."""
    page = _Page(answer.content.decode())
    assert page.numbers, "The page has no numbers."
    reached = {groups[-1] for address, groups in page.ways if address.split("?")[0] == record}
    return [(what, groups[-1]) for what, groups in page.numbers if not reached & set(groups[1:])]
