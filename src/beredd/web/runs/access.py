"""Which run a reader may see: the site's policy, and what the run's kind adds to it."""

from django.http import Http404

from beredd.web.accounts import policy
from beredd.web.runs.kinds import is_known, kind_of
from beredd.web.runs.models import Run
from beredd.wording import say


def may_read(user, run: Run) -> bool:
    """`policy.may_read_run`, for those to whom the kind is open; a removed run is read by nobody."""
    return (
        run.removed_at is None
        and is_known(run.kind)
        and kind_of(run.kind).is_open_to(user)
        and policy.may_read_run(user, run)
    )


def readable_run(user, pk: str, *, kind: str = "") -> Run:
    """The run with its job; Http404, the same for what is not there and for what is not theirs to read."""
    runs = Run.objects.select_related("job", "organisation")
    run = (runs.of_kind(kind) if kind else runs).filter(pk=pk).first()
    if run is None or not may_read(user, run):
        raise Http404(say("runs.not-here", run=pk))
    return run
