"""People with duties, and a store of the site's own in a folder that is thrown away."""

from pathlib import Path

import pytest
from django.test import Client

from beredd.guidance.store import read_files, store_of
from beredd.guidance.transfer import export_store
from beredd.web.accounts.people import set_guidance_duty
from beredd.web.guidance import reading

SMALL = Path(__file__).parents[2] / "guidance" / "small"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    """The site's own store would lie here; nothing of another test is kept."""
    settings.GUIDANCE_DIR = tmp_path / "guidance"
    monkeypatch.setattr(reading, "_kept", [])
    return settings.GUIDANCE_DIR


@pytest.fixture
def small(own_folder):
    """The site has the small store, everything sealed; `small()` reads it as it now is."""
    from datetime import date

    from beredd.guidance.editing import seal

    files = read_files(SMALL)
    done = seal(store_of(files), by="Redaktionen", on=date(2026, 11, 27), why="First draft")
    export_store({**files, **done.files}, own_folder)
    return lambda: store_of(read_files(own_folder))


@pytest.fixture
def on_duty(make_user):
    """`on_duty("Maja Ek", is_editor=True)`: a browser of somebody who is signed in and has that duty."""

    def make(name, **duty):
        user = make_user(f"{name.split()[0].lower()}@example.se", name=name)
        set_guidance_duty(by=None, user=user, signing_name=name, **duty)
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def maja(on_duty):
    return on_duty("Maja Ek", is_editor=True)


@pytest.fixture
def anna(on_duty):
    return on_duty("Anna Berg", is_clinician=True, title="legitimerad läkare")


@pytest.fixture
def bo(on_duty):
    return on_duty("Bo Ceder", is_clinician=True, title="legitimerad sjuksköterska")


@pytest.fixture
def lena(on_duty):
    return on_duty("Lena Dahl", reads="sv en", title="språkvårdare")
