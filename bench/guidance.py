"""How long it takes to publish a large store: 1,000 claims, 12 audiences, 4 languages; whole, and after one change.

    .venv/bin/python bench/guidance.py [--claims 1000]

The store is generated beside the registers of the shipped one. Prints wall and CPU seconds of this process; on a busy
machine the CPU seconds are what to compare.
"""

import argparse
import re
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from beredd.guidance.rules import check
from beredd.guidance.store import read_store, shipped
from beredd.publishing import Settings, publish

AUDIENCES = "user, women, relative, public, shelter, social, police, prison, school, event, pharmacy, ems"
IN_A_TOPIC = 50
CLAIM = """- id: {id}
  version: 1
  seal: ''
  written: {{on: 2026-11-27, by: Bench, why: Generated}}
  says:
    sv: 'Råd {n}: svarar personen inte efter {{wait}}, vänta en stund till och hjälp andningen så länge.'
    en: 'Advice {n}: if the person has not responded after {{wait}}, wait a while longer and help the breathing.'
    fi: 'Neuvo {n}: jos henkilö ei vastaa {{wait}} kuluessa, odota vielä hetki ja auta hengittämään.'
  audiences: [{audiences}]
  numbers:
    wait: {{low: 2, high: 3, unit: minutes}}
  evidence:
  - source: S06
    at: section 4.2
    says: A second dose after 2 to 3 minutes if there is no response.
    certainty: not-graded
    strength: product-text
  confidence: A
  risk: high
  publish: public
  review_months: 12
"""
EASY = """- claim: {id}
  version: 1
  text: 'Råd {n}: Vänta {{wait}}. Vaknar personen inte? Hjälp andningen.'
  written: {{on: 2026-11-27, by: Bench, why: Generated}}
"""


def generate(folder: Path, n_claims: int) -> Path:
    """A store with so many claims, each for 12 audiences in 4 editions; gives the file of its first claims."""
    for name in ("store", "audiences", "units", "medicines", "substances", "sources", "words", "topics", "languages"):
        folder.mkdir(exist_ok=True)
        shutil.copy(shipped() / f"{name}.yaml", folder)
    shutil.copy(shipped() / "emergency.yaml", folder)
    for part in ("claims", "variants", "publications"):
        shutil.copytree(shipped() / part, folder / part)
    topics, first = "", None
    for topic in range(n_claims // IN_A_TOPIC):
        name = f"bench-{chr(97 + topic // 26)}{chr(97 + topic % 26)}"
        topics += f"- id: {name}\n  name: {{sv: Ämne {topic}, en: Topic {topic}}}\n"
        numbers = range(topic * IN_A_TOPIC, (topic + 1) * IN_A_TOPIC)
        ids = [(f"GEN-{n:05d}", n) for n in numbers]
        claims = "".join(CLAIM.format(id=id, n=n, audiences=AUDIENCES) for id, n in ids)
        easy = "".join(EASY.format(id=id, n=n) for id, n in ids)
        path = folder / "claims" / f"{name}.yaml"
        path.write_text(f"topic: {name}\nclaims:\n{claims}", encoding="utf-8")
        first = first or path
        variants = folder / "variants" / "sv-easy" / f"{name}.yaml"
        variants.write_text(f"edition: sv-easy\ntopic: {name}\nvariants:\n{easy}", encoding="utf-8")
    with (folder / "topics.yaml").open("a", encoding="utf-8") as file:
        file.write(topics)
    languages = (folder / "languages.yaml").read_text("utf-8")
    finnish = re.sub(r"(- id: fi\n  name: Suomi\n)  is_layout_draft: true\n  placeholder: .*\n", r"\1", languages)
    (folder / "languages.yaml").write_text(finnish, encoding="utf-8")  # no draft: then it has text
    for path in (folder / "publications").glob("pages*.yaml"):
        path.unlink()  # so that each audience has a page of every claim
    assert first is not None
    return first


def timed(what: str, act):
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    print(f"{what:44} {time.perf_counter() - wall:7.2f} s wall {time.process_time() - cpu:7.2f} s CPU", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, default=1000)
    asked = parser.parse_args()
    settings = Settings(address="https://advice.example.org")
    with tempfile.TemporaryDirectory() as home:
        folder, out = Path(home) / "store", Path(home) / "site"
        changed = generate(folder, asked.claims)

        def all_of_it():
            return publish(read_store(folder), out, today=date(2026, 12, 1), is_demo=True, settings=settings)

        store = timed("read the store", lambda: read_store(folder))
        timed("hold it against all rules", lambda: check(store, today=date(2026, 12, 1)))
        done = timed("read and publish, from nothing", all_of_it)
        print(f"  {done.pages} pages, {done.files} files, {done.bytes / 1e6:.0f} MB")
        changed.write_text(changed.read_text("utf-8").replace("Råd 0:", "Ändrat råd 0:", 1), encoding="utf-8")
        done = timed("read and publish, after one change", all_of_it)
        print(f"  {done.made} files made, {done.kept} kept")


if __name__ == "__main__":
    main()
