"""Every page that a link leads to, of every room, as a visitor, an analyst and an administrator sees it: each answers,
and nothing is written to the console – no script that fails, nothing that the policy for content refuses."""

import re
from collections import Counter
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES_OF_A_VIEW = 1
"""So many addresses of each view are opened, and so many with a query: two of a view have the same scripts."""
LINKS = "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
"""Whole addresses, those on maps, too."""
ROOMS = {
    "visitor": {"start", "dispensing:list", "dispensing:scenario", "dispensing:lever", "need:planner"},
    "analyst": {"dispensing:run", "guidance:claim", "guidance:publication", "guidance:write-claim", "overdose:lab"},
    "administrator": {"accounts:person", "audit:lines"},
}
"""Pages that a walk that is worth its name has opened."""


def _view(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _walk(page, origin, known=frozenset(), begin=("/",)):
    """Opens page after page from `begin` on, but for views that are known; gives the views opened, and what is dead."""
    opened, seen, dead, left = Counter(), set(begin), [], list(begin)
    while left:
        address = left.pop(0)
        view = _view(address)
        kind = view, bool(urlsplit(address).query)
        if not view or (view in known and address not in begin) or opened[kind] >= PAGES_OF_A_VIEW:
            continue
        opened[kind] += 1
        answer = page.goto(origin + address, wait_until="load")
        if answer.status >= 400:
            dead.append(f"{address}: {answer.status}")
            continue
        for link in page.eval_on_selector_all("a[href]:not([download])", LINKS):
            found = urldefrag(link)[0].removeprefix(origin)
            is_page = found.startswith("/") and "/fil/" not in found and "." not in found.rpartition("/")[2]
            if is_page and found not in seen and not re.search("logout|[?&]form=", found):
                seen.add(found)
                left.append(found)
    return {view for view, _has_query in opened}, dead


def test_every_page_that_a_visitor_sees_answers_and_the_console_is_silent(site, open_page):
    opened, dead = _walk(open_page(signed_in=False), site.origin)
    assert dead == []
    assert opened >= ROOMS["visitor"]


def test_every_page_of_the_signed_in_answers_and_the_console_is_silent(site, open_page, administrator_cookies):
    opened, dead = _walk(open_page(), site.origin)
    assert dead == []
    assert opened >= ROOMS["analyst"]
    more, dead = _walk(open_page(cookies=administrator_cookies), site.origin, known=opened, begin=("/", "/konto/"))
    assert dead == []
    assert more >= ROOMS["administrator"]
