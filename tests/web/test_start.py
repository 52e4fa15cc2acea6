"""`beredd site start` as a newcomer meets it: the address, the link, the worker beside it, and the end of all of it."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(home):
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return {**env, "BEREDD_HOME": str(home), "BEREDD_LOG_LEVEL": "WARNING", "BEREDD_NO_DEMO": "1"}


def wait_for(condition, seconds=60):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError("what was waited for did not happen")


def children(pid):
    """Process ids of the process's children."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended meanwhile
            found += [int(word) for word in (task / "children").read_text().split()]
    return found


def workers(pid: int) -> list[int]:
    """The site's workers. An engine that it warms has the site's own command line until it has begun."""
    return [child for child in children(pid) if "site work" in command_of(child)]


def command_of(pid: int) -> str:
    """A process's command line; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A home in which `beredd site prepare` has been run, so that each start need not migrate."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    subprocess.run([sys.executable, "-m", "beredd", "site", "prepare"], env=environment(home), check=True)
    return home


@pytest.fixture
def site(tmp_path, prepared):
    """The running site: (process, its lines so far). Without demo runs: the engine is not this test's business."""
    port = free_port()
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "beredd", "site", "start", "--port", str(port)],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [process.stdout.readline(), process.stdout.readline()]
    yield process, lines, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stdout.close()


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read()
    except OSError:
        return None


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_site_starts_and_ends_with_its_worker(site, end):
    process, lines, origin = site
    assert lines[0] == f"Beredd: {origin}/\n"
    link = re.search(r"http://\S+/konto/lank/\S+", lines[1]).group()
    wait_for(lambda: answers(f"{origin}/halsa"))
    assert b"csrfmiddlewaretoken" in answers(link)
    assert answers(f"{origin}/static/design/tokens.css")
    (worker,) = wait_for(lambda: workers(process.pid))
    process.send_signal(end)
    process.wait(20)
    wait_for(lambda: is_gone(worker), 20)


def test_a_worker_that_dies_is_replaced(site):
    process, _lines, origin = site
    wait_for(lambda: answers(f"{origin}/halsa"))
    (worker,) = wait_for(lambda: workers(process.pid))
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: [pid for pid in workers(process.pid) if pid != worker and not is_gone(pid)])


def test_an_occupied_port_is_one_sentence_and_code_2(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = subprocess.run(
            [sys.executable, "-m", "beredd", "site", "start", "--port", str(other.getsockname()[1])],
            env=environment(tmp_path / "home"),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()
