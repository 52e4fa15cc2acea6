"""Writing, and what happens to what is written before it is approved: drafts, review, the decision on the sequence.

Each function gives a `Change`, as those of `editing` do. Who has written in something that nobody has approved stays
one of its authors, whoever writes last.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict
from datetime import date
from typing import Any

from ruamel.yaml.comments import CommentedMap

from beredd.guidance.approval import Thing, authors, person, standing
from beredd.guidance.claims import Claim, Variant
from beredd.guidance.editing import Change, Kind, approve, change, edited, find, revise_claim, sealed, with_files
from beredd.guidance.emergency import SequenceEdition
from beredd.guidance.errors import ChangedMeanwhile, NotAllowed, Unknown
from beredd.guidance.publications import Publication
from beredd.guidance.store import KINDS, Store
from beredd.provenance import fingerprint

_REVIEWED: frozenset[str] = frozenset({"claim", "variant", "notice"})


def token(thing: Thing | Publication) -> str:
    """A fingerprint of all there is about a thing: what somebody has before them when they begin to change it."""
    return fingerprint({"kind": type(thing).__name__, "what": repr(asdict(thing))})


def must_be(thing: Thing | Publication, wanted: str) -> None:
    """Refuse, where a thing is no longer what somebody had before them when they began."""
    if token(thing) != wanted:
        if isinstance(thing, Publication):
            raise ChangedMeanwhile("guidance.publication-changed")
        raise ChangedMeanwhile("guidance.changed-meanwhile", by=thing.written.by)


def next_id(store: Store) -> str:
    """The id that a new claim gets: the next number after the highest there is."""
    last = max(store.claims, key=lambda id: int(id.partition("-")[2]))
    prefix, _dash, number = last.partition("-")
    return f"{prefix}-{int(number) + 1:0{len(number)}}"


def add_claim(store: Store, topic: str, values: Mapping[str, Any], *, by: str, on: date, why: str) -> Change:
    """The store with a new claim, which is a draft. Its id is `next_id` of the store."""
    id = next_id(store)
    item = {"id": id, "version": 1, "seal": "", "written": {"on": on, "by": by, "why": why}, **values}
    return sealed(_appended(store, f"claims/{topic}.yaml", "claims", item, {"topic": topic}), [id])


def draft_claim(store: Store, id: str, changes: Mapping[str, Any], *, by: str, on: date, why: str) -> Change:
    """The store with a claim in new words.

    A draft that nobody has approved and nothing renders keeps its version; everything else gets a new one.
    """
    claim = store.claim(id)
    written = _written(store, claim, by=by, on=on, why=why)
    if _is_untouched_draft(store, claim):
        _, file, path = find(store, "claim", id)
        return sealed(change(store, file, path, {**changes, "written": written, "sent_for_review": None}), [id])
    return revise_claim(store, id, {**changes, "written": written}, by=by, on=on, why=why)


def _is_untouched_draft(store: Store, claim: Claim) -> bool:
    renders = any(variant.version >= claim.version for variant in store.variants.get(claim.id, ()))
    in_steps = store.sequence.renders.get(claim.id, 0) >= claim.version
    return bool(claim.history) and not (claim.approvals or claim.stopped or renders or in_steps)


def _written(store: Store, thing: Thing, *, by: str, on: date, why: str) -> dict[str, Any]:
    """Who has written it now: also those before, as long as nobody has approved what they wrote."""
    written: dict[str, Any] = {"on": on, "by": by, "why": why}
    if not standing(store, thing, today=on).is_approved:
        names = {person(name): name for name in (*thing.written.also, thing.written.by)}
        names.pop(person(by), None)
        if names:
            written["also"] = list(names.values())
    return written


def draft_variant(store: Store, id: str, text: str, *, by: str, on: date, why: str) -> Change:
    """The store with a variant that renders its claim's present version, in these words.

    What has been approved, or renders an earlier version, goes whole into the variant's history.
    """
    variant, file, path = find(store, "variant", id)
    assert isinstance(variant, Variant)
    now = store.claims[variant.claim].version
    written = _written(store, variant, by=by, on=on, why=why)

    def write(node: CommentedMap) -> None:
        before = {key: deepcopy(value) for key, value in node.items() if key != "history"}
        earlier = list(node.get("history") or [])
        for key in ("approvals", "history", "sent_for_review", "stopped"):
            node.pop(key, None)
        node["version"], node["text"], node["written"] = now, text, written
        if variant.approvals or variant.version != now:
            earlier = [before, *earlier]
        if earlier:
            node["history"] = earlier

    return edited(store, file, path, write)


def send_for_review(store: Store, kind: Kind, id: str, *, on: date) -> Change:
    """The store with a thing that its reviewers are asked to read."""
    return _reviewed(store, kind, id, on)


def send_back(store: Store, kind: Kind, id: str) -> Change:
    """The store with a thing that its author is asked to look at again. The reason is for whoever keeps remarks."""
    return _reviewed(store, kind, id, None)


def _reviewed(store: Store, kind: Kind, id: str, on: date | None) -> Change:
    thing, file, path = find(store, kind, id)
    if kind not in _REVIEWED:
        raise NotAllowed("guidance.not-sent", id=id)
    if getattr(thing, "stopped", None):
        raise NotAllowed("guidance.is-stopped", id=id)
    return change(store, file, path, {"sent_for_review": on})


def decide_order(store: Store, *, by: tuple[str, ...], on: date) -> Change:
    """The store with the order of the emergency steps decided by those who will approve it.

    What has been decided and approved is not decided again: it would take approved steps away.
    """
    if standing(store, store.sequence, today=on).is_approved:
        raise NotAllowed("guidance.decided-already")
    if len({person(name) for name in by}) < 2:
        raise NotAllowed("guidance.two-decide")
    if own := sorted({person(name) for name in by} & authors(store.sequence)):
        raise NotAllowed("guidance.own-work", by=own[0])
    return change(store, "emergency.yaml", ("decision",), {"by": list(by), "on": on})


def approve_sequence(
    store: Store, *, by: str, title: str, on: date, is_clinician: bool, reads: frozenset[str] = frozenset()
) -> Change:
    """The store with the emergency sequence approved as one unit by one person: its steps, editions and fixed pages,
    all that the person may approve and has not."""
    done = Change(files={}, store=store)
    units: list[tuple[Kind, str]] = [("sequence", "emergency")] if is_clinician else []
    units += [("edition", one.edition) for one in store.sequence.editions]
    units += [("call-page", one.edition) for one in store.sequence.call_page]
    for kind, id in units:
        thing, _file, _path = find(done.store, kind, id)
        role = "clinician" if is_clinician else "reader"
        where = standing(done.store, thing, today=on)
        given = any(person(one.by) == person(by) for one in where.leans_on) and where.state != "overdue"
        if given or (role == "reader" and id.partition("-")[0] not in reads):
            continue
        step = approve(done.store, kind, id, by=by, role=role, title=title, on=on)  # type: ignore[arg-type]
        done = Change(files={**done.files, **step.files}, store=step.store)
    if not done.files:
        raise NotAllowed("guidance.nothing-left", by=by)
    return done


def set_grace(store: Store, days: int, *, by: str) -> Change:
    """The store with so many days of grace. Who says the same number as another before joins in; two make it hold."""
    sequence = store.sequence
    names = sequence.grace_by if sequence.grace_days == days else ()
    if person(by) in {person(name) for name in names}:
        raise NotAllowed("guidance.grace-said", by=by, days=days)
    return change(store, "emergency.yaml", (), {"grace_days": days, "grace_by": [*names, by]})


def draft_edition(store: Store, edition: str, words: Mapping[str, Any], *, by: str, on: date, why: str) -> Change:
    """The store with the sequence in other words in one edition: `title`, `steps`, `never` and `never_claims`.

    What was approved goes whole into the edition's history and is shown until this is approved; so does the first text,
    which later drafts are compared with.
    """
    thing, file, path = find(store, "edition", edition)
    assert isinstance(thing, SequenceEdition)
    written = _written(store, thing, by=by, on=on, why=why)

    def write(node: CommentedMap) -> None:
        before = {key: deepcopy(value) for key, value in node.items() if key != "history"}
        earlier = list(node.get("history") or [])
        if thing.approvals or thing.version != store.sequence.version or not earlier:
            earlier = [before, *earlier]
        node.update(words)
        node["version"], node["written"], node["approvals"] = store.sequence.version, written, []
        node["history"] = earlier

    return edited(store, file, path, write)


def write_publication(store: Store, id: str, values: Mapping[str, Any]) -> Change:
    """The store with a publication as it is to be now. Keys that say nothing are left out of its file."""
    if id not in store.publications:
        raise Unknown("guidance.no-thing", kind="publication", id=id)
    file, path = store.places["publication", id]

    def write(node: CommentedMap) -> None:
        for key, value in values.items():
            if value or key in {"title", "audience", "editions"}:
                node[key] = value
            else:
                node.pop(key, None)

    return edited(store, file.name, path, write)


def add_publication(store: Store, kind: str, id: str, values: Mapping[str, Any]) -> Change:
    """The store with a new publication of a kind, in the file of that kind."""
    if id in store.publications:
        raise NotAllowed("guidance.id-taken", id=id)
    said = {key: value for key, value in values.items() if value}
    folder = next(name for name, one in KINDS.items() if one == kind)
    return _appended(store, f"publications/{folder}.yaml", "publications", {"id": id, **said}, {})


def add_reading(store: Store, kind: str, id: str, values: Mapping[str, Any]) -> Change:
    """The store with one more occasion on which something was read with those it is for. No approval falls by it."""
    place = store.places.get((kind, id)) if kind in {"variant", "publication"} else None
    if place is not None:
        file, path = place[0].name, place[1]
    elif kind == "edition":
        _thing, file, path = find(store, "edition", id)
    else:
        raise Unknown("guidance.no-thing", kind=kind, id=id)
    added = {key: value for key, value in values.items() if value not in ("", None)}
    return edited(store, file, path, lambda node: node.update(read_with=[*(node.get("read_with") or []), added]))


def add_variant(
    store: Store,
    claim: str,
    edition: str,
    text: str,
    *,
    audiences: tuple[str, ...],
    sex: str,
    by: str,
    on: date,
    why: str,
) -> Change:
    """The store with a new text of a claim, for these audiences in this edition."""
    topic = store.claim(claim).topic
    item: dict[str, Any] = {"claim": claim, "version": store.claims[claim].version}
    item |= {"audiences": list(audiences)} if audiences else {}
    item |= {"for": sex} if sex != "all" else {}
    item |= {"text": text, "written": {"on": on, "by": by, "why": why}}
    return _appended(store, f"variants/{edition}/{topic}.yaml", "variants", item, {"edition": edition, "topic": topic})


def add_notice(store: Store, id: str, values: Mapping[str, Any], *, by: str, on: date, why: str) -> Change:
    """The store with a rapid notice that is sent for review at once. It ends by itself on `expires_on`."""
    item = {"id": id, **values, "written": {"on": on, "by": by, "why": why}, "sent_for_review": on}
    return _appended(store, f"notices/{id}.yaml", "notices", item, {})


def _appended(store: Store, file: str, key: str, item: Mapping[str, Any], head: Mapping[str, Any]) -> Change:
    if file in store.files:
        return edited(store, file, (), lambda node: node[key].append(dict(item)))
    return with_files(store, {file: {**head, key: [dict(item)]}})
