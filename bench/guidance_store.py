"""What it takes to read and check a large store of guidance: a table, or JSON.

    python bench/guidance_store.py [--claims 1000] [--languages 4] [--texts claims|cells] [--out DIR] [--json]

`--texts claims`: every claim is said in every language, and has one variant in each for one of its 12 audiences.
`--texts cells`: every claim has a variant for each of its 12 audiences in every language, 48,000 at 1,000 claims.
`--out` keeps the store, for other benches.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from beredd.guidance.coverage import find_coverage
from beredd.guidance.publishable import publishable
from beredd.guidance.rules import check
from beredd.guidance.seals import claim_seal
from beredd.guidance.staleness import find_stale
from beredd.guidance.store import read_files, read_store, shipped, store_of

TODAY = date(2026, 12, 1)
CLAIMS_PER_TOPIC = 50


def make_files(n_claims: int, n_languages: int, *, texts: str) -> dict[str, bytes]:
    """The store in the package and so many claims more: 12 audiences, a card for each, everything sealed; by name."""
    files = read_files(shipped())
    base = store_of(files)
    languages = ["sv", "en", *(f"x{chr(97 + n)}" for n in range(n_languages - 2))]
    audiences = list(base.audiences)[:12]
    topics = [f"topic-{n}" for n in range(-(-n_claims // CLAIMS_PER_TOPIC))]
    for n, topic in enumerate(topics):
        ids = [f"GEN-{i:05d}" for i in range(n * CLAIMS_PER_TOPIC, min(n_claims, (n + 1) * CLAIMS_PER_TOPIC))]
        files[f"claims/{topic}.yaml"] = _claims(topic, ids, audiences, languages).encode()
        for language in languages:
            variants = _variants(topic, ids, audiences, language, every=texts == "cells")
            files[f"variants/{language}/{topic}.yaml"] = variants.encode()
        files[f"horizon/{topic}.yaml"] = _horizon(topic).encode()
    named = "".join(f"- id: {one}\n  name: {{sv: Ämne, en: Topic}}\n" for one in topics)
    files["topics.yaml"] += named.encode()
    spoken = "".join(f"- id: {one}\n  name: {one}\n  unreviewed: '-'\n  overdue: '-'\n" for one in languages[2:])
    files["languages.yaml"] += spoken.encode()
    files["publications/cards-bench.yaml"] = _cards(audiences, languages, n_claims).encode()
    return _sealed(files)


def _claims(topic, ids, audiences, languages):
    said = "\n".join(f"    {one}: 'Ring {{call}} och vänta {{wait}} om personen inte svarar.'" for one in languages)
    return f"topic: {topic}\nclaims:\n" + "".join(
        f"""- id: {id}
  version: 1
  seal: ''
  written: {{on: 2026-11-27, by: Editor E, why: First draft}}
  says:
{said}
  audiences: [{", ".join(audiences)}]
  numbers:
    wait: {{low: {i % 5}, high: {i % 5 + 2}, unit: minutes}}
    call: {{value: 112, unit: none}}
  evidence:
  - source: S02
    at: section {i}
    says: Wait and call.
    certainty: not-graded
    strength: good-practice
  confidence: B
  risk: {"high" if i % 3 else "low"}
  publish: public
  review_months: 12
"""
        for i, id in enumerate(ids)
    )


def _variants(topic, ids, audiences, language, *, every):
    return f"edition: {language}\ntopic: {topic}\nvariants:\n" + "".join(
        f"""- claim: {id}
  version: 1
  audiences: [{audience}]
  text: 'Ring {{call}}. Vänta {{wait}} tillsammans med {audience}, hjälp personen och stanna kvar hela tiden.'
  written: {{on: 2026-11-27, by: Editor E, why: First draft}}
"""
        for i, id in enumerate(ids)
        for audience in (audiences if every else [audiences[i % len(audiences)]])
    )


def _horizon(topic):
    return f"""topic: {topic}
looks:
- {{on: 2026-11-27, region: world, where: everywhere, says: nothing, took: not-found, why: it is a bench}}
"""


def _cards(audiences, languages, n_claims):
    return "publications:\n" + "".join(
        f"""- id: bench-{audience}
  title: {{sv: Kort, en: Card}}
  audience: {audience}
  editions: [{", ".join(languages)}]
  has_emergency: true
  sections:
  - id: all
    heading: {{sv: Allt, en: All}}
    claims: [{", ".join(f"GEN-{i:05d}" for i in range(n, n_claims, 12))}]
"""
        for n, audience in enumerate(audiences)
    )


def _sealed(files):
    """The files with seals typed in, which is what `beredd guidance seal` does to a file at a time."""
    store = store_of(files)
    for name in [name for name in files if name.startswith("claims/topic-")]:
        text = files[name].decode()
        for claim in store.claims.values():
            if store.places["claim", claim.id][0].name == name:
                text = text.replace("seal: ''", f"seal: '{claim_seal(claim)}'", 1)
        files[name] = text.encode()
    return files


def measure(folder: Path) -> dict:
    """CPU seconds of each step on the store in a folder, one after another in this process."""
    steps, start = {}, time.process_time()

    def step(name, found):
        nonlocal start
        steps[name] = round(time.process_time() - start, 3)
        start = time.process_time()
        return found

    store = step("read", read_store(folder))
    findings = step("check", check(store, today=TODAY))
    step("stale", find_stale(store, today=TODAY))
    step("coverage", find_coverage(store))
    step("publishable", publishable(store, today=TODAY, is_demo=True))
    n_variants = sum(map(len, store.variants.values()))
    n_bytes = sum(len(file.raw) for file in store.files.values())
    n_errors = sum(finding.level == "error" for finding in findings)
    return {"claims": len(store.claims), "variants": n_variants, "bytes": n_bytes, "errors": n_errors, "cpu_s": steps}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1000)
    parser.add_argument("--languages", type=int, default=4)
    parser.add_argument("--texts", choices=["claims", "cells"], default="claims")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as kept:
        folder = asked.out or Path(kept)
        for name, raw in make_files(asked.claims, asked.languages, texts=asked.texts).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw)
        found = measure(folder) | {"machine": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    if asked.json:
        json.dump(found, sys.stdout, indent=1)
        return
    size = f"{found['bytes'] / 1e6:.1f} MB"
    print(f"{found['claims']} claims, {found['variants']} variants, {size}, {found['errors']} errors")
    for name, seconds in found["cpu_s"].items():
        print(f"  {name:12s} {seconds:7.3f} s")


if __name__ == "__main__":
    main()
