"""Counts from a web server's log: pages, editions and audiences, and nothing of who looked."""

import gzip
import json

import pytest

from beredd.intake import FileRefused
from beredd.publishing import count
from beredd.publishing.addresses import code, places

USER = code("audience", "user")
CARD = code("publication", "card-user")
LINE = '{who} - - [27/Nov/2026:10:00:0{n} +0100] "{method} {path} HTTP/1.1" {status} 512 "-" "{agent}"'


def line(path, *, who="192.0.2.7", n=0, method="GET", status=200, agent="Mozilla/5.0"):
    return LINE.format(who=who, n=n, method=method, path=path, status=status, agent=agent)


@pytest.fixture
def log(tmp_path):
    lines = [
        line(f"/sv/{USER}/"),
        line(f"/advice/sv/{USER}/index.html?from=mail", who="2001:db8::1"),
        line(f"/en/{USER}/", status=304),
        line(f"/sv/{CARD}/print.pdf"),
        line(f"/sv/{CARD}/0123abcd/"),
        line("/sv/claims/NAL-024/"),
        line("/sv/steps/"),
        line("/sv/"),
        '192.0.2.9 - - [27/Nov/2026:10:00:00 +0100] "GET /en/steps/ HTTP/1.1" 200 99',
        # what does not count: files, failures, robots, other methods, other places
        line("/assets/site.css"),
        line(f"/sv/{USER}/", status=404),
        line(f"/sv/{USER}/", agent="Googlebot/2.1"),
        line(f"/sv/{USER}/", method="HEAD"),
        line("/sv/claims/anna@example.se/"),
        line("/other/"),
        "no line of a log",
    ]
    path = tmp_path / "access.log"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_views_are_counted_by_page_edition_and_audience(log, store):
    found = count(log, store)
    assert (found["lines"], found["unread"], found["views"], found["other"]) == (16, 1, 9, 2)
    by_page = {row["page"]: row["views"] for row in found["by_page"]}
    assert by_page == {
        "sv/user": 2,
        "en/user": 1,
        "sv/card-user.pdf": 1,
        "sv/card-user": 1,
        "sv/NAL-024": 1,
        "sv/steps": 1,
        "en/steps": 1,
        "sv/start": 1,
    }
    assert {row["edition"]: row["views"] for row in found["by_edition"]} == {"sv": 7, "en": 2}
    assert {row["audience"]: row["views"] for row in found["by_audience"]} == {"user": 5, "": 4}


def test_nothing_of_who_looked_is_in_the_answer(log, store):
    text = json.dumps(count(log, store))
    for personal in ("192.0.2", "2001:db8", "Mozilla", "anna", "mail", "10:00"):
        assert personal not in text


def test_a_compressed_log_gives_the_same(log, store, tmp_path):
    packed = tmp_path / "access.log.gz"
    packed.write_bytes(gzip.compress(log.read_bytes()))
    assert count(packed, store) == count(log, store)


def test_a_log_that_cannot_be_read_is_told_in_a_sentence(store, tmp_path):
    with pytest.raises(FileRefused, match="no such file"):
        count(tmp_path / "none.log", store)
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8bnot")
    with pytest.raises(FileRefused, match=r"broken\.gz"):
        count(tmp_path / "broken.gz", store)


def test_no_two_things_share_an_address(store):
    codes = [code("audience", id) for id in store.audiences] + [code("publication", id) for id in store.publications]
    assert len(set(codes)) == len(codes)
    assert all(part.isascii() for part in places(store))
