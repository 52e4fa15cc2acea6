"""Changes to a store, each one function: what goes in is a store, what comes out is the files that change and the store
that they then are. Nothing is written; whoever calls writes the files, in one step.

Comments, order and quotation marks of the files stay as they are (ruamel.yaml's round trip).
"""

import io
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from beredd.guidance.approval import Thing, authors, needs, person, standing
from beredd.guidance.claims import Claim, Variant
from beredd.guidance.emergency import CallPage, Sequence, SequenceEdition
from beredd.guidance.errors import NotAllowed, Unknown
from beredd.guidance.rules import check, errors
from beredd.guidance.seals import approval_seal, claim_seal, sequence_seal
from beredd.guidance.store import Store, store_of

Kind = Literal["claim", "variant", "notice", "sequence", "edition", "call-page"]
"""What can be approved. An edition of the sequence and its fixed page are called by their edition."""
NOT_CARRIED_OVER = ("seal", "approvals", "history", "sent_for_review", "stopped")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change that has been looked at: the new bytes of each file, and the store as it then is."""

    files: Mapping[str, bytes]
    store: Store


def find(store: Store, kind: Kind, id: str) -> tuple[Thing, str, tuple[str | int, ...]]:
    """A thing that can be approved, its file, and its place within the file."""
    if kind in {"claim", "variant", "notice"}:
        place = store.places.get((kind, id))
        if place is not None:
            return _thing(store, kind, id), place[0].name, place[1]
    elif kind == "sequence" and id == "emergency":
        return store.sequence, "emergency.yaml", ()
    else:
        key, units = _units(store, kind)
        for n, unit in enumerate(units):
            if unit.edition == id:
                return unit, "emergency.yaml", (key, n)
    raise Unknown("guidance.no-thing", kind=kind, id=id)


def _units(store: Store, kind: Kind) -> tuple[str, tuple[SequenceEdition | CallPage, ...]]:
    """The parts of the sequence's file that are approved one by one, and their key."""
    return ("editions", store.sequence.editions) if kind == "edition" else ("call_page", store.sequence.call_page)


def _thing(store: Store, kind: str, id: str) -> Thing:
    if kind == "claim":
        return store.claims[id]
    if kind == "notice":
        return store.notices[id]
    return next(variant for variants in store.variants.values() for variant in variants if variant.id == id)


def approve(
    store: Store, kind: Kind, id: str, *, by: str, role: Literal["clinician", "reader"], title: str, on: date
) -> Change:
    """The store with one more approval, of what the thing is now.

    Refused: one's own work, a second approval by the same person, a chair that is not there, and what breaks a rule.
    """
    thing, file, path = find(store, kind, id)
    _may_approve(store, kind, id, thing, by=by, role=role, on=on)
    # Approvals of what it was before say nothing about what it is.
    seal = approval_seal(thing)
    kept = [_plain(one) for one in thing.approvals if one.seal == seal]
    approval = {"by": by, "role": role, "title": title, "on": on, "seal": seal}
    return change(store, file, path, {"approvals": [*kept, approval]})


def _may_approve(store: Store, kind: Kind, id: str, thing: Thing, *, by: str, role: str, on: date) -> None:
    if person(by) in authors(thing):
        raise NotAllowed("guidance.own-work", by=by)
    risk = store.claims[thing.claim].risk if isinstance(thing, Variant) else "high"
    if role not in needs(thing, risk=risk):
        raise NotAllowed("guidance.no-such-chair", role=role, roles=needs(thing, risk=risk))
    if getattr(thing, "stopped", None):
        raise NotAllowed("guidance.is-stopped", id=id)
    if isinstance(thing, Claim) and thing.seal != claim_seal(thing):
        raise NotAllowed("guidance.not-sealed", id=id)
    if isinstance(thing, Sequence):
        if thing.seal != sequence_seal(thing):
            raise NotAllowed("guidance.not-sealed", id=id)
        if thing.decision.on is None or person(by) not in {person(name) for name in thing.decision.by}:
            raise NotAllowed("guidance.undecided", by=by)
    if isinstance(thing, Variant) and thing.version != store.claims[thing.claim].version:
        raise NotAllowed("guidance.is-old", id=id, version=thing.version, now=store.claims[thing.claim].version)
    if any(person(one.by) == person(by) and one.seal == approval_seal(thing) for one in thing.approvals):
        where = standing(store, thing, today=on)
        if where.state != "overdue":
            raise NotAllowed("guidance.approved-twice", by=by)
    if on < thing.written.on:
        raise NotAllowed("guidance.odd-day", on=on)
    _, _, path = find(store, kind, id)
    broken = [
        finding
        for finding in errors(check(store, today=on))
        if finding.id == (id if kind in {"claim", "variant", "notice"} else "emergency")
        and finding.kind == (kind if kind in {"claim", "variant", "notice"} else "sequence")
        and finding.rule not in {"overdue", "approval"}
        and (kind in {"claim", "variant", "notice", "sequence"} or finding.within[:2] == path)
    ]
    if broken:
        raise NotAllowed("guidance.breaks-rule", rule=broken[0].rule, what=broken[0].what)


def revise_claim(store: Store, id: str, changes: Mapping[str, Any], *, by: str, on: date, why: str) -> Change:
    """The store with a new version of a claim; the one before goes whole into its history, with its approvals."""
    claim, file, path = find(store, "claim", id)
    assert isinstance(claim, Claim)

    def revise(node: CommentedMap) -> None:
        before = {key: deepcopy(value) for key, value in node.items() if key != "history"}
        earlier = list(node.get("history") or [])
        for key in NOT_CARRIED_OVER:
            node.pop(key, None)
        node["version"] = claim.version + 1
        node["written"] = {"on": on, "by": by, "why": why}
        node.update(changes)
        node["history"] = [before, *earlier]

    first = edited(store, file, path, revise)
    return sealed(first, [id])


def stop(
    store: Store,
    kind: Literal["claim", "variant", "notice", "step", "sequence"],
    id: str,
    *,
    how: Literal["withdrawn", "barred"],
    by: str,
    on: date,
    why: str,
) -> Change:
    """The store with something withdrawn or barred. Anybody may bar; nobody has to approve that less is shown."""
    said = {"stopped": {"kind": how, "on": on, "by": by, "why": why}}
    if kind == "step":
        ids = [step.id for step in store.sequence.steps]
        if id not in ids:
            raise Unknown("guidance.no-thing", kind=kind, id=id)
        return change(store, "emergency.yaml", ("steps", ids.index(id)), said)
    _, file, path = find(store, kind, id)
    return change(store, file, path, said)


def seal(store: Store, *, by: str, on: date, why: str, is_still_a_draft: bool = False) -> Change:
    """The store with a seal on everything that lacks one.

    What was changed in place gets a new version, and loses approvals that were of the one before. While a text is being
    written, `is_still_a_draft` keeps the version of what nobody has ever approved.
    """
    changed = [claim for claim in store.claims.values() if claim.seal and claim.seal != claim_seal(claim)]
    stale = [one.id for one in changed if one.approvals or one.history or not is_still_a_draft]
    files: dict[str, bytes] = {}
    current = store
    for id in stale:
        claim, file, path = find(current, "claim", id)
        assert isinstance(claim, Claim)
        values = {"version": claim.version + 1, "written": {"on": on, "by": by, "why": why}, "approvals": []}
        step = change(current, file, path, values)
        files |= step.files
        current = step.store
    unsealed = [claim.id for claim in current.claims.values() if claim.seal != claim_seal(claim)]
    done = sealed(Change(files=files, store=current), unsealed)
    return _sealed_sequence(done, by=by, on=on, why=why)


def sealed(before: Change, ids: list[str]) -> Change:
    """The store with these claims sealed as they now are, file by file."""
    store, texts = before.store, {}
    for id in ids:
        file, path = store.places["claim", id]
        document = texts.setdefault(file.name, _load(file.raw))
        _at(document, path)["seal"] = claim_seal(store.claims[id])
    files = {name: _dump(document) for name, document in texts.items()}
    return _with(store, {**before.files, **files})


def _sealed_sequence(before: Change, *, by: str, on: date, why: str) -> Change:
    store, sequence = before.store, before.store.sequence
    values: dict[str, Any] = {}
    needed = {id for step in sequence.steps for id in step.claims}
    if missing := sorted(needed - sequence.renders.keys()):
        values["renders"] = {**sequence.renders, **{id: store.claims[id].version for id in missing}}
    if sequence.seal and sequence.seal != sequence_seal(sequence):
        values |= {"version": sequence.version + 1, "written": {"on": on, "by": by, "why": why}, "approvals": []}
        store = change(store, "emergency.yaml", (), values).store
        values |= {"seal": sequence_seal(store.sequence)}
    elif not sequence.seal:
        values["seal"] = sequence_seal(sequence)
    if not values:
        return before
    done = change(before.store, "emergency.yaml", (), values)
    return Change(files={**before.files, **done.files}, store=done.store)


def change(store: Store, file: str, path: tuple[str | int, ...], values: Mapping[str, Any]) -> Change:
    """The store with keys set in the mapping at `path` of a file. Refused as a file that a person brings would be."""
    return edited(store, file, path, lambda node: node.update(values))


def edited(store: Store, file: str, path: tuple[str | int, ...], edit: Any) -> Change:
    """The store after `edit` has changed the mapping at `path` of a file, in place."""
    document = _load(store.files[file].raw)
    edit(_at(document, path))
    return _with(store, {file: _dump(document)})


def with_files(store: Store, added: Mapping[str, Mapping[str, Any]]) -> Change:
    """The store with new files that hold this."""
    return _with(store, {name: _dump(dict(data)) for name, data in added.items()})


def _with(store: Store, files: Mapping[str, bytes]) -> Change:
    raw = {name: file.raw for name, file in store.files.items()}
    changed = {name: text for name, text in files.items() if raw.get(name) != text}
    return Change(files=dict(files), store=store_of(raw | changed, read=store.files))


def _plain(approval: Any) -> dict[str, Any]:
    return {key: getattr(approval, key) for key in ("by", "role", "title", "on", "seal")}


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    return yaml


def _load(raw: bytes) -> Any:
    return _yaml().load(raw.decode("utf-8-sig"))


def _at(document: Any, path: tuple[str | int, ...]) -> CommentedMap:
    for part in path:
        document = document[part]
    assert isinstance(document, CommentedMap)
    return document


def _dump(document: Any) -> bytes:
    text = io.StringIO()
    _yaml().dump(document, text)
    return text.getvalue().encode()


def rewritten(raw: bytes) -> bytes:
    """A file as a change would leave the parts of it that it does not touch."""
    return _dump(_load(raw))
