"""A plan as one file that travels: JSON with its attachments, and the YAML file that a store holds."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.plan import Plan
from beredd.exercises.workbook import plain_data
from beredd.intake import Fault, FileRefused, cell, read_json
from beredd.intake.structured import File, Path, refuse_texts
from beredd.wording import Sentence

SCHEMA = "beredd/exercise-plan/1"
MOST_ATTACHED = 20_000_000
_NAME = re.compile(r"[^\W_][\w .()-]{0,99}")
"""No folder, no hidden file, nothing that a shell would read."""


@dataclass(frozen=True)
class Keys(File):
    """Plain data from JSON: a value is pointed at by its keys, and there are attachments."""

    attachments: Mapping[str, bytes] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """No line: JSON is not written by hand."""
        return 0

    def at(self, path: Path) -> tuple[str, int, str]:
        """The keys to the value at `path`."""
        return "", 0, ".".join(("plan", *map(str, path)))


def package(plan: Plan, attachments: Mapping[str, bytes]) -> bytes:
    """The plan and what it hands out, as JSON; what `from_package` reads from it is the same."""
    attached = [
        {"name": name, "sha256": hashlib.sha256(raw).hexdigest(), "base64": base64.b64encode(raw).decode()}
        for name, raw in sorted(attachments.items())
    ]
    whole = {"schema": SCHEMA, "plan": plain_data(plan), "attachments": attached}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def from_package(raw: bytes, *, name: str) -> Keys:
    """The plain data of a plan in a package, for `store.plan_of`, and its attachments, each proved by its hash."""
    whole = read_json(raw, name=name)
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA or not isinstance(whole.get("plan"), dict):
        allowed = Sentence("plans.a-package", schema=SCHEMA)
        raise FileRefused(faults=[Fault(name, Sentence("plans.no-package"), allowed)])
    if unknown := sorted(whole.keys() - {"schema", "plan", "attachments"}):
        found = Sentence("structured.unknown-key", key=unknown[0])
        allowed = Sentence("structured.keys", keys=("schema", "plan", "attachments"))
        raise FileRefused(faults=[Fault(name, found, allowed, column=unknown[0])])
    keys = Keys(name, raw, whole["plan"], _attached(whole.get("attachments", []), name))
    refuse_texts(keys, keys.data)
    return keys


def _attached(items: Any, name: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for at, item in enumerate(items if isinstance(items, list) else [items]):
        here = f"attachments.{at}"
        if not isinstance(item, dict) or {type(item.get(k)) for k in ("name", "sha256", "base64")} != {str}:
            fault = Fault(name, cell(item), Sentence("plans.an-attachment"), column=here)
            raise FileRefused(faults=[fault])
        if not is_attachment_name(item["name"]) or item["name"] in found:
            fault = Fault(name, cell(item["name"]), Sentence("plans.attachment-name"), column=f"{here}.name")
            raise FileRefused(faults=[fault])
        try:
            raw = base64.b64decode(item["base64"], validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if hashlib.sha256(raw).hexdigest() != item["sha256"]:
            fault = Fault(name, Sentence("plans.other-hash"), Sentence("plans.whole-attachment"), column=here)
            raise FileRefused(faults=[fault])
        found[item["name"]] = raw
    return found


def is_attachment_name(name: str) -> bool:
    """Whether it is the name of a file in one folder, and of nothing else."""
    return _NAME.fullmatch(name) is not None and not name.endswith((" ", "."))


def plan_text(plan: Plan, catalogue: Catalogue) -> str:
    """The plan as YAML: what is as in the catalogue by its id, what is as it would be anyway left out."""
    data = plain_data(plan, whole=False)
    for key, items in catalogue.shared.items():
        whole = {id: plain_data(item) for id, item in _typed(key, catalogue).items()}
        data[key] = [
            one.id if one.id in items and plain_data(one) == whole[one.id] else short
            for one, short in zip(getattr(plan, key), data[key], strict=True)
        ]
    out = StringIO()
    yaml = YAML()
    yaml.width, yaml.allow_unicode = 120, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump({"format": plan.format} | data, out)
    return out.getvalue()


def restamped(file: File, plan: Plan) -> str:
    """The text of a plan's YAML file with another status and history; all else, comments too, as it stands."""
    yaml = YAML()
    yaml.width, yaml.allow_unicode, yaml.preserve_quotes = 4096, True, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    whole = yaml.load(file.raw.decode("utf-8-sig"))
    whole["status"] = plan.status
    whole["history"] = plain_data(plan.history, whole=False)
    out = StringIO()
    yaml.dump(whole, out)
    return out.getvalue()


def _typed(key: str, catalogue: Catalogue) -> Mapping[str, Any]:
    return getattr(catalogue, key)  # type: ignore[no-any-return]
