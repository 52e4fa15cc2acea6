"""What is installed is what the locks name, and what is asked for is used."""

import re
import tomllib
from importlib import metadata


def normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names_in(lock: str) -> set[str]:
    """Normalised names of the packages that a lock pins."""
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.M)}


def test_the_environment_holds_what_the_lock_names_and_nothing_else(root):
    """Also no pip and no setuptools of the machine's Python, which nobody has pinned."""
    there = {normal(one.metadata["Name"]) for one in metadata.distributions()}
    assert there <= names_in((root / "requirements-test.lock").read_text())


WITHOUT_IMPORT = {
    # Used by name: where, and the word that says so.
    "django-htmx": ("src/beredd/web/settings.py", "django_htmx.middleware.HtmxMiddleware"),
    "argon2-cffi": ("src/beredd/web/settings.py", "Argon2PasswordHasher"),
    "httptools": ("src/beredd/cli/site.py", "uvicorn.run"),  # uvicorn takes both where they are: a third of its time
    "uvloop": ("src/beredd/cli/site.py", "uvicorn.run"),
    "psycopg": ("src/beredd/web/settings.py", "postgresql"),
    "oidc-provider-mock": ("tests/web/accounts/test_sso.py", "oidc_provider_mock"),
    "fontpkg-noto-sans": ("src/beredd/publishing/prints.py", "fontpkg_noto_sans"),
    "fontpkg-noto-sans-arabic": ("src/beredd/publishing/prints.py", "fontpkg_noto_sans_arabic"),
    "fhir-resources": ("src/beredd/publishing/fhir.py", "`fhir.resources`"),
    "page-validation": ("pyproject.toml", "PDF/UA"),
    "cyclonedx-bom": ("Makefile", "cyclonedx-py"),
    "mypy": ("Makefile", "-m mypy"),
    "django-stubs": ("pyproject.toml", "mypy_django_plugin.main"),
    "pytest-django": ("pyproject.toml", "DJANGO_SETTINGS_MODULE"),
    "pytest-xdist": ("test", "--dist loadscope"),
    "pytest-timeout": ("pyproject.toml", "timeout = "),
    "ruff": ("Makefile", "-m ruff"),
}


def test_every_direct_dependency_is_used(root, texts):
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = {"run": project["dependencies"], "test": project["optional-dependencies"]["test"]}
    code = {name: text for name, text in texts.items() if name.endswith(".py")}
    modules = metadata.packages_distributions()
    unused = []
    for kind, lines in wanted.items():
        read = "\n".join(text for name, text in code.items() if kind == "test" or name.startswith("src/"))
        for line in lines:
            package = re.split(r"[\[<>=;]", line)[0]
            if package in WITHOUT_IMPORT:
                file, word = WITHOUT_IMPORT[package]
                is_used = word in texts[file]
            else:
                its = [module for module, names in modules.items() if package in {normal(name) for name in names}]
                is_used = any(re.search(rf"^\s*(?:import|from) {re.escape(one)}\b", read, re.M) for one in its)
            if not is_used:
                unused.append(package)
    assert not unused
