"""What lies in deploy/ against the code: paths, commands and settings that it names are there."""

import configparser
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NGINX = (DEPLOY / "beredd-nginx.conf").read_text(encoding="utf-8")
HOW_TO = "".join(
    (ROOT / "docs" / "how-to" / name).read_text() for name in ("run-a-server.md", "back-up-and-restore.md")
)
SOURCES = "\n".join(path.read_text() for path in [*(ROOT / "src").rglob("*.py"), DEPLOY / "archive.py"])
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def unit(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    parser.optionxform = str
    parser.read(path)
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_what_there_is(path):
    parsed = unit(path)
    assert parsed["Unit"]["Description"]
    if path.suffix == ".timer":
        assert path.with_suffix(".service").exists()
        assert parsed["Timer"]["OnCalendar"]
        return
    service = parsed["Service"]
    assert service["User"] == "beredd"
    for name in ("ExecStartPre", "ExecStart"):
        for word in shlex.split(service.get(name, "")):
            if word.startswith("/opt/beredd/"):
                assert (ROOT / word.removeprefix("/opt/beredd/")).exists(), word
    command = shlex.split(service["ExecStart"])
    if command[0].endswith("/run"):
        from typer.testing import CliRunner

        from beredd.cli import site

        assert CliRunner().invoke(site.app, [command[2], "--help"]).exit_code == 0
    else:
        assert command[2] in (DEPLOY / "archive.py").read_text()


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_service_can_write_its_home_and_never_its_own_code(path):
    service = unit(path)["Service"]
    writes = service["ReadWritePaths"].split()
    assert "/var/lib/beredd" in writes
    assert not any(place.startswith("/opt") for place in writes)
    wanted = {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateDevices": "yes",
        "RestrictSUIDSGID": "yes",
        "ProtectKernelModules": "yes",
        "CapabilityBoundingSet": "",
        "UMask": "0077",
    }
    assert {name: service.get(name) for name in wanted} == wanted
    assert "postgresql.service" in unit(path)["Unit"]["After"]


def test_every_setting_that_is_named_is_read_by_the_code():
    example = re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "beredd.env.example").read_text(), re.M)
    assert len(example) > 8
    named = set(example) | set(re.findall(r"`(BEREDD_[A-Z_]+[A-Z])[`=]", HOW_TO)) - {"DATABASE_URL"}
    missing = {name for name in named if f'"{name}"' not in SOURCES}
    assert not missing


def test_every_setting_that_the_code_reads_is_in_the_how_to():
    read = set(re.findall(r'(?:environ\.get|environ\[|_flag|_words|_choice)\(?"(BEREDD_[A-Z_]+)"', SOURCES))
    families = [*re.findall(r"`(BEREDD_[A-Z]+_)…`", HOW_TO), "BEREDD_SMTP_"]
    unsaid = {name for name in read if name not in HOW_TO and not name.startswith(tuple(families))}
    assert unsaid <= {"BEREDD_LANGUAGE"}, unsaid  # the command line's, not the site's


def test_the_proxy_waits_longer_and_takes_more_than_the_site(settings):
    from beredd.web.engines import warm

    limits = [value for name, value in vars(warm).items() if name.endswith("_S") and isinstance(value, (int, float))]
    waits = int(re.search(r"proxy_read_timeout (\d+)s", NGINX)[1])
    takes = int(re.search(r"client_max_body_size (\d+)m", NGINX)[1])
    assert waits > max(limits, default=0)
    assert takes * 1_000_000 > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_image_takes_nothing_of_the_developers_along():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", ".cache"} <= set(ignored)
