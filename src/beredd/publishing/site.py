"""A whole site: every file that it consists of, and its publishing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from beredd.guidance.publishable import publishable
from beredd.guidance.store import Store
from beredd.publishing import documents, emergency, pages, prints, training
from beredd.publishing.ground import Ground
from beredd.publishing.placing import Page, Published, check, place, read_manifest
from beredd.publishing.settings import Settings


def publish(store: Store, out: Path, *, today: date, is_demo: bool, settings: Settings | None = None) -> Published:
    """Publish what may be published to a folder that any web server can carry.

    In a demo everything is shown and says that nobody has reviewed it. Else what has not been approved is not there at
    all. An interrupted publishing leaves the earlier site as it was.
    """
    check(out)
    may = publishable(store, today=today, is_demo=is_demo)
    ground = Ground(publishable=may, settings=settings or Settings())
    manifest = read_manifest(out)
    # What was printed from a demo must not be taken for a print of the real thing, nor the other way round.
    earlier = manifest.get("prints", {}) if manifest.get("is_demo") == is_demo else {}
    printed = prints.all_prints(ground)
    editions = prints.editions_printed(printed, earlier, today=today)
    keep: dict[str, Any] = {"is_demo": is_demo, "prints": editions}
    return place(site_files(ground, printed, editions), out, keep=keep)


def site_files(ground: Ground, printed: list[prints.Print], editions: dict[str, Any]) -> Iterator[Page]:
    """Every file of the site but its manifest."""
    made = [
        *pages.assets(ground),
        *pages.pages(ground, printed),
        *emergency.pages(ground),
        *prints.pages(ground, printed, editions),
        *training.pages(ground),
        *documents.files(ground),
    ]
    yield from made
    yield from documents.lists(ground, made)
