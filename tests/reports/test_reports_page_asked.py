"""The evidence page asked in a real browser: by click, by key, by address; from a mark to words and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import asked_kit as kit
import pytest
from asked_kit import EVIL, click, panel
from axe_playwright_python.sync_playwright import Axe
from test_reports_page import evil_page

from analysis.reports.page import evidence_page

Opened = Callable[..., Any]
VIEWS = ["#model", "#model/node:stay", "#~search?q=bus", "#~quote/a1", "#~claim/C1"]
VIEWS += ["#roles", "#roles/cell:STAY|baker", "#roles/cell:STAY|baker?role=baker&stance=opposes"]


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
    control.wait_for_function("window.hit")

    assert control.evaluate("window.hit") == 1


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("id", True)], ids=["en-light", "id-dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(opened: Opened, view: str, language: str, dark: bool) -> None:
    """Roles, names, headings and contrast, with table and filters open: light in English, dark in Indonesian."""
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


def test_one_person_is_one(opened: Opened) -> None:
    """What a screen reader hears of a mark counts in the singular too."""
    sheet = opened(evidence_page(kit.page()))
    said = sheet.locator('.sheet:visible [data-mark="node:come"]').get_attribute("aria-label")

    assert "1 person for" in str(said)
