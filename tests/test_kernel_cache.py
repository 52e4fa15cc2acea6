"""Compiled kernels are kept in a folder of the user's, never beside code that has changed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from beredd import kernel_cache


@pytest.fixture
def package(tmp_path):
    source = tmp_path / "package" / kernel_cache.KERNEL_SOURCES[0] / "motor.py"
    source.parent.mkdir(parents=True)
    source.write_text("A = 1\n")
    return tmp_path / "package"


def test_hash_moves_with_an_edit_and_with_a_name(package):
    before = kernel_cache.sources_hash(package)
    source = package / kernel_cache.KERNEL_SOURCES[0] / "motor.py"
    source.write_text("A = 2\n")
    after_edit = kernel_cache.sources_hash(package)
    source.rename(source.with_name("renamed.py"))

    assert len({before, after_edit, kernel_cache.sources_hash(package)}) == 3


def test_every_file_that_compiles_decides_which_folder():
    package = Path(kernel_cache.__file__).parent
    compiles = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"^from numba|^import numba|import compiling|engine.compiling import", path.read_text(), re.M)
    }
    known = tuple(f"{source}/" for source in kernel_cache.KERNEL_SOURCES)
    assert compiles
    assert not [path for path in compiles if not f"{path}/".startswith(known)]


def test_a_single_file_moves_the_hash_too(package):
    before = kernel_cache.sources_hash(package)
    source = package / "provenance" / "chance.py"
    source.parent.mkdir()
    source.write_text("A = 1\n")
    assert kernel_cache.sources_hash(package) != before


def test_folder_is_below_the_users_cache_home(package, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    assert kernel_cache.cache_folder(package).is_relative_to(tmp_path / "cache" / "beredd" / "kernels")


def test_folder_falls_back_when_neither_cache_home_nor_home_can_be_written(package, tmp_path, monkeypatch):
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(not_a_folder))
    monkeypatch.setenv("HOME", str(not_a_folder))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    folder = kernel_cache.cache_folder(package)

    assert folder.is_relative_to(tmp_path / "temporary")
    (folder / "kernel").write_text("can be written")


def test_folder_falls_back_without_any_home(package, tmp_path, monkeypatch):
    def no_home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert kernel_cache.cache_folder(package).is_relative_to(tmp_path)


def test_only_the_newest_generations_are_kept(tmp_path):
    for age in range(9):
        old = tmp_path / f"generation-{age}"
        old.mkdir()
        os.utime(old, (1_000_000 - age, 1_000_000 - age))

    kernel_cache.forget_old_generations(tmp_path / "generation-0")

    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [f"generation-{age}" for age in range(kernel_cache.KEPT_GENERATIONS)]


@pytest.mark.slow
@pytest.mark.parametrize("first", ["import numba", "pass"])
def test_numba_uses_the_folder_whichever_is_imported_first(first, tmp_path):
    code = f"{first}\nimport beredd.dispensing, numba\nprint(numba.config.CACHE_DIR)"
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"} | {"XDG_CACHE_HOME": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert Path(done.stdout.strip()).parent == tmp_path / "beredd" / "kernels"
