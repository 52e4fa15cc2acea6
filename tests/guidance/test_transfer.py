"""A store goes to a folder and comes back byte for byte; what is no store leaves everything as it was."""

import pytest

from beredd.guidance.editing import rewritten
from beredd.guidance.store import read_files, shipped
from beredd.guidance.transfer import export_store, import_store
from beredd.intake import FileRefused
from beredd.writing import OutputRefused


def test_export_and_import_give_the_same_bytes(tmp_path, small):
    export_store(small, tmp_path / "out")
    import_store(tmp_path / "out", tmp_path / "back")
    assert read_files(tmp_path / "back") == small


def test_a_folder_that_is_there_is_not_written_over(tmp_path, small):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputRefused):
        export_store(small, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_bad_store_is_refused_and_the_old_one_stands(tmp_path, small):
    export_store(small, tmp_path / "mine")
    export_store(small | {"units.yaml": b"units: [{id: mg}]\n"}, tmp_path / "theirs")
    with pytest.raises(FileRefused, match=r"units\.yaml"):
        import_store(tmp_path / "theirs", tmp_path / "mine")
    assert read_files(tmp_path / "mine") == small


def test_shipped_files_are_written_as_a_change_would_write_them():
    """So that an approval changes one line in git and not the whole file."""
    files = {name: raw for name, raw in read_files(shipped()).items() if name.endswith(".yaml")}
    assert not [name for name, raw in files.items() if rewritten(raw) != raw]
