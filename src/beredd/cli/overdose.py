"""`beredd overdose …`: run, typical, products, opioids, strategies, validate."""

from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout

app = typer.Typer(
    no_args_is_help=True,
    help="Opioid overdose and its reversal in a virtual population. Research and training; no medical device.",
    pretty_exceptions_enable=False,
)

Opioid = Annotated[str, typer.Option("--opioid", help="An opioid's id, see `beredd overdose opioids`.")]
DoseMg = Annotated[str, typer.Option("--dose-mg", help="Intravenous dose of the opioid in mg (1 mg = 1000 µg).")]
Subject = Annotated[str, typer.Option("--subject", help="`chronic` or `naive`.")]
Antagonists = Annotated[
    list[str] | None, typer.Option("--antagonist", help="A product's id, see `products`; may be repeated.")
]
Strategies = Annotated[
    list[str] | None, typer.Option("--strategy", help="A strategy's id, see `strategies`; may be repeated.")
]
Delays = Annotated[
    list[float] | None,
    typer.Option("--delay-s", help="Seconds from breathing below 40 % of rest to the first dose; may be repeated."),
]


@app.command()
def run(
    opioid: Opioid,
    dose_mg: DoseMg,
    subject: Subject = "chronic",
    antagonist: Antagonists = None,
    delay_s: Delays = None,
    strategy: Strategies = None,
    population: Annotated[int, typer.Option(help="Number of subjects.")] = 2000,
    seed: Annotated[int, typer.Option(help="Chance: the same seed draws the same subjects.")] = 1,
    parameters: Annotated[Path | None, typer.Option(help="Folder with the published population rows.")] = None,
    recovery: Annotated[bool, typer.Option("--recovery", help="Also how long arterial gases are off.")] = False,
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
    flags: Annotated[Path | None, typer.Option(help="CSV file to write: one row per subject and arm.")] = None,
    full_horizon: Annotated[bool, typer.Option("--full-horizon", help="Never stop a subject's run early.")] = False,
    refine: Annotated[float, typer.Option(help="Divide every time step by this.")] = 1.0,
    json: Json = False,
) -> None:
    """Compare ways of giving an antagonist: one arm without, and one for each antagonist, strategy and delay."""
    from beredd.overdose import Numerics, Question, simulate
    from beredd.overdose.errors import BadQuantity
    from beredd.overdose.question import arms_of

    if not 0.5 <= refine <= 2.0:
        raise BadQuantity(f"The refinement is {refine:g}; it must be from 0.5 to 2.")
    if flags is not None and not flags.parent.is_dir():
        raise BadQuantity(f"The folder {str(flags.parent)!r} for the flags does not exist.")
    question = Question(
        opioid=opioid,
        dose_mg=milligrams(dose_mg),
        subject=subject,
        arms=arms_of(antagonist or [], strategy or ["1-dose"], delay_s or [60.0]),
        n=population,
        seed=seed,
        parameters=parameters,
        recovery=recovery,
    )
    numerics = Numerics.standard(refine, may_stop_early=not full_horizon)
    with stderr.status("Computing … (the first time the engine is compiled, about half a minute)"):
        result = simulate(question, threads=threads, numerics=numerics)
    if flags is not None:
        write_csv(flags, result.flags())
    if json:
        print_json(result.as_dict())
    else:
        show_result(result)


@app.command()
def typical(
    opioid: Opioid,
    dose_mg: DoseMg,
    out: Annotated[Path, typer.Option(help="CSV file to write: the time course.")],
    subject: Subject = "chronic",
    antagonist: Annotated[str | None, typer.Option(help="A product's id, see `products`; none without.")] = None,
    strategy: Annotated[str, typer.Option(help="A strategy's id, see `strategies`.")] = "1-dose",
    delay_s: Annotated[float, typer.Option(help="Seconds from breathing below 40 % of rest to the first dose.")] = 60.0,
    every_s: Annotated[float, typer.Option(help="Seconds between rows.")] = 1.0,
    json: Json = False,
) -> None:
    """The typical patient over time: ventilation, gases, drugs and receptors."""
    from beredd.overdose.courses import typical_course
    from beredd.overdose.errors import BadQuantity

    if not out.parent.is_dir():
        raise BadQuantity(f"The folder {str(out.parent)!r} for the time course does not exist.")
    course = typical_course(
        opioid=opioid,
        dose_mg=milligrams(dose_mg),
        subject=subject,
        antagonist=antagonist,
        strategy=strategy,
        delay_s=delay_s,
        every_s=every_s,
    )
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
    """Opioids: which are published, which are a scenario sweep."""
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
    parameters: Annotated[Path | None, typer.Option(help="Folder with the published population rows.")] = None,
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
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


def milligrams(text: str) -> float:
    """A dose in mg; a number with another unit is refused with what it would be in mg."""
    from beredd.overdose.errors import BadQuantity

    plain = text.strip().removesuffix("mg").strip()
    try:
        return float(plain)
    except ValueError:
        pass
    for unit, factor in (("µg", 1e-3), ("ug", 1e-3), ("mcg", 1e-3), ("g", 1e3)):
        if plain.endswith(unit):
            try:
                value = float(plain.removesuffix(unit).strip()) * factor
            except ValueError:
                break
            raise BadQuantity(f"The dose is given as {text!r}; --dose-mg takes mg, so write {value:g}.")
    raise BadQuantity(f"The dose is given as {text!r}; --dose-mg takes a number of mg, as in --dose-mg 1.625.")


def write_csv(path: Path, rows: list[dict]) -> None:
    """Write rows with a header; refuse with a sentence if the file cannot be written."""
    import csv

    from beredd.overdose.errors import BadQuantity

    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise BadQuantity(f"The file {str(path)!r} cannot be written: {error.strerror}.") from None


def show_result(result) -> None:
    """The arms and their differences as tables, with what the model does not know."""
    show_table(
        ("Arm", "Arrest %", "95 %", "Span", "Rescue s", "Hypoxia min", "Doses"),
        [
            (
                arm.name + ("" if arm.is_within_published else " *"),
                f"{arm.cardiac_arrest_pct:.2f}",
                f"{arm.ci95[0]:.1f}–{arm.ci95[1]:.1f}",
                "" if arm.span_pct is None else f"{arm.span_pct[0]:.1f}–{arm.span_pct[1]:.1f}",
                "" if arm.t_rescue_s is None else f"{arm.t_rescue_s:.0f}",
                f"{arm.hypoxia_min:.1f}",
                f"{arm.doses:.2f}",
            )
            for arm in result.arms
        ],
    )
    show_table(
        ("Arm", "Minus", "Points", "95 %", "Span"),
        [
            (
                gap["arm"],
                gap["minus"],
                f"{gap['points']:+.2f}",
                f"{gap['ci95'][0]:+.2f} … {gap['ci95'][1]:+.2f}",
                "" if gap["span_points"] is None else "{:+.1f} … {:+.1f}".format(*gap["span_points"]),
            )
            for gap in result.differences
        ],
    )
    failed = sum(arm.failed for arm in result.arms)
    stdout.print(
        f"{result.arms[0].n} subjects, {result.population}; {failed} numerical failures; {result.wall_s:.2f} s. "
        "* beyond what the published studies covered."
    )
    if any(arm.span_pct for arm in result.arms):
        stdout.print("Span: over all curves that fit the product's label; such products are never ranked.")
    for sentence in result.provenance.limits:
        stdout.print(f"- {sentence}", style="dim")


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
