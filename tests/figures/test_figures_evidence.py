"""What stands behind each mark of a figure, and how it is therefore drawn (F32, F29)."""

from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook
from analysis.errors import FigureError, Problem
from analysis.figures.behind import EVIDENCE_COLUMNS, find_evidence
from analysis.figures.caption import alternative_text, caption
from analysis.figures.evidence import MARK_COLUMNS, compute_marks
from analysis.figures.evidence import drawn as drawn_of
from analysis.figures.material import STATUSES, Material
from analysis.figures.named import check_spec
from analysis.figures.spec import Column, Edge, FigureSpec, Node
from analysis.model import Code, Passage, Source
from analysis.relations import Keep, RelationType
from analysis.sources.register import Provision

GROUPS = {"S1": "senior", "S2": "junior", "S3": "junior", "S4": "external"}
CODES = ("ASK", "ASK.1", "HEAR", "TELL", "OLD", "LAWFUL", "READ")
BOOK = Codebook(
    codes={code: Code(code, parent="ASK" if code == "ASK.1" else "") for code in CODES},
    history=({"op": "merge", "codes": ["OLD"], "into": "HEAR"},),
)
TYPES = {
    "opens": RelationType("opens", "enables", {"en": "opens", "id": "membuka"}, {}),
    "bars": RelationType("bars", "hinders", {"en": "bars", "id": "menghalangi"}, {}),
}
PROVISIONS = [
    Provision("ACT", "1", themes=("LAWFUL", "ASK.1")),
    Provision("ACT", "2", themes=("HEAR",)),
    Provision("ACT", "3", themes=("TELL",), status="draft"),
]
DOCUMENTS = pd.DataFrame(
    [
        ("ACT:1", "ACT", "law", "1", 3, 9, "Asking is free.", "ASK.1", "norm", "", "", "verified"),
        ("ACT:1", "ACT", "law", "1", 3, 9, "Asking is free.", "LAWFUL", "norm", "fulfilled", "", "verified"),
        ("ACT:2", "ACT", "law", "2", 20, 29, "Hear them.", "HEAR", "norm", "not_fulfilled", "", "recalled"),
        ("BOOK:p1", "BOOK", "literature", "p1", 4, 9, "One reads.", "READ", "", "", "supports", ""),
    ],
    columns=[
        "ref",
        "source",
        "kind",
        "article",
        "start",
        "end",
        "quote",
        "code",
        "mode",
        "norm",
        "stance",
        "confidence",
    ],
)
PLACE = ["source", "kind", "label", "role", "group", "question", "start", "end", "quote", "coder"]


def place(source: str, start: int) -> list[object]:
    """One word of a source, said by its only speaker."""
    person = "P" + source[1:]
    return [source, "interview", person, f"role of {person}", GROUPS[source], "q1", start, start + 4, "word", "ann"]


def codings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Codings as (source, code, stance), at offsets 0, 10, 20 ..."""
    cells = [[*place(source, 10 * i), code, stance] for i, (source, code, stance) in enumerate(rows)]
    return pd.DataFrame(cells, columns=[*PLACE, "code", "stance"])


def relations(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Relations as (source, from, type, to, modality)."""
    cells = [[*place(source, 10 * i), one, kind, other, how] for i, (source, one, kind, other, how) in enumerate(rows)]
    return pd.DataFrame(cells, columns=[*PLACE, "from_code", "type", "to_code", "modality"])


def material(said: pd.DataFrame | None = None, linked: pd.DataFrame | None = None, **more: object) -> Material:
    """The toy study: four sources of three groups, one law, one book; nobody depends on anybody."""
    passage = (Passage(1, "P1", 0, 99, "word " * 20, 1),)
    given_sources = {
        name: Source(name, "interview", "word " * 20, passage, "", "", meta={"depends_on": []}) for name in GROUPS
    }
    parts = {
        "codings": codings() if said is None else said,
        "relations": relations() if linked is None else linked,
        "documents": DOCUMENTS,
        "provisions": PROVISIONS,
        "sources": given_sources,
        "group_of_source": GROUPS,
        "codebook": BOOK,
        "keep": Keep(),
        "types": TYPES,
    }
    return Material(**(parts | more))


def node(*codes: str, status: str = "", documents: tuple[str, ...] = ()) -> Node:
    return Node("N", "", {"en": "Box", "id": "Kotak"}, codes, status, documents)


def edge(one: str, kind: str, other: str, **more: object) -> Edge:
    """An arrow between the nodes of two codes."""
    return Edge(f"{one}->{other}", one, other, kind, pairs=((one, other),), **more)


def figure(*marks: Node | Edge, paths: tuple[tuple[str, ...], ...] = ()) -> FigureSpec:
    """A figure of these marks; nodes for the ends of its edges are added without codes."""
    edges = tuple(mark for mark in marks if isinstance(mark, Edge))
    ends = dict.fromkeys(end for e in edges for end in (e.source, e.target))
    nodes = (*(m for m in marks if isinstance(m, Node)), *(Node(end, "", {"en": end}) for end in ends))
    return FigureSpec("toy", title={"en": "A toy", "id": "Mainan"}, nodes=nodes, edges=edges, paths=paths)


def statuses(spec: FigureSpec, given_material: Material) -> dict[str, str]:
    return dict(compute_marks(spec, given_material)[["mark", "status"]].itertuples(index=False))


def status_of(mark: Node | Edge, given_material: Material) -> str:
    return statuses(figure(mark), given_material)[mark.mark]


# --- nodes ---------------------------------------------------------------------------------------------------------

BOTH = [("S1", "ASK", "supports"), ("S2", "ASK", "neutral")]


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

ASSERTED = [("S1", "ASK", "opens", "HEAR", "asserted"), ("S2", "ASK", "opens", "HEAR", "asserted")]
DENIED = ("S4", "ASK", "opens", "HEAR", "denied")
SUPPOSED = ("S3", "ASK", "opens", "HEAR", "hypothetical")


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
ON = [("S1", "HEAR", "opens", "TELL", "asserted"), ("S2", "HEAR", "opens", "TELL", "asserted")]
APART = [("S3", "HEAR", "opens", "TELL", "asserted"), ("S4", "HEAR", "opens", "TELL", "asserted")]
CHAIN = (("ASK", "HEAR", "TELL"),)


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


# --- the evidence behind a mark ------------------------------------------------------------------------------------

EMPTY = dict.fromkeys(EVIDENCE_COLUMNS, "")


def said_row(mark: str, source: str, start: int, code: str, position: str) -> dict[str, object]:
    person = "P" + source[1:]
    return EMPTY | {
        **{"mark": mark, "basis": "interview", "source": source, "kind": "interview", "label": person, "start": start},
        **{"end": start + 4, "quote": "word", "code": code, "position": position, "role": f"role of {person}"},
        **{"group": GROUPS[source], "question": "q1", "coder": "ann"},
    }


def law_row(mark: str, article: str, code: str, position: str) -> dict[str, object]:
    [row] = DOCUMENTS[DOCUMENTS["ref"] == f"ACT:{article}"].drop_duplicates("ref").to_dict("records")
    shared = {key: row[key] for key in ("source", "kind", "start", "end", "quote", "confidence")}
    return EMPTY | shared | {"mark": mark, "basis": "document", "label": article, "code": code, "position": position}


def test_how_practice_stands_to_a_norm() -> None:
    """The judgement of the codebook stands beside a provision, and the stance beside literature."""
    found = find_evidence(figure(node("LAWFUL", "HEAR")), "node:N", material(codings(("S1", "ASK", "supports"))))

    assert found["position"].tolist() == ["norm fulfilled", "norm not fulfilled"]


def test_the_words_behind_a_node() -> None:
    """Segments with offsets, speaker and stance, then provisions with confidence: of its codes, and those it names."""
    mark = "node:N"
    given_material = material(codings(("S1", "ASK", "supports"), ("S2", "TELL", "opposes"), ("S4", "ASK.1", "opposes")))
    found = find_evidence(figure(node("ASK", documents=("ACT:2",))), mark, given_material)

    assert list(found.columns) == list(EVIDENCE_COLUMNS)
    assert found.to_dict("records") == [
        said_row(mark, "S1", 0, "ASK", "supports"),
        said_row(mark, "S4", 20, "ASK.1", "opposes"),
        law_row(mark, "2", "", "states"),
        law_row(mark, "1", "ASK.1", "norm"),
    ]
    spoken = found[found["basis"] == "interview"]
    assert [given_material.sources[r.source].body[r.start : r.end] for r in spoken.itertuples()] == ["word", "word"]


def test_the_words_behind_an_edge() -> None:
    """Every relation of its type with what it does to the link, denied and supposed ones too; provisions state it."""
    linked = relations(*ASSERTED[:1], DENIED, SUPPOSED, ("S1", "ASK", "bars", "HEAR", "asserted"))
    spec = figure(edge("ASK", "opens", "HEAR", documents=("ACT:1", "ACT:3")))
    mark, link = "edge:ASK->HEAR", "ASK opens HEAR"

    assert find_evidence(spec, mark, material(linked=linked)).to_dict("records") == [
        said_row(mark, "S1", 0, link, "asserted"),
        said_row(mark, "S4", 10, link, "denied"),
        said_row(mark, "S3", 20, link, "hypothetical"),
        law_row(mark, "1", link, "states"),
    ]


@pytest.mark.parametrize(("code", "bases"), [("ASK", ["interview"]), ("LAWFUL", ["document"]), ("READ", [])])
def test_one_kind_of_evidence_or_none(code: str, bases: list[str]) -> None:
    """People alone, law alone, or nothing: the columns are the same, and an empty cell is empty text."""
    found = find_evidence(
        figure(node(code)), "node:N", material(codings(("S1", "ASK", "supports")), documents=DOCUMENTS[1:])
    )

    assert (found["basis"].tolist(), list(found.columns)) == (bases, list(EVIDENCE_COLUMNS))
    assert not found.isna().any(axis=None)


def test_a_mark_that_is_not_there() -> None:
    """The message lists the marks of the figure."""
    with pytest.raises(FigureError) as refused:
        find_evidence(figure(edge("ASK", "opens", "HEAR")), "node:NONE", material())

    assert str(refused.value) == (
        "figures/toy.yaml: the figure has no mark 'node:NONE'. It has edge:ASK->HEAR, node:ASK, node:HEAR."
    )


@settings(max_examples=20)
@given(st.permutations([*BOTH, ("S4", "ASK", "opposes"), ("S3", "TELL", "supports")]), st.sampled_from(["ASK", "TELL"]))
def test_every_count_has_its_words(rows: Sequence[tuple[str, str, str]], code: str) -> None:
    """Whoever is counted for or against a mark is found behind it, and nobody else is."""
    spec, given_material = figure(node(code)), material(codings(*rows))
    [row] = compute_marks(spec, given_material).to_dict("records")
    found = find_evidence(spec, "node:N", given_material)
    people = set(found[found["basis"] != "document"]["source"])

    assert people == {*row["supported_by"].split(";"), *row["opposed_by"].split(";")} - {""}
    assert ";".join("ACT:" + found[found["basis"] == "document"]["label"]) == row["provisions"]


# --- caption and alternative text ----------------------------------------------------------------------------------

FACTS = {"sources": "4 interviews", "last_act": "2022-05-01", "codebook": "2", "frame": "2014-2020"}
FULL = FigureSpec(
    "toy",
    title={"en": "A toy", "id": "Mainan"},
    columns=(Column("one", {"en": "First", "id": "Pertama"}), Column("two", {"en": "Second", "id": "Kedua"})),
    nodes=(
        Node("ASK", "one", {"en": "Ask", "id": "Tanya"}, ("ASK",)),
        Node("HEAR", "one", {"en": "Hear\nthem", "id": "Dengar"}, ("HEAR",)),
        Node("TELL", "two", {"en": "Tell", "id": "Cerita"}, ("TELL",)),
        Node("LAWFUL", "", {"en": "Lawful", "id": "Sah"}, ("LAWFUL",)),
        Node("IDEAL", "", {"en": "Ideal", "id": "Ideal"}, (), "proposal"),
        Node("READ", "two", {"en": "Read", "id": "Baca"}, ("READ",)),
    ),
    edges=(
        edge("ASK", "opens", "HEAR"),
        edge("HEAR", "opens", "TELL"),
        edge("ASK", "opens", "LAWFUL", documents=("ACT:1",)),
        Edge("ideal", "TELL", "IDEAL", "", {"en": "leads to", "id": "menuju"}, status="proposal"),
        edge("TELL", "bars", "ASK"),
        Edge("nowhere", "TELL", "READ", "", {"en": "leads to", "id": "menuju"}, status="proposal"),
    ),
    paths=CHAIN,
)
FULL_MATERIAL = material(
    codings(*BOTH, ("S1", "HEAR", "supports"), ("S4", "TELL", "opposes")),
    relations(*ASSERTED, *APART, ("S3", "TELL", "bars", "ASK", "denied")),
)


def test_what_is_drawn() -> None:
    """A box that rests on nothing is left out, and so are arrows without evidence and arrows that lead to that box."""
    spec = figure(node("ASK"), edge("ASK", "opens", "HEAR"), edge("ASK", "bars", "TELL", theory="4.1"))
    boxed = FigureSpec("toy", nodes=(*spec.nodes[1:3], Node("TELL", codes=("TELL",))), edges=spec.edges, paths=CHAIN)
    marks = compute_marks(boxed, material()).assign(status=["law", "law", "none", "none", "theory"])
    left = drawn_of(boxed, marks)

    assert (left.marks, left.paths) == (("node:ASK", "node:HEAR"), ())
    assert drawn_of(boxed, marks.assign(status="law")).marks == boxed.marks


def test_the_caption_counts() -> None:
    """Every mark that is drawn is counted once; an arrow to a box that rests on nothing is not drawn."""
    marks = compute_marks(FULL, FULL_MATERIAL)

    assert marks["status"].tolist() == [
        *["observed", "faint", "contested", "law", "proposal", "none"],
        *["assembled", "assembled", "law", "proposal", "contested", "proposal"],
    ]
    assert caption(FULL, marks, language="en", facts=FACTS) == (
        "5 elements: 3 raised in interviews (1 by the keep rule, 1 contested), 1 from law only, 1 from theory or "
        "proposal only. Links: 2 asserted by someone (2 kept, 2 of them assembled from different sources), 1 "
        "contested, 2 from law, theory or proposal only (grey). Sources: 4 interviews. Last coding 2022-05-01; "
        "codebook version 2; legal frame 2014-2020."
    )


def test_the_caption_in_indonesian() -> None:
    """The same counts in Indonesian; a language without words of its own gets the English ones."""
    marks = compute_marks(FULL, FULL_MATERIAL)

    assert caption(FULL, marks, language="id", facts=FACTS | {"sources": "4 wawancara"}) == (
        "5 unsur: 3 muncul dalam wawancara (1 memenuhi aturan penyertaan, 1 diperdebatkan), 1 hanya dari peraturan, 1 "
        "hanya dari teori atau usulan. Hubungan: 2 dinyatakan narasumber (2 disertakan, 2 di antaranya dirangkai dari "
        "sumber berbeda), 1 diperdebatkan, 2 hanya dari peraturan, teori, atau usulan (abu-abu). Sumber: 4 wawancara. "
        "Pengodean terakhir 2022-05-01; buku kode versi 2; kerangka hukum 2014-2020."
    )
    assert caption(FULL, marks, language="nl", facts=FACTS) == caption(FULL, marks, language="en", facts=FACTS)


def test_the_figure_in_words() -> None:
    """Boxes by column, then loose ones, then arrows, each with what it rests on; what is not drawn is not told."""
    marks = compute_marks(FULL, FULL_MATERIAL)

    assert alternative_text(FULL, marks, language="en").split("\n") == [
        "A toy.",
        "First: Ask, Hear them (said, but too little to be kept).",
        "Second: Tell (contested).",
        "Lawful (from law only), Ideal (proposal only).",
        "Ask -> Hear them: opens (assembled from different sources).",
        "Hear them -> Tell: opens (assembled from different sources).",
        "Ask -> Lawful: opens (from law only).",
        "Tell -> Ideal: leads to (proposal only).",
        "Tell -> Ask: bars (contested).",
    ]


def test_the_figure_in_indonesian_words() -> None:
    """The same figure in Indonesian, labels from the table of marks in that language."""
    marks = compute_marks(FULL, FULL_MATERIAL, "id")

    assert alternative_text(FULL, marks, language="id").split("\n") == [
        "Mainan.",
        "Pertama: Tanya, Dengar (disebut, tetapi belum cukup untuk disertakan).",
        "Kedua: Cerita (diperdebatkan).",
        "Sah (hanya dari peraturan), Ideal (hanya usulan).",
        "Tanya -> Dengar: membuka (dirangkai dari sumber berbeda).",
        "Dengar -> Cerita: membuka (dirangkai dari sumber berbeda).",
        "Tanya -> Sah: membuka (hanya dari peraturan).",
        "Cerita -> Ideal: menuju (hanya usulan).",
        "Cerita -> Tanya: menghalangi (diperdebatkan).",
    ]


# --- checking a figure file ----------------------------------------------------------------------------------------


def test_a_figure_that_names_what_is_there() -> None:
    """Codes, types and provisions exist: no problem, also where the frames are not at hand yet."""
    assert check_spec(FULL, "figures/toy.yaml", FULL_MATERIAL, ()) == []
    assert check_spec(FULL, "figures/toy.yaml", material(documents=pd.DataFrame()), ()) == []


def test_words_of_a_study_without_types() -> None:
    """Where the study declares no words of its own, an arrow uses one of the six general types."""
    arrows = tuple(Edge(kind, "ASK", "HEAR", kind, pairs=(("ASK", "HEAR"),)) for kind in ("enables", "opens"))
    [problem] = check_spec(FigureSpec("toy", edges=arrows), "figures/toy.yaml", material(types={}), ())

    assert (problem.rule, problem.came, problem.next_step) == (
        *("edge:opens: a type is declared in relations.yaml", "opens"),
        "Add it to codebook/relations.yaml, or use one of causes, enables, hinders, part_of, precedes, contradicts.",
    )


def test_all_that_a_figure_gets_wrong() -> None:
    """Unknown codes, types and provisions, a provision that does not hold, and a path that comes back, all at once."""
    wrong = FigureSpec(
        "toy",
        nodes=(Node("A", codes=("ASC",), line=3), Node("B", codes=("HEAR",), documents=("ACT:9", "ACT:3"), line=4)),
        edges=(Edge("A->B", "A", "B", "shuts", pairs=(("ASK", "HEER"),), line=6),),
        paths=(("A", "B", "A"),),
    )
    name = "figures/toy.yaml"

    assert check_spec(wrong, name, material(), ()) == [
        Problem(name, 3, "node:A: a code is in the codebook", "ASC", "Did you mean ASK or ASK.1?"),
        Problem(name, 6, "edge:A->B: a code is in the codebook", "HEER", "Did you mean HEAR?"),
        Problem(
            *(name, 6, "edge:A->B: a type is declared in relations.yaml", "shuts"),
            "Add it to codebook/relations.yaml, or use one of opens, bars.",
        ),
        Problem(name, 4, "node:B: a document is a provision of the register", "ACT:9", "Mend the reference."),
        Problem(
            *(name, 4, "node:B: a provision holds in the legal frame and bears on a code", "ACT:3"),
            *("It counts nowhere: name another, or give its row in the register a theme.", "warning"),
        ),
        Problem(name, 1, "a path passes each node once (F29)", "A > B > A", "Cut it where it comes back."),
    ]


@pytest.mark.parametrize(("by", "rules"), [("role", []), ("age", ["a matrix is made by role, group or source"])])
def test_what_a_matrix_is_made_by(by: str, rules: list[str]) -> None:
    """A matrix has roles, groups or sources as its columns."""
    spec = FigureSpec("m", kind="matrix", layout={"by": by})

    assert [p.rule for p in check_spec(spec, "figures/m.yaml", material(), ())] == rules
