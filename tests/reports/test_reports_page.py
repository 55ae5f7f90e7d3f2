"""One self-contained page: what is on it, what stays text, and what a click opens."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
import study_kit as kit

from analysis.reports.page import Panel, evidence_page, inline_svg
from analysis.study.build import build
from analysis.study.handle import open_study

EVIL = '<img src="x" onerror="window.hit = 1">'
SVG = """\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><rdf:RDF xmlns:cc="http://creativecommons.org/ns#"/></metadata>
 <defs><clipPath id="p1"><rect id="r" gid="same"/></clipPath></defs>
 <!-- id="said" -->
 <g id="node:a" clip-path="url(#p1)" style="fill: url(#h)"><use xlink:href="#r" href="#r"/>
 <text>id="b" url(#c</text></g>
</svg>
"""


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all tags of one name."""
        return [attributes for name, attributes in self.tags if name == tag]


def panel(name: str = "model", **changed: Any) -> Panel:
    """A figure with one mark, on which one person and one rule speak."""
    row = {"source": "S01", "start": 3, "end": 8, "code": "EXP", "coder": "anna", "confidence": "verified"}
    said = {**row, "basis": "interview", "label": "P01", "quote": "By bus.", "translation": "", "position": "supports"}
    rule = {**row, "basis": "document", "label": "1", "quote": "Stay.", "translation": "Bleib.", "position": "states"}
    said |= changed.pop("said", {})
    mark = {"mark": "node:a", "label": "Coming", "ends": "Coming", "status": "observed", "theory": ""}
    return Panel(
        name=name,
        title=changed.pop("title", "From coming to staying"),
        svg=SVG,
        caption=changed.pop("caption", "One box."),
        marks=pd.DataFrame([mark | changed]),
        evidence={"node:a": pd.DataFrame([said, rule])},
    )


def silent(**changed: Any) -> Panel:
    """A figure with one mark, behind which no words stand."""
    figure = panel(**changed)
    return dataclasses.replace(figure, evidence={m: rows.iloc[:0] for m, rows in figure.evidence.items()})


def page(*panels: Panel, **changed: Any) -> str:
    """The page of these figures."""
    words: dict[str, Any] = {
        "title": "The bakery",
        "about": "Why people stay.",
        "constructed_mark": "",
        "held_back": [],
        "language": "en",
    }
    return evidence_page(panels, **{**words, **changed})


# --- what is on the page ----------------------------------------------------------------------------------------------


def test_the_svg_of_a_page() -> None:
    """Prolog, comments, metadata and addresses go; ids and references carry the figure's name; words stay words."""
    assert inline_svg(SVG, "model").split("\n") == [
        '<svg width="9pt" version="1.1">',
        " ",
        ' <defs><clipPath id="model/p1"><rect id="model/r" gid="same"/></clipPath></defs>',
        " ",
        ' <g id="model/node:a" clip-path="url(#model/p1)" style="fill: url(#model/h)">'
        '<use xlink:href="#model/r" href="#model/r"/>',
        ' <text>id="b" url(#c</text></g>',
        "</svg>",
    ]


def test_a_mark_and_what_stands_behind_it() -> None:
    """The words with their place, speaker, code and coder; the provision with its confidence and translation."""
    found = Page(page(panel()))
    said = " ".join(" ".join(found.said).split())

    assert "Coming observed 1 segments, 1 provisions" in said
    assert "By bus. P01, S01 3–8 · EXP · supports · coded by anna" in said
    assert "Stay. Bleib. S01 1 · verified · states" in said
    assert [q["class"] for q in found.all("blockquote") if "class" in q] == ["supports"]


def test_ids_of_figures_do_not_clash() -> None:
    """The same picture three times, once under a name that another one's heading could have: every id stands once."""
    found = Page(page(panel("model"), panel("model-title"), panel("model-node")))

    assert len(found.ids) == len(set(found.ids)) == 3 * 6
    for details in found.all("details"):
        assert details["data-for"] in found.ids
    for link in found.all("a"):
        assert str(link["href"]).removeprefix("#") in found.ids
    for section in found.all("section"):
        assert section["aria-labelledby"] in found.ids


@pytest.mark.parametrize(
    "changed",
    [
        {"title": EVIL},
        {"caption": EVIL},
        {"label": EVIL, "ends": ""},
        {"ends": EVIL},
        {"status": EVIL},
        {"status": "theory", "theory": EVIL},
        *({"said": {key: EVIL}} for key in ("quote", "translation", "label", "source", "code", "position", "coder")),
    ],
    ids=str,
)
def test_what_people_write_stays_text(changed: dict[str, Any]) -> None:
    """Markup in a transcript, label, code, title or caption is shown as it was written and does nothing."""
    found = Page(page(silent(**changed) if changed.get("theory") else panel(**changed)))

    assert found.all("img") == []
    assert [a for _, a in found.tags if {"onerror", "onclick", "onmouseover"} & set(a)] == []
    assert EVIL in "".join(found.said) or EVIL in [a.get("class") for a in found.all("blockquote")]


@pytest.mark.parametrize("key", ["title", "about", "constructed_mark", "held_back"])
def test_what_the_study_says_of_itself_stays_text(key: str) -> None:
    """The words of study.yaml are no markup either."""
    found = Page(page(panel(), **{key: [EVIL] if key == "held_back" else EVIL}))

    assert found.all("img") == []
    assert EVIL in "".join(found.said)


def test_the_page_asks_for_nothing() -> None:
    """No address anywhere, and a policy that would forbid one."""
    text = page(panel())
    found = Page(text)

    assert "://" not in text
    assert {tag for tag, _ in found.tags} & {"link", "iframe", "object", "embed", "base", "form", "img"} == set()
    assert [a for tag, a in found.tags if "src" in a or (tag != "a" and str(a.get("href", "#"))[0] != "#")] == []
    policy = next(str(a["content"]) for a in found.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")


def test_what_is_constructed_says_so() -> None:
    """The mark stands on the page where there is one, and nowhere where there is none."""
    assert "No person said this." in page(panel(), constructed_mark="No person said this.")
    assert 'class="constructed"' not in page(panel())


def test_what_is_held_back() -> None:
    """In public no number of segments; a mark whose words are held back says so, and does not claim to have none."""
    text = page(silent(held=True), counted=False, held_back=["Of some persons: words are not quoted"])

    assert "segments" not in text
    assert "Words of people that stand behind this mark are held back." in text
    assert "No evidence" not in text
    assert "Of some persons: words are not quoted" in text


def test_what_rests_on_no_words() -> None:
    """Theory and proposal are called so; a mark without anything is said not to be drawn."""
    told = {}
    for status in ("theory", "proposal", "none"):
        figure = silent(status=status, theory="4.1" if status == "theory" else "")
        told[status] = "".join(Page(page(figure)).said)

    assert "Theory only (4.1): no segment and no provision states it." in told["theory"]
    assert "A proposal only: no segment and no provision states it." in told["proposal"]
    assert "No evidence: this mark is not drawn." in told["none"]


def test_the_same_page_twice() -> None:
    """The same figures give the same bytes."""
    assert page(panel(), panel("two")) == page(panel(), panel("two"))


# --- the page of a study ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a study with two diagrams, into which markup was written wherever people write."""
    root = kit.make_study(tmp_path_factory.mktemp("page") / "bakery", coded=False)
    kit.change(root, "interviews/S01.md", "for the café,", f"for the café {EVIL},")
    kit.change(root, "documents/RULE-1.md", "the bread is out.", f"the bread is out {EVIL}.")
    kit.change(root, "figures/model.yaml", "{en: Duty to stay}", f"{{en: 'Duty {EVIL}'}}")
    kit.change(root, "figures/model.yaml", "{en: From coming to staying}", f"{{en: 'From coming {EVIL}'}}")
    kit.change(root, "study.yaml", "{en: Why people come and stay.}", f"{{en: 'Why {EVIL}'}}")
    text = (root / "figures/model.yaml").read_text(encoding="utf-8")
    kit.put(root, "figures/twice.yaml", text.replace("name: model", "name: twice").replace("number: 2", "number: 3"))
    kit.code_all(open_study(root))
    place = {"code": "EXP.STAY", "quote": f"for the café {EVIL}", "at": kit.AT}
    open_study(root).code("S01", coder="anna", memo=EVIL, facet=EVIL, stance="supports", **place)
    build(root)
    return root / "figures/evidence.html"


def test_the_page_of_a_study_holds_no_markup_of_people(built: Path) -> None:
    """Markup in a transcript, a rule, a label, a title, a memo and the study's own words is text, or not there."""
    text = built.read_text(encoding="utf-8")
    found = Page(text)

    assert found.all("img") == []
    assert "".join(found.said).count(EVIL) >= 8
    assert "://" not in text
    assert len(found.ids) == len(set(found.ids))


def test_the_pictures_of_a_study_hold_no_markup_of_people(built: Path) -> None:
    """Titles and labels of a figure stand in its file as text, which is still well-formed."""
    for name in ("model", "twice", "themes"):
        tree = ElementTree.parse(built.with_name(f"{name}.en.svg"))

        assert [e.tag for e in tree.iter() if isinstance(e.tag, str) and e.tag.endswith(("img", "script"))] == []


def test_every_mark_of_a_study_is_on_the_page(built: Path) -> None:
    """Each box and arrow of each diagram has its place on the page, and one of the same name in the picture."""
    found = Page(built.read_text(encoding="utf-8"))
    study = open_study(built.parent)
    marks = [f"{spec.name}/{mark}" for spec in study.loaded.figures.values() for mark in spec.marks]

    assert [d["data-for"] for d in found.all("details")] == marks
    assert set(marks) <= set(found.ids)


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(browser: Any, built: Path) -> Iterator[Any]:
    """The page, open in Chromium; what it asked for and what it complained of is kept."""
    sheet = browser.new_page()
    sheet.asked, sheet.wrong = [], []
    sheet.on("request", lambda request: sheet.asked.append(request.url))
    sheet.on("console", lambda message: sheet.wrong.append(message.text) if message.type == "error" else None)
    sheet.on("pageerror", lambda error: sheet.wrong.append(str(error)))
    sheet.goto(built.as_uri())
    yield sheet
    sheet.close()


def opened(sheet: Any) -> list[str]:
    """The ids of what is open on the page."""
    return list(sheet.evaluate("[...document.querySelectorAll('details[open]')].map((d) => d.id)"))


def test_nothing_happens_by_itself(shown: Any, built: Path) -> None:
    """No request but for the page, no script of the material runs, nothing is open, nothing went wrong."""
    shown.wait_for_load_state("networkidle")

    assert shown.asked == [built.as_uri()]
    assert shown.evaluate("window.hit") is None
    assert shown.locator("img").count() == 0
    assert opened(shown) == []
    assert shown.wrong == []


def test_a_click_on_a_box_opens_its_words(shown: Any) -> None:
    """Of this figure and not of the other with the same boxes; the words stand there, and the address says which."""
    shown.locator('[id="twice/node:come"]').click()

    assert opened(shown) == ["twice-node:come"]
    assert shown.locator("details[open] blockquote").first.inner_text().startswith("A friend asked me to come")
    assert shown.url.endswith("#twice-node%3Acome")
    assert shown.evaluate("document.activeElement.parentElement.id") == "twice-node:come"


def test_a_click_on_an_arrow_opens_its_words(shown: Any) -> None:
    """An arrow answers as a box does."""
    shown.locator('[id="model/edge:come->stay"]').dispatch_event("click")

    assert opened(shown) == ["model-edge:come->stay"]
    assert kit.LINK[1] in shown.locator("details[open]").inner_text()


def test_what_is_opened_runs_nothing(shown: Any, built: Path) -> None:
    """With every mark open, the markup of a transcript is read as it was said, and nothing was asked for."""
    shown.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")

    assert EVIL in shown.locator('[id="model-node:stay"]').inner_text()
    assert shown.locator("main img").count() == 0
    assert shown.evaluate("window.hit") is None
    assert shown.asked == [built.as_uri()]


@pytest.mark.parametrize("link", ["model-node:stay", "model-node%3Astay"])
def test_a_deep_link_opens_one_mark(browser: Any, built: Path, link: str) -> None:
    """An address that somebody sends leads to the words of that mark alone."""
    sheet = browser.new_page()
    sheet.goto(f"{built.as_uri()}#{link}")

    assert opened(sheet) == ["model-node:stay"]
    assert sheet.locator('[id="model-node:stay"] summary').is_visible()
    sheet.close()


def test_a_link_to_nothing_is_no_harm(browser: Any, built: Path) -> None:
    """A mark that is no longer there, or an address cut in two: the page is there, with nothing open."""
    for link in ("model-node:gone", "%E0%A4%A"):
        sheet = browser.new_page()
        wrong: list[str] = []
        sheet.on("pageerror", lambda error, wrong=wrong: wrong.append(str(error)))
        sheet.goto(f"{built.as_uri()}#{link}")

        assert (opened(sheet), wrong) == ([], [])
        sheet.close()


def test_the_keyboard_is_enough(shown: Any) -> None:
    """Every mark's line can be reached and opened without a mouse."""
    line = shown.locator('[id="model-node:duty"] > summary')
    line.focus()
    shown.keyboard.press("Enter")

    assert opened(shown) == ["model-node:duty"]
    assert "Whoever begins the dough" in shown.locator("details[open]").inner_text()
