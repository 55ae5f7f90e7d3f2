"""Which segments carry these codes in these cases: frames, counts, co-occurrence (F05, F06, F30), coverage."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from analysis.codebook import Codebook
from analysis.coding.fold import State
from analysis.errors import AnalysisError
from analysis.model import Code, Coding, Participant, Relation, Source
from analysis.retrieval import (
    co_occurrence,
    code_by_case,
    codings_frame,
    coefficient,
    coverage,
    in_kinds,
    met,
    open_question,
    states_frame,
)
from analysis.sources.text import parse_passages

PEOPLE = {"P1": Participant("P1", "head"), "P2": Participant("P2", "clerk"), "P3": Participant("P3", "clerk")}
GROUPS = {"head": "senior", "clerk": "junior"}
BOOK = Codebook(
    codes={c: Code(c) for c in ("A", "B", "OLD")}, history=({"op": "merge", "codes": ["OLD"], "into": "B"},)
)


def talk(source: str, *turns: str, kind: str = "interview") -> Source:
    """A source of one line per turn; INT asks, everyone else answers."""
    body = "\n".join(turns)
    labels = list(dict.fromkeys(turn.split(":")[0].split(" ")[0] for turn in turns))
    speakers = {label: "interviewer" if label == "INT" else "respondent" for label in labels}
    passages, _ = parse_passages(body, labels)
    return Source(source, kind, body, tuple(passages), "", f"{source}.md", provenance="constructed", speakers=speakers)


def put(source: Source, quote: str, code: str, **more: object) -> Coding:
    """A coding on the first place where the quote stands."""
    start = source.body.index(quote)
    return Coding(f"{source.id}-{start}-{code}", "ann", source.id, start, start + len(quote), quote, code, **more)


def frame_of(*codings: Coding, sources: list[Source], attributes: tuple[str, ...] = ()) -> pd.DataFrame:
    return codings_frame(
        codings,
        sources={s.id: s for s in sources},
        participants=PEOPLE,
        group_of=GROUPS,
        codebook=BOOK,
        attributes=attributes,
    )


def spans(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "start", "end", "code"])


def plain(frame: pd.DataFrame) -> list[list[object]]:
    """The cells row by row, None for what is missing."""
    return frame.astype(object).where(frame.notna(), None).values.tolist()


S1 = talk("S1", "INT [q1]: How do you hear?", "P1: From the wall é 🙂 board.", "INT [q2]: And pay?", "P1: Late.")
LAW = talk("LAW", "7: Posts are announced.", kind="law")


def test_a_coding_with_its_place() -> None:
    """Speaker, role, group and open question stand beside the words; sorted by offset; a merged code is the new one."""
    late = put(S1, "Late", "OLD", attributes={"stance": "opposes", "mood": "cross"}, memo="hm", codebook_version=2)
    wall = put(S1, "wall é 🙂", "A", attributes={"stance": "supports"}, facet="board")
    frame = frame_of(late, wall, sources=[S1], attributes=("mood",))

    assert frame.to_dict("records") == [
        {
            **{"source": "S1", "kind": "interview", "passage": 2, "label": "P1", "person": "P1", "role": "head"},
            **{"group": "senior", "question": "q1", "start": 40, "end": 48, "quote": "wall é 🙂", "code": "A"},
            **{"stance": "supports", "mood": "", "facet": "board", "memo": "", "coder": "ann", "codebook_version": 0},
            **{"provenance": "constructed", "anchor": "", "id": "S1-40-A"},
        },
        {
            **{"source": "S1", "kind": "interview", "passage": 4, "label": "P1", "person": "P1", "role": "head"},
            **{"group": "senior", "question": "q2", "start": 79, "end": 83, "quote": "Late", "code": "B"},
            **{"stance": "opposes", "mood": "cross", "facet": "", "memo": "hm", "coder": "ann", "codebook_version": 2},
            **{"provenance": "constructed", "anchor": "", "id": "S1-79-OLD"},
        },
    ]


def test_documents_and_interviewers_are_nobody() -> None:
    """An article and an interviewer's turn carry codes, but no person, role or group speaks there."""
    frame = frame_of(put(LAW, "Posts", "A"), put(S1, "hear", "A"), sources=[S1, LAW])

    assert frame[["source", "label", "person", "role", "group", "question"]].values.tolist() == [
        ["LAW", "7", "", "", "", ""],
        ["S1", "INT", "", "", "", "q1"],
    ]


def test_a_segment_that_crosses_passages() -> None:
    """What runs from one turn into the next has no passage, nobody speaks it, and it answers no question."""
    crossing = Coding("x", "ann", "S1", 40, 83, S1.body[40:83], "A")
    [row] = frame_of(crossing, sources=[S1])[["passage", "label", "person", "question"]].values.tolist()

    assert row == [0, "", "", ""]


def test_relations_and_lost_sources_are_no_rows() -> None:
    """A relation has a frame of its own, and a coding of a source that is gone has no place; columns stay."""
    relation = put(S1, "Late", "", relation=Relation("A", "B", "hinders"))
    lost = Coding("x", "ann", "S9", 0, 1, "a", "A")
    frame = frame_of(relation, lost, sources=[S1], attributes=("mood",))

    assert (len(frame), list(frame.columns[12:15])) == (0, ["stance", "mood", "facet"])


@pytest.mark.parametrize(("passage", "question"), [(1, "q1"), (2, "q1"), (3, "q2"), (4, "q2")])
def test_the_question_stays_open(passage: int, question: str) -> None:
    """A question holds from the turn that asks it until the next one is asked."""
    assert open_question(S1, passage) == question


def test_no_question_before_the_first() -> None:
    """What is said before anything was asked answers no question."""
    assert open_question(talk("S2", "P1: Hello.", "INT [q1]: Why?"), 1) == ""


@given(st.text("aé🙂 \n", min_size=1, max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_the_words_stand_between_the_offsets(words: str, start: int, length: int) -> None:
    """Whatever the letters, the body between a row's offsets is the row's quote."""
    source = talk("S2", f"P1: x{words}x")
    quote = source.body[4 + start : 4 + start + length]
    if quote:
        coding = Coding("c", "ann", "S2", 4 + start, 4 + start + len(quote), quote, "A")
        [row] = frame_of(coding, sources=[source]).itertuples()
        assert source.body[row.start : row.end] == row.quote


def test_what_people_said() -> None:
    """By default, codings of laws and literature are left out, and rows are numbered anew."""
    frame = frame_of(put(LAW, "Posts", "A"), put(S1, "Late", "B"), sources=[S1, LAW])

    assert in_kinds(frame)[["source", "code"]].to_dict("index") == {0: {"source": "S1", "code": "B"}}
    assert in_kinds(frame, ["law"])[["source", "code"]].to_dict("index") == {0: {"source": "LAW", "code": "A"}}


# F05, "promotion information is available": senior 3 of 3 raise it, supervisory 3 (2 of them against), external nobody.
F05 = pd.DataFrame(
    [
        *[("R1", "R1", "senior", "A"), ("R1", "R1", "senior", "A"), ("R2", "R2", "senior", "A")],
        *[("R3", "R3", "senior", "A"), ("R4", "R4", "supervisory", "A"), ("R5", "R5", "supervisory", "A")],
        *[("R6", "R6", "supervisory", "A"), ("X1", "X1", "external", "B")],
    ],
    columns=["source", "person", "group", "code"],
)


def test_persons_by_group() -> None:
    """F05: 3 of 3, 3 of 3 and 0 of 2 raise the theme: prevalence runs from 1.00 to 0.00, a contrast of 1.00."""
    sizes = {"senior": 3, "supervisory": 3, "external": 2}
    table = code_by_case(F05, by="group", codes=["A"], cases=list(sizes))
    shares = table.loc["A"] / pd.Series(sizes)

    assert table.to_dict("index") == {"A": {"senior": 3, "supervisory": 3, "external": 0}}
    assert shares.max() - shares.min() == 1.00


def test_what_a_cell_counts() -> None:
    """Two of a focus group are two persons and one source; a text that nobody speaks has presence and no persons."""
    codings = pd.DataFrame(
        [("G1", "P1", "A"), ("G1", "P2", "A"), ("G1", "P2", "A"), ("N1", "", "A")],
        columns=["source", "person", "code"],
    )

    def counts(value: str) -> list[int]:
        return code_by_case(codings, by="source", codes=["A"], value=value).loc["A"].tolist()

    assert counts("persons") == [2, 0]
    assert counts("sources") == [1, 1]
    assert counts("segments") == [3, 1]
    assert counts("presence") == [1, 1]


def test_rows_and_columns_as_asked() -> None:
    """Codes and cases stand in the order given, with 0 where nothing is; by default the cases that occur, sorted."""
    table = code_by_case(F05, by="group", codes=["C", "B", "A"], cases=["external", "alumni"])

    assert (table.index.tolist(), table.columns.tolist()) == (["C", "B", "A"], ["external", "alumni"])
    assert table.values.tolist() == [[0, 0], [1, 0], [0, 0]]
    assert code_by_case(F05, by="group", codes=["A"]).columns.tolist() == ["senior", "supervisory"]
    assert code_by_case(F05.iloc[:0], by="group", codes=["A"], cases=["senior"]).values.tolist() == [[0]]


def test_an_unknown_case_or_count() -> None:
    """The message names what there is."""
    with pytest.raises(AnalysisError, match=r"\(got 'age'\)\. Use one of \['source', 'person', 'group', 'code'\]\."):
        code_by_case(F05, by="age", codes=["A"])
    with pytest.raises(AnalysisError, match=r"persons, sources, segments or presence \(got 'words'\)\. Use one"):
        code_by_case(F05, codes=["A"], by="group", value="words")


def test_the_coefficient() -> None:
    """F30: n1 = 100, n2 = 10, n12 = 5 gives 5/105 = 0.0476; where neither code occurs there is no value."""
    assert coefficient(100, 10, 5) == approx(0.0476, abs=0.00005)
    assert coefficient(0, 0, 0) is None
    assert coefficient(3, 3, 3) == 1


def test_both_shares_and_the_uneven_mark() -> None:
    """F30: c is 0.0476 while 5/10 = 50 % of the second code occurs with the first, so the pair is marked uneven."""
    one = [(f"S{i:03}", 0, 1, "ONE") for i in range(100)]
    two = [(f"S{i:03}", 0, 1, "TWO") for i in range(95, 105)]
    [row] = co_occurrence(spans(*one, *two)).to_dict("records")

    assert row == {
        **{"code_1": "ONE", "code_2": "TWO", "n1": 100, "n2": 10, "n12": 5, "c": approx(0.0476, abs=0.00005)},
        **{"share_1": 0.05, "share_2": 0.5, "uneven": True},
    }


def test_five_times_is_not_uneven() -> None:
    """The mark begins above five times: 10 against 2 has none, 11 against 2 has one, whichever is named first."""

    def uneven(n: int, frequent: str, rare: str) -> bool:
        rows = [(f"S{i:02}", 0, 1, frequent) for i in range(n)]
        return bool(co_occurrence(spans(*rows, ("S00", 0, 1, rare), ("S01", 0, 1, rare)))["uneven"].item())

    assert [uneven(10, "A", "B"), uneven(11, "A", "B"), uneven(11, "B", "A")] == [False, True, True]


def test_overlapping_segments_are_one_unit() -> None:
    """One segment of A under three of B is one unit of each: c is 1, where a count of pairs would say 3."""
    codings = spans(("S1", 0, 30, "A"), ("S1", 0, 9, "B"), ("S1", 5, 20, "B"), ("S1", 19, 30, "B"))

    assert plain(co_occurrence(codings, unit="segment")) == [["A", "B", 1, 1, 1, 1.0, 1.0, 1.0, False]]


def test_touching_segments_and_other_sources_stay_apart() -> None:
    """A segment that begins where another ends, and one at the same place of another source, are units of their own."""
    codings = spans(("S1", 0, 5, "A"), ("S1", 5, 9, "B"), ("S2", 0, 5, "B"), ("S2", 20, 25, "A"))

    assert plain(co_occurrence(codings, unit="segment")) == [["A", "B", 2, 2, 0, 0.0, 0.0, 0.0, False]]
    assert plain(co_occurrence(codings, unit="source")) == [["A", "B", 2, 2, 2, 1.0, 1.0, 1.0, False]]


def test_a_unit_that_is_not_known() -> None:
    """Co-occurrence by passage is not offered; nothing coded gives no pairs."""
    with pytest.raises(AnalysisError, match=r"by source or by segment \(got 'passage'\)\. Use one"):
        co_occurrence(spans(), unit="passage")
    assert co_occurrence(spans(), unit="segment").empty


CODED = st.lists(
    st.builds(
        lambda source, start, length, code: (source, start, start + length, code),
        st.sampled_from(["S1", "S2"]),
        st.integers(0, 20),
        st.integers(1, 8),
        st.sampled_from(["A", "B", "C"]),
    ),
    max_size=12,
)


@given(CODED, st.sampled_from(["source", "segment"]))
def test_c_never_passes_one(rows: list[tuple[str, int, int, str]], unit: str) -> None:
    """However the segments overlap, c and both shares lie within 0 and 1, and n12 passes neither n."""
    frame = co_occurrence(spans(*rows), unit=unit)

    assert frame[["c", "share_1", "share_2"]].stack().between(0, 1).all()
    assert (frame["n12"] <= frame[["n1", "n2"]].min(axis=1)).all()


@given(CODED, st.sampled_from(["source", "segment"]))
def test_co_occurrence_is_symmetric(rows: list[tuple[str, int, int, str]], unit: str) -> None:
    """Names and order do not matter: with A called C and C called A, rows turned round, each pair says the same."""
    other = {"A": "C", "B": "B", "C": "A"}
    swapped = spans(*[(source, start, end, other[code]) for source, start, end, code in reversed(rows)])

    def pairs(frame: pd.DataFrame, name: dict[str, str]) -> dict[frozenset[str], tuple[object, ...]]:
        return {
            frozenset((name[r.code_1], name[r.code_2])): (
                r.c,
                r.uneven,
                *sorted([(name[r.code_1], r.n1, r.share_1), (name[r.code_2], r.n2, r.share_2)]),
            )
            for r in frame.itertuples()
        }

    same = {code: code for code in other}
    assert pairs(co_occurrence(spans(*rows), unit=unit), same) == pairs(co_occurrence(swapped, unit=unit), other)


def test_coverage_counts_words_of_respondents() -> None:
    """Of 5 words answered, 3 lie under a code; the interviewer's words, doubled codes and laws do not count."""
    source = talk("S1", "INT: Tell me please", "P1: we wait long. 🙂", "P1: enough")
    law = talk("LAW", "7: Posts are announced.", kind="law")
    silent = talk("S2", "INT: Hello?")
    codings = spans(
        ("S1", source.body.index("we"), source.body.index(" long"), "A"),
        ("S1", source.body.index("we"), source.body.index(" long"), "B"),
        ("S1", source.body.index("wait"), source.body.index(" 🙂"), "B"),
        ("S1", source.body.index("Tell"), source.body.index("please"), "A"),
        ("LAW", 3, 8, "A"),
    )
    frame = coverage([source, law, silent], codings)

    assert plain(frame.reset_index()) == [["S1", 5, 3, 0.6], ["S2", 0, 0, None]]


def test_coverage_of_a_word_cut_in_two() -> None:
    """A word counts where a segment holds its first letter, so a segment from its second letter on leaves it out."""
    source = talk("S1", "P1: ab ab")

    assert coverage([source], spans(("S1", 5, 9, "A")))["coded"].item() == 1


def test_who_has_done_how_much() -> None:
    """Codings and relations are counted apart, coders and sources sorted, and a closed journal is finished."""
    codings = (put(S1, "Late", "A"), put(S1, "Late", "", relation=Relation("A", "B", "hinders")))
    states = {("bo", "S1"): State(done=True), ("ann", "S1"): State(codings, frozenset({("r", "A", "q")}))}

    assert plain(states_frame(states)) == [["ann", "S1", 1, 1, 1, False, ""], ["bo", "S1", 0, 0, 0, True, ""]]


def test_suggestions_that_meet_a_coding() -> None:
    """Two suggestions of A, one over the one coding of A; B coded in vain; C suggested in vain."""
    suggestions = spans(("S1", 0, 5, "A"), ("S1", 20, 25, "A"), ("S1", 0, 5, "C"), ("S2", 0, 9, "B"))
    codings = spans(("S1", 4, 9, "A"), ("S1", 0, 9, "B"))

    assert plain(met(suggestions, codings).reset_index()) == [
        ["A", 2, 1, 0.5, 1, 1, 1.0],
        ["B", 1, 0, 0.0, 1, 0, 0.0],
        ["C", 1, 0, 0.0, 0, 0, None],
    ]


def test_a_coding_met_twice_is_found_once() -> None:
    """Two suggestions over one coding both meet it, and it is found once; touching is not meeting."""
    suggestions = spans(("S1", 0, 5, "A"), ("S1", 3, 8, "A"), ("S1", 9, 12, "A"))

    assert plain(met(suggestions, spans(("S1", 4, 9, "A")))) == [[3, 2, approx(2 / 3), 1, 1, 1.0]]
    assert met(spans(), spans()).empty
