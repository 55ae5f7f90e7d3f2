"""Charts of a study: asked for by a figure file, gated, answered by segments, shown in a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import study_kit as kit
from matplotlib.text import Text
from studies_kit import CASE, ROOT, drawing_of, study_at

from analysis.errors import FigureError
from analysis.figures.style import settled
from analysis.retrieval import merged_units
from analysis.study.build import build
from analysis.study.charts.displayed import DISPLAYS
from analysis.study.charts.registry import CHARTS
from analysis.study.handle import Study, open_study
from analysis.study.selection import read_mark

pytestmark = pytest.mark.usefixtures("coarse")

CHART = (
    "name: {name}\nnumber: 9\nkind: chart\nchart: {chart}\ntitle: {{en: A chart, id: Sebuah bagan}}\nlayout: {layout}\n"
)


@pytest.fixture(scope="module")
def study(repository: Study) -> Study:
    """The repository's study, which nothing here changes."""
    return repository


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return kit.make_study(tmp_path / "bakery")


def ask(root: Path, chart: str, layout: str = "{}") -> None:
    """A figure file that asks for a chart."""
    kit.put(root, "figures/asked.yaml", CHART.format(name="asked", chart=chart, layout=layout))


@pytest.mark.parametrize("chart", ["sample", "quote-balance", "convergence"])
def test_a_figure_file_asks_for_a_chart(root: Path, chart: str) -> None:
    """Picture, table and words come out beside the others, and the study checks without a warning."""
    ask(root, chart)
    assert open_study(root).problems == ()
    build(root, notebooks=False)

    assert {"asked.csv", "asked.en.svg", "asked.en.png", "asked.en.alt.txt"} <= {
        p.name for p in (root / "figures").iterdir()
    }


@pytest.mark.parametrize(
    ("chart", "layout", "rule", "came"),
    [
        ("pie", "{}", "chart is one of", "pie"),
        ("sample", "{of: model}", "an option of the chart sample", "of"),
        ("stability", "{of: themes}", "of names a diagram", "themes"),
        ("stability", "{}", "of names a diagram", "nothing"),
        ("data-structure", "{dimensions: [EXPP]}", "a dimension is a code", "EXPP"),
    ],
)
def test_what_a_chart_cannot_be(root: Path, chart: str, layout: str, rule: str, came: str) -> None:
    """A strange chart, an option it has not, a figure that is no diagram, a code that is none: told with the file."""
    ask(root, chart, layout)
    [problem] = open_study(root).problems

    assert problem.file == "figures/asked.yaml" and problem.rule.startswith(rule)
    assert (problem.came or "nothing") == came


def test_what_cannot_be_drawn_yet(root: Path) -> None:
    """No coding has a facet: the figure is left out of the build, and asking for it says why."""
    ask(root, "data-structure")

    assert build(root, notebooks=False).left_out == {"asked": "no coding has a facet yet"}
    with pytest.raises(FigureError, match="asked.yaml: it is not drawn: no coding has a facet yet"):
        open_study(root).figure("asked")


def test_a_diagram_has_its_stability(root: Path) -> None:
    """Every diagram brings its stability figure; a name of another kind does not."""
    study = open_study(root)
    table = study.drawing("model-stability").table

    assert table["mark"].tolist() == ["node:come", "node:stay", "edge:come->stay"]
    assert (
        study.evidence("model-stability", "node:stay")["quote"].tolist()
        == study.evidence("model", "node:stay")["quote"].tolist()
    )
    with pytest.raises(FigureError, match="no figure 'themes-stability'"):
        study.figure("themes-stability")


def test_too_few_for_public(root: Path) -> None:
    """Three persons are fewer than five: their stability does not leave in public."""
    study = open_study(root)

    with pytest.raises(FigureError, match="fewer than 5 persons were heard"):
        study.figure("model-stability", profile="public")
    public = study.drawing("model", profile="public").table
    assert public[["loo", "bootstrap", "linchpins", "drop_group", "drop_coder"]].replace("", None).isna().all(axis=None)


@pytest.mark.parametrize("name", ["model-stability", "convergence", "data-structure", "quote-balance", "sample"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_public_names_nobody(name: str, language: str) -> None:
    """No id of a source, a person or a coder, and no date of an interview, stands in table, caption or words."""
    drawing = drawing_of(ROOT, name, profile="public", language=language)
    said = "\n".join([drawing.table.to_csv(), drawing.caption, drawing.alternative])

    assert re.findall(r"\b[SP]\d\d\b|coder-[abc]|adjudicator|2022-\d\d-\d\d", said) == []


def test_a_linchpin_is_counted() -> None:
    """F44: a linchpin by name is a disclosure; in public it is so many sources, and groups and coders stay inside."""
    shown = drawing_of(ROOT, "model", profile="public").table.set_index("mark")

    assert set(shown["linchpins"].dropna()) <= {""} | {"one source"} | {f"{n} sources" for n in range(2, 18)}
    assert "supported_by" not in shown.columns
    inside = ["bootstrap_stratified", "ceiling_stratified", "drop_group", "drop_coder"]
    assert shown[inside].isna().all(axis=None)
    assert drawing_of(ROOT, "model").table.set_index("mark").loc["edge:LED.FAI->ASM.KIN", "linchpins"] == "S08"


def test_shares_within_roles_stay_inside() -> None:
    """Who is alone in a role is drawn every time; neither table, picture nor words have a share within roles."""
    inside, outside = (drawing_of(ROOT, "model-stability", profile=p) for p in ("internal", "public"))

    assert inside.table["bootstrap_stratified"].notna().all() and "within roles" in inside.caption
    assert outside.table[["bootstrap_stratified", "ceiling_stratified"]].isna().all(axis=None)
    assert "within roles" not in outside.caption
    assert not [text for text in outside.figure.findobj(Text) if "within roles" in text.get_text()]


@pytest.mark.parametrize("name", ["model-stability", "convergence", "quote-balance", "sample", "stance-balance"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_no_name_is_cut(name: str, language: str) -> None:
    """Long names stand in two lines; nothing ends in an ellipsis, and nothing leaves the page."""
    figure = drawing_of(ROOT, name, language=language).figure
    wide = figure.get_size_inches()[0] * figure.dpi

    texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
    assert [text.get_text() for text in texts if "\u2026" in text.get_text()] == []
    with settled():
        ends = [(t.get_text(), t.get_window_extent()) for t in texts]
    assert [text for text, box in ends if not 0 <= box.x0 <= box.x1 <= wide] == []


@pytest.mark.parametrize(
    "name", ["model-stability", "role-ordered", "stance-balance", "co-occurrence", "saturation", "framework"]
)
def test_indonesian_numbers(name: str) -> None:
    """A decimal comma in the picture, its caption and its words; no English number is left."""
    drawing = drawing_of(ROOT, name, language="id")
    drawn = [text.get_text() for text in drawing.figure.findobj(Text)]

    assert (
        re.findall(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])", "\n".join([*drawn, drawing.caption, drawing.alternative])) == []
    )


def test_words_withheld_from_public(study: Study) -> None:
    """A concept whose words no one said who may be quoted, in a language that tells nobody apart, has its facet."""
    internal, public = (drawing_of(ROOT, "data-structure", profile=p).table for p in ("internal", "public"))
    both = internal.merge(public, on="mark", suffixes=("", "_public"))
    gate = study.gate("public")
    for row in both[both["in_vivo"] & ~both["in_vivo_public"]].itertuples():
        said = study.codings().query("code == @row.theme and facet == @row.concept")
        words = row.shown.split("”")[0].lstrip("“").casefold()
        theirs = said[said["quote"].str.casefold().str.contains(words, regex=False)]
        assert not any(
            gate.may_print(row.kind, row.label, row.source, row.start, row.end) for row in theirs.itertuples()
        )
        assert words not in row.shown_public.casefold()


def test_every_mark_of_a_chart_answers(study: Study) -> None:
    """Each mark leads to the segments that it counts."""
    for name in ("quote-balance", "data-structure", "sample"):
        table = drawing_of(ROOT, name).table
        for mark in table["mark"].head(12):
            assert len(study.evidence(name, mark)), f"{name} {mark}"
    concept = drawing_of(ROOT, "data-structure").table.iloc[0]
    found = study.evidence("data-structure", concept["mark"])
    assert found["label"].nunique() == int(concept["persons"])
    with pytest.raises(FigureError, match="a mark of a chart is made of"):
        study.evidence("sample", "nobody")


def test_a_set_of_documents_answers_with_passages(study: Study) -> None:
    """A cell of the convergence matrix leads to what its set says: provisions for law, people for a group."""
    law = study.evidence("convergence", "code:MEC.PRM|set:law")
    staff = study.evidence("convergence", "code:MEC.TRN|set:staff")

    assert set(law["basis"]) == {"document"} and set(law["kind"]) == {"law"}
    assert set(staff["group"]) == {"staff"} and len(staff)


def test_marks_of_charts() -> None:
    """Parts are joined by a bar; a node of a table is a code; a part stands once."""
    assert read_mark("node:A.B|role:r") == {"code": "A.B", "role": "r"}
    for wrong in ("A.B", "colour:red", "code:", "code:A|code:B"):
        with pytest.raises(FigureError):
            read_mark(wrong)


def test_all_charts_of_another_case() -> None:
    """The second case has every chart, in its own language, with English words where there are none."""
    study = study_at(CASE)
    for chart in sorted(set(CHARTS) - {"stability", "co-occurrence"}):  # no two of its codes go together twice
        spec = type(study.spec("themes"))(name="x", kind="chart", chart=chart, title={"es": "Cuadro"})
        drawing = CHARTS[chart].draw(study, spec, "es", "internal")
        assert drawing.alternative and len(drawing.table)
        assert "Cuadro" in drawing.alternative or chart in DISPLAYS  # those say in their title what they found
    assert len(study.drawing("handover-stability", language="es").table) == 10


def test_a_notebook_shows_caption_and_words(study: Study) -> None:
    """The picture has its alternative text, the caption stands below, both escaped; a terminal prints its name."""
    figure = study.figure("model")
    shown = figure._repr_mimebundle_()

    assert set(shown) == {"text/html", "text/plain"} and shown["text/plain"] == repr(figure) == "Figure model"
    assert re.search(
        r'<img src="data:image/png;base64,[A-Za-z0-9+/=]+" alt="Constructed demonstration', shown["text/html"]
    )
    assert "<figcaption>26 elements" in shown["text/html"]
    figure.tell("x", "<i>", '"quoted"')
    assert 'alt="&quot;quoted&quot;"' in figure._repr_mimebundle_()["text/html"]
    assert "<figcaption>&lt;i&gt;" in figure._repr_mimebundle_()["text/html"]


def test_nothing_looks_like_more_than_it_is(study: Study) -> None:
    """F32: elements without evidence that are not drawn as such: 0, in every diagram of the study."""
    assert study.unstyled() == []


def test_denials_of_sibling_words_count(study: Study) -> None:
    """`opens` denied by two alumni speaks against `conditions`, of the same general type; `realises` does not."""
    marks = study.marks("model").set_index("mark")
    edge = marks.loc["edge:MEC.TRN->MEC.PRM"]

    assert (edge["opposed_by"], edge["kept"], edge["status"]) == ("S02;S13;S14", False, "contested")
    evidence = study.evidence("model", "edge:MEC.TRN->MEC.PRM")
    assert set(evidence[evidence["position"] == "denied"]["source"]) == {"S02", "S13", "S14"}


def test_a_coder_without_whom_it_falls(study: Study) -> None:
    """The layer is found anew without each coder: only sources of that coder change."""
    codings, _ = study.held_without()["coder-c"]
    whole = study.codings()
    own = {source for name, source in study.loaded.states if name == "coder-c"}

    assert not codings["source"].isin(own).any()
    assert len(codings) == (~whole["source"].isin(own)).sum()


def test_balance_of_the_study(study: Study) -> None:
    """By person, group, figure and theme; what is asked otherwise is refused in a sentence."""
    assert study.quote_balance().loc["all", "heard"] == 21
    assert study.quote_balance(by="group").loc["all", "heard"] == 5
    assert list(study.quote_balance("figure").index) == ["pattern", "components", "system", "model", "ideal"]
    assert study.quote_balance("theme").index.tolist() == study.themes()
    with pytest.raises(FigureError, match="a balance is of all, theme or figure"):
        study.quote_balance("chapter")


@pytest.mark.parametrize(
    ("name", "mark", "came"),
    [
        ("role-ordered", "code:LED.INF|role:echelon-9", "'echelon-9'"),
        ("role-ordered", "code:LED.INFO|role:echelon-4", "'LED.INFO'"),
        ("framework", "code:LED.INF|source:S99", "'S99'"),
        ("quote-balance", "person:P99", "'P99'"),
        ("data-structure", "code:LED.INF|facet:heard-thruogh-grapevine", "'heard-thruogh-grapevine'"),
        ("co-occurrence", "pair:MEC.TRN|OBS.BUDD", "'OBS.BUDD'"),
        ("co-occurrence", "pair:MEC.TRN", "1"),
    ],
)
def test_a_mark_that_names_nothing_is_no_silence(study: Study, name: str, mark: str, came: str) -> None:
    """A misspelt code, role, source, person or facet is refused: an empty answer would read as *nobody says so*."""
    with pytest.raises(FigureError) as told:
        study.evidence(name, mark)

    assert f"(got {came})" in str(told.value)


def test_a_pair_leads_to_the_words_where_both_stand(study: Study) -> None:
    """The bar of two codes is asked by its own name; as many runs of segments stand behind it as it counts."""
    found = study.evidence("co-occurrence", "pair:MEC.TRN|OBS.BUD")
    table = study.drawing("co-occurrence").table.set_index(["code_1", "code_2"])
    codings = study.material.codings.assign(run=merged_units(study.material.codings))
    runs = found.merge(codings, on=["source", "start", "end", "code"])["run"]

    assert set(found["code"]) == {"MEC.TRN", "OBS.BUD"}
    assert runs.nunique() == table.loc[("MEC.TRN", "OBS.BUD"), "n12"]


@pytest.mark.parametrize(
    ("ask", "came"),
    [
        (lambda study: study.figure(None), "None"),
        (lambda study: study.figure("model", language="fr"), "'fr'"),
        (lambda study: study.figure("role-ordered", language="fr"), "'fr'"),
        (lambda study: study.display("role-ordered", language="fr"), "'fr'"),
        (lambda study: study.display("saturation", by="role"), "'by'"),
        (lambda study: study.marks("role-ordered"), "a chart"),
    ],
)
def test_misuse_is_answered_in_a_sentence(study: Study, ask: Callable[[Study], object], came: str) -> None:
    """What is no name, no language of the study, no option and no diagram is named, with what to write instead."""
    with pytest.raises(FigureError, match=re.escape(f"(got {came})")):
        ask(study)


@pytest.mark.parametrize(("language", "said"), [("en", "effective voices: 1/HHI"), ("id", "suara efektif: 1/HHI")])
def test_measures_that_few_know_are_explained(study: Study, language: str, said: str) -> None:
    """Where HHI and effective voices stand under the title, the caption says what they are; in public neither does."""
    inside, outside = (study.drawing("quote-balance", language=language, profile=p) for p in ("internal", "public"))

    assert said in inside.caption and "HHI 0" in inside.alternative
    assert "HHI" not in outside.caption + outside.alternative
