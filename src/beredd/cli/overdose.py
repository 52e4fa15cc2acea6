"""`beredd overdose …`: run, nitazenes, typical, products, opioids, strategies, validate."""

from pathlib import Path
from typing import Annotated

import typer

from beredd import overdose
from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.cli.questions import asking, question_of
from beredd.descriptions import Limit, limits
from beredd.overdose import nitazenes as scenario

app = typer.Typer(
    no_args_is_help=True,
    help="Opioid overdose and its reversal in a virtual population. Research and training; no medical device.",
    pretty_exceptions_enable=False,
)


def _repeated(limit: Limit):
    return typer.Option(limit.option, help=f"{limit.description} May be repeated.")


Rows = Annotated[Path | None, typer.Option("--parameters", help="Folder with the published population rows.")]
Threads = Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")]
_WAY = limits(overdose.Arm)


@app.command()
@asking(overdose.Question, without=("arms",))
def run(
    asked: dict,
    question: Path | None,
    antagonist: Annotated[list[str] | None, _repeated(_WAY["antagonist"])] = None,
    strategy: Annotated[list[str] | None, _repeated(_WAY["strategy"])] = None,
    delay_s: Annotated[list[str] | None, _repeated(_WAY["delay_s"])] = None,
    parameters: Rows = None,
    threads: Threads = None,
    flags: Annotated[Path | None, typer.Option(help="CSV file to write: one row per subject and arm.")] = None,
    full_horizon: Annotated[bool, typer.Option("--full-horizon", help="Never stop a subject's run early.")] = False,
    refine: Annotated[float, typer.Option(help="Divide every time step by this.")] = 1.0,
    json: Json = False,
) -> None:
    """Compare ways of giving an antagonist: one arm without, and one for each antagonist, strategy and delay."""
    from beredd.overdose.errors import BadQuantity
    from beredd.writing import check_file

    if not 0.5 <= refine <= 2.0:
        raise BadQuantity("cli.refinement", found=refine, low=0.5, high=2)
    if flags is not None:
        check_file(flags)
    if antagonist or strategy or delay_s:
        ways = strategy or [_WAY["strategy"].default], delay_s or [_WAY["delay_s"].default]
        asked["arms"] = overdose.arms_of(antagonist or [], *ways)
    wanted = question_of(overdose.Question, asked, question)
    numerics = overdose.Numerics.standard(refine, may_stop_early=not full_horizon)
    with stderr.status("Computing … (the first time the engine is compiled, about half a minute)"):
        result = overdose.simulate(wanted, rows=parameters, threads=threads, numerics=numerics)
    if flags is not None:
        write_csv(flags, result.flags())
    found = overdose.document(result)
    if json:
        print_json(found)
    else:
        show_answer(found)


@app.command()
@asking(scenario.NitazeneQuestion, without=("arms",))
def nitazenes(
    asked: dict,
    question: Path | None,
    antagonist: Annotated[list[str] | None, _repeated(_WAY["antagonist"])] = None,
    strategy: Annotated[list[str] | None, _repeated(_WAY["strategy"])] = None,
    delay_s: Annotated[list[str] | None, _repeated(_WAY["delay_s"])] = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Opioids slower than fentanyl at an equally deadly dose: a scenario without human data."""
    if antagonist or strategy or delay_s:
        ways = strategy or [_WAY["strategy"].default], delay_s or [_WAY["delay_s"].default]
        asked["arms"] = overdose.arms_of(antagonist or [], *ways)
    wanted = question_of(scenario.NitazeneQuestion, asked, question)
    with stderr.status("Looking for the doses … (the first time the engine is compiled, about half a minute)"):
        found = scenario.answer_to(wanted, threads=threads)
    if json:
        print_json(scenario.document(found))
    else:
        show_plane(found)


@app.command()
@asking(overdose.Question, without=("arms", "n", "seed", "recovery"))
def typical(
    asked: dict,
    question: Path | None,
    out: Annotated[Path, typer.Option(help="CSV file to write: the time course.")],
    antagonist: Annotated[str | None, typer.Option(help="A product's id, see `products`; none without.")] = None,
    strategy: Annotated[str | None, typer.Option(help=_WAY["strategy"].description)] = None,
    delay_s: Annotated[str | None, typer.Option(help=_WAY["delay_s"].description)] = None,
    every_s: Annotated[float, typer.Option(help="Seconds between rows.")] = 1.0,
    json: Json = False,
) -> None:
    """The typical patient over time: ventilation, gases, drugs and receptors. Of a question the first arm."""
    from beredd.writing import check_file

    check_file(out)
    if antagonist is not None:
        way = {"antagonist": antagonist, "strategy": strategy, "delay_s": delay_s}
        asked["arms"] = (overdose.Arm(**{name: value for name, value in way.items() if value is not None}),)
    course = overdose.typical_course(question_of(overdose.Question, asked, question), every_s=every_s)
    write_csv(out, course.rows())
    if json:
        print_json(course.summary())
    else:
        show_table(("Quantity", "Value"), [(k, _text(v)) for k, v in course.summary().items()])


@app.command()
def products(json: Json = False) -> None:
    """Antagonist products: which are published, which are fitted to a label, and how well."""
    from beredd.overdose.catalogue import products_table

    table = products_table()
    if json:
        print_json({"products": table})
        return
    show_table(
        ("Id", "Name", "Status", "Curves", "Cmax label/model", "Tmax", "AUC"),
        [
            (
                p["id"],
                p["name"],
                p["status"],
                str(len(p["curves"])),
                *(_pair(p, k) for k in ("cmax_ng_per_ml", "tmax_min", "auc_ng_h_per_ml")),
            )
            for p in table
        ],
    )
    stdout.print("Label-fitted products are never ranked against each other: a label does not give the first minutes.")


@app.command()
def opioids(json: Json = False) -> None:
    """Opioids of the published model; for nitazenes see `nitazenes`."""
    from beredd.overdose.catalogue import opioids_table

    table = opioids_table()
    if json:
        print_json({"opioids": table})
        return
    show_table(
        ("Id", "Name", "Status", "Doses mg", "t½ dissociation min"),
        [
            (
                o["id"],
                o["name"],
                o["status"],
                ", ".join(f"{d:g}" for d in o["doses_mg"]),
                f"{o['dissociation_half_life_min']:.1f}",
            )
            for o in table
        ],
    )


@app.command()
def strategies(json: Json = False) -> None:
    """Ways of giving an antagonist, and which of them the published studies cover."""
    from beredd.overdose.catalogue import strategies_table

    table = strategies_table()
    if json:
        print_json({"strategies": table})
        return
    show_table(
        ("Id", "Name", "In published studies"), [(s["id"], s["name"], "yes" if s["published"] else "no") for s in table]
    )


@app.command()
def validate(
    parameters: Rows = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Every published number, ours, and whether it lies inside the stated tolerance."""
    from beredd.overdose.validation import validate as check

    with stderr.status("Running the published studies …"):
        report = check(parameters, threads=threads)
    if json:
        print_json(report)
        return
    show_table(
        ("Source", "Scenario", "Arm", "Quantity", "Published", "Ours", "Tolerance", "Inside"),
        [
            tuple(
                _text(row[k])
                for k in ("source", "scenario", "arm", "quantity", "published", "ours", "tolerance", "inside")
            )
            for row in report["published"]
        ],
    )
    stdout.print(f"{report['inside']} of {report['n']} inside ({report['population']}).")


def write_csv(path: Path, rows: list[dict]) -> None:
    """Write rows with a header, all of them or nothing."""
    import csv
    import io

    from beredd.writing import harmless, write_file

    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    write_file(path, text.getvalue())


def show_answer(found: dict) -> None:
    """The arms and their differences as tables, with what to mind and what the model does not know."""
    show_table(
        ("Arm", "Arrest %", "95 % or span", "Rescue s", "Hypoxia min", "Doses"),
        [
            (
                arm["name"] + ("" if arm["is_within_published"] else " *"),
                _figure(arm, "cardiac_arrest_pct", ".2f"),
                "{:.1f}–{:.1f}".format(*(arm["span_pct"] or arm["ci95"])),
                _figure(arm, "t_rescue_s", ".0f"),
                _figure(arm, "hypoxia_min", ".1f"),
                _figure(arm, "doses", ".2f"),
            )
            for arm in found["arms"]
        ],
    )
    show_table(
        ("Arm", "Minus", "Points", "95 %"),
        [
            (gap["arm"], gap["minus"], f"{gap['points']:+.2f}", "{:+.2f} … {:+.2f}".format(*gap["ci95"]))
            for gap in found["differences"]
        ],
    )
    failed = sum(arm["failed"] for arm in found["arms"])
    stdout.print(
        f"{found['arms'][0]['n']} subjects, {found['population']}; {failed} numerical failures; "
        f"{found['wall_s']:.2f} s. * beyond what the published studies covered."
    )
    for note in found["notes"]:
        stdout.print(note)
    for sentence in found["provenance"]["limits"]:
        stdout.print(f"- {sentence}", style="dim")


def show_plane(answer: scenario.Answer) -> None:
    """Each opioid at its equally deadly dose; what the model cannot answer as its sentence."""
    from beredd.overdose.reading import scenario as reading

    ways = reading.ways_of(answer, [chr(ord("A") + k) for k in range(len(answer.question.arms))])
    for way in ways:
        stdout.print(way.full_name)
    columns = ("Opioid", "Dose ×", "None %", *(f"{way.letter} %" for way in ways), "Holds min")
    show_table(columns, [_row(point, answer, ways) for point in (*answer.points, *answer.beside)])
    for sentence in (*reading.lead_of(answer, ways), *scenario.notes_of(answer)):
        stdout.print(str(sentence))
    stdout.print(str(scenario.SCENARIO))
    for limit in answer.record.limits:
        stdout.print(f"- {limit}", style="dim")


def _row(point: scenario.Point, answer: scenario.Answer, ways) -> tuple[str, ...]:
    from beredd.overdose.reading import scenario as reading

    if point.refusal is not None:
        return (point.id, str(point.refusal), *[""] * (len(ways) + 2))
    ratio, until = point.ratio(answer.question.dose_mg), answer.question.until_min
    arms = [found for way in ways for found in [reading.result_of(point, way)]]
    median = point.lasting.median_min if point.lasting else None
    return (
        point.id,
        "" if ratio is None else f"{ratio:.3g}",
        f"{point.arms[0].cardiac_arrest_pct:.1f}",
        *("" if one is None else _share(one) for one in arms),
        f"> {until:g}" if median is None else f"{median:.0f}",
    )


def _share(one: overdose.ArmResult) -> str:
    return "{:.0f}–{:.0f}".format(*one.span_pct) if one.span_pct else f"{one.cardiac_arrest_pct:.1f}"


def _figure(arm: dict, name: str, form: str) -> str:
    """An arm's figure; a label-fitted product's is the span over its curves."""
    if arm["is_label_fitted"]:
        span = (arm["spans"] or {}).get(name)
        return "" if span is None else f"{span[0]:{form}}–{span[1]:{form}}"
    return "" if arm[name] is None else f"{arm[name]:{form}}"


def show_table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A plain table on stdout; names are folded where the window is narrow, numbers never."""
    from rich.table import Table

    table = Table()
    for k, column in enumerate(columns):
        is_number = not any(letter.isalpha() for row in rows for letter in row[k])
        table.add_column(column, no_wrap=is_number, overflow="fold", justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*row)
    stdout.print(table)


def _pair(product: dict, key: str) -> str:
    if key not in product["label"]:
        return ""
    return f"{product['label'][key]:g}/{product['curves'][0][key]:.3g}"


def _text(value) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
