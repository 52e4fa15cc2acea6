"""Approves everything in a store of guidance, so that tests can look at what then is shown or goes stale."""

from dataclasses import asdict

from beredd.guidance.approval import standing
from beredd.guidance.editing import approve, change, find


def approve_all(store, *, on):
    """Every approval that is missing, by clinicians A and B and reader R."""
    decided = {"by": ["Clinician A", "Clinician B"], "on": on}
    decision = {**asdict(store.sequence.decision), **decided}
    store = change(store, "emergency.yaml", (), {"decision": decision}).store
    things = [("claim", id) for id in store.claims] + [("sequence", "emergency")]
    things += [("variant", v.id) for of_claim in store.variants.values() for v in of_claim]
    things += [("edition", e.edition) for e in store.sequence.editions]
    things += [("call-page", p.edition) for p in store.sequence.call_page]
    for kind, id in things:
        thing, *_ = find(store, kind, id)
        names = iter(("Clinician A", "Clinician B"))
        for role in standing(store, thing, today=on).missing:
            by = "Reader R" if role == "reader" else next(names)
            store = approve(store, kind, id, by=by, role=role, title="licensed", on=on).store
    return store
