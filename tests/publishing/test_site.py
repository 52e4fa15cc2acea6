"""A published site: what is on it, what is never on it, and that it is whole."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from beredd.guidance.fields import Stop
from beredd.publishing import PublishingError, Settings, publish
from beredd.publishing.addresses import code
from beredd.publishing.placing import MANIFEST
from beredd.writing import umask

from .conftest import DAY, SETTINGS

UNREVIEWED = {
    "sv": "Ej granskat av kliniker",
    "en": "Not reviewed by a clinician",
    "fi": "Kliinikko ei ole tarkastanut",
    "ar": "لم يراجعه طبيب",
}
WATCHED = re.compile(r"overdos|överdos|naloxon|nyxoid|opioid|drog", re.IGNORECASE)


class _Page(HTMLParser):
    """Links, ids, title, language and what is fetched, of one page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.fetched, self.ids, self.metas, self.title, self.html = [], [], set(), [], "", {}
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.add(found.get("id"))
        if tag == "html":
            self.html = found
        if tag == "meta":
            self.metas.append(found)
        self._in_title = tag == "title" or (self._in_title and tag != "title")
        if tag in {"a", "link"} and "href" in found:
            (self.links if tag == "a" else self.fetched).append(found["href"])
        for key in ("src", "data"):
            if tag in {"script", "img", "object", "iframe", "source"} and key in found:
                self.fetched.append(found[key])

    def handle_endtag(self, tag):
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data):
        self.title += data if self._in_title else ""


def pages_of(site):
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def texts_of(site):
    """Every file of the site that is text, the manifest too."""
    kinds = {".html", ".json", ".xml", ".js", ".txt", ".css", ".svg"}
    return {p.relative_to(site).as_posix(): p.read_text(encoding="utf-8") for p in site.rglob("*") if p.suffix in kinds}


def bytes_of(site):
    """Every file but the manifest, which remembers earlier prints."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {path: raw for path, raw in found.items() if path != MANIFEST}


def test_a_demo_has_fifty_pages_and_every_one_says_in_its_language_that_nobody_has_reviewed_it(demo):
    pages = pages_of(demo)
    assert len(pages) >= 50
    wrong = [path for path, text in pages.items() if UNREVIEWED[_Page(text).html["lang"]] not in text]
    assert not wrong


def test_no_page_of_a_demo_is_in_an_index(demo):
    assert not [path for path, text in pages_of(demo).items() if 'name="robots" content="noindex' not in text]
    assert (demo / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert not (demo / "sitemap.xml").exists()


def test_without_approvals_a_real_site_shows_not_one_sentence_of_the_store(store, tmp_path):
    publish(store, tmp_path / "site", today=DAY, is_demo=False, settings=SETTINGS)
    sentences = {text for claim in store.claims.values() for text in claim.says.values()}
    sentences |= {variant.text for variants in store.variants.values() for variant in variants}
    for edition in store.sequence.editions:
        sentences |= {text.text for text in edition.steps.values()} | {edition.title}
    sentences |= {page.text for page in store.sequence.call_page}
    sentences |= {language.placeholder for language in store.languages.values()} - {""}
    parts = {part.strip() for text in sentences for part in re.split(r"[.{}]", text) if len(part.strip()) > 12}
    for path, text in texts_of(tmp_path / "site").items():
        assert not [part for part in parts if part in text], path
        assert "NAL-" not in text, path
    assert not list((tmp_path / "site").rglob("*.pdf"))
    assert "tel:112" in (tmp_path / "site/sv/steps/index.html").read_text()


def test_one_claim_without_approval_is_nowhere_on_a_real_site(approved, tmp_path):
    changed = replace(approved.claims["NAL-001"], approvals=())
    store = replace(approved, claims={**approved.claims, "NAL-001": changed})
    publish(store, tmp_path / "site", today=DAY, is_demo=False, settings=SETTINGS)
    found = [
        path for path, text in texts_of(tmp_path / "site").items() if "NAL-001" in text or "mycket små pupiller" in text
    ]
    assert not found


def test_a_real_site_shows_what_is_approved_and_no_layout_draft(site):
    pages = pages_of(site)
    assert "NAL-024" in pages["sv/claims/NAL-024/index.html"]
    assert not [path for path in pages if path.startswith(("fi/", "ar/"))]
    assert not [path for path, text in pages.items() if any(mark in text for mark in UNREVIEWED.values())]


def test_what_might_hold_back_never_stands_without_what_to_do_anyway(demo):
    for path, text in texts_of(demo).items():
        if "Nyxoid är godkänt från 14 år" in text and not path.startswith("data/claims"):
            assert "Ring 112 och säg åldern" in text, path


def test_what_is_for_professionals_is_on_no_other_page(demo):
    page = (demo / f"sv/{code('audience', 'user')}/index.html").read_text()
    assert "Bara för dem som arbetar på apotek" not in page
    assert "Bara för dem som arbetar på apotek" in (demo / f"sv/{code('audience', 'pharmacy')}/index.html").read_text()


@pytest.mark.parametrize("which", ["demo", "site"])
def test_every_link_leads_somewhere_and_nothing_is_fetched_from_elsewhere(which, request):
    site = request.getfixturevalue(which)
    pages = {path: _Page(text) for path, text in pages_of(site).items()}
    wrong = []
    for path, page in pages.items():
        for href in page.fetched:
            if urlsplit(href).scheme or href.startswith("//"):
                wrong.append(f"{path} fetches {href}")
        for href in page.links + page.fetched:
            if urlsplit(href).scheme in {"tel", "mailto"} or href == SETTINGS.leave_to or "digg.se" in href:
                continue
            if path == "404.html":
                assert href.startswith(("#", SETTINGS.address))
                continue
            target = urlsplit(urljoin(f"https://x/{path}", href))
            name = target.path.lstrip("/")
            name += "index.html" if name.endswith("/") or not name else ""
            if target.netloc != "x" or not (site / name).is_file():
                wrong.append(f"{path}: {href}")
            elif target.fragment and target.fragment not in pages[name].ids:
                wrong.append(f"{path}: {href} names no place")
    assert not wrong


def test_addresses_and_titles_tell_nobody_what_a_page_is_about(demo):
    for path, text in pages_of(demo).items():
        assert not WATCHED.search(path), path
        is_for_work = "data-traceless" not in text and "/steps/" not in path
        assert is_for_work or not WATCHED.search(_Page(text).title), path
    assert not WATCHED.search((demo / "assets/icon.svg").read_text())


def test_every_page_has_a_strict_policy_and_sends_no_referrer(site):
    for path, text in pages_of(site).items():
        metas = _Page(text).metas
        policy = next(meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy")
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy, path
        assert "http" not in policy, path
        assert {"name": "referrer", "content": "no-referrer"} in metas, path
        assert not re.search(r"\son[a-z]+=|javascript:|style=", text), path
        assert "cookie" not in text.lower().replace("no cookies", ""), path


def test_a_stopped_step_leaves_only_the_call_in_every_edition_and_print(approved, tmp_path):
    out = tmp_path / "site"
    publish(approved, out, today=DAY, is_demo=False, settings=SETTINGS)
    steps = approved.sequence.steps
    stop = Stop(kind="withdrawn", on=DAY, by="K K", why="Wrong")
    stopped = tuple(replace(step, stopped=stop) if step.id == "naloxone" else step for step in steps)
    publish(
        replace(approved, sequence=replace(approved.sequence, steps=stopped)),
        out,
        today=DAY,
        is_demo=False,
        settings=SETTINGS,
    )
    old = {text.heading for one in approved.sequence.editions for id, text in one.steps.items() if id != "call"}
    for path, text in pages_of(out).items():
        assert not [heading for heading in old if f">{heading}<" in text], path
        if "/steps/" in path:
            assert "tel:112" in text, path
    assert "Ge naloxon" not in (out / f"sv/{code('publication', 'poster-public')}/index.html").read_text()
    # The QR code of a poster that is on a wall leads to the version that was printed.
    home = f"sv/{code('publication', 'poster-public')}/"
    entry = json.loads((out / MANIFEST).read_text())["prints"][home]
    (printed,) = entry["versions"].keys() - {entry["current"]}
    opened = (out / home / printed / "index.html").read_text()
    assert "tel:112" in opened
    assert printed in opened
    assert "Ge naloxon" not in opened


def test_the_second_publishing_makes_only_what_has_changed(approved, tmp_path):
    out = tmp_path / "site"
    first = publish(approved, out, today=DAY, is_demo=True, settings=SETTINGS)
    again = publish(approved, out, today=DAY, is_demo=True, settings=SETTINGS)
    assert (again.made, again.kept) == (0, first.files)
    third = publish(CHANGES["a sentence"](approved), out, today=DAY, is_demo=True, settings=SETTINGS)
    assert 0 < third.made < first.files / 3


def _claim(store, id, **values):
    return replace(store, claims={**store.claims, id: replace(store.claims[id], **values)})


def _stop(kind="withdrawn"):
    return Stop(kind=kind, on=DAY, by="K K", why="Wrong")


CHANGES = {
    "a sentence": lambda store: _claim(
        store, "NAL-099", says={**store.claims["NAL-099"].says, "sv": "Ett ändrat råd."}
    ),
    "a number": lambda store: _claim(
        store, "NAL-024", numbers={"wait": replace(store.claims["NAL-024"].numbers["wait"], high=4)}
    ),
    "an audience": lambda store: _claim(store, "NAL-024", audiences=("relative",)),
    "a topic": lambda store: _claim(store, "NAL-024", topic="dose"),
    "a companion": lambda store: _claim(store, "NAL-015", says={"sv": "Ring 112 ändå.", "en": "Call 112 anyway."}),
    "evidence": lambda store: _claim(
        store, "NAL-024", evidence=(replace(store.claims["NAL-024"].evidence[0], says="Another reading."),)
    ),
    "a source": lambda store: replace(
        store,
        sources={id: replace(one, title="New title") if id == "S06" else one for id, one in store.sources.items()},
    ),
    "a claim less": lambda store: _claim(store, "NAL-024", stopped=_stop()),
    "an easy text less": lambda store: replace(
        store,
        variants={id: tuple(replace(one, stopped=_stop()) for one in many) for id, many in store.variants.items()},
    ),
    "a step": lambda store: replace(
        store, sequence=replace(store.sequence, steps=(replace(store.sequence.steps[0], stopped=_stop()),))
    ),
    "a heading": lambda store: replace(
        store,
        publications={id: replace(one, title={**one.title, "sv": "Rubrik"}) for id, one in store.publications.items()},
    ),
    "an audience's name": lambda store: replace(
        store, audiences={id: replace(one, name={**one.name, "sv": "Namn"}) for id, one in store.audiences.items()}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("is_demo", [True, False])
@pytest.mark.parametrize("what", CHANGES)
def test_what_is_made_after_a_change_is_byte_for_byte_what_is_made_from_nothing(
    what, is_demo, demo, site, approved, store, tmp_path
):
    """In a real installation a change also takes the approval away."""
    out, fresh = tmp_path / "site", tmp_path / "fresh"
    shutil.copytree(demo if is_demo else site, out)
    changed = CHANGES[what](store if is_demo else approved)
    for folder in (out, fresh):
        publish(changed, folder, today=DAY, is_demo=is_demo, settings=SETTINGS)
    after, new = bytes_of(out), bytes_of(fresh)
    old_prints = {path for path in after.keys() - new.keys() if re.fullmatch(r"[a-z-]+/[a-z]{5}/[0-9a-f]{8}/.*", path)}
    assert after.keys() - old_prints == new.keys()
    assert not [path for path in new if after[path] != new[path]]


def test_a_file_that_somebody_has_changed_on_the_server_is_made_anew(store, tmp_path):
    out = tmp_path / "site"
    publish(store, out, today=DAY, is_demo=True)
    page = out / "sv/steps/index.html"
    was = page.read_bytes()
    page.write_text("Other steps")
    publish(store, out, today=DAY, is_demo=True)
    assert page.read_bytes() == was


def test_a_folder_with_something_else_in_it_is_left_alone(store, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine")
    with pytest.raises(PublishingError, match="no site of guidance"):
        publish(store, tmp_path / "letters", today=DAY, is_demo=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["letters", "mine.txt"]


_KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from beredd.guidance.store import read_store
from beredd.publishing import publish, placing
real, n = placing._bytes, [0]
def dies(made):
    n[0] += 1
    if n[0] == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(made)
placing._bytes = dies
publish(read_store(Path(sys.argv[1])), Path(sys.argv[2]), today=date(2026, 12, 1), is_demo=True)
"""


@pytest.mark.slow
def test_a_publishing_that_is_killed_leaves_the_site_as_it_was_and_the_next_clears_up(files, store, tmp_path):
    for name, raw in files.items():
        path = tmp_path / "store" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    out = tmp_path / "site"
    publish(store, out, today=DAY, is_demo=False, settings=SETTINGS)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path / "store"), str(out)], capture_output=True, text=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    publish(store, out, today=DAY, is_demo=False, settings=SETTINGS)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert sorted(os.listdir(tmp_path)) == [".site.lock", ".site.spare", "site", "store"]


def test_the_earlier_site_is_kept_closed_and_nothing_of_it_comes_back(approved, tmp_path):
    out, spare = tmp_path / "site", tmp_path / ".site.spare"
    publish(approved, out, today=DAY, is_demo=False, settings=SETTINGS)
    taken = replace(approved.claims["NAL-024"], stopped=Stop(kind="withdrawn", on=DAY, by="A B", why="Wrong"))
    less = replace(approved, claims={**approved.claims, "NAL-024": taken})
    publish(less, out, today=DAY, is_demo=False, settings=SETTINGS)
    assert spare.stat().st_mode & 0o777 == 0o700
    assert out.stat().st_mode & 0o777 == 0o777 & ~umask()
    gone = [path for path in spare.rglob("*") if "NAL-024" in path.name]
    assert gone
    (out / "stray.html").write_text("stray")
    (spare / "sv/stray").mkdir()
    (spare / "sv/stray/index.html").write_text("stray")
    page = spare / "sv/steps/index.html"
    page.unlink()
    page.write_text("Other steps")
    for _ in range(2):
        publish(less, out, today=DAY, is_demo=False, settings=SETTINGS)
        there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
        assert there - {MANIFEST} == set(json.loads((out / MANIFEST).read_text())["files"])
        assert not [path for path in out.rglob("*") if path.is_dir() and not any(path.iterdir())]
        assert (out / "sv/steps/index.html").read_text() != "Other steps"
        assert not [path for path in out.rglob("*") if "NAL-024" in path.name]


def test_what_is_given_for_the_site_is_an_address(tmp_path):
    for wrong in ("rad.example.se", "ftp://x.se", "https://x.se/?a=1"):
        with pytest.raises(PublishingError, match="--address"):
            Settings(address=wrong)
    with pytest.raises(PublishingError, match="--feedback"):
        Settings(feedback="somewhere")
    assert Settings(feedback="a@b.se").feedback_on("NAL-001", 2) == "mailto:a@b.se?subject=NAL-001%20version%202"
    assert Settings(feedback="https://b.se/s").feedback_on("NAL-001", 2) == "https://b.se/s?claim=NAL-001&version=2"


def test_the_manifest_knows_every_file(demo):
    manifest = json.loads((demo / MANIFEST).read_text())
    there = {path.relative_to(demo).as_posix() for path in demo.rglob("*") if path.is_file()} - {MANIFEST}
    assert there == set(manifest["files"])
