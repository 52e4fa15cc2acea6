"""`beredd guidance publish`, `print` and `count`: guidance as a site, on paper, and how much it is read."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.guidance.store import read_store
from beredd.publishing import Published, PublishingError, Settings
from beredd.wording import say

app = typer.Typer(no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--store", help="The folder of the store; else the one in the package.")]
Day = Annotated[str, typer.Option("--on", help="The day to publish for, such as 2026-11-27; else today.")]
Demo = Annotated[bool, typer.Option("--demo", help="Show everything, and say everywhere that nobody has reviewed it.")]
Address = Annotated[
    str, typer.Option(envvar="BEREDD_GUIDANCE_ADDRESS", help="Where the site will stand; QR codes lead there.")
]


@app.command("publish")
def publish_(
    out: Annotated[Path, typer.Option(help="The folder of the site. An earlier site there is replaced in one step.")],
    demo: Demo = False,
    store: Folder = None,
    address: Address = "",
    feedback: Annotated[
        str, typer.Option(help="Where remarks go: the address of a Beredd, or an e-mail address.")
    ] = "",
    leave_to: Annotated[str, typer.Option(help="Where the button Leave this page goes.")] = Settings.leave_to,
    watch: Annotated[bool, typer.Option("--watch", help="Go on, and publish again when the store changes.")] = False,
    on: Day = "",
    json: Json = False,
) -> None:
    """Publish a static site that any web server can carry. Without --demo nothing that is not approved is in it."""
    from beredd.publishing import publish

    settings = Settings(address=address, feedback=feedback, leave_to=leave_to)
    if watch:
        from beredd.publishing.watching import watch_store

        stderr.print(say("publishing.watching", folder=str(out)))
        for done in watch_store(store, out, is_demo=demo, settings=settings):
            stderr.print(str(done) if isinstance(done, Exception) else _told(done))
        return
    done = publish(read_store(store), out, today=_day(on), is_demo=demo, settings=settings)
    if json:
        print_json(asdict(done) | {"out": str(out)})
        return
    stdout.print(_told(done), soft_wrap=True)
    if not address:
        stderr.print(say("publishing.no-qr"))


def _told(done: Published) -> str:
    return say(
        "publishing.published", folder=str(done.out), pages=done.pages, files=done.files, made=done.made, kept=done.kept
    )


@app.command("print")
def print_(
    card: Annotated[str, typer.Argument(help="A print's id, or card, poster, leaflet, checklist with --audience.")],
    language: Annotated[str, typer.Option(help="Edition: sv, sv-easy, en …")],
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    audience: Annotated[str | None, typer.Option(help="For whom.")] = None,
    demo: Demo = False,
    store: Folder = None,
    address: Address = "",
    on: Day = "",
) -> None:
    """Print a card, poster, leaflet or checklist as PDF/UA-1."""
    from beredd.publishing import make_print
    from beredd.writing import check_file, write_file

    check_file(out)
    raw = make_print(
        read_store(store),
        card,
        today=_day(on),
        is_demo=demo,
        audience=audience,
        edition=language,
        settings=Settings(address=address),
    )
    write_file(out, raw)
    stdout.print(say("publishing.printed", file=str(out)), soft_wrap=True)


@app.command("count")
def count_(
    log: Annotated[Path, typer.Argument(help="The web server's log, common or combined format; may be .gz.")],
    store: Folder = None,
    json: Json = False,
) -> None:
    """Count views per page, language and audience from a web server's log. No address of a reader is kept or shown."""
    from beredd.publishing import count

    counted = count(log, read_store(store))
    if json:
        print_json(counted)
        return
    from rich.table import Table

    for key in ("edition", "audience", "page"):
        table = Table(title=say("publishing.views"))
        table.add_column(key)
        table.add_column("n", justify="right")
        for row in counted[f"by_{key}"]:
            table.add_row(row[key] or "–", str(row["views"]))
        stdout.print(table)
    stdout.print(say("publishing.counted", views=counted["views"], lines=counted["lines"], unread=counted["unread"]))


@app.command("reach")
def reach_(
    log: Annotated[Path, typer.Argument(help="Distribution log, CSV; docs/reference/need-distribution-log.md.")],
    need: Annotated[Path, typer.Option(help="The planner's table: CSV with one row per area and sex.")],
    out: Annotated[Path | None, typer.Option(help="Write the picture to this PNG or SVG file.")] = None,
    on: Day = "",
    json: Json = False,
) -> None:
    """Say who is not reached: kits handed out in a year beside the need, by county and sex. Few people are hidden."""
    from beredd import need as planning
    from beredd.intake import read_bytes
    from beredd.need.expiry import parse_log
    from beredd.need.reach import county_table, find_reach, picture
    from beredd.need.table import LIMITS
    from beredd.wording import Sentence
    from beredd.writing import check_file, write_file

    if out is not None:
        check_file(out)
    raw = read_bytes(log, wanted=Sentence("need_files.log"), limits=LIMITS)
    plan = planning.make_plan(planning.read_table(need), planning.Question(draws=0))
    found = find_reach(parse_log(raw, name=log.name), planning.document(plan)["rows"], until=_day(on))
    if out is not None:
        figure, foot = picture(found), (say("need.reach-key"),)
        write_file(out, figure.png(foot) if out.suffix.lower() == ".png" else str(figure.standalone(foot)))
    if json:
        print_json(found.document())
        return
    from rich.table import Table

    shown = county_table(found)
    table = Table(title=shown.caption)
    for column in shown.shown_columns:
        table.add_column(column.label, justify="right" if column.is_number else "left")
    for _row, cells in shown.shown_rows:
        table.add_row(*(cell.shown for cell in cells))
    stdout.print(table)
    stdout.print(say("need.reach-key"), soft_wrap=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise PublishingError("publishing.on", found=text) from error
