"""Texts of guidance, Markdown of paragraphs, lists and emphasis, as HTML and as blocks for print.

Markup in a text is shown as it stands: the parser knows neither HTML, links nor pictures.
"""

import re
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markupsafe import Markup

_PARSER = MarkdownIt("zero").enable(["list", "emphasis", "newline"])
_MARKED = re.compile(r"[*_\n\r\t\x00]|^\s*(?:[-+]|\d+[.)])(?:\s|$)")
"""What may be more than one paragraph of plain words. Nine texts of ten hold none of it, and need no parser."""


@lru_cache(maxsize=20_000)
def html(text: str) -> Markup:
    """The text as HTML: paragraphs and lists."""
    if _MARKED.search(text) is None and text.strip():
        return Markup(f"<p>{escapeHtml(text.strip())}</p>")
    return Markup(_PARSER.render(text).strip())


@lru_cache(maxsize=20_000)
def inline(text: str) -> Markup:
    """The text as HTML without a paragraph around it, where it is one paragraph."""
    made = str(html(text))
    one = made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1
    return Markup(made[3:-4] if one else made)


def blocks(text: str) -> list[dict[str, Any]]:
    """The text as paragraphs and list items: `kind` and `runs`, each with text and how it is set."""
    if _MARKED.search(text) is None and text.strip():
        return [{"kind": "paragraph", "runs": [{"text": text.strip(), "set": ""}]}]
    return _parsed_blocks(text)


def _parsed_blocks(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    kinds: list[str] = []
    for token in _PARSER.parse(text):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            kinds.append("bullet" if token.type.startswith("bullet") else "number")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            kinds.pop()
        elif token.type == "inline":
            found.append({"kind": kinds[-1] if kinds else "paragraph", "runs": _runs(token.children or [])})
    return found


def _runs(tokens: list[Any]) -> list[dict[str, str]]:
    runs, strong, emphasis = [], 0, 0
    for token in tokens:
        strong += token.type == "strong_open"
        strong -= token.type == "strong_close"
        emphasis += token.type == "em_open"
        emphasis -= token.type == "em_close"
        if token.type in {"softbreak", "hardbreak"}:
            runs.append({"text": " ", "set": ""})
        elif token.content:
            runs.append({"text": token.content, "set": "strong" if strong else "emphasis" if emphasis else ""})
    return runs
