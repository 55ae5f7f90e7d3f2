"""The public profile tells no number of a small class, whatever is subtracted from what (F44)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import study_kit as kit
from attack_kit import Truth, persons_of
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text
from studies_kit import CASE, study_at
from studies_kit import ROOT as REPOSITORY

from analysis.codebook import Codebook
from analysis.disclosure import check_cells
from analysis.errors import ReleaseError
from analysis.figures.evidence import compute_marks, voices_of
from analysis.figures.material import Material
from analysis.figures.spec import FigureSpec, Node
from analysis.model import Code, Participant, Source
from analysis.quotation import check_original
from analysis.relations import Keep
from analysis.release import Gate, Label
from analysis.sources.people import USES, Consent
from analysis.study import draw as drawing
from analysis.study.handle import Study, open_study
from analysis.study.outgoing import check_release, quotations, require_released
from analysis.study.public_marks import released
from analysis.study.voices import Classes
from analysis.suppression import BOTH

Row = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def tables_alone() -> Iterator[None]:
    """Diagrams have their tables and captions, and no picture, which is not looked at here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "draw_diagram", lambda *args, **more: Figure())
        yield


@pytest.fixture(scope="module", params=[REPOSITORY, CASE], ids=["study", "second case"])
def study(request: pytest.FixtureRequest) -> Study:
    """A study, which nothing here changes."""
    return study_at(request.param)


def truth_of(study: Study) -> Truth:
    """Who was heard where, by the label of the public profile."""
    classes, limits = study.classes("public"), study.config.thresholds
    heard = {source: [p for p, s in classes.spoke if s == source] for source in {s for _, s in classes.spoke}}
    return Truth(
        {person: study.gate("public").label(person, "en") for person in classes.people},
        {source: people[0] for source, people in heard.items() if len(people) == 1},
        len(study.material.group_of_source),
        Keep(int(limits["keep_supporters"]), int(limits["keep_groups"])),
        int(limits["small_cell"]),
    )


def diagrams(study: Study) -> list[str]:
    return [name for name, spec in study.loaded.figures.items() if spec.kind == "diagram"]


def told_by_marks(study: Study, *names: str) -> list[str]:
    """What the tables of the diagrams and of their stability tell of small classes."""
    found, truth = [], truth_of(study)
    for name in names or diagrams(study):
        voices = study.voices(name)
        rows = {row["mark"]: row for row in study.drawing(name, profile="public").table.to_dict("records")}
        beside = f"{name}-stability"
        if not study.refused(beside, "public"):
            for row in study.drawing(beside, profile="public").table.to_dict("records"):
                rows[row["mark"]] |= {key: row[key] for key in row if not pd.isna(row[key])}
        for mark, row in rows.items():
            found += [f"{name} {mark} {told}" for told in persons_of(row, voices[voices["mark"] == mark], truth)]
    return found


def test_no_mark_gives_a_small_class_back(study: Study) -> None:
    """Totals, words, shares and ceilings of all diagrams leave every small class a second answer."""
    assert told_by_marks(study) == []


def test_without_the_rule_the_reader_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same reader finds numbers of small classes where totals are told whole: the test can fail."""
    monkeypatch.setattr(Classes, "told", lambda *args, **more: BOTH)
    found = told_by_marks(open_study(REPOSITORY), "model")

    assert len(found) > 10
    assert any(told.endswith(": all") for told in found)


# --- studies made up by Hypothesis -----------------------------------------------------------------------------------

KEEP = Keep()
YES = dict.fromkeys(USES, "yes") | {"attribution": "label", "check_back_first": "no"}
STANCES = st.sampled_from(["supports", "opposes", "neutral", ""])
CASTS = st.lists(st.integers(3, 6), min_size=1, max_size=4).flatmap(
    lambda sizes: st.tuples(st.just(sizes), st.lists(STANCES, min_size=sum(sizes), max_size=sum(sizes)))
)


def row_of(sizes: list[int], stances: list[str], keep: Keep = KEEP) -> tuple[Row, pd.DataFrame, Truth]:
    """The one mark of a study in which persons of labels of these sizes, one source each, take these sides."""
    roles = [f"r{place}" for place, size in enumerate(sizes) for _ in range(size)]
    people = {f"P{n:02d}": role for n, role in enumerate(roles)}
    participants = {person: Participant(person, role) for person, role in people.items()}
    labels = [Label(role, (role,), {"en": role}) for role in dict.fromkeys(people.values())]
    gate = Gate("public", participants, {p: Consent(p, YES) for p in people}, labels)
    source_of = {person: person.replace("P", "S") for person in people}
    said = [
        {"source": source_of[p], "kind": "interview", "person": p, "group": people[p], "code": "A", "stance": stance}
        for p, stance in zip(people, stances, strict=True)
        if stance
    ]
    columns = ["source", "kind", "person", "group", "code", "stance"]
    codings = pd.DataFrame(said, columns=columns)
    sources = {
        s: Source(s, "interview", "", (), "", "", "en", speakers={p: "respondent"}, meta={"depends_on": []})
        for p, s in source_of.items()
    }
    documents = pd.DataFrame(columns=["ref", "kind", "code"])
    links = pd.DataFrame(columns=[*columns, "from_code", "to_code", "type", "modality"])
    groups = {s: people[p] for p, s in source_of.items()}
    book = Codebook(codes={"A": Code("A")})
    material = Material(codings, links, documents, (), sources, groups, book, keep, {})
    spec = FigureSpec("f", 1, "diagram", "", {"en": "F"}, nodes=(Node("N", "", {"en": "N"}, ("A",), "", ()),))
    classes = Classes(gate, participants, frozenset(source_of.items()), {role: role for role in people.values()})
    voices = voices_of(spec, material)
    shown = released(compute_marks(spec, material), lambda: voices, material, classes, gate, "en")
    truth = Truth({p: gate.label(p, "en") for p in people}, {s: p for p, s in source_of.items()}, len(people), keep)
    return shown.to_dict("records")[0], voices, truth


@given(CASTS, st.sampled_from([Keep(), Keep(1, 1), Keep(2, 1)]))
@settings(max_examples=150)
def test_no_made_up_study_gives_a_small_class_back(cast: tuple[list[int], list[str]], keep: Keep) -> None:
    """Whatever the sizes and sides, what is told of the mark leaves every small class a second answer."""
    row, voices, truth = row_of(*cast, keep=keep)

    assert persons_of(row, voices, truth) == []


def test_all_of_a_small_class_and_one_of_a_large() -> None:
    """Three seniors and one of five others: 4 - 1 gives all three back, so a word stands there and no ceiling."""
    row, _, _ = row_of([3, 5], ["supports"] * 4 + [""] * 4)

    assert (row["persons"], row["sources"], row["ceiling"], row["told"]) == ("some", "some", None, "against")


def test_large_classes_keep_their_numbers() -> None:
    """Nobody of a small class speaks: nothing is hidden."""
    row, _, _ = row_of([5, 6], ["supports"] * 4 + [""] * 7)

    assert (row["persons"], row["sources"], row["told"]) == (4, 4, BOTH)


def test_stability_outside_follows_from_the_sums() -> None:
    """Two studies with other supporters and the same sums have the same shares: they tell nothing more."""
    columns = ["loo", "linchpins", "bootstrap", "bootstrap_exact", "ceiling"]
    one, _, _ = row_of([5, 6], ["supports"] * 3 + [""] * 8)
    other, _, _ = row_of([5, 6], ["", "supports", "", "", ""] + ["supports", "", "", "supports", "", ""])

    assert [one[c] for c in columns] == [other[c] for c in columns]
    assert one["bootstrap"] is not None


# --- other tables, words and exports ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(repository: Study) -> Study:
    """The repository's study, which nothing here changes."""
    return repository


def alone(said: pd.DataFrame) -> pd.DataFrame:
    """Codings as voices of one side."""
    return said[["person", "source"]].assign(side="pro")


def test_no_concept_gives_a_small_class_back(whole: Study) -> None:
    """Persons of each concept of the data structure leave every small class a second answer."""
    table = whole.drawing("data-structure", profile="public").table
    behind = dict(list(whole.material.codings.groupby(["code", "facet"])))
    found = [
        (row["mark"], persons_of({"persons": row["persons"]}, alone(behind[row["theme"], row["concept"]]), truth))
        for truth in [truth_of(whole)]
        for row in table.to_dict("records")
    ]

    assert [told for _, told in found if told] == []
    assert table["persons"].isin(["some"]).any() and table["persons"].str.isdigit().any()


def test_no_claim_gives_a_small_class_back(whole: Study) -> None:
    """Persons for and against each claim, and sources, leave every small class a second answer."""
    truth, told = truth_of(whole), whole.claims(profile="public")
    for key, entry in whole.weighed.items():
        sides = [("pro", entry.evidence.rows), ("con", entry.counter.rows)]
        voices = pd.concat([rows[["person", "source", "kind"]].assign(side=side) for side, rows in sides])
        voices = voices[~voices["kind"].isin(["law", "literature", "document"])]
        assert persons_of(dict(told.loc[key, ["persons", "sources"]]), voices, truth) == [], key


def test_numbers_of_small_classes_stand_in_no_table(whole: Study) -> None:
    """Role-ordered matrix, convergence, quote balance and sample: a class below five has words or nothing."""
    small = set(whole.classes("public").small)
    tables = {
        name: whole.drawing(name, profile="public").table
        for name in ("role-ordered", "convergence", "quote-balance", "sample")
    }
    ordered = tables["role-ordered"]
    own = ordered[ordered["class"].isin(small)]

    assert own[["k", "share", "supports", "opposes", "qualifies", "neutral", "stance"]].isna().all(axis=None)
    assert set(tables["convergence"]["set"]) == {"staff", "alumni", "law", "literature"}
    for name, column in (("quote-balance", "quotes"), ("sample", "persons")):
        words = tables[name].set_index("voice" if name == "quote-balance" else "name")[column]
        assert set(words[words.index.isin(small)]) == {"some"}


def test_nobody_is_told_to_be_one_of_all(whole: Study) -> None:
    """Where all, or all but one, of a larger class stand on one side, the sides are not counted (F43)."""
    ordered = whole.role_ordered(profile="public")
    sides = ordered[["supports", "opposes", "qualifies", "neutral"]]
    counted = ordered[sides.notna().all(axis=1)]
    most = counted[list(sides.columns)].astype(int).max(axis=1)

    assert (ordered["alike"] & sides.isna().all(axis=1)).any()
    assert not ((counted["k"] == counted["n"]) & (most >= counted["n"] - 1)).any()


TRACE = re.compile(r"\b[SP]\d\d\b|coder-[abc]|adjudicator|2022-\d\d-\d\d|\bc\d+\b")


def test_frames_of_words_lead_back_to_nobody(whole: Study) -> None:
    """Chain, evidence, cell and resolved references in public: no id, place, coder, day or order of the sources."""
    claim = next(iter(whole.weighed))
    frames = [
        whole.chain(claim, profile="public"),
        whole.evidence("model", "node:LED.INF", profile="public"),
        whole.gated(whole.cell("LED.INF"), "public"),
        whole.gated(whole.relations(), "public"),
    ]
    for frame in frames:
        said = frame[frame["label"] != ""] if "label" in frame else frame[frame["source"] == ""]
        shown = said.drop(columns=[c for c in ("shown_in", "claim") if c in said]).astype(str)
        assert len(said) and not shown.apply(lambda c: c.str.contains(TRACE)).any(axis=None)
        assert not shown[shown["quote"] == "[withheld]"].duplicated().any()


def test_the_order_of_a_frame_is_that_of_its_words(whole: Study) -> None:
    """Under one label the rows of many sources are mixed."""
    shown = whole.gated(whole.codings(), "public")
    people = shown[shown["start"] == -1]

    assert all(rows["quote"].is_monotonic_increasing for _, rows in people.groupby("label"))
    assert shown.attrs["held_back"] == ["speaker", "consent", "withheld", "language"]


def test_a_frame_that_went_through_goes_through_again(whole: Study) -> None:
    """What came out of the gate is what comes out of it."""
    once = whole.evidence("model", "node:LED.INF", profile="public")

    assert whole.gated(once, "public").equals(once)


def test_who_fits_a_claim_is_told_of_large_classes_alone(whole: Study) -> None:
    """Cases in public are rows of staff and alumni: three rows of three experts would count them."""
    shown = whole.negative_cases(profile="public")

    assert set(shown["case"]) <= {"staff member", "alumnus"}
    assert (shown[["text", "by"]] == "").all(axis=None)


def test_the_export_holds_words_back_for_their_language(whole: Study, tmp_path: Path) -> None:
    """What the language would tell stays, and is counted under its reason; no coder leaves with people's words."""
    done = whole.export_annotations(tmp_path / "a.json", profile="public")
    items = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["first"]["items"]
    english = [item for item in items if "speaker" in str(item) and item["target"].get("language") == "en"]

    assert done.left_out["the language of the words would tell who spoke"] > 0
    assert not any("creator" in item for item in items if "speaker: " in str(item))
    assert english == []


def test_the_stability_chart_says_nothing_where_nothing_is_told(whole: Study) -> None:
    """Groups and coders stay inside: no cell of the public picture reads None, and marks in words have no row."""
    drawn = whole.drawing("model-stability", profile="public")
    words = [text.get_text() for text in drawn.figure.findobj(Text)]
    sums = whole.drawing("model", profile="public").table.set_index("mark").loc[drawn.table["mark"]]

    assert not [word for word in words if "None" in word or "nan" in word]
    assert not sums[["persons", "opposers"]].isin(["some", "none"]).any(axis=None)


# --- lint L19 and L20 say file and row -------------------------------------------------------------------------------


def test_words_that_must_not_leave_are_found_by_file_and_row(whole: Study) -> None:
    """Planted: a withdrawn quotation, a stretch that is kept back, the English of the one expert who spoke it."""
    said, gate = whole.codings().query("person != ''"), whole.gate("public")
    rows = said[["kind", "label", "source", "start", "end"]].itertuples(index=False, name=None)
    why = pd.Series([gate.held_for(*row) for row in rows], index=said.index)
    for reason, rule, file in [
        ("consent", "F45", r"interviews/consent\.csv, line \d+"),
        ("withheld", "F42", r"interviews/S\d\d\.md, line \d+"),
        ("language", "language", r"interviews/S\d\d\.md, line \d+"),
    ]:
        planted = said[why == reason][["person", "source", "start", "end"]].head(1)
        with pytest.raises(ReleaseError, match=f"{file}: L20.*{rule}"):
            require_released(whole, "public", {}, planted)


def test_labels_are_found_by_their_line(tmp_path: Path) -> None:
    """A label of one person is warned of where study.yaml has it."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "study.yaml", "roles: [baker, seller], name", "roles: [seller], name")
    lines = (root / "study.yaml").read_text(encoding="utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, start=1) if "{id: hand" in text)
    found = [p for p in check_release(open_study(root), "public") if "covers at least" in p.rule]

    assert [(p.file, p.row, p.came) for p in found] == [("study.yaml", line, "hand: 1")]


def test_a_quotation_without_its_language_is_found_by_file_and_row(whole: Study) -> None:
    """L19: the file of the source and the line of the first such quotation."""
    quotes = quotations(whole).query("decision == 'passes'").head(3).assign(language="")
    found = check_original(quotes, "interviews")

    assert found and all(p.file.startswith("interviews/S") and p.row > 1 for p in found)
    assert found[0].row == int(quotes.iloc[0]["line"])


def test_a_printed_number_is_found_by_its_row() -> None:
    """L20 in a table: the header is line 1."""
    table = pd.DataFrame({"senior": ["some", 3], "other": [2, 5]}, index=["a", "b"])

    assert [(p.file, p.row) for p in check_cells(table, {"senior": 3, "other": 5}, "figures/t.csv")] == [
        ("figures/t.csv", 3)
    ]


def test_no_balance_gives_a_small_class_back(whole: Study) -> None:
    """Voices quoted on each theme, and what is computed of them, leave every small class a second answer."""
    shown, truth, gate = whole.quote_balance("theme", profile="public"), truth_of(whole), whole.gate("public")
    said = whole.material.codings
    said = said[said["person"].map(lambda person: bool(person) and gate.may_quote(person)).astype(bool)]
    for theme, row in shown.iterrows():
        own = alone(said[said["code"].isin(whole.codebook.within(str(theme)))])
        assert persons_of({"persons": row["voices"]}, own, truth) == [], theme
    assert shown["voices"].isna().any() and shown["voices"].notna().any()
