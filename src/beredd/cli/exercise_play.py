"""`beredd exercise play|indicators|counterfactual`: a plan played against the model, and what the run says."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beredd.cli.output import Json, print_json, stdout
from beredd.wording import say

if TYPE_CHECKING:
    from beredd.exercises.catalogue import Catalogue
    from beredd.exercises.log import Run
    from beredd.exercises.plan import Plan

Store = Annotated[Path | None, typer.Option("--store", help="The folder of exercises; else the one in the package.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file to the noun's app."""
    app.command("play")(play)
    app.command("indicators")(indicators)
    app.command("counterfactual")(counterfactual)


def play(
    plan: Annotated[str, typer.Argument(help="A plan's id.")],
    script: Annotated[
        str, typer.Option(help="JSON list of decisions and acts with times, or the name of a script in the package.")
    ],
    speed: Annotated[str, typer.Option(help="`max`: as fast as the model goes. A headless run has no other.")] = "max",
    seed: Annotated[int | None, typer.Option(help="The plan's own if left out.")] = None,
    out: Annotated[Path | None, typer.Option(help="RUN.json, the whole run as one proved document.")] = None,
    paper: Annotated[
        bool, typer.Option("--paper", help="Injects were given by hand: they come when a `send` in the script says so.")
    ] = False,
    store: Store = None,
    json: Json = False,
) -> None:
    """Play a plan from a script against the national model; an empty list plays it with nobody deciding."""
    started = time.perf_counter()
    from beredd.exercises.acts import check_acts, read_script
    from beredd.exercises.record import write_run
    from beredd.exercises.store import read_exercises, script_of
    from beredd.play.errors import PlayError
    from beredd.play.national import model_of
    from beredd.play.playing import play as play_it
    from beredd.writing import check_file

    if speed != "max":
        raise PlayError("play.speed", found=speed)
    exercises = read_exercises(store)
    read = exercises.plan(plan)
    acts = read_script(script_of(script, store), read)
    check_acts(acts, read)
    if out is not None:
        check_file(out)
    number = read.scenario.seed if seed is None else seed
    model = model_of(read, seed=number, by_hand=paper)
    try:
        played = play_it(read, exercises.catalogue, model, acts, seed=number, by_hand=paper, started=started)
    finally:
        model.close()
    if out is not None:
        write_run(out, played.run)
    if json:
        print_json(played.summary)
        return
    summary = played.summary
    stdout.print(
        say("play.played", n=summary["events"], seconds=summary["wall_s"], hash=summary["hash"]), soft_wrap=True
    )
    for row in summary["fired"]:
        stdout.print(say("play.fired", id=row["inject"], hours=row["at_h"], condition=row["condition"]), soft_wrap=True)
    for name, value in summary["kpi"].items():
        stdout.print(f"{name}  {value}", soft_wrap=True)


def indicators(
    run: Annotated[Path, typer.Argument(help="RUN.json of a finished run.")],
    others: Annotated[
        list[Path] | None, typer.Argument(help="More runs, to see the same indicators side by side.")
    ] = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Say what a run says of the objectives: times from its log, quantities from the model."""
    from beredd.exercises.indicators import compared, indicators_of
    from beredd.exercises.record import read_run

    read = read_run(run)
    if others:
        runs = [read, *(read_run(path) for path in others)]
        rows = compared([(plan_of(one, store)[0], one) for one in runs])
        if json:
            told = [{"plan": one.head.plan, "seed": one.head.seed, "hash": one.hash} for one in runs]
            print_json({"runs": told, "indicators": rows})
            return
        for row in rows:
            values = "  ".join("–" if value is None else str(value) for value in row["values"])
            stdout.print(f"{row['id']}  {values}  {row['unit']}  {row['text']}", soft_wrap=True)
        return
    rows = indicators_of(plan_of(read, store)[0], read)
    if json:
        print_json({"plan": read.head.plan, "hash": read.hash, "indicators": rows})
        return
    for row in rows:
        value = "–" if row["value"] is None else row["value"]
        stdout.print(f"{row['id']}  {value} {row['unit']}  {row['text']}", soft_wrap=True)


def counterfactual(
    run: Annotated[Path, typer.Argument(help="RUN.json of a finished run.")],
    without: Annotated[str, typer.Option(help="Id of a decision that is left out.")] = "",
    earlier: Annotated[str, typer.Option(help="ID=HOURS: a decision taken so many hours earlier.")] = "",
    measure: Annotated[
        str, typer.Option(help="A measure of `beredd dispensing measures` that stands ready from the first day.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="RUN.json of the other run.")] = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Play a run again with one decision left out or earlier, or with a measure; all else is held fixed."""
    from beredd.exercises.record import read_run, write_run
    from beredd.play.counterfactuals import counterfactual as played_again
    from beredd.play.errors import PlayError
    from beredd.play.national import model_of
    from beredd.play.playing import Play, was_by_hand
    from beredd.writing import check_file

    id, _, hours = earlier.partition("=")
    if sum(map(bool, (without, earlier, measure))) != 1 or (earlier and not hours.replace(".", "", 1).isdigit()):
        raise PlayError("play.one-of-two")
    if out is not None:
        check_file(out)
    read = read_run(run)
    plan, catalogue = plan_of(read, store)
    by_hand = was_by_hand(read)
    model = model_of(plan, seed=read.head.seed, by_hand=by_hand, measure=measure)
    try:
        other, answer = played_again(
            read,
            lambda: Play(plan, catalogue, model, seed=read.head.seed, by_hand=by_hand),
            without=without,
            earlier=(id, float(hours)) if earlier else None,
            measure=measure,
        )
    finally:
        model.close()
    if out is not None:
        write_run(out, other)
    if json:
        print_json(answer)
        return
    stdout.print(say("play.held-fixed"), soft_wrap=True)
    for name, row in answer["kpi"].items():
        stdout.print(f"{name}  {row['run']} → {row['other']}", soft_wrap=True)
    for key in ("injects_gone", "injects_new", "injects_moved", "left_out"):
        if answer[key]:
            stdout.print(f"{key}  {answer[key]}", soft_wrap=True)


def plan_of(run: "Run", store: Path | None) -> "tuple[Plan, Catalogue]":
    """The plan that a run was of, as it was then; PlayError where it has been changed since."""
    from beredd.exercises.store import read_exercises
    from beredd.play.errors import PlayError
    from beredd.play.playing import head_of

    exercises = read_exercises(store)
    plan = exercises.plan(run.head.plan)
    if head_of(plan, run.head.seed) != run.head:
        raise PlayError("play.other-plan", plan=plan.id, version=run.head.version)
    return plan, exercises.catalogue
