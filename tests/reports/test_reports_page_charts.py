"""Charts on the evidence page in a real browser: cells that answer, and what can be taken along."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asked_kit as kit
import pytest
from asked_kit import panel

from analysis.reports.page import evidence_page

Opened = Callable[..., Any]


@pytest.fixture
def charted(opened: Opened) -> Any:
    """The page of the toy figure and the toy chart, at the chart."""
    return opened(evidence_page(kit.page(kit.figure(), kit.chart())), "#roles")


def test_a_chart_is_a_table_whose_cells_answer(charted: Any) -> None:
    """A cell says in words what it shows, leads to what stands behind it, and has an address."""
    cell = charted.locator('a[data-mark="cell:STAY|baker"]')
    assert cell.get_attribute("aria-label") == "Staying on, Baker: 2/3, against"
    assert charted.locator("table:visible td").all_inner_texts()[1:] == ["−2/3", "0.50", "+1/3", "not asked"]
    cell.click()

    assert charted.url.endswith("#roles/cell:STAY|baker")
    assert charted.locator(".panel-title").inner_text() == "Staying on · Baker"
    assert charted.locator("#evidence .card").count() == 3
    assert charted.locator("td.here").count() == 1


@pytest.mark.parametrize(
    ("address", "title", "words"),
    [
        ("code:STAY|role:baker", "Staying on · Baker", "Speak"),
        ("code:STAY", "Staying on · Baker", "Speak"),
        ("pair:EXP|OLD", "Pair · Baker", "Speak"),
        ("code:EXP|contrast:contrast", "Evidence", "No words stand behind this cell"),
        ("code:SILENT|role:baker", "Evidence", "No words stand behind this cell"),
        ("code:STAY|role:nobody", "Evidence", "There is no such mark"),
    ],
)
def test_an_address_of_a_picture_leads_to_its_cell(opened: Opened, address: str, title: str, words: str) -> None:
    """A cell, the only cell of a row, and a pair open; a cell without words is silent; what is none is lost."""
    made = kit.chart()
    blank = [{"t": "0/3"}, {"v": 0}]
    rows = [*made.rows, {"id": "EXP+OLD", "name": kit.both("Pair"), "cells": [{"t": "1", "m": 2}, {"v": 1}]}]
    rows += [{"id": "SILENT", "name": kit.both("Nobody"), "cells": blank}]
    marks = [*made.marks, {"id": "cell:EXP+OLD|baker", "at": [2, 0], "q": [0]}]
    sheet = opened(
        evidence_page(kit.page(kit.figure(), dataclasses.replace(made, rows=rows, marks=marks))), f"#roles/{address}"
    )

    assert sheet.locator(".panel-title").inner_text() == title
    assert words in sheet.locator("#evidence").inner_text()


def test_a_row_of_several_cells_is_none_of_them(opened: Opened) -> None:
    """Where a row has two cells with words, its name does not open the first as if that were all of it."""
    made = kit.chart()
    cells = [{"t": "2/3", "m": 0}, {"t": "1/3", "m": 2}]
    rows = [{**made.rows[0], "cells": cells}, made.rows[1]]
    marks = [*made.marks, {"id": "cell:STAY|contrast", "at": [0, 1], "q": [0]}]
    sheet = opened(
        evidence_page(kit.page(kit.figure(), dataclasses.replace(made, rows=rows, marks=marks))), "#roles/code:STAY"
    )

    assert "There is no such mark" in sheet.locator("#evidence").inner_text()


@pytest.mark.parametrize(
    "address",
    [
        "#roles/cell:STAY|baker?stance=opposes&role=baker",
        "#roles/cell%3ASTAY%7Cbaker?stance=opposes&role=baker",
        "#roles/cell:STAY%7Cbaker%3Fstance%3Dopposes%26role%3Dbaker",
    ],
)
def test_a_footnote_leads_into_a_cell_with_filters(opened: Opened, address: str) -> None:
    """However the reader of a PDF writes the address, the cell opens with the filters set, and the page says so."""
    sheet = opened(evidence_page(kit.page(kit.figure(), kit.chart())), address)

    assert sheet.locator(".panel-title").inner_text() == "Staying on · Baker"
    assert "1 of 3 shown" in panel(sheet)
    assert sheet.locator("#evidence .card").count() == 1
    assert "dim" in str(sheet.locator('td:has([data-mark="cell:EXP|baker"])').get_attribute("class"))


def test_from_words_back_to_every_cell(charted: Any) -> None:
    """A quotation names marks of diagrams and cells of charts apart, and lights the cells."""
    charted.evaluate("location.hash = '#~quote/a1?fig=roles'")
    charted.wait_for_selector("#evidence .list-of")

    assert charted.locator(".list-of").all_inner_texts() == ["Marks", "Cells of tables and charts"]
    assert charted.locator(".back .links a").all_inner_texts() == [
        "Coming",
        "Staying",
        "Experience · Baker",
        "Staying on · Baker",
    ]
    assert charted.locator("td.lit").count() == 2


def test_cells_are_walked_by_keys(charted: Any) -> None:
    """Arrow keys go from cell to cell, Enter leads to the words, Escape back."""
    charted.locator('a[data-mark="cell:STAY|baker"]').focus()
    charted.keyboard.press("ArrowDown")
    assert charted.evaluate("document.activeElement.dataset.mark") == "cell:EXP|baker"
    charted.keyboard.press("Enter")
    assert charted.evaluate("document.activeElement.textContent") == "Experience · Baker"
    charted.keyboard.press("Escape")

    assert charted.evaluate("document.activeElement.dataset.mark") == "cell:EXP|baker"


def test_the_list_of_charts_closes(charted: Any) -> None:
    """Escape closes it and gives the focus back; choosing one does too."""
    charted.locator("#charts summary").click()
    charted.locator("#charts a").first.focus()
    charted.keyboard.press("Escape")

    assert charted.locator("#charts").get_attribute("open") is None
    assert charted.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_rows_of_a_stability_figure_are_the_marks_of_its_diagram(opened: Opened) -> None:
    """A row leads to the same evidence, and a quotation does not name the mark twice."""
    row = {"id": "node:come", "name": kit.both("Coming"), "of": "node:come", "cells": [{"w": "yes"}]}
    made = dataclasses.replace(
        kit.chart(), name="model-stability", of="model", marks=(), rows=[row], columns=[{"id": "kept"}]
    )
    sheet = opened(evidence_page(kit.page(kit.figure(), made)), "#model-stability")
    sheet.locator('a[data-mark="node:come"]').click()

    assert sheet.url.endswith("#model-stability/node:come")
    assert sheet.locator("#evidence .card").count() == 1
    assert "What rests on these words (2)" in panel(sheet)


# --- to take along ---------------------------------------------------------------------------------------------------


def test_what_stands_behind_is_saved_as_a_table(charted: Any, tmp_path: Path) -> None:
    """Every segment and provision with source, passage, speaker, code, stance, coder and link; filters hold."""
    charted.evaluate("location.hash = '#roles/cell:STAY|baker?stance=opposes'")
    charted.wait_for_selector(".csv")
    with charted.expect_download() as saved:
        charted.locator(".csv").click()
    saved.value.save_as(tmp_path / "x.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text("utf-8-sig"), newline="")))

    assert saved.value.suggested_filename == "roles-cell_STAY_baker.csv"
    assert [(r["side"], r["source"], r["passage"], r["speaker"], r["code"], r["position"]) for r in rows] == [
        ("against", "S01", "2", "P01", "STAY", "opposes")
    ]
    assert (rows[0]["words"], rows[0]["coded_by"], rows[0]["ruled_by"]) == (" bus, ", "anna", "ben")
    assert rows[0]["link"] == "evidence.html#~quote/a2?fig=roles"  # no folder of a disk: it names a person


def test_a_table_holds_no_formula(charted: Any) -> None:
    """What a program for tables would work out is text in it."""
    for word in ("=1+1", "+1", "-1", "@sum", "\t=1"):
        assert charted.evaluate("(word) => cellOf(word)", word) == f'"\'{word}"'
    assert charted.evaluate("cellOf('say \"yes\"')") == '"say ""yes"""'


def test_a_quotation_is_copied_with_its_source(opened: Opened) -> None:
    """Words, speaker, source, passage, date, code, stance, coders, version, title and link come by one button."""
    sheet = opened(evidence_page(kit.page(kit.figure(), constructed=kit.both("Nobody said this."))), "#model/node:stay")
    sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet.locator(".group.opposing .cite").click()
    sheet.wait_for_function("document.querySelector('.group.opposing .cite').textContent === 'Copied'")
    text = sheet.evaluate("navigator.clipboard.readText()")

    assert text.split("\n")[:2] == [
        "“ bus, ” (P01, Baker, interview, S01, passage 2, 2024-05-06, 01:00).",
        "Translation of the passage: “By bus, in English.”",
    ]
    for words in (
        "STAY Staying on (opposes)",
        "coded by anna",
        "adjudicated by ben",
        "codebook version 3",
        "The bakery",
    ):
        assert words in text
    assert "Nobody said this." in text and text.endswith("#~quote/a2?fig=model")


def test_where_nothing_can_be_copied_the_text_is_shown(opened: Opened) -> None:
    """A browser that keeps the clipboard closed shows the citation in a field, from which it is copied by hand."""
    sheet = opened(evidence_page(kit.page()), "#model/node:stay")
    sheet.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    sheet.locator(".group.opposing .cite").click()
    sheet.wait_for_selector(".by-hand")

    assert "(P01, Baker, interview" in sheet.locator(".by-hand").input_value()


def test_all_in_a_choice_can_be_read(opened: Opened) -> None:
    """Filters alone lead to everything that they let through, and the address holds them."""
    sheet = opened(evidence_page(kit.page()), "#model?role=baker&stance=opposes&code=STAY")
    sheet.locator("#filters summary").click()
    sheet.locator(".choice").click()

    assert sheet.locator(".panel-title").inner_text() == "1 in this choice"
    assert "role=baker" in sheet.url and "stance=opposes" in sheet.url


def test_a_print_says_what_it_is(charted: Any) -> None:
    """On paper stand the title, the version and the address; of a table, the row that was asked."""
    charted.locator('a[data-mark="cell:STAY|baker"]').click()
    charted.emulate_media(media="print")

    assert "codebook version 3" in charted.locator(".colophon").inner_text()
    assert "#roles/cell:STAY|baker" in charted.locator(".colophon").inner_text()
    assert [row.is_visible() for row in charted.locator("section[data-figure=roles] tbody tr").all()] == [True, False]


@pytest.mark.parametrize("view", ["#roles", "#roles/cell:STAY|baker", "#~search?q=bus"])
def test_a_telephone_is_wide_enough(opened: Opened, view: str) -> None:
    """At 360 pixels nothing but a table in its own frame is wider than the screen."""
    sheet = opened(evidence_page(kit.page(kit.figure(), kit.chart())), view, width=360)

    assert sheet.evaluate("document.documentElement.scrollWidth") <= 360
