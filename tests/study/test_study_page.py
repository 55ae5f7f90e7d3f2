"""The evidence page of the study in this repository: every mark answers; in public nothing leaves that is kept back."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from matplotlib.figure import Figure

from analysis.errors import ReleaseError
from analysis.model import FIELD_KINDS
from analysis.reports.packed import unpack
from analysis.study import draw as drawing
from analysis.study.charts.stability import STABILITY
from analysis.study.draw import names_persons
from analysis.study.handle import Study
from analysis.study.outgoing import check_release, quotations, require_released
from analysis.study.page import Drawn, page_text
from analysis.study.page_cells import Cells
from analysis.study.page_data import Pool
from analysis.study.publish import left_out
from analysis.tables import read_text

ROOT = Path(__file__).parents[2]
PLANTED: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/planted.yaml").read_text(encoding="utf-8"))
PLAIN = ("Law only", "Theory only", "Proposal only", "No evidence", "Nobody speaks")


def page(study: Study, profile: str) -> str:
    """The page of a profile, with the pictures that lie in figures/."""
    drawn: dict[str, dict[str, Drawn]] = {}
    held = left_out(study, profile)
    names = [name for name in study.loaded.figures if name not in held]
    beside = [f"{name}{STABILITY}" for name in names if study.spec(name).kind == "diagram"]
    for name in [*names, *(name for name in beside if not study.refused(name, profile))]:
        for language in study.config.languages:
            made = study.drawing(name, language=language, profile=profile)
            path = ROOT / f"figures/{name}.{language}.svg"
            svg = read_text(path) if study.spec(name).kind == "diagram" and path.is_file() else ""
            drawn.setdefault(name, {})[language] = Drawn(svg, made.table, made.caption)
    return page_text(study, drawn, profile)


@pytest.fixture(scope="module", autouse=True)
def tables_alone() -> Iterator[None]:
    """Diagrams have their tables and captions, and no picture, which is not looked at here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "draw_diagram", lambda *args, **more: Figure())
        yield


@pytest.fixture(scope="module")
def study(repository: Study) -> Study:
    """The study of this repository."""
    return repository


@pytest.fixture(scope="module")
def public(study: Study) -> str:
    """Its page in public."""
    return page(study, "public")


@pytest.fixture(scope="module")
def internal(study: Study) -> str:
    """Its page inside."""
    return page(study, "internal")


def data_of(text: str) -> Any:
    """What the page knows, as rows; the passages with their words."""
    data = json.loads(text.split('id="data">', 1)[1].split("</script>", 1)[0])
    for key in ("quotes", "passages", "norms"):
        data[key] = unpack(data[key])
    for figure in data["figures"]:
        figure |= {key: unpack(figure[key]) for key in ("marks", "rows", "cells")}
    said = re.findall(r'<li id=w\d+><p lang="[^"]*">(.*?)(?=<p|</li>)', text, re.DOTALL)
    for passage, words in zip(data["passages"], said, strict=False):
        passage["w"] = html.unescape(words)
    return data


def read(text: str) -> str:
    """Everything in the page without its escapes, so that words are found as they were said."""
    return html.unescape(text) + json.dumps(data_of(text), ensure_ascii=False)


def test_the_page_is_small_enough(internal: str) -> None:
    """Under 2 MB for the study, charts and all."""
    assert len(internal.encode("utf-8")) < 2_000_000


def test_every_mark_of_every_figure_answers(browser: Any, internal: str, tmp_path: Path) -> None:
    """Clicked one after the other, each opens a segment, or says in so many words that there is none."""
    path = tmp_path / "evidence.html"
    path.write_text(internal, encoding="utf-8")
    sheet = browser.new_page()
    wrong: list[str] = []
    sheet.on("pageerror", lambda error: wrong.append(str(error)))
    sheet.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    sheet.goto(path.as_uri())
    silent = []
    for figure in data_of(internal)["figures"]:
        sheet.evaluate("(name) => { location.hash = '#' + name; }", figure["name"])
        sheet.wait_for_function("(name) => state.figure === name", arg=figure["name"])
        silent += sheet.evaluate(ASK, [figure["name"], [mark["id"] for mark in figure["marks"]], list(PLAIN)])
    sheet.close()

    assert (silent, wrong) == ([], [])


ASK = """([figure, marks, plain]) => {
  const section = document.querySelector(`section.figure[data-figure="${figure}"]`);
  const people = '#evidence .group:not(.required):not(.literature) .card';
  return marks.filter((mark) => {
    const drawn = [...section.querySelectorAll('.sheet:not([hidden]) [data-mark], .grid a[data-mark]')];
    const row = [...section.querySelectorAll('tr[data-row]')].find((one) => one.dataset.row === mark);
    const hit = drawn.find((one) => one.dataset.mark === mark) || row?.querySelector('th a');
    if (!hit) return true;
    hit.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    const there = decodeURIComponent(location.hash.split('?')[0]) === `#${figure}/${mark}`;
    const cards = document.querySelectorAll(hit.closest('.grid') ? '#evidence .group .card' : people).length;
    return !there || !(cards || plain.some((word) => document.getElementById('evidence').textContent.includes(word)));
  }).map((mark) => [figure, mark]);
}"""


def test_every_diagram_has_its_marks_to_be_asked(study: Study, internal: str) -> None:
    """Each mark that is drawn can be pointed at, in every language."""
    for figure in data_of(internal)["figures"]:
        drawn = [m["id"] for m in figure["marks"] if not m.get("gone")]
        if study.spec(figure["name"]).kind == "diagram" and (ROOT / f"figures/{figure['name']}.en.svg").is_file():
            for mark in drawn:
                name = mark.replace(">", "&gt;")
                assert internal.count(f'data-mark="{name}"') >= len(study.config.languages), (figure["name"], mark)


# --- charts ----------------------------------------------------------------------------------------------------------


def test_every_figure_is_on_the_page(study: Study, internal: str) -> None:
    """Diagrams, charts and the stability of each diagram, in the order of the figure files."""
    names = [figure["name"] for figure in data_of(internal)["figures"]]

    assert set(names) >= set(study.loaded.figures)
    assert {f"{n}{STABILITY}" for n, spec in study.loaded.figures.items() if spec.kind == "diagram"} <= set(names)


@pytest.mark.parametrize(
    ("figure", "cell", "mark"),
    [
        ("role-ordered", "cell:LED.INF|echelon-4", "code:LED.INF|role:echelon-4"),
        ("convergence", "cell:LED.INF|staff", "code:LED.INF|set:staff"),
        ("convergence", "cell:LED.INF|law", "code:LED.INF|set:law"),
        ("framework", "cell:S02|LED.INF", "code:LED.INF|source:S02"),
        ("quote-balance", "cell:P02|quotes", "person:P02"),
        ("stance-balance", "code:LED.INF", "code:LED.INF"),
        ("co-occurrence", "cell:MEC.TRN+OBS.BUD|n12", "pair:MEC.TRN|OBS.BUD"),
    ],
)
def test_a_cell_rests_on_what_its_mark_selects(study: Study, internal: str, figure: str, cell: str, mark: str) -> None:
    """The page shows for a cell what `study.evidence` finds for the mark of its row."""
    data = data_of(internal)
    made = next(f for f in data["figures"] if f["name"] == figure)
    entry = next(m for m in made["marks"] if m["id"] == cell)
    wanted = study.evidence(figure, mark)
    people = wanted[wanted["basis"] != "document"]

    assert len(wanted) == len(entry.get("q", [])) + len(entry.get("d", [])) > 0
    assert len(people) == len(entry.get("q", []))
    assert {data["norms"][n]["ref"].split(":")[0] for n in entry.get("d", [])} == set(wanted["source"]) - set(
        people["source"]
    )


def test_a_role_of_one_person_has_no_shade(internal: str) -> None:
    """A case has no share: its cell is not dark as if all of a group had spoken."""
    made = next(f for f in data_of(internal)["figures"] if f["name"] == "role-ordered")
    sizes = [column.get("n") for column in made["columns"]]
    cells = [(sizes[number % len(sizes)], cell.get("h")) for number, cell in enumerate(made["cells"])]

    assert {shade for size, shade in cells if size == "1"} == {None}
    assert len({shade for size, shade in cells if size == "6"}) > 2


def test_cells_that_go_together_stand_on_the_same_words(study: Study, internal: str) -> None:
    """The quotations behind a pair of codes carry one of the two, in as many places as the table counts."""
    data = data_of(internal)
    made = next(f for f in data["figures"] if f["name"] == "co-occurrence")
    entry = next(m for m in made["marks"] if m["id"] == "cell:MEC.TRN+OBS.BUD|n12")

    assert {data["quotes"][n]["code"] for n in entry["q"]} == {"MEC.TRN", "OBS.BUD"}
    places = Cells(study, Pool(study, "internal"))._places("segment")
    assert len({places[n] for n in entry["q"]}) == 13


def test_public_cells_lead_by_labels_alone(public: str) -> None:
    """No cell of a role, group, source or facet leads to words; those of a label, to words under that label."""
    data = data_of(public)
    charts = {f["name"]: f for f in data["figures"] if f["kind"] != "diagram"}
    behind = {name: [m for m in f["marks"] if m.get("q")] for name, f in charts.items()}

    assert "framework" not in charts and "themes-by-role" not in charts
    assert behind["convergence"] == behind["data-structure"] == behind["sample"] == []
    assert behind["role-ordered"] and behind["quote-balance"]
    for mark in behind["role-ordered"]:
        label = mark["id"].split("|")[1]
        told = [data["quotes"][n] for n in mark["q"]]
        assert {(data["passages"][q["p"]].get("who", q) if "p" in q else q)["label"]["en"] for q in told} == {label}


# --- what stays in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("planted", ["identifiable", "withdrawn_quotation", "one_voice"])
def test_planted_disclosures_are_refused(public: str, planted: str) -> None:
    """The story everybody would recognise, the withdrawn words, and the one voice that is the same person's."""
    entry = next(p for p in PLANTED if p["id"] == planted)
    quotes = [quote for quotes in entry["quotes"].values() for quote in quotes]

    assert quotes
    assert [quote for quote in quotes if quote in read(public)] == []


def test_words_that_are_kept_back_take_their_passage_along(public: str, study: Study) -> None:
    """No coded segment that overlaps a kept-back stretch, and nothing of the passage around it, in no language."""
    there = read(public)
    for stretch in study.loaded.withheld:
        source = study.loaded.sources[stretch.source]
        place = source.passage_at(stretch.start, stretch.end)
        assert place is not None
        assert place.text not in there
        assert [x for x, texts in source.translations.items() if texts[place.number - 1] in there] == []


def test_no_withheld_words_and_no_person_in_public(public: str, study: Study) -> None:
    """Of everyone who may not be quoted, no segment and no passage; no id of a person or interview; no date of one."""
    gate, there = study.gate("public"), read(public)
    barred = {p for p in gate.participants if not gate.may_quote(p)}
    fields = study.loaded.field_sources.values()
    passages = [p.text for s in fields for p in s.passages if p.label in barred and len(p.text) > 40]
    codings = study.codings()
    quotes = [q for q in codings[codings["person"].isin(barred)]["quote"] if len(q) > 25]
    others = " ".join(p.text for s in study.loaded.sources.values() for p in s.passages if p.label not in barred)

    assert len(barred) >= 3 and len(passages) > 100 and len(quotes) > 100
    assert [text for text in passages if text in there] == []
    assert [quote for quote in quotes if quote in there and quote not in others] == []
    ids = [*gate.participants, *study.loaded.field_sources]
    assert [x for x in ids if f'"{x}"' in there or f">{x}<" in there or f"{x}," in there or f"{x} " in there] == []


def test_the_control_shows_them_inside(internal: str, study: Study) -> None:
    """The same search finds ids and words in the internal page: the tests above can fail."""
    assert '"S05"' in internal and '"P05"' in internal
    said = study.codings()
    assert said[said["person"] == "P05"]["quote"].iloc[0] in read(internal)


def test_withdrawn_quotation_is_shown_in_no_profile(internal: str) -> None:
    """What was withdrawn is counted and not quoted, inside too."""
    entry = next(p for p in PLANTED if p["id"] == "withdrawn_quotation")

    assert [q for q in entry["quotes"]["S10"] if q in read(internal)] == []


def test_public_quotations_tell_no_order_and_no_day(public: str, study: Study) -> None:
    """They stand in the order of their words, name no source and no day of coding, and each has a published label."""
    data = data_of(public)
    words = [data["passages"][q["p"]]["w"] if "p" in q else q["w"] for q in data["quotes"]]
    labels = {json.dumps(q.get("label") or data["passages"][q["p"]]["who"]["label"]) for q in data["quotes"]}

    assert words == sorted(words)
    assert all(len(act) == 1 for act in data["shelves"]["acts"])
    assert not any(
        set(q) & {"s", "n", "at", "role", "group", "facet", "memos", "ruled", "attrs"} for q in data["quotes"]
    )
    assert labels <= {json.dumps({x: label.name[x] for x in ("en", "id")}) for label in study.config.labels}


def test_no_language_and_no_coder_of_few_in_public(public: str, study: Study) -> None:
    """One expert speaks English: under a label of three these words are one person's, and stay out. No coder who read
    fewer persons of a label than it needs stands beside their words."""
    data, k = data_of(public), study.gate("public").k
    told = [(q, q if "w" in q else data["passages"][q["p"]]) for q in data["quotes"]]
    tongues = {((place.get("who") or q)["label"]["en"], place["lang"]) for q, place in told}
    english = [s for s in study.loaded.field_sources.values() if s.language == "en"]

    assert k == 3 and len(english) == 1
    assert len(tongues) == len({label for label, _ in tongues})
    assert [p.text for p in english[0].passages if len(p.text) > 60 and p.text in read(public)] == []
    acts = Pool(study, "public").acts
    assert {acts.coder_is_safe(p, "nobody") for p in study.heard} == {False}
    assert acts.coder_is_safe("P17", "coder-c") and not acts.coder_is_safe("P17", "coder-a")


def test_a_role_by_elimination(study: Study, tmp_path: Path) -> None:
    """Where the labels leave one role out, no quotation carries a label that would name it: all are informants."""
    gate = study.gate("public")
    labels = [label for label in gate.labels if label.id != "supervisory"][1:]
    narrow = type(gate)("public", gate.participants, gate.consents, labels, k=8)

    assert {narrow.label(p, "en") for p in gate.participants} <= {"informant", "withheld"}


# --- lint L19 and L20 ------------------------------------------------------------------------------------------------


def test_what_lint_says_of_the_study(study: Study) -> None:
    """Inside nothing; in public no error, and warnings where all under a label say the same."""
    assert check_release(study, "internal") == []
    found = check_release(study, "public")
    assert {p.level for p in found} <= {"warning"}
    assert all(p.rule.startswith(("L19", "L20")) for p in found)


def test_each_quotation_is_decided(study: Study) -> None:
    """Of all words behind the figures: what passes has its original, what does not has none."""
    asked = quotations(study)

    assert set(asked["decision"]) <= {"passes", "paraphrase", "check_back", "blocked", "withheld", "language"}
    assert (asked["original"].ne("") == asked["decision"].eq("passes")).all()


def test_what_would_tell_too_much_is_refused(study: Study) -> None:
    """Were words of somebody to come through who did not allow it, nothing would be published."""
    said = study.codings()
    quoted = said[said["person"] == "P10"][["person", "source", "start", "end"]].head(1)
    with pytest.raises(ReleaseError, match="L20.*P10"):
        require_released(study, "public", {}, quoted)


def test_a_table_by_person_is_no_figure_in_public(study: Study) -> None:
    """The figures of the public page name nobody."""
    assert not any(names_persons(study.loaded.figures[name]) for name in study.loaded.figures)
    assert all(s.kind in FIELD_KINDS for s in study.loaded.field_sources.values())
