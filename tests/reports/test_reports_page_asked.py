"""The evidence page asked in a real browser: by click, by key, by address; from a mark to words and back."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asked_kit as kit
import pytest
from asked_kit import EVIL
from axe_playwright_python.sync_playwright import Axe
from test_reports_page import evil_page

from analysis.reports.page import evidence_page

Opened = Callable[..., Any]
VIEWS = ["#model", "#model/node:stay", "#~search?q=bus", "#~quote/a1", "#~claim/C1"]
VIEWS += ["#roles", "#roles/cell:STAY|baker", "#roles/cell:STAY|baker?role=baker&stance=opposes"]


def panel(sheet: Any) -> str:
    """What the panel says."""
    return str(sheet.locator("#evidence").inner_text())


def click(sheet: Any, mark: str) -> None:
    """Click a mark of the figure that is shown."""
    sheet.locator(f'.sheet:visible [data-mark="{mark}"]').dispatch_event("click", {"bubbles": True})


@pytest.fixture
def shown(opened: Opened) -> Any:
    """The page of the toy figure."""
    return opened(evidence_page(kit.page()))


def test_a_click_opens_what_stands_behind(shown: Any) -> None:
    """Words in context with the segment marked, the translation beside, speaker, place, date, coder, question asked."""
    click(shown, "node:come")
    said = panel(shown)

    assert shown.locator("#evidence mark").inner_text() == "🚌 bus, "
    for words in ("Coming", "Asserted by people", "By bus, in English.", "P01", "Baker", "interview"):
        assert words in said
    for words in ("S01, passage 2", "2024-05-06", "01:00", "How did you come?", "EXP"):
        assert words in said
    assert "coded by anna, 2024-05-07" in shown.locator(".coders").first.text_content()
    assert shown.url.endswith("#model/node:come")


def test_stability_is_told_where_the_table_has_it(shown: Any) -> None:
    """Further columns of the marks stand in the panel by name; none are invented."""
    click(shown, "node:come")
    assert "0.41" in shown.locator(".stability").inner_text()
    assert "S01" in shown.locator(".stability").inner_text()
    click(shown, "node:duty")
    assert shown.locator(".stability").count() == 0


def test_without_whom_it_falls_is_told_by_name(opened: Opened) -> None:
    """Groups have the names of the study, several are told apart by a comma."""
    marks = [kit.mark("node:come", "Coming", "observed", q=[0], more={"drop_group": "makers;sellers"})]
    shown = opened(evidence_page(kit.page(kit.figure(marks=marks))), "#model/node:come")

    assert "Groups without which it is not kept" in shown.locator(".stability").inner_text()
    assert "Makers, sellers" in shown.locator(".stability").inner_text()


@pytest.mark.parametrize(("language", "said"), [("en", "very low"), ("id", "sangat rendah")])
def test_strength_is_told_in_words(opened: Opened, language: str, said: str) -> None:
    """The level stands in the language of the page, as a proposal, and named as adapted."""
    marks = [kit.mark("node:come", "Coming", "observed", q=[0], more={"strength": "very_low"})]
    shown = opened(evidence_page(kit.page(kit.figure(marks=marks))), f"#model/node:come?lang={language}")
    text = shown.locator(".stability").inner_text()

    assert said in text and "GRADE-CERQual" in text and "very_low" not in text


def test_opposing_voices_stand_apart_and_norms_too(shown: Any) -> None:
    """Against in a section of its own, the provision in another, with confidence and notice; held words say so."""
    click(shown, "node:stay")

    assert shown.locator(".group.opposing .card").count() == 1
    assert "described by others" in shown.locator(".group.required").inner_text()
    assert "paraphrase" in shown.locator(".group.required .notice").inner_text()
    assert "Words held back" in shown.locator(".group.for").inner_text()
    assert "She stays." in shown.locator(".group.opposing .coders").text_content()
    assert "hm" in shown.locator(".group.opposing .coders").text_content()


def test_what_nobody_says_is_said_plainly(shown: Any) -> None:
    """A mark of law alone names no segment and says so."""
    click(shown, "node:duty")

    assert shown.locator(".plainly").inner_text().startswith("Law only: no segment")


def test_from_words_back_to_every_mark(shown: Any) -> None:
    """A quotation leads to all marks that rest on its words, and lights them in the figure."""
    click(shown, "node:come")
    shown.locator(".back summary").first.click()
    shown.locator(".back .links a").first.wait_for()
    links = shown.locator(".back .links a").all_inner_texts()
    assert links == ["Coming", "Staying"]
    shown.locator(".back p a").first.click()

    assert shown.url.split("#")[1].startswith("~quote/a1")
    assert sorted(shown.eval_on_selector_all(".lit", "(n) => n.map((g) => g.dataset.mark)")) == [
        "node:come",
        "node:stay",
    ]
    shown.go_back()
    assert shown.url.endswith("#model/node:come")
    assert "Coming" in panel(shown)


def test_what_else_rests_on_it_has_a_place(opened: Opened) -> None:
    """Claims and the like that a study knows of stand with the mark and the quotation."""
    used = {"a1": [{"kind": "claim", "id": "C1", "text": kit.both("They come by bus")}]}
    sheet = opened(evidence_page(kit.page(used_in=used | {"model/node:come": used["a1"]})), "#model/node:come")

    sheet.locator("#evidence .used a").click()
    assert sheet.url.split("#")[1].startswith("~claim/C1")
    assert sheet.locator("#evidence .panel-title").inner_text() == "They come by bus"
    assert sheet.locator("#evidence .group.for .card").count() == 1
    assert sheet.locator("#evidence .links a").first.inner_text() == "Coming"


def test_the_keyboard_is_enough(shown: Any) -> None:
    """Arrows go along the argument and open as they go; Enter leads to the words, Escape back to the mark."""
    shown.locator('.sheet:visible [tabindex="0"]').focus()
    seen = []
    for _ in range(4):
        shown.keyboard.press("ArrowRight")
        seen.append(shown.evaluate("document.activeElement.dataset.mark"))
    assert seen == ["edge:come->stay", "node:stay", "node:duty", "node:come"]
    assert "Coming" in shown.locator("#live").inner_text()
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.textContent") == "Coming"
    shown.keyboard.press("Escape")
    assert shown.evaluate("document.activeElement.dataset.mark") == "node:come"
    assert shown.locator('.sheet:visible [data-mark][tabindex="0"]').count() == 1


def test_skip_links_lead_past(shown: Any) -> None:
    """The first tabs are ways to figure, evidence and search."""
    found = []
    for _ in range(3):
        shown.keyboard.press("Tab")
        found.append(shown.evaluate("document.activeElement.dataset.skip"))
    shown.keyboard.press("Enter")

    assert found == ["figure", "evidence", "search"]
    assert shown.evaluate("document.activeElement.id") == "search"


@pytest.mark.parametrize(
    "address", ["#model/edge:come->stay", "#model/edge%3Acome-%3Estay", "#model/edge:come-%3Estay?lang=en"]
)
def test_a_deep_link_opens_one_mark(opened: Opened, address: str) -> None:
    """However a program that carries the address writes it."""
    sheet = opened(evidence_page(kit.page()), address)

    assert "Coming → Staying" in panel(sheet)
    assert "Experience leads to Staying on" in panel(sheet)


@pytest.mark.parametrize(
    "address", ["#model/node:gone", "#gone", "#~quote/gone", "#~what", "#%E0%A4%A", "#model/%E0%A4%A?lang=%E0"]
)
def test_a_link_to_nothing_is_no_harm(opened: Opened, address: str) -> None:
    """The page is there, and says so or shows its beginning."""
    sheet = opened(evidence_page(kit.page()), address)

    assert sheet.locator("#evidence h2").count() >= 1
    assert sheet.locator(".sheet:visible svg").count() == 1


def test_search_finds_words_translations_labels_and_articles(shown: Any) -> None:
    """Letters with or without accents and case; the words that were searched for are marked; results lead to marks."""
    box = shown.locator("#search")
    for words, cards in (("BUS", 2), ("english", 2), ("staying", 2), ("r:1", 1), ("zzz", 0)):
        box.fill(words)
        shown.wait_for_function("(q) => decodeURIComponent(location.hash).includes('q=' + q)", arg=words)
        assert shown.locator("#evidence .card").count() >= cards
        assert (shown.locator("#evidence .card").count() == 0) is (cards == 0)
    box.fill("bus")
    shown.wait_for_selector("#evidence .hit")
    assert shown.locator("#evidence .hit").first.inner_text() == "bus"


def test_filters_leave_what_was_chosen(opened: Opened) -> None:
    """By position: only what opposes is left, other marks fade, and the page says that a filter is on."""
    sheet = opened(evidence_page(kit.page()), "#model/node:stay?stance=opposes")

    assert sheet.locator("#evidence .card").count() == 1
    assert "1 of 3 shown" in panel(sheet)
    assert "dim" in str(sheet.locator('[data-mark="node:come"]').get_attribute("class"))
    sheet.get_by_role("link", name="Clear filters").click()
    assert sheet.locator("#evidence .card").count() == 3


def test_filters_by_role_kind_and_code(opened: Opened) -> None:
    """Each of them can be chosen, and a family of codes takes in its codes."""
    sheet = opened(evidence_page(kit.page()), "#model/node:stay?role=baker")
    assert sheet.locator("#evidence .card").count() == 1
    sheet.locator("#filters summary").click()
    assert sheet.locator("#filter-fields label span").all_inner_texts() == [
        "Role",
        "Group",
        "Kind of source",
        "Code",
        "Position",
    ]
    sheet.locator("#filter-fields select").nth(0).select_option("")
    sheet.locator("#filter-fields select").nth(3).select_option("EXP")
    assert sheet.locator("#evidence .card").count() == 3


def test_indonesian_is_remembered_in_the_address(shown: Any) -> None:
    """Interface, figure and titles change, the quotation keeps its original; nothing is stored."""
    click(shown, "node:come")
    shown.locator("#language").select_option("id")

    assert shown.url.endswith("?lang=id")
    assert shown.evaluate("document.documentElement.lang") == "id"
    assert "Dinyatakan narasumber" in panel(shown)
    assert "Coming (id)" in panel(shown)
    assert shown.locator('.sheet:visible[data-tongue="id"]').count() == 1
    assert shown.locator("#evidence mark").inner_text() == "🚌 bus, "
    assert shown.locator('.sheet:visible [data-mark="node:come"]').get_attribute("aria-label").startswith("Coming (id)")


def test_the_table_leads_to_the_same(shown: Any) -> None:
    """Each mark is a row, and its name a way to the evidence."""
    shown.locator(".as-table summary").click()
    shown.locator("table").get_by_role("link", name="Coming → Staying").click()

    assert shown.url.endswith("#model/edge:come-%3Estay")


def test_the_link_of_a_mark_can_be_copied(opened: Opened) -> None:
    """The address of the view is on the clipboard, or is told."""
    sheet = opened(evidence_page(kit.page()), "#model/node:come")
    sheet.get_by_role("button", name="Copy link").click()
    sheet.wait_for_function("document.querySelector('.told').textContent !== ''")

    assert sheet.locator(".told").inner_text().startswith(("Link copied", "Copy the address"))


def test_paper_shows_all_of_it(opened: Opened) -> None:
    """For print the lists are whole, who coded stands open, and no control is there."""
    marks = [{**m, "q": list(range(60))} if m["id"] == "node:come" else m for m in kit.figure().marks]
    quotes = [{**kit.QUOTES[0], "id": f"a{n}", "p": n} for n in range(60)]
    passages = [{**kit.PASSAGES[0], "w": f"By 🚌 bus {n}, I came."} for n in range(60)]
    marks = [m if m["id"] == "node:come" else {**m, "q": [], "d": []} for m in marks]
    text = evidence_page(kit.page(kit.figure(marks=marks), quotes=quotes, passages=passages, norms=[]))
    sheet = opened(text, "#model/node:come")
    assert sheet.locator("#evidence .card").count() == 25
    sheet.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet.emulate_media(media="print")

    assert sheet.locator("#evidence .card").count() == 60
    assert sheet.locator("#controls").is_hidden() and sheet.locator(".tabs").is_hidden()
    assert sheet.locator(".coders p").first.is_visible()


def test_a_whole_figure_can_be_printed(opened: Opened) -> None:
    """Every mark with all its evidence, one after the other."""
    sheet = opened(evidence_page(kit.page()), "#model?all=1")
    sheet.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert sheet.locator(".whole > h3").all_inner_texts() == ["Coming", "Coming → Staying", "Staying", "Duty"]


def test_without_a_script_it_can_be_read(opened: Opened) -> None:
    """The figure, its table with numbers, and the words they lead to."""
    sheet = opened(evidence_page(kit.page()), java_script_enabled=False)
    sheet.locator(".as-table summary").click()
    number = sheet.locator("table noscript a, table a").first
    number.click()

    assert "🚌 bus" in sheet.locator(f"#{sheet.url.split('#')[1]}").inner_text()
    assert sheet.locator(".sheet svg").is_visible()


@pytest.mark.parametrize("evil", [EVIL, "javascript:window.hit=1", "x\u2028\u2029</template><svg onload=hit=1>"])
def test_what_looks_like_a_tag_stays_text(opened: Opened, evil: str) -> None:
    """Whatever people write in any word of a page is read as it was written, and nothing of it ran."""
    sheet = opened(evil_page(evil))
    for mark in ("node:come", "node:stay", "node:duty", "edge:come->stay"):
        click(sheet, mark)
        assert evil in str(sheet.locator("#evidence").text_content())
    for view in (
        "#roles",
        "#roles/cell:STAY|baker",
        "#~quote/a1",
        "#~claims",
        f"#~claim/{quote(evil)}",
        "#~doc/R:1|STAY",
    ):
        sheet.evaluate("(view) => { location.hash = view; }", view)
        sheet.wait_for_function("(view) => location.hash.startsWith(view.slice(0, 9))", arg=view)
        sheet.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert evil in str(sheet.locator("#evidence").text_content())
    sheet.locator("#search").fill(evil[:9])
    sheet.wait_for_selector("#evidence .hit")

    assert sheet.evaluate("window.hit") is None
    assert sheet.locator("img").count() == 0 and sheet.locator("[onload], [onerror]").count() == 0
    schemes = set(sheet.eval_on_selector_all("a", "(ways) => ways.map((way) => way.protocol)"))
    assert schemes == {"file:"}


def test_the_control_would_run(opened: Opened) -> None:
    """The same markup, not escaped, runs: the test above can fail."""
    control = opened(evidence_page(kit.page())).context.new_page()
    control.set_content(EVIL)
    control.wait_for_function("window.hit === 1")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(opened: Opened, view: str, language: str, dark: bool) -> None:
    """Roles, names, headings and contrast, with table and filters open, in both languages and themes."""
    used = {
        "a1": [{"id": "C1", "text": kit.both("By bus")}],
        "a2": [{"id": "C1", "text": kit.both("By bus"), "against": 1}],
    }
    text = evidence_page(kit.page(kit.figure(), kit.chart(), used_in=used))
    sheet = opened(text, view + ("&" if "?" in view else "?") + f"lang={language}", dark=dark)
    sheet.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    sheet.wait_for_timeout(50)
    found = Axe().run(sheet).response["violations"]

    assert [(v["id"], n["target"], n["failureSummary"]) for v in found for n in v["nodes"]] == []


def test_a_narrow_page_leads_to_the_words_and_back(opened: Opened) -> None:
    """On a telephone nothing is wider than the screen; a mark leads down to its words, a button back up to it."""
    sheet = opened(evidence_page(kit.page()), "#model", width=390)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 390
    click(sheet, "node:come")
    assert sheet.locator(".panel-title").is_visible()
    sheet.get_by_role("button", name="Back to the figure").click()

    assert sheet.evaluate("document.activeElement.dataset.mark") == "node:come"


# --- charts ----------------------------------------------------------------------------------------------------------


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


def test_a_cell_opens_by_what_it_selects(opened: Opened) -> None:
    """The name that the picture of the chart and `study.evidence` give it is an address too."""
    page = evidence_page(kit.page(kit.figure(), kit.chart()))
    sheet = opened(page, "#roles/code:STAY|role:baker")

    assert sheet.locator(".panel-title").inner_text() == "Staying on · Baker"
    sheet.evaluate("location.hash = '#roles/code:STAY|role:nobody'")
    sheet.wait_for_function("!document.querySelector('.panel-title').textContent.includes('Baker')")


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
