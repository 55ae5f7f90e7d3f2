"""What stands behind each mark of a figure, and how it is therefore drawn (F32, F29)."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marks_kit import (
    APART,
    ASSERTED,
    BOTH,
    CHAIN,
    DENIED,
    GROUPS,
    ON,
    SUPPOSED,
    codings,
    edge,
    figure,
    material,
    node,
    relations,
    status_of,
    statuses,
)

from analysis.figures.evidence import MARK_COLUMNS, compute_marks
from analysis.figures.material import STATUSES
from analysis.figures.spec import Edge, FigureSpec, Node
from analysis.model import Source

# --- nodes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "said", "status"),
    [
        (node("TELL"), [], "none"),
        (node("READ"), [], "none"),
        (node("TELL", documents=("ACT:3",)), [], "none"),
        (node("LAWFUL"), [], "law"),
        (node(documents=("ACT:2",)), [], "law"),
        (node(status="theory"), [], "theory"),
        (node("TELL", status="proposal"), [], "proposal"),
        (node("ASK"), BOTH[:1], "faint"),
        (node("ASK"), [*BOTH[1:], ("S3", "ASK", "supports")], "faint"),
        (node("ASK", status="theory"), BOTH, "observed"),
        (node("ASK"), [*BOTH, ("S4", "ASK", "opposes")], "contested"),
        (node("TELL"), [("S4", "TELL", "opposes")], "contested"),
        (node("TELL", status="theory"), [("S4", "TELL", "opposes")], "contested"),
    ],
    ids=[
        *["nothing", "literature alone", "a draft", "law by its code", "law by its name", "theory", "proposal"],
        *["one source", "one group", "kept", "someone opposes", "nobody else speaks", "against a declared box"],
    ],
)
def test_how_a_node_is_drawn(mark: Node, said: list[tuple[str, str, str]], status: str) -> None:
    """What people say decides; where nobody speaks, what the box declares, then law; a draft or a book is neither."""
    assert status_of(mark, material(codings(*said))) == status


def test_a_node_gathers_the_codes_below() -> None:
    """A box for ASK counts what is coded ASK.1, said or written; one for a merged code what replaced it."""
    said = material(codings(("S1", "ASK.1", "supports"), ("S2", "HEAR", "supports")))
    marks = compute_marks(figure(node("ASK"), Node("M", codes=("OLD",))), said)

    assert marks[["supported_by", "provisions"]].values.tolist() == [["S1", "ACT:1"], ["S2", "ACT:2"]]


def test_only_people_stand_behind_a_node() -> None:
    """Codings of a law, should they be among the rows, are no supporters."""
    said = codings(*BOTH).assign(kind=["law", "interview"])

    assert compute_marks(figure(node("ASK")), material(said))["supported_by"].tolist() == ["S2"]


# --- edges ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "linked", "status"),
    [
        ({}, [], "none"),
        ({}, [SUPPOSED], "none"),
        ({"theory": "4.1"}, [SUPPOSED], "theory"),
        ({"theory": "4.1", "documents": ("ACT:2",)}, [], "law"),
        ({"theory": "4.1", "documents": ("ACT:3",)}, [], "theory"),
        ({"status": "proposal", "theory": "4.1"}, [], "proposal"),
        ({}, ASSERTED[:1], "faint"),
        ({"theory": "4.1"}, ASSERTED, "observed"),
        ({}, [*ASSERTED, DENIED], "contested"),
        ({}, [DENIED], "contested"),
        ({"documents": ("ACT:2",)}, [DENIED], "contested"),
    ],
    ids=[
        *["nothing", "only supposed", "theory", "law before theory", "a draft is no law", "declared", "one source"],
        *["kept", "someone denies", "only denied", "law that someone denies"],
    ],
)
def test_how_an_edge_is_drawn(more: dict[str, object], linked: list[tuple[str, ...]], status: str) -> None:
    """Asserted relations support, denied ones oppose whatever the support, hypothetical ones count for nothing."""
    assert status_of(edge("ASK", "opens", "HEAR", **more), material(linked=relations(*linked))) == status


def test_two_types_stay_two_edges() -> None:
    """F29: who says that asking opens hearing does not say that it bars it, nor the other way round."""
    linked = relations(*ASSERTED, ("S4", "ASK", "bars", "HEAR", "asserted"), ("S3", "HEAR", "opens", "ASK", "asserted"))
    bars = Edge("no", "ASK", "HEAR", "bars", pairs=(("ASK", "HEAR"),))
    marks = compute_marks(figure(edge("ASK", "opens", "HEAR"), bars), material(linked=linked)).set_index("mark")

    assert marks.loc[["edge:ASK->HEAR", "edge:no"], "supported_by"].tolist() == ["S1;S2", "S4"]


def test_an_edge_that_names_a_merged_code() -> None:
    """Relations carry the code that holds now, and so do the pairs of an older figure file."""
    assert status_of(edge("ASK", "opens", "OLD"), material(linked=relations(*ASSERTED))) == "observed"


def test_only_people_stand_behind_an_edge() -> None:
    """A relation coded in a book, should it be among the rows, supports nothing."""
    linked = relations(*ASSERTED).assign(kind=["literature", "interview"])

    assert compute_marks(figure(edge("ASK", "opens", "HEAR")), material(linked=linked))["persons"].tolist() == [0, 0, 1]


# --- paths ---------------------------------------------------------------------------------------------------------

FIRST, SECOND = edge("ASK", "opens", "HEAR"), edge("HEAR", "opens", "TELL")


def drawn(linked: list[tuple[str, ...]], paths: tuple[tuple[str, ...], ...]) -> list[str]:
    found = statuses(figure(FIRST, SECOND, paths=paths), material(linked=relations(*linked)))
    return [found[FIRST.mark], found[SECOND.mark]]


def test_a_chain_put_together_is_dashed() -> None:
    """F29: each step is kept, but no source asserted the chain whole: both arrows are assembled."""
    assert drawn([*ASSERTED, *APART], CHAIN) == ["assembled", "assembled"]


def test_a_thread_is_solid() -> None:
    """F29: one source that asserts every step makes the chain observed."""
    assert drawn([*ASSERTED, *ON[:1], *APART], CHAIN) == ["observed", "observed"]


def test_without_a_path_nothing_is_dashed() -> None:
    """Only a chain that the file names is looked at; a path of one step is whole by itself."""
    assert drawn([*ASSERTED, *APART], ()) == ["observed", "observed"]
    assert drawn([*ASSERTED, *APART], (("ASK", "HEAR"), ("HEAR", "TELL"))) == ["observed", "observed"]


def test_one_whole_path_is_enough() -> None:
    """An arrow that lies on a broken chain and on a whole one is solid."""
    third = edge("HEAR", "opens", "LAWFUL")
    linked = [*ASSERTED, *APART, ("S1", "HEAR", "opens", "LAWFUL", "asserted")]
    paths = (*CHAIN, ("ASK", "HEAR", "LAWFUL"))
    found = statuses(figure(FIRST, SECOND, third, paths=paths), material(linked=relations(*linked)))

    assert [found[e.mark] for e in (FIRST, SECOND, third)] == ["observed", "assembled", "faint"]


def test_faint_and_contested_go_before_dashed() -> None:
    """On a broken chain a step of one source stays faint, and one that somebody denies stays contested."""
    assert drawn([*ASSERTED, DENIED, *APART[:1]], CHAIN) == ["contested", "faint"]


# --- the table of marks --------------------------------------------------------------------------------------------


def test_one_row_per_mark() -> None:
    """Nodes first, then edges, each with its counts, its references and the label in the language asked for."""
    opens = edge("ASK", "opens", "HEAR", documents=("ACT:2",), theory="4.1")
    spec = FigureSpec("toy", nodes=(Node("ASK", "", {"en": "To\nask", "id": "Bertanya"}, ("ASK",)), node("TELL")))
    spec = FigureSpec("toy", nodes=(*spec.nodes, Node("HEAR", codes=("HEAR",))), edges=(opens,))
    said = codings(*BOTH, ("S4", "ASK", "opposes"))
    marks = compute_marks(spec, material(said, relations(*ASSERTED, SUPPOSED)), "en").set_index("mark")

    assert [marks.index.name, *marks.columns] == list(MARK_COLUMNS)
    assert marks.index.tolist() == ["node:ASK", "node:N", "node:HEAR", "edge:ASK->HEAR"]
    drawn_anew = ["bootstrap", "bootstrap_stratified", "ceiling_stratified"]
    assert (marks.loc[["node:ASK", "edge:ASK->HEAR"], drawn_anew] > 0).all(axis=None)
    marks = marks.drop(columns=drawn_anew)
    stable = {"linchpins": "S1;S2", "bootstrap_exact": 0.4296875, "ceiling": 0.4296875}
    stable |= {"drop_group": "junior;senior", "drop_coder": "", "thread": None}
    assert marks.loc["node:ASK"].to_dict() == {
        **{
            "label": "To ask",
            "type": "",
            "status": "contested",
            "kept": True,
            "persons": 2,
            "sources": 2,
            "class_size": 4,
        },
        **{"groups": 2, "witnesses": 2, "opposers": 1, "hypothetical": 0, "documents": 1, "loo": 0.5},
        **stable,
        **{"theory": "", "supported_by": "S1;S2", "opposed_by": "S4", "provisions": "ACT:1"},
    }
    assert marks.loc["edge:ASK->HEAR"].to_dict() == {
        **{
            "label": "opens",
            "type": "opens",
            "status": "observed",
            "kept": True,
            "persons": 2,
            "sources": 2,
            "class_size": 4,
        },
        **{"groups": 2, "witnesses": 2, "opposers": 0, "hypothetical": 1, "documents": 1, "loo": 0.5},
        **stable,
        **{"theory": "4.1", "supported_by": "S1;S2", "opposed_by": "", "provisions": "ACT:2"},
    }
    assert compute_marks(spec, material(), "id")["label"].tolist() == ["Bertanya", "Kotak", "", "membuka"]


def test_what_cannot_be_told_is_missing() -> None:
    """Without a word on dependence no witnesses are counted, without sources no share; the columns stay numbers."""
    bare = material(codings(*BOTH), sources={}, group_of_source={})
    marks = compute_marks(figure(node("ASK"), Node("M", codes=("TELL",), status="theory")), bare)

    assert marks["witnesses"].isna().tolist() == [True, True]
    assert marks["loo"].isna().tolist() == [False, True]
    assert [str(t) for t in marks[["witnesses", "loo"]].dtypes] == ["Int64", "float64"]


def test_persons_and_sources() -> None:
    """Two people of one focus group are two persons and one source; the class is everyone heard, and no notes."""
    said = codings(("S1", "ASK", "supports"), ("S1", "ASK", "supports"), ("S2", "ASK", "opposes"))
    said["person"] = ["P1", "P5", "P2"]
    heard = {
        name: Source(
            name, "interview", "", (), "", "", speakers={"INT": "interviewer"} | dict.fromkeys(who, "respondent")
        )
        for name, who in (("S1", ("P1", "P5")), ("S2", ("P2",)), ("S3", ("P2", "P3")), ("S4", ()))
    }
    marks = compute_marks(figure(node("ASK")), material(said, sources=heard))

    assert marks[["persons", "sources", "opposers", "class_size"]].values.tolist() == [[2, 1, 1, 4]]


def test_a_focus_group_brings_its_groups_along() -> None:
    """Two groups may speak in one source: the mark is kept, and stays as long as that source does."""
    mixed = codings(("S1", "ASK", "supports"), ("S3", "ASK", "supports"), ("S3", "ASK", "supports"))
    mixed["group"] = ["senior", "senior", "external"]
    marks = compute_marks(figure(node("ASK")), material(mixed, group_of_source=GROUPS | {"S3": "senior"}))

    assert marks[["kept", "loo"]].values.tolist() == [[True, 0.5]]


RELATED = st.lists(
    st.tuples(
        st.sampled_from(sorted(GROUPS)),
        st.just("ASK"),
        st.sampled_from(["opens", "bars"]),
        st.just("HEAR"),
        st.sampled_from(["asserted", "denied", "hypothetical"]),
    ),
    max_size=8,
)


@settings(max_examples=30)
@given(RELATED)
def test_an_edge_follows_its_relations(rows: list[tuple[str, str, str, str, str]]) -> None:
    """Contested if and only if someone denies, kept by the rule alone; hypothetical mentions change nothing else."""
    spec = figure(edge("ASK", "opens", "HEAR", theory="4.1"))
    full, without = (
        compute_marks(spec, material(linked=relations(*kept))).iloc[-1]
        for kept in (rows, [row for row in rows if row[-1] != "hypothetical"])
    )
    sources = {how: {r[0] for r in rows if r[2] == "opens" and r[-1] == how} for how in ("asserted", "denied")}

    assert full["status"] in STATUSES
    assert (full["status"] == "contested") == bool(sources["denied"])
    assert full["kept"] == (
        len(sources["asserted"]) > max(1, len(sources["denied"])) and len({GROUPS[s] for s in sources["asserted"]}) > 1
    )
    spoken = sources["asserted"] | sources["denied"]
    assert pd.isna(full["loo"]) if not spoken else 0 <= full["loo"] <= full["kept"]
    pd.testing.assert_series_equal(full.drop("hypothetical"), without.drop("hypothetical"), check_names=False)
