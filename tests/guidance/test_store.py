"""What a store refuses, and with which words."""

import pytest

from beredd.guidance.store import read_files, read_store, shipped, store_of
from beredd.intake import FileRefused


def refused(make, *args):
    with pytest.raises(FileRefused) as caught:
        make(*args)
    return [(fault.file, fault.row, str(fault)) for fault in caught.value.faults]


def line_of(files, name, text, offset=0):
    rows = files[name].decode().split("\n")
    return next(n for n, row in enumerate(rows, 1) if text in row) + offset


def test_the_shipped_store_is_read():
    store = read_store()
    assert {"NAL-001", "NAL-024"} <= store.claims.keys()
    assert {"sv", "sv-easy", "en", "fi", "ar"} <= set(store.editions)
    assert len(store.audiences) >= 10


def test_the_shipped_store_has_no_approvals():
    """The package ships drafts: whoever approves does so in an installation of their own."""
    store = read_store()
    variants = [variant for of_claim in store.variants.values() for variant in of_claim]
    sequence = store.sequence
    units = (*store.claims.values(), *variants, sequence, *sequence.editions, *sequence.call_page)
    assert not [unit for unit in (*units, *store.notices.values()) if unit.approvals]
    assert not sequence.decision.by
    assert not sequence.grace_by


def test_a_thing_is_found_by_file_and_line(small):
    store = store_of(small)
    line = line_of(small, "claims/repeat.yaml", "id: NAL-024")
    assert store.place("claim", "NAL-024") == ("claims/repeat.yaml", line)
    wait = line_of(small, "claims/repeat.yaml", "wait: {")
    assert store.place("claim", "NAL-024", "numbers", "wait") == ("claims/repeat.yaml", wait)


# (what is replaced, by what, where the fault is seen from there, words in the sentence)
BAD = {
    "misspelt key": ("  confidence: A", "  confidense: A", 0, "confidense"),
    "missing key": ("  confidence: A\n", "", None, "no confidence"),
    "missing source": ("source: S06", "source: S999", 0, "S999"),
    "unknown audience": ("audiences: [user,", "audiences: [martians,", 0, "martians"),
    "unknown medicine": ("medicines: [nyxoid]", "medicines: [nyxoidd]", 0, "nyxoidd"),
    "unknown unit": ("unit: minutes", "unit: minuter", 0, "minuter"),
    "script": ("  note: ", "  note: <script>alert(1)</script>", 0, "<script"),
    "word for a number": ("low: 2", "low: two", 0, "a number"),
    "no day": ("on: 2026-11-27", "on: someday", 0, "a day"),
    "other choice": ("risk: high", "risk: huge", 0, "huge"),
    "text of ten thousand letters": ("says: A second", f"says: {'long ' * 200}", 0, "at most 600"),
    "bad id": ("id: NAL-024", "id: nal24", 0, "nal24"),
    "key twice": ("  confidence: A", "  confidence: A\n  confidence: B", 1, "twice"),
    "no YAML": ("medicines: [nyxoid]", "medicines: [nyxoid", 1, "no YAML"),
    "no version": ("version: 1", "version: 0", 0, "at least 1"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_content_is_refused_with_file_line_and_reason(store_with, small, case):
    old, new, offset, words = BAD[case]
    name = "claims/repeat.yaml"
    if case == "script":
        old, new = "  review_months: 12", f"{new}\n  review_months: 12"
    faults = refused(store_with, name, old, new)
    line = line_of(small, name, old.strip("\n")) if offset is not None else None
    assert all(file == name for file, _, _ in faults)
    assert any(words in text for _, _, text in faults), faults
    if line is not None:
        assert line + offset in {row for _, row, _ in faults}, faults


def test_a_text_of_ten_megabytes_is_refused(store_with):
    (name, _, text), *_ = refused(store_with, "claims/repeat.yaml", "First draft", "x" * 10_000_000)
    assert name == "claims/repeat.yaml"
    assert "2,000,000" in text


def test_every_file_is_read_before_anything_is_refused(small):
    broken = {
        "claims/repeat.yaml": small["claims/repeat.yaml"].replace(b"risk: high", b"risk: huge"),
        "sources.yaml": small["sources.yaml"].replace(b"kind: news", b"kind: gossip"),
    }
    faults = refused(store_of, small | broken)
    assert {file for file, _, _ in faults} == set(broken)


def test_an_id_stands_once(small):
    twice = small["claims/repeat.yaml"].decode().replace("NAL-024", "NAL-007")
    variants = small["variants/sv-easy/repeat.yaml"].decode().replace("NAL-024", "NAL-007")
    changed = {"claims/repeat.yaml": twice.encode(), "variants/sv-easy/repeat.yaml": variants.encode()}
    faults = refused(store_of, small | changed)
    assert any("claims/first-aid.yaml" in text and "NAL-007" in text for _, _, text in faults)


def test_a_file_says_what_it_is_called(store_with):
    faults = refused(store_with, "claims/repeat.yaml", "topic: repeat", "topic: dose")
    assert faults[0][:2] == ("claims/repeat.yaml", 1)


def test_a_file_that_no_store_has_is_refused(tmp_path, small):
    for name, raw in small.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    assert read_files(tmp_path) == small
    (tmp_path / "claims" / "notes.txt").write_text("x")
    (tmp_path / "claims" / "dose-2.yaml").symlink_to(tmp_path / "claims" / "dose.yaml")
    assert {file for file, _, _ in refused(read_files, tmp_path)} == {"claims/notes.txt", "claims/dose-2.yaml"}


def test_a_personal_identity_number_is_refused(store_with):
    faults = refused(store_with, "claims/repeat.yaml", "why: First draft", "why: after 19121212-1212 called")
    assert faults[0][0] == "claims/repeat.yaml"


def test_the_package_has_its_store():
    assert (shipped() / "claims").is_dir()
