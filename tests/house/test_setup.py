"""The two commands, as far as they can be tested without setting anything up."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = ("run", "test", ".ci/run", "tools/environment.sh", "tools/debian.sh")


@pytest.fixture
def environment(root, tmp_path):
    """The set-up of an empty checkout whose environment is the Python that runs this test."""
    spec = importlib.util.spec_from_file_location("environment", root / "tools" / "environment.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.lock", "requirements-test.lock", "requirements-bootstrap.lock"):
        (tmp_path / name).write_text(f"# {name}\n")
    made = module.Environment(tmp_path)
    made.venv.mkdir()
    made.cache.mkdir()
    made.SetupError = module.SetupError
    made.version = lambda: "3.11.0"
    return made


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_is_well_formed(root, script):
    done = subprocess.run(["bash", "-n", root / script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("script", ["run", "test", ".ci/run"])
def test_command_has_its_run_bit(root, script):
    assert os.access(root / script, os.X_OK)


def test_run_names_what_is_missing_where_no_python_is_suitable(root, tmp_path):
    """In a checkout without .venv, on a machine whose every Python is too old."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "bin").mkdir()
    for name in ("run", "tools/environment.sh", "tools/environment.py"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    old = tmp_path / "bin" / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.1" && exit\nexit 1\n')
    old.chmod(0o755)
    for tool in ("bash", "dirname", "readlink"):
        found = next(Path(d) / tool for d in os.environ["PATH"].split(":") if (Path(d) / tool).exists())
        (tmp_path / "bin" / tool).symlink_to(found)
    done = subprocess.run(
        ["bash", tmp_path / "run"], env={"PATH": str(tmp_path / "bin")}, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "found Python 3.9.1" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def install(environment, kind, monkeypatch, *, uv=True, pip=True):
    """Set up with stand-ins for uv and pip; returns which of them were asked."""
    asked = []
    monkeypatch.setattr(environment, "install_with_uv", lambda kind: asked.append(("uv", kind)) or uv)
    monkeypatch.setattr(environment, "install_with_pip", lambda kind: asked.append(("pip", kind)) or pip)
    monkeypatch.setattr(environment, "put_on_path", lambda version: asked.append(("path", version)))
    monkeypatch.setattr(environment, "create", lambda: asked.append(("create",)))
    environment.ensure(kind)
    return asked


def test_second_start_does_nothing(environment, monkeypatch):
    install(environment, "run", monkeypatch)
    assert install(environment, "run", monkeypatch) == []


def test_what_tests_need_contains_what_a_run_needs(environment, monkeypatch):
    install(environment, "test", monkeypatch)
    assert install(environment, "run", monkeypatch) == []


def test_what_a_run_needs_is_not_enough_for_tests(environment, monkeypatch):
    install(environment, "run", monkeypatch)
    assert ("uv", "test") in install(environment, "test", monkeypatch)


def test_a_changed_lock_is_noticed(environment, monkeypatch):
    install(environment, "run", monkeypatch)
    (environment.root / "requirements.lock").write_text("# other\n")
    assert ("uv", "run") in install(environment, "run", monkeypatch)


def test_another_python_is_noticed(environment, monkeypatch):
    install(environment, "run", monkeypatch)
    environment.version = lambda: "3.12.1"
    assert ("path", "3.12.1") in install(environment, "run", monkeypatch)


def test_a_working_environment_is_never_cleared(environment, monkeypatch):
    assert ("create",) not in install(environment, "run", monkeypatch)


def test_a_broken_environment_is_made_anew(environment, monkeypatch):
    answers = iter([None, "3.11.0"])
    environment.version = lambda: next(answers)
    assert install(environment, "run", monkeypatch)[0] == ("create",)


def test_pip_steps_in_where_uv_fails(environment, monkeypatch):
    assert ("pip", "run") in install(environment, "run", monkeypatch, uv=False)


def test_failure_is_one_sentence_and_leaves_no_stamp(environment, monkeypatch):
    with pytest.raises(environment.SetupError, match="is the network up"):
        install(environment, "run", monkeypatch, uv=False, pip=False)
    assert not environment.stamp_file("run").exists()


def test_the_running_python_is_recognised(root, environment):
    kind = type(environment)
    here = kind(Path(sys.prefix).parent)
    if here.venv == Path(sys.prefix):
        assert here.version() == ".".join(map(str, sys.version_info[:3]))
    assert kind(environment.root).version() is None  # an empty folder is no environment


@pytest.mark.parametrize("home", ["", "/nonexistent/home"])
def test_without_a_home_caches_stay_in_the_checkout(environment, monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    assert environment.surroundings()["XDG_CACHE_HOME"] == str(environment.cache)


def test_other_environments_of_the_caller_do_not_leak_in(environment, monkeypatch):
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    assert not {"VIRTUAL_ENV", "PIP_TARGET"} & set(environment.surroundings())
