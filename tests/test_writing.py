"""Results where they are wanted: the place is tried first, all of it or nothing is written, no cell is a formula."""

import errno
import os
import stat

import pytest

from beredd.writing import OutputRefused, check_file, check_folder, fresh_folder, harmless, write_file


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that is full from here on."""

    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)


def test_a_file_is_written_and_keeps_its_rights(tmp_path):
    path = tmp_path / "a.csv"
    write_file(path, "å")
    assert path.read_bytes() == "å".encode()
    path.chmod(0o640)
    write_file(path, b"b")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"b", 0o640)
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.usefixtures("full_disk")
def test_on_a_full_disk_the_earlier_file_stays_and_nothing_is_left(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(OutputRefused, match=r"Cannot write .*a\.csv: the disk is full"):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none/a", "no such folder"), (".", "it is a folder"), ("file/a", "no such folder"), ("x" * 300, "too long")],
)
def test_a_place_is_refused_before_anything_is_computed(tmp_path, name, reason):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputRefused, match=reason):
        check_file(tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_place_that_can_be_written_is_left_as_it_was(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    check_file(tmp_path / "new")
    check_file(tmp_path / "file")
    check_folder(tmp_path / "new")
    with pytest.raises(OutputRefused, match="the name is taken"):
        check_folder(tmp_path / "file")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def fill(out, text, *, then=None):
    """Write one file into a fresh folder; `then` happens before it gets its name."""
    with fresh_folder(out) as folder:
        (folder / "a").write_text(text, encoding="utf-8")
        if then:
            then()


def run_out_of_space():
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    with pytest.raises(OutputRefused, match="the disk is full"):
        fill(tmp_path / "out", "x", then=run_out_of_space)
    assert list(tmp_path.iterdir()) == []
    fill(tmp_path / "out", "x")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["a"]


def test_of_two_that_finish_at_once_the_later_keeps_its_results_under_another_name(tmp_path):
    out = tmp_path / "out"
    with pytest.raises(OutputRefused, match=r"lie in .*out-2"):
        fill(out, "later", then=lambda: fill(out, "first"))
    assert (out / "a").read_text(encoding="utf-8") == "first"
    assert (tmp_path / "out-2" / "a").read_text(encoding="utf-8") == "later"


def test_a_file_that_came_in_the_way_meanwhile_stays(tmp_path):
    out = tmp_path / "out"
    with pytest.raises(OutputRefused, match=r"lie in .*out-2"):
        fill(out, "run", then=lambda: out.write_text("mine", encoding="utf-8"))
    assert out.read_text(encoding="utf-8") == "mine"


def test_what_may_be_replaced_is_replaced_in_one_step(tmp_path):
    for text in ("one", "two"):
        with fresh_folder(tmp_path / "out", replaces=True) as folder:
            (folder / "a").write_text(text, encoding="utf-8")
    assert (tmp_path / "out" / "a").read_text(encoding="utf-8") == "two"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"), ("@SUM(1)", "'@SUM(1)"), ("+cmd|x", "'+cmd|x"), ("-2+3", "'-2+3"), ("\t=1", "'\t=1"),
        (" =1", "' =1"), ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"), ("-", "'-"),
        ("-5", "'-5"), ("+46", "'+46"), (-5, -5), ("a=b", "a=b"), ("", ""), (5, 5), (None, None),
        ("Skåne\x0blän\x00", "Skånelän"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_text_and_numbers_stay_numbers(value, shown):
    assert harmless(value) == shown


def test_a_name_never_lacks_its_folder_while_it_is_replaced(tmp_path, monkeypatch):
    def never(*_):
        raise AssertionError("stepped aside")

    out = tmp_path / "out"
    for content in ("old", "new"):
        with fresh_folder(out, replaces=True) as folder:
            (folder / "a").write_text(content)
            if content == "new":
                monkeypatch.setattr(type(out), "rename", never)
    assert (out / "a").read_text() == "new"
    assert list(tmp_path.iterdir()) == [out]


def test_where_names_cannot_be_exchanged_the_old_folder_steps_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("beredd.writing._exchange", lambda *_: False)
    out = tmp_path / "out"
    for content in ("old", "new"):
        with fresh_folder(out, replaces=True) as folder:
            (folder / "a").write_text(content)
    assert (out / "a").read_text() == "new"
    assert list(tmp_path.iterdir()) == [out]
