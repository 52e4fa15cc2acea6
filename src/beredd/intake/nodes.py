"""YAML 1.2 as plain data, and where each value stands.

ruamel.yaml's C parser makes nodes; what they are is told by its own rules. Its general resolver and constructor take
three quarters of the time of reading a store, so the two steps that every text goes through are done here.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from ruamel.yaml.cyaml import CParser
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver, implicit_resolvers
from ruamel.yaml.tag import Tag

VERSION = (1, 2)
_TEXT = Tag(suffix="tag:yaml.org,2002:str")
_LIST = Tag(suffix="tag:yaml.org,2002:seq")
_MAPPING = Tag(suffix="tag:yaml.org,2002:map")
_READ: dict[str, Callable[[str], Any]] = {
    "bool": lambda text: text.lower() == "true",
    "float": float,
    "int": int,
    "null": lambda _: None,
    "timestamp": date.fromisoformat,
}


class NoPlainData(MarkedYAMLError):
    """YAML that is more than texts, numbers, days, lists and mappings: tags, aliases, merges, a key twice."""


@cache
def _kinds() -> dict[str, list[tuple[Any, Tag]]]:
    """First letter of an unquoted text -> what it may be besides a text."""
    found: dict[str, list[tuple[Any, Tag]]] = {}
    for versions, tag, pattern, letters in implicit_resolvers:
        if VERSION in versions:
            kind = Tag(suffix=tag)
            for letter in letters:
                found.setdefault(letter, []).append((pattern, kind))
    return found


class _Resolver(VersionedResolver):
    """What an untagged node is."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode:
            if implicit[0]:
                for pattern, tag in _kinds().get(value[:1], ()):
                    if pattern.match(value):
                        return tag
            return _TEXT
        return _LIST if kind is SequenceNode else _MAPPING

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """No rules that hang on where a node stands."""

    def ascend_resolver(self) -> None:
        """The same."""


class _Loader(CParser, _Resolver):
    """Reader, scanner, parser and composer in C, with our resolver."""

    def __init__(self, text: str):
        CParser.__init__(self, text)
        self._parser = self._composer = self
        _Resolver.__init__(self, version=VERSION, loadumper=self)


def compose(text: str) -> Any:
    """The root node of a YAML text, None for an empty one."""
    return _Loader(text).get_single_node()


def plain(root: Any) -> Any:
    """A node as plain data."""
    seen: set[int] = set()

    def value(node: Any) -> Any:
        if type(node) is ScalarNode:
            return node.value if node.ctag is _TEXT else _scalar(node)
        if id(node) in seen:
            raise NoPlainData(problem="an alias", problem_mark=node.start_mark)
        seen.add(id(node))
        if node.ctag is _LIST:
            return [value(inner) for inner in node.value]
        if node.ctag is not _MAPPING:
            raise NoPlainData(problem=f"the tag {node.tag}", problem_mark=node.start_mark)
        found = {}
        for key, inner in node.value:
            if type(key) is not ScalarNode or key.ctag is not _TEXT:
                raise NoPlainData(problem="a key that is no text", problem_mark=key.start_mark)
            if key.value in found:
                raise NoPlainData(problem="a key that stands twice", problem_mark=key.start_mark)
            found[key.value] = value(inner)
        return found

    return None if root is None else value(root)


def _scalar(node: ScalarNode) -> Any:
    read = _READ.get(str(node.ctag).rpartition(":")[2])
    if read is None:
        raise NoPlainData(problem=f"the tag {node.tag}", problem_mark=node.start_mark)
    try:
        return read(node.value)
    except ValueError:
        raise NoPlainData(problem=f"{node.value}, which is no such value", problem_mark=node.start_mark) from None


def child(node: Any, part: str | int) -> tuple[Any, Any] | None:
    """What says where a value of a mapping or list begins, and the value; a mapping's is pointed at by its key."""
    if type(node) is SequenceNode and isinstance(part, int):
        return (node.value[part], node.value[part]) if part < len(node.value) else None
    if type(node) is MappingNode:
        return next((pair for pair in node.value if pair[0].value == part), None)
    return None
