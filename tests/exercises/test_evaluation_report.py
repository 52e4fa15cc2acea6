"""The evaluation report: summary first, everything that was said with its evidence, and no page without a word."""

import io
import re
from datetime import date

import pytest
from appraised import EXERCISES, FINDING, PLAN, PROPOSAL, RUN, read
from docx import Document as open_word
from pypdf import PdfReader

from beredd.documents.model import Heading
from beredd.documents.pdf import pdf_bytes
from beredd.documents.word import word_bytes
from beredd.exercises.evaluation_report import NOT_JUDGED, evaluation_document

ON = date(2026, 11, 27)


def made(told=None, run=RUN):
    return evaluation_document(PLAN, EXERCISES.catalogue, run, told, author="Läkemedelsverket", on=ON)


def headings(document):
    return [one.text for one in document.blocks if isinstance(one, Heading) and one.level == 1]


def words(raw):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(raw)).pages]


def bare(text):
    """Without spaces and hyphens, since a line may end anywhere in a word."""
    return re.sub(r"[\s\u00ad-]", "", text)


def test_the_summary_is_first_and_how_to_compute_it_again_last():
    assert headings(made(read())) == [
        "Sammanfattning", "Vad som övades", "Förloppet", "Bedömningsgrunder", "Iakttagelser och slutsatser", "Åtgärder",
        "Övningar och händelser på annat håll", "Bilaga: så räknas allt om",
    ]  # fmt: skip


def test_without_an_evaluation_it_says_that_nobody_has_judged():
    document = made()
    assert "Åtgärder" not in headings(document)
    assert NOT_JUDGED in " ".join(one.text for one in document.spans())


@pytest.mark.slow
def test_findings_stand_with_their_evidence_and_measures_with_their_reservation_in_both_files():
    document = made(read())
    pages = words(pdf_bytes(document))
    assert all(len(page) > 100 for page in pages)
    word = open_word(io.BytesIO(word_bytes(document)))
    tables = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for whole in (" ".join(pages), " ".join([*(one.text for one in word.paragraphs), *tables])):
        for text in (
            FINDING["observation"], FINDING["conclusion"], "Belägg: händelse 1, dag 1 05:40; Länsövning.",
            PROPOSAL["text"], "Region har förbehåll om A1: Om staten betalar.",
            "Kan räknas i modellen: A1 (dose-buffer).",
        ):  # fmt: skip
            assert bare(text) in bare(whole), text
        assert RUN.hash[:20] in bare(whole)


def test_what_control_steered_and_who_ended_a_decision_is_in_the_course():
    run = RUN.__class__(RUN.head)
    taken = {
        "lever": "L8", "actor": "region", "reason": "skäl", "legal": "grund", "parameters": {}, "computed": True,
        "at": 0, "until": None,
    }  # fmt: skip
    run = run.added("clock", wall=0, salt="s", about="start", value=0, at=0)
    run = run.added("decision", wall=0, salt="s", about="b1", **taken)
    run = run.added("lift", wall=1, salt="s", about="b1", at=3_600_000, reason="slut")
    run = run.added("override", wall=2, salt="s", about="koetid", at=7_200_000, how="pin", value=40, text="för spelet")
    run = run.added("end", wall=3, salt="s", at=0, kpi={}, series={}, model_series={"koetid": [1]})
    told = " ".join(one.text for one in made(run=run).spans())
    assert "Beslut b1 avslutas. slut" in told
    assert "Väntan på apotek sätts till 40. för spelet" in told
    assert "Spelledningen styrde under övningen: Väntan på apotek." in told
