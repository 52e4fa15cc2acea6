"""The evaluation report of a run as one document: summary first, and at the end how to compute all of it again.

Swedish, as the plan is. Without an evaluation it holds what the log and the model say, and that nobody has judged it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from beredd import figures
from beredd.documents.model import Block, Content, Document, Heading, Paragraph, Picture, Span, Table
from beredd.exercises.appraisal import Appraisal, Finding, Proposal, knowledge_of, survey_of
from beredd.exercises.catalogue import Catalogue
from beredd.exercises.indicators import indicators_of
from beredd.exercises.log import Event, Run
from beredd.exercises.plan import Plan
from beredd.exercises.times import day_and_clock
from beredd.figures.numbers import day, number
from beredd.wording import speaking

MINUTE = 60_000
NOT_JUDGED = "Ingen utvärdering är skriven. Rapporten säger bara vad loggen och modellen visar."
KINDS = {"strength": "Styrka", "deficiency": "Brist"}
COSTS = {"small": "liten", "medium": "medelstor", "large": "stor", "very_large": "mycket stor"}
WITHIN = {"within_one": "inom aktören", "in_interplay": "i samspelet"}
ASSENT = {"not_asked": "inte tillfrågad", "agrees": "ställer sig bakom", "reserves": "har förbehåll"}
SOURCES = {"log": "loggen", "model": "modellen", "observation": "observatör", "survey": "enkät"}
STEERED = {
    "freeze": "står stilla",
    "pin": "sätts till {value}",
    "slow": "ändras {value} gånger så fort som i modellen",
    "force": "sätts till {value} och går vidare därifrån",
    "release": "är åter modellens",
}
SHOWN = ("dos-utan", "kritiska-utan", "koetid")
"""Quantities whose course is drawn, where the model gives them."""


def evaluation_document(
    plan: Plan, catalogue: Catalogue, run: Run, told: Appraisal | None, *, author: str, on: date
) -> Document:
    """The report of a finished run; `told` has been read for this run."""
    with speaking("sv"):
        writer = _Writer(plan, catalogue, run, told)
        return Document(
            title=f"Utvärdering: {plan.name}",
            subtitle=plan.aim,
            author=told.by if told else author,
            on=told.on if told else on,
            blocks=tuple(block for part in writer.parts() for block in part),
            mark=_class_of(plan, catalogue),
        )


def _class_of(plan: Plan, catalogue: Catalogue) -> str:
    return catalogue.classes[plan.information_class].name


class _Writer:
    """The parts of one report."""

    def __init__(self, plan: Plan, catalogue: Catalogue, run: Run, told: Appraisal | None):
        self.plan, self.catalogue, self.run, self.told = plan, catalogue, run, told
        self.rows = indicators_of(plan, run)
        self.actor = {one.id: one.name for one in plan.actors}
        self.injects = {one.id: one for one in plan.injects}
        self.end: Mapping[str, Any] = run.events[-1].content or {}

    def parts(self) -> list[list[Block]]:
        """In order; what has nothing in it is left out."""
        made = [self._summary(), self._exercised(), self._course(), self._indicators()]
        if self.told is not None:
            made += [self._findings(self.told), self._proposals(self.told), self._people(self.told)]
            made.append(self._held(self.told))
        return [*made, self._appendix()]

    # -- parts ----------------------------------------------------------------------------------------------------

    def _summary(self) -> list[Block]:
        state = self.run.state
        uncounted = [id for id, e in state.decisions.items() if not (e.content or {}).get("computed", True)]
        known = (
            f"{len(state.released)} inspel kom, {len(state.decisions)} beslut fattades, "
            f"{len(uncounted)} av dem utan att modellen räknar på dem."
        )
        blocks: list[Block] = [Heading("Sammanfattning")]
        blocks += [Paragraph(text) for text in (self.told.summary.split("\n\n") if self.told else (NOT_JUDGED,))]
        blocks.append(Paragraph(known))
        if self.told is not None:
            worst = [one for one in self.told.findings if one.kind == "deficiency"]
            blocks += [Paragraph(one.conclusion, is_listed=True) for one in worst[:5]]
            blocks += [
                Paragraph((Span(text=one.text), self._who(one)), is_listed=True) for one in self.told.proposals[:5]
            ]
        return blocks

    def _exercised(self) -> list[Block]:
        played = {"exercised": "övad", "control": "spelledning", "observer": "observatör"}
        roles = [(one.name, self.actor.get(one.actor, one.actor), played[one.played]) for one in self.plan.roles]
        there = {e.content["role"] for e in self.run.events if e.kind == "joined" and e.content}
        return [
            Heading("Vad som övades"),
            Paragraph(self.plan.summary),
            Heading("Delmål", level=2),
            Table(
                head=("Delmål", "Vad det innebär"),
                rows=[(f"{one.id} {one.name}", one.text) for one in self.plan.objectives],
                widths=(1, 2),
            ),
            Heading("Roller", level=2),
            Table(
                head=("Roll", "Aktör", "Hur"),
                rows=[row for row, one in zip(roles, self.plan.roles, strict=True) if one.id in there],
                widths=(2, 2, 1),
            ),
        ]

    def _course(self) -> list[Block]:
        rows = [(self._when(event), *said) for event in self.run.events if (said := self._said(event)) is not None]
        blocks: list[Block] = [
            Heading("Förloppet"),
            Table(head=("När", "Vad", "Vem"), rows=rows, widths=(0, 4, 2)),
        ]
        return blocks + [Picture(self._curve(name)) for name in SHOWN if self._values(name)]

    def _indicators(self) -> list[Block]:
        levels = self.catalogue.scales[self.plan.evaluation.scale].levels
        rated = {one.indicator: one for one in self.told.ratings} if self.told else {}
        rows = []
        for row in self.rows:
            rating = rated.get(row["id"])
            judged = f"{levels[rating.level - 1]}. {rating.text}".strip() if rating else "–"
            basis = ", ".join(self._evidence(one) for one in rating.evidence) if rating else SOURCES[row["source"]]
            value = "–" if row["value"] is None else f"{number(row['value'])} {row['unit']}"
            rows.append((row["id"], row["text"], value, judged, basis))
        return [
            Heading("Bedömningsgrunder"),
            Table(
                head=("Id", "Bedömningsgrund", "Värde", "Bedömning", "Belägg"), rows=rows, widths=(0, 4, 2, 3, 2),
            ),
            Paragraph("Ett streck: körningen säger det inte, eller ingen har bedömt det.", is_small=True),
        ]  # fmt: skip

    def _findings(self, told: Appraisal) -> list[Block]:
        if not told.findings:
            return []
        blocks: list[Block] = [Heading("Iakttagelser och slutsatser")]
        for one in told.findings:
            blocks += self._finding(one)
        return blocks

    def _finding(self, one: Finding) -> list[Block]:
        evidence = "; ".join(self._evidence(item) for item in one.evidence)
        actors = ", ".join(self.actor[id] for id in one.actors)
        return [
            Heading(f"{one.id} {KINDS[one.kind]} ({one.objective}): {actors}", level=2),
            Paragraph((Span(text="Iakttagelse. ", is_strong=True), one.observation)),
            Paragraph((Span(text="Slutsats. ", is_strong=True), one.conclusion)),
            Paragraph(f"Belägg: {evidence}.", is_small=True),
        ]

    def _proposals(self, told: Appraisal) -> list[Block]:
        if not told.proposals:
            return []
        rows = [
            (
                one.id,
                one.text,
                f"{self.actor[one.owner]}, {day(one.due)}",
                f"{COSTS[one.cost_class]}; {'ändrad' if one.changes_law else 'oförändrad'} lag; {WITHIN[one.actors]}; "
                f"{', '.join(one.tags)}",
                ", ".join(one.findings),
            )
            for one in told.proposals
        ]
        said = [(one, one.reservation) for one in told.proposals if one.reservation]
        tested = [f"{one.id} ({one.measure})" for one in told.proposals if one.measure]
        return [
            Heading("Åtgärder"),
            Table(
                head=("Id", "Åtgärd", "Vem och när", "Kostnad, lag, slag", "Av"), rows=rows, widths=(0, 4, 2, 3, 1),
            ),
            *(Paragraph(f"{self.actor[one.owner]} har förbehåll om {one.id}: {words}") for one, words in said),
            *([Paragraph(f"Kan räknas i modellen: {', '.join(tested)}.", is_small=True)] if tested else []),
        ]  # fmt: skip

    def _people(self, told: Appraisal) -> list[Block]:
        blocks: list[Block] = []
        if told.knowledge:
            rows = [
                (self.actor[one["actor"]], *(_percent(one[when]) for when in ("before", "after")))
                for one in knowledge_of(told, self.plan)
            ]
            blocks.append(
                Table(head=("Aktör", "Rätt före", "Rätt efter"), rows=rows, numeric=frozenset({1, 2}))
            )  # fmt: skip
        if told.survey:
            rows = [
                (one["text"], *("–" if x is None else number(x) for x in (one["answers"], one["mean"])))
                for one in survey_of(told, self.plan)
            ]
            blocks.append(
                Table(
                    head=("Påstående", "Svar", "Medel av 1–5"),
                    rows=rows,
                    widths=(3, 0, 0),
                    numeric=frozenset({1, 2}),
                )
            )
        few = Paragraph("Färre än fem svar visas inte.", is_small=True)
        return [Heading("Kunskap och enkät"), *blocks, few] if blocks else []

    def _held(self, told: Appraisal) -> list[Block]:
        if not told.held:
            return []
        rows = [(f"{one.name}, {one.organiser}", day(one.on), one.text, one.source) for one in told.held]
        return [
            Heading("Övningar och händelser på annat håll"),
            Table(head=("Vad", "När", "Vad den visade", "Källa"), rows=rows, widths=(2, 0, 3, 2)),
        ]

    def _appendix(self) -> list[Block]:
        head = self.run.head
        rows: list[tuple[str, Content]] = [
            ("Plan", f"{head.plan}, version {head.version}"),
            ("Planens kontrollsumma", (Span(text=head.digest, is_code=True),)),
            ("Frö", str(head.seed)),
            ("Händelser", str(len(self.run.events))),
            ("Körningens kontrollsumma", (Span(text=self.run.hash, is_code=True),)),
        ]
        steps = (
            ("beredd exercise verify RUN.json", "visar att inget i loggen är ändrat och ger kontrollsumman ovan."),
            ("beredd exercise indicators RUN.json", "räknar bedömningsgrundernas värden igen."),
            (f"beredd exercise play {head.plan} --script FIL --seed {head.seed} --out RUN.json",
             "ger samma kontrollsumma, om manuset har samma beslut och besluten fattas vid samma tider."),
        )  # fmt: skip
        steered = self.end.get("model_series", {})
        names = ", ".join(self._quantity(name) for name in steered)
        said = (
            f"Spelledningen styrde under övningen: {names}. Modellens egna värden ligger i loggen." if steered else ""
        )
        return [
            Heading("Bilaga: så räknas allt om"),
            Table(head=("Uppgift", "Värde"), rows=rows, widths=(1, 3)),
            *(Paragraph((Span(text=command, is_code=True), f" {what}"), is_listed=True) for command, what in steps),
            *([Paragraph(said)] if said else []),
        ]

    # -- words ----------------------------------------------------------------------------------------------------

    def _when(self, event: Event) -> str:
        content = event.content or {}
        at = content.get("due", content.get("at", 0)) // MINUTE
        return day_and_clock(at, starts=self.plan.starts)

    def _said(self, event: Event) -> tuple[str, str] | None:
        """What happened and who did it; None for what a reader of the report does not follow."""
        content, about = event.content, event.about
        if content is None:
            return None
        match event.kind:
            case "inject":
                return f"Inspel {about}. {content['title']}", content["sender"]
            case "decision":
                lever = self.catalogue.levers[content["lever"]].name
                words = "" if content["computed"] else " Inte beräknat."
                return f"Beslut {about}: {lever} ({content['lever']}). {content['reason']}{words}", self._actor(content)
            case "lift":
                taken = self.run.state.decisions[about].content or {}
                return f"Beslut {about} avslutas. {content['reason']}", self._actor(taken)
            case "override":
                how = STEERED[content["how"]].format(value=content["value"])
                return f"{self._quantity(about)} {how}. {content['text']}", "Spelledningen"
            case "clock" if about == "jump":
                to = day_and_clock(content["value"] // MINUTE, starts=self.plan.starts)
                return f"Hopp till {to}.", "Spelledningen"
        return None

    def _actor(self, content: Mapping[str, Any]) -> str:
        return self.actor.get(content.get("actor", ""), "–")

    def _who(self, one: Proposal) -> str:
        return f" ({self.actor[one.owner]}, {ASSENT[one.assent]})"

    def _quantity(self, id: str) -> str:
        known = self.catalogue.quantities.get(id)
        return known.name if known else id

    def _evidence(self, one: str) -> str:
        kind, _, id = one.partition(":")
        if kind == "event":
            event = self.run.events[int(id) - 1]
            return f"händelse {id}, {self._when(event)}"
        if kind == "held":
            return next(held.name for held in self.told.held if held.id == id) if self.told else id
        row = next(row for row in self.rows if row["id"] == id)
        value = "–" if row["value"] is None else f"{number(row['value'])} {row['unit']}"
        return f"{id}: {value}"

    def _values(self, name: str) -> list[tuple[int, Any]]:
        series = self.end.get("series", {}).get(name, ())
        return [(hour, value) for hour, value in enumerate(series) if value is not None]

    def _curve(self, name: str) -> figures.Curve:
        known, values = self.catalogue.quantities[name], self._values(name)
        columns = [figures.Column(key="hour", label="Timme"), figures.Column(key="value", label=known.name)]
        table = figures.table_of(name, known.name, columns, [{"hour": hour, "value": v} for hour, v in values])
        peak_h, peak = max(values, key=lambda one: (one[1], -one[0]))
        last = values[-1][0]
        every = max(1, last // 24 // 7) * 24
        return figures.Curve(
            name=name,
            title=f"{known.name}, {known.unit}",
            alt=f"{known.name}: högst {number(peak)} {known.unit} dag {peak_h // 24 + 1}, "
            f"i slutet {number(values[-1][1])}.",
            table=table,
            x="hour",
            lines=[figures.Line(label=known.name, column="value")],
            ticks=[(hour, f"dag {hour // 24 + 1}") for hour in range(0, last + 1, every)],
            unit=known.unit,
        )


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value} %"
