"""A description in a file: JSON or TOML as `as_data` writes it, or a record of which it is the question."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from beredd.descriptions.description import Description
from beredd.descriptions.errors import Fault, Refused
from beredd.intake import read_bytes, read_json, read_toml
from beredd.wording import Sentence

Model = TypeVar("Model", bound=Description)


def read_question(path: Path, model: type[Model]) -> Model:
    """The description in a file. A record, or an answer that carries one, gives the question that it holds."""
    data = _data(path)
    for key in ("provenance", "question"):
        if isinstance(data.get(key), Mapping):
            data = data[key]
    return model(**data)


def _data(path: Path) -> Mapping[str, Any]:
    raw = read_bytes(path, wanted=Sentence("descriptions.question-file"))
    data = read_toml(raw, name=path.name) if path.suffix.lower() == ".toml" else read_json(raw, name=path.name)
    if not isinstance(data, dict):
        raise Refused(faults=[Fault("question", Sentence("descriptions.no-table", file=path.name))])
    return data
