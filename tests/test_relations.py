"""Which codes do people link (F29), on how many independent voices (F07), and how stable is that (F31)?"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Codebook
from analysis.errors import Problem
from analysis.model import Code, Coding, Participant, Passage, Relation, Source
from analysis.relations import (
    COLUMNS,
    Bundle,
    Keep,
    RelationType,
    bundle_edge,
    bundle_node,
    leave_one_out,
    read_types,
    relations_frame,
    rows_of,
    threads,
    witnesses,
)

BOOK = Codebook(
    codes={c: Code(c) for c in ("A", "B", "OLD")}, history=({"op": "merge", "codes": ["OLD"], "into": "B"},)
)

# The toy study T8: eight sources, three groups.
T8 = {
    **{"R1": "senior", "R2": "senior", "R3": "senior"},
    **{"R4": "supervisory", "R5": "supervisory", "R6": "supervisory"},
    **{"X1": "external", "X2": "external"},
}


def source(name: str, *, depends_on: tuple[str, ...] | None = (), people: str = "") -> Source:
    """An interview; without dependence in its front matter where `depends_on` is None."""
    speakers = dict.fromkeys(people.split(), "respondent")
    meta = {} if depends_on is None else {"depends_on": list(depends_on)}
    passage = Passage(1, "P1", 4, 12, "A then B", 1)
    return Source(
        *(name, "interview", "P1: A then B", (passage,), "", ""),
        **{"speakers": speakers, "depends_on": depends_on or (), "meta": meta},
    )


def links(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Relations as (source, group, modality)."""
    return pd.DataFrame(rows, columns=["source", "group", "modality"])


# --- reading -------------------------------------------------------------------------------------------------------


def types_of(tmp_path: Path, text: str) -> tuple[dict[str, RelationType], list[Problem]]:
    file = tmp_path / "relations.yaml"
    file.write_text(text, encoding="utf-8")
    return read_types(file, "codebook/relations.yaml", BOOK)


def test_relation_types(tmp_path: Path) -> None:
    """Each word of the study stands for one of the six types of F29; what is expected names codes and words."""
    text = (
        'types:\n  - {id: feeds, f29: enables, name: {en: feeds, id: memasok}, reads: {en: "{from} feeds {to}"}}\n'
        "expected:\n  - {from: A, type: feeds, to: B}\n"
    )

    assert types_of(tmp_path, text) == (
        {"feeds": RelationType("feeds", "enables", {"en": "feeds", "id": "memasok"}, {"en": "{from} feeds {to}"})},
        [],
    )


def test_all_that_is_wrong_with_the_types(tmp_path: Path) -> None:
    """Every slip is told with its row: a strange type, a word twice, no id, a bare name, unknown codes and words."""
    text = (
        "types:\n  - {id: feeds, f29: nourishes}\n  - {id: feeds, f29: enables}\n  - {f29: causes}\n"
        "  - {id: bars, f29: hinders, name: bars}\nexpected:\n  - {from: A, type: starves, to: Z}\n"
    )
    types, problems = types_of(tmp_path, text)

    assert types == {
        "feeds": RelationType("feeds", "nourishes", {}, {}),
        "bars": RelationType("bars", "hinders", {}, {}),
    }
    assert [(p.row, p.rule, p.came) for p in problems] == [
        (2, "feeds: f29 is one of causes, enables, hinders, part_of, precedes, contradicts", "nourishes"),
        (3, "a type stands once", "feeds"),
        (4, "a type has an id", "none"),
        (5, "bars: name is given by language", "'bars'"),
        (7, "to is a code", "Z"),
        (7, "type is declared under types", "starves"),
    ]


@pytest.mark.parametrize("text", ["- feeds\n", "types: [feeds]\n", "types: feeds\n", "types:\n  a: 1\n", "types: [a\n"])
def test_types_of_another_shape(tmp_path: Path, text: str) -> None:
    """A file that holds no list of types is one problem, not a crash."""
    types, problems = types_of(tmp_path, text)

    assert (types, len(problems), problems[0].file) == ({}, 1, "codebook/relations.yaml")


def test_no_types(tmp_path: Path) -> None:
    """A study without the file has no words of its own, and that is no problem."""
    assert read_types(tmp_path / "relations.yaml", "relations.yaml", BOOK) == ({}, [])


# --- frames --------------------------------------------------------------------------------------------------------


def frame_of(*codings: Coding) -> pd.DataFrame:
    return relations_frame(
        codings,
        sources={"S1": source("S1")},
        participants={"P1": Participant("P1", "clerk")},
        group_of={"clerk": "junior"},
        codebook=BOOK,
        types={"feeds": RelationType("feeds", "enables", {}, {})},
    )


def test_a_relation_with_its_place() -> None:
    """Ends are the codes that hold now, a word carries its F29 type; codings without a relation are no rows."""
    relation = Relation("A", "OLD", "feeds", "-", "denied")
    linked = Coding("r1", "ann", "S1", 4, 12, "A then B", "", relation=relation)
    lost = Coding("r2", "ann", "S9", 0, 1, "x", "", relation=relation)
    frame = frame_of(linked, lost, Coding("c1", "ann", "S1", 4, 5, "A", "A"))

    assert frame.to_dict("records") == [
        {
            **{"source": "S1", "kind": "interview", "passage": 1, "label": "P1", "person": "P1", "role": "clerk"},
            **{"group": "junior", "question": "", "start": 4, "end": 12, "quote": "A then B", "from_code": "A"},
            **{"to_code": "B", "type": "feeds", "f29": "enables", "polarity": "-", "modality": "denied"},
            **{"coder": "ann", "id": "r1"},
        }
    ]
    assert list(frame_of().columns) == list(COLUMNS)


ROWS = pd.DataFrame(
    [
        *[("A", "B", "feeds", "enables"), ("B", "A", "feeds", "enables")],
        *[("A", "B", "bars", "hinders"), ("A", "C", "opens", "enables")],
    ],
    columns=["from_code", "to_code", "type", "f29"],
)


def test_the_relations_of_an_edge() -> None:
    """Direction counts; two types between the same nodes stay two edges; no pair means no relation."""
    pair = [("A", "B")]

    assert rows_of(ROWS, pair).index.tolist() == [0, 2]
    assert rows_of(ROWS, pair, types=["feeds"]).index.tolist() == [0]
    assert rows_of(ROWS, [*pair, ("A", "C")], f29=["enables"]).index.tolist() == [0, 3]
    assert rows_of(ROWS, pair, types=["feeds"], f29=["hinders"]).index.tolist() == [0, 2]
    assert rows_of(ROWS, []).empty


# --- bundles -------------------------------------------------------------------------------------------------------


def test_denied_opposes_and_hypothetical_counts_for_nothing() -> None:
    """F29: supporters assert, opposers deny; who only supposes is neither and lends no group."""
    rows = links(
        *[("R1", "senior", "asserted"), ("R1", "senior", "asserted"), ("R4", "supervisory", "denied")],
        *[("X1", "external", "hypothetical")],
    )

    assert bundle_edge(rows, {"R1": source("R1")}) == Bundle(
        supporters=frozenset({"R1"}),
        opposers=frozenset({"R4"}),
        hypothetical=frozenset({"X1"}),
        groups=frozenset({"senior"}),
        witnesses=1,
        voices={"R1": frozenset({"senior"})},
        against={"R4": frozenset({"supervisory"})},
    )


def test_no_relations() -> None:
    """An edge that nobody speaks of has an empty bundle, and its independence is not assessed."""
    assert bundle_edge(links(), {}) == Bundle()


def test_a_focus_group_is_one_source_of_several_groups() -> None:
    """Two people of two groups in one talk are one supporter; who has no group adds none."""
    rows = links(("G1", "senior", "asserted"), ("G1", "external", "asserted"), ("R1", "", "asserted"))
    bundle = bundle_edge(rows, {})

    assert (bundle.supporters, bundle.groups) == (frozenset({"G1", "R1"}), frozenset({"senior", "external"}))
    assert bundle.voices == {"G1": frozenset({"senior", "external"}), "R1": frozenset()}


def test_the_persons_of_a_bundle() -> None:
    """Persons are those who assert, each once; a row that names nobody adds none."""
    rows = links(
        ("G1", "senior", "asserted"), ("G1", "senior", "asserted"), ("R4", "", "denied"), ("N1", "", "asserted")
    )

    assert bundle_edge(rows.assign(person=["P1", "P2", "P4", ""]), {}).people == frozenset({"P1", "P2"})
    assert bundle_edge(rows, {}).people == frozenset()


def test_a_source_stands_where_it_has_more_codings() -> None:
    """Two against one is against, one to one raises the matter, and qualifying takes no side."""
    rows = pd.DataFrame(
        [
            *[("R1", "senior", "opposes"), ("R1", "senior", "opposes"), ("R1", "senior", "supports")],
            *[("R4", "supervisory", "supports"), ("R4", "supervisory", "opposes"), ("X1", "external", "qualifies")],
        ],
        columns=["source", "group", "stance"],
    )

    assert bundle_node(rows, {}) == Bundle(
        supporters=frozenset({"R4", "X1"}),
        opposers=frozenset({"R1"}),
        groups=frozenset({"supervisory", "external"}),
        voices={"R4": frozenset({"supervisory"}), "X1": frozenset({"external"})},
        against={"R1": frozenset({"senior"})},
    )
    assert bundle_node(rows.iloc[:0], {}) == Bundle()


# --- independent witnesses (F07) -----------------------------------------------------------------------------------


def test_five_sources_two_witnesses() -> None:
    """F07: R5 repeats R4, D2 reprints D1, G1 includes R4: components {R4, R5, G1} and {D1, D2}."""
    sources = {
        "R4": source("R4"),
        "R5": source("R5", depends_on=("R4",)),
        "D1": source("D1"),
        "D2": source("D2", depends_on=("D1",)),
        "G1": source("G1", depends_on=("R4",)),
    }

    assert witnesses(["R4", "R5", "D1", "D2", "G1"], sources) == 2


def test_dependence_on_a_source_that_does_not_support() -> None:
    """Only the supporting sources stand in the graph: two that repeat an absent third are two witnesses."""
    sources = {name: source(name, depends_on=("R4",)) for name in ("R5", "R6")}

    assert witnesses(["R5", "R6"], sources) == 2


def test_one_person_in_two_sources() -> None:
    """F07: R4, who is heard alone and in the focus group, is one witness, also where nothing depends on anything."""
    sources = {"R4": source("R4", people="P4"), "G1": source("G1", people="P4 P5"), "R6": source("R6", people="P6")}

    assert witnesses(["R4", "G1", "R6"], sources) == 2


def test_independence_not_assessed() -> None:
    """Where no front matter speaks of dependence the count is None; `depends_on: []` in one of them is an answer."""
    silent = {name: source(name, depends_on=None) for name in ("R1", "R2")}

    assert witnesses(["R1", "R2"], silent) is None
    assert witnesses([], silent) is None
    assert witnesses(["R1", "R2"], silent | {"R2": source("R2")}) == 2


@given(st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"))), st.permutations("abcde"))
def test_witnesses_of_any_dependence(pairs: set[tuple[str, str]], order: list[str]) -> None:
    """There are at most as many witnesses as sources, at least one, and neither order nor direction matters."""
    one = {n: source(n, depends_on=tuple(sorted(b for a, b in pairs if a == n))) for n in "abcde"}
    other = {n: source(n, depends_on=tuple(sorted(a for a, b in pairs if b == n))) for n in "abcde"}
    count = witnesses(order, one)

    assert count is not None and 1 <= count <= 5
    assert count == witnesses("abcde", other)


# --- threads (F29) -------------------------------------------------------------------------------------------------


def test_a_path_without_and_with_a_thread() -> None:
    """F29: A->B by {R1, R2} and B->C by {R4, R5} is assembled, 0 threads; with R2 in B->C there is 1."""
    supporters = {("A", "B"): frozenset({"R1", "R2"}), ("B", "C"): frozenset({"R4", "R5"})}

    assert threads(["A", "B", "C"], supporters) == frozenset()
    assert threads(["A", "B", "C"], supporters | {("B", "C"): frozenset({"R2", "R4", "R5"})}) == frozenset({"R2"})


def test_paths_that_are_none() -> None:
    """A step that nobody asserts, a path of one node, and a path that comes back have no thread."""
    supporters = {("A", "B"): frozenset({"R1"}), ("B", "A"): frozenset({"R1"})}

    assert threads(["A", "B"], supporters) == frozenset({"R1"})
    for path in (["B", "C"], ["A", "B", "C"], ["A"], [], ["A", "B", "A"]):
        assert threads(path, supporters) == frozenset()


# --- leave one out (F31) -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("supporters", "opposers", "eighths", "linchpins"),
    [
        ("R1 R2 R3 R5", "R4", 7, ("R5",)),
        ("R2 R4 R5 R6", "", 7, ("R2",)),
        ("R4 R6", "R1", 0, ()),
        ("R3 R6 X1", "R5", 8, ()),
        ("R1 R4", "", 6, ("R1", "R4")),
    ],
    ids=["E1", "E2", "E3", "E4", "E5"],
)
def test_the_edges_of_t8(supporters: str, opposers: str, eighths: int, linchpins: tuple[str, ...]) -> None:
    """F31, the table of T8: retained share over eight sources, and the sources without which the decision changes."""
    found = leave_one_out(supporters.split(), opposers.split(), T8, Keep())

    assert found == (eighths / 8, linchpins)


@pytest.mark.parametrize(
    ("supporters", "opposers", "groups", "kept"),
    [
        ("R1 R4", "", "senior supervisory", True),
        ("R1", "", "senior supervisory", False),
        ("R1 R2", "", "senior", False),
        ("R1 R4", "R5 R6", "senior supervisory", False),
        ("R1 R4 R2", "R5 R6", "senior supervisory", True),
    ],
    ids=["two from two", "one source", "one group", "as many against", "more for than against"],
)
def test_the_keep_rule(supporters: str, opposers: str, groups: str, kept: bool) -> None:
    """F31, default: two supporters, two groups, and more supporters than opposers."""
    bundle = Bundle(*(frozenset(names.split()) for names in (supporters, opposers, "", groups)))

    assert Keep().keeps(bundle) is kept


def test_a_stricter_rule() -> None:
    """The numbers are the study's: an edge of two sources falls under a rule of three."""
    assert leave_one_out(["R1", "R4"], [], T8, Keep(supporters=3)) == (0.0, ())


def test_no_sources() -> None:
    """Without sources there is nothing to leave out: no share."""
    assert leave_one_out([], [], {}, Keep()) == (None, ())


def test_no_group_is_no_group() -> None:
    """A source of no group supports but lends no second group, as in the bundle."""
    assert leave_one_out(["R1", "N1"], [], {"R1": "senior", "N1": ""}, Keep()) == (0.0, ())


def test_a_mixed_focus_group() -> None:
    """A source in which two groups speak lends both: the edge is kept, and without that source it is not."""
    groups: Mapping[str, str | set[str]] = {"G1": {"senior", "external"}, "R1": "senior", "R2": "senior"}

    assert leave_one_out(["G1", "R1"], [], groups, Keep()) == (1 / 3, ("G1", "R1"))
    assert leave_one_out(["G1", "R1", "R2"], [], groups, Keep()) == (2 / 3, ("G1",))


SOME = st.sets(st.sampled_from(sorted(T8)))


@given(SOME, SOME, st.permutations(sorted(T8)))
def test_the_share_counts_what_is_no_linchpin(supporters: set[str], opposers: set[str], order: list[str]) -> None:
    """Of a kept edge the share is the part of sources that are no linchpins, else 0; order does not matter."""
    share, linchpins = leave_one_out(supporters, opposers, T8, Keep())
    kept = Keep().keeps(Bundle(frozenset(supporters), frozenset(opposers), groups=frozenset(T8[s] for s in supporters)))

    assert share == (1 - len(linchpins) / 8 if kept else 0)
    assert set(linchpins) <= supporters
    turned = {name: T8[name] for name in order}
    assert leave_one_out([s for s in order if s in supporters], opposers, turned, Keep()) == (share, linchpins)


@given(SOME, SOME.filter(bool))
def test_hearing_an_opposer_less_never_unkeeps(supporters: set[str], opposers: set[str]) -> None:
    """Without one of its opposers an edge is at least as kept and as stable as with it."""
    for opposer in opposers - supporters:
        before, _ = leave_one_out(supporters, opposers, T8, Keep())
        after, _ = leave_one_out(supporters, opposers - {opposer}, T8, Keep())
        assert before is not None and after is not None and after >= before
