"""Those who ask a site during the storm: one who starts runs, one who saves answers, one who reads pages."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable

from books import DISTURBED, Wanted, hashes, open_runs
from ground import Ground, until

SILENT = (OSError, http.client.HTTPException)
QUESTIONS = {
    "everyday-1": {"scenario": "vardag", "days": 1, "seed": 3},
    "everyday-2": {"scenario": "vardag", "days": 2, "seed": 3},
    "stop-1": {"scenario": "s1-erecept", "days": 1, "seed": 3},
}
"""All begin at the same moment by the same chance, so that the state at hour 0 is made once."""
DONE_S = 600


def references(ground: Ground, wanted: Wanted, questions: list[str]) -> None:
    """Each question once, undisturbed: what all later runs of it must be equal to."""
    worker = ground.start_worker()
    for question in questions:
        run = start(ground, wanted, question, title=f"reference {question}")
        until(
            lambda run=run: ground.ask("GET", f"/api/v1/runs/{run}").json["state"] == "done", DONE_S, f"{run} is done"
        )
        wanted.reference[question] = ground.ask("GET", f"/api/v1/runs/{run}").json["fingerprint"]
        wanted.files[question] = hashes(ground.home / "results" / run)
    worker.terminate()
    worker.wait(30)
    ground.workers.remove(worker)


def start(ground: Ground, wanted: Wanted, question: str, *, title: str, patience_s: float = 120) -> str:
    """Starts a run as a person does who tries again when no answer came; its number."""
    wanted.asked[title] = question
    limit = time.monotonic() + patience_s
    while True:
        wanted.sent[title] += 1
        try:
            answer = ground.ask("POST", "/api/v1/runs", QUESTIONS[question] | {"title": title})
        except SILENT:
            answer = None
        if answer is not None and answer.status == 201:
            wanted.accepted[answer.json["id"]] = title
            return answer.json["id"]
        if answer is not None and answer.status != 503:
            raise RuntimeError(f"{title}: answered {answer.status}: {answer.body[:300]!r}")
        if time.monotonic() > limit:
            raise TimeoutError(f"{title} was not accepted within {patience_s:.0f} s")
        time.sleep(0.1)


class Asker(threading.Thread):
    """Does something again and again until told to stop; what went wrong is raised when it is joined."""

    def __init__(self, deed: Callable[[int], None], pause_s: float):
        super().__init__(daemon=True)
        self.deed, self.pause_s = deed, pause_s
        self.ending = threading.Event()
        self.error: BaseException | None = None
        self.n = 0

    def run(self) -> None:
        """Until told to stop."""
        try:
            while not self.ending.is_set():
                self.deed(self.n)
                self.n += 1
                self.ending.wait(self.pause_s)
        except BaseException as error:  # raised anew for whoever waits
            self.error = error

    def stop(self) -> int:
        """How often it was done."""
        self.ending.set()
        self.join(180)
        if self.error is not None:
            raise self.error
        return self.n


def starter(ground: Ground, wanted: Wanted, *, most_open: int, name: str) -> Asker:
    """Keeps some runs in the queue."""
    questions = list(wanted.reference)

    def deed(n: int) -> None:
        try:
            is_wanted = open_runs(ground) < most_open
        except DISTURBED:
            return
        if is_wanted:
            start(ground, wanted, questions[n % len(questions)], title=f"{name} {n}")

    return Asker(deed, 0.1)


def saver(ground: Ground, wanted: Wanted, seen: Counter) -> Asker:
    """Saves answers of the planner, sending the same again until the site says where it is saved."""

    def deed(n: int) -> None:
        budget = 1000 + n % 40
        try:
            answer = ground.ask("POST", "/behov/spara/", form={"budget": budget}, by="browser", timeout=60)
        except SILENT:
            seen["no answer"] += 1
            return
        seen[answer.status] += 1
        if answer.status == 302:
            wanted.saved.setdefault(str(budget), set()).add(answer.headers["location"].strip("/").split("/")[-1])

    return Asker(deed, 0.3)


def reader(ground: Ground, wanted: Wanted, seen: Counter, *, pause_s: float = 0.1) -> Asker:
    """Reads the start page, the list, a run's page and its record."""

    def deed(n: int) -> None:
        run = next(iter(wanted.accepted), "")
        addresses = ("/", "/rakna/", f"/rakna/{run}/", f"/korningar/{run}/uppgifter/", "/api/v1/runs", "/halsa")
        try:
            status = ground.ask("GET", addresses[n % len(addresses)], by="key" if n % 6 == 4 else "browser").status
            seen[status] += 1
        except SILENT:
            seen["no answer"] += 1

    return Asker(deed, pause_s)


def settle(ground: Ground, seconds: float = DONE_S) -> float:
    """Waits until nothing waits and nothing is computed; how long that took, s."""
    began = time.monotonic()
    until(lambda: open_runs(ground) == 0, seconds, "every run has ended")
    drafts = ground.home / "results" / ".drafts"
    until(lambda: not drafts.is_dir() or not any(drafts.iterdir()), 60, "drafts are gone")
    return time.monotonic() - began


def unexpected(seen: Counter, *allowed: int | str) -> int:
    """Answers that are neither allowed nor a refusal to connect."""
    return sum(n for what, n in seen.items() if what not in (*allowed, "no answer"))
