"""What monitoring sees: the truth, and only who may see it."""

import json
import socket
import ssl
import threading
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from beredd.web.health import state

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer hemligt-ord"}


@pytest.fixture(autouse=True)
def alone():
    cache.clear()


@pytest.fixture
def token(settings):
    settings.MONITOR_TOKEN = TOKEN["Authorization"].removeprefix("Bearer ")


def test_everyone_sees_that_it_is_well_and_nothing_else(client):
    assert client.get("/halsa").json() == {"status": "ok"}


def test_a_database_that_does_not_answer_is_said(client, monkeypatch):
    from django.db import OperationalError

    from beredd.web.health import views

    def broken():
        raise OperationalError("gone")

    monkeypatch.setattr(views.Organisation.objects, "exists", broken)
    answer = client.get("/halsa")
    assert (answer.status_code, answer.json()) == (503, {"status": "database"})


@pytest.mark.parametrize("page", ["/halsa/detaljer", "/halsa/matt"])
def test_the_figures_are_for_administrators_and_the_token(client, settings, token, admin, analyst, page):
    assert client.get(page).status_code == 403
    assert client.get(page, headers={"Authorization": "Bearer fel"}).status_code == 403
    assert client.get(page, headers=TOKEN).status_code in (200, 503)
    settings.MONITOR_TOKEN = ""
    assert client.get(page, headers={"Authorization": "Bearer "}).status_code == 403, "no token is no key"
    client.force_login(analyst)
    assert client.get(page).status_code == 403
    client.force_login(admin)
    assert client.get(page).status_code in (200, 503)


def test_a_worker_that_is_silent_and_a_queue_that_stands_are_faults(client, token, make_run):
    from beredd.web.jobs.models import Job

    assert client.get("/halsa/detaljer", headers=TOKEN).json()["faults"] == ["worker_silent_s"]
    state.sign_worker()
    good = client.get("/halsa/detaljer", headers=TOKEN)
    assert (good.status_code, good.json()["faults"]) == (200, [])
    make_run()
    Job.objects.update(queued_at=timezone.now() - timedelta(hours=2))
    bad = client.get("/halsa/detaljer", headers=TOKEN)
    assert bad.status_code == 503
    assert bad.json()["faults"] == ["queue_age_s"]
    assert bad.json()["jobs_queued"] == 1
    assert 7200 <= bad.json()["queue_age_s"] < 7300


def test_a_worker_at_a_long_job_is_alive_by_its_heartbeat(make_run):
    from beredd.web.jobs import actions

    make_run()
    actions.claim(worker="test")
    silent = state.look().worker_silent_s
    assert silent is not None
    assert silent < 60


def test_the_age_of_the_last_backup_is_known_and_missed_on_a_server(settings, tmp_path):
    settings.BEREDD_HOME = tmp_path
    assert state.look().backup_age_s is None
    made = {"at": (timezone.now() - timedelta(hours=40)).isoformat(), "bytes": 7, "file": "x"}
    (tmp_path / "last-backup.json").write_text(json.dumps(made))
    found = state.look()
    assert 39 * 3600 < found.backup_age_s < 41 * 3600
    assert found.backup_bytes == 7
    assert "backup_age_s" not in found.faults(), "on this machine only"
    settings.IS_LOCAL = False
    assert "backup_age_s" in found.faults()


def test_prometheus_reads_the_figures_and_what_is_unknown_is_absent(client, token):
    state.sign_worker()
    text = client.get("/halsa/matt", headers=TOKEN).content.decode()
    read = {family.name: family.samples[0].value for family in text_string_to_metric_families(text)}
    assert {"beredd_database", "beredd_jobs_queued", "beredd_disk_free_bytes", "beredd_worker_silent"} <= set(read)
    assert "beredd_backup_age" not in read
    assert read["beredd_faults"] == 0


@pytest.mark.slow
def test_the_end_of_a_certificate_is_read_from_the_site_itself(tmp_path, monkeypatch):
    import subprocess

    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "10", *subject]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(state.ssl, "create_default_context", lambda: trusting)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def answer():
            with server.wrap_socket(listening.accept()[0], server_side=True) as one:
                one.recv(1)

        thread = threading.Thread(target=answer)
        thread.start()
        ends = state._certificate_ends("localhost", port)
        thread.join()
    assert 9 * 86400 < ends - time.time() <= 10 * 86400
    assert state._certificate_ends("localhost", 1) == 0.0


def test_a_full_disk_and_a_certificate_about_to_end_are_faults(settings, db, monkeypatch):
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(state.shutil, "disk_usage", lambda path: usage(100 << 30, 97 << 30, 3 << 30))
    settings.IS_LOCAL, settings.PUBLIC_HOSTS = False, ["beredd.example.se"]
    monkeypatch.setattr(state, "_certificate_ends", lambda host: time.time() + 3 * 86400)
    found = state.look()
    assert {"disk_free_bytes", "certificate_s", "backup_age_s"} <= set(found.faults())
    monkeypatch.setattr(state, "_certificate_ends", lambda host: pytest.fail("asked again within the hour"))
    assert state.look().certificate_s == pytest.approx(3 * 86400, abs=60)
