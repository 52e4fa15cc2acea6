"""What the repository may and may not carry."""

import re
import tomllib

from beredd import __version__

# Spelled in pieces, so that this file does not find itself.
REGISTRIES = re.compile("|".join(map(re.escape, ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org"))))
REGISTRY_OPTIONS = re.compile(r"--(extra-)?index-" + "url|--find-" + "links")
MACHINE = re.compile(r"(?:^|[^A-Za-z0-9.])/(?:work|farm|root|home/[a-z]+)/")
TEMPORARY = re.compile(r"[\"' =]/(?:tmp|var/tmp)/")
CODE = (".py", ".sh", ".html", ".js")
LONGEST = 600
HEAVIEST_KB = 1500
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def lines_with(pattern, texts, wanted=lambda name: True):
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        if wanted(name)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def pins(text):
    return dict(PIN.findall(text))


def test_no_address_of_a_package_registry(texts):
    assert not lines_with(REGISTRIES, texts)


def test_locks_hold_no_address_and_no_option(texts):
    assert not lines_with(re.compile("https?:" + "//"), texts, lambda name: name.endswith(".lock"))
    assert not lines_with(REGISTRY_OPTIONS, texts, lambda name: name.endswith(".lock"))


def test_no_lock_that_records_index_addresses(texts):
    assert "uv" + ".lock" not in {name.rsplit("/", 1)[-1] for name in texts}


def test_no_path_of_somebodys_machine(texts):
    assert not lines_with(MACHINE, texts)


def test_no_fixed_temporary_path_in_code(texts):
    assert not lines_with(TEMPORARY, texts, lambda name: not name.endswith(".md"))


def test_no_heavy_file(files):
    assert not [
        f"{path}: {path.stat().st_size // 1000} kB" for path in files if path.stat().st_size > HEAVIEST_KB * 1000
    ]


def test_no_file_is_about_too_much(texts):
    long = {name: text.count("\n") for name, text in texts.items() if name.endswith(CODE)}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST}


def test_every_pin_has_a_hash(root):
    for path in root.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
        without = [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]
        assert pins(text), path
        assert not without, path


def test_tests_run_on_the_packages_that_users_get(root):
    """./run adds packages to an environment that ./test may have made: the two locks must never disagree."""
    used = pins((root / "requirements.lock").read_text(encoding="utf-8"))
    tested = pins((root / "requirements-test.lock").read_text(encoding="utf-8"))
    assert {name: pin for name, pin in used.items() if tested.get(name) != pin} == {}


def test_every_dependency_is_pinned(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in {
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": project["dependencies"] + project["optional-dependencies"]["test"],
    }.items():
        pinned = {name.lower().replace("_", "-") for name in pins((root / lock).read_text(encoding="utf-8"))}
        names = {re.match(r"[A-Za-z0-9._-]+", one)[0].lower() for one in wanted}
        assert names <= pinned, lock


def test_one_version(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__


def test_nothing_is_built(root):
    """A build system would be fetched without a pin at the first installation."""
    assert "build-system" not in tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
