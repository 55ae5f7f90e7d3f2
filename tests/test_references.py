"""References by which files of human judgement name evidence: their form, what they find, what is wrong with them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CodingError, Problem
from analysis.references import COLUMNS, Reference, check_references, parse_reference, resolve_references

PLACE = ["source", "kind", "passage", "label", "person", "start", "end", "quote"]
MARKS = ["mode", "norm", "stance", "facet", "confidence", "in_frame"]
CODINGS = pd.DataFrame(
    [
        *[
            (
                "S1",
                "interview",
                4,
                "P1",
                "P1",
                "head",
                "senior",
                10,
                20,
                "They told",
                "A",
                "supports",
                "fact",
                "c1",
            )
        ],
        *[("S1", "interview", 6, "P1", "P1", "head", "senior", 30, 40, "Nobody knew", "B", "opposes", "", "c2+c3")],
        *[("ACT", "law", 1, "1", "", "", "", 3, 9, "Post it", "A", "supports", "norm", "c4")],
    ],
    columns=[*PLACE[:5], "role", "group", *PLACE[5:], "code", "stance", "mode", "id"],
)
RELATIONS = pd.DataFrame(
    [("S1", "interview", 5, "P1", "P1", 22, 28, "so we left", "A", "B", "brings", "causes", "+", "asserted", "r1")],
    columns=[*PLACE, "from_code", "to_code", "type", "f29", "polarity", "modality", "id"],
)
DOCUMENTS = pd.DataFrame(
    [
        *[
            (
                "ACT:69(1)",
                "ACT",
                "law",
                "69(1)",
                3,
                9,
                "Post it",
                "A",
                "norm",
                "fulfilled",
                "",
                "notice",
                "verified",
                True,
            )
        ],
        *[("ACT:69(1)", "ACT", "law", "69(1)", 3, 9, "Post", "B", "norm", "silent", "", "", "verified", True)],
        *[("OLD:2", "OLD", "law", "2", 1, 5, "Hush", "B", "norm", "", "", "", "recalled", False)],
        *[("BOOK:p 3", "BOOK", "literature", "p 3", 7, 9, "Ok", "A", "", "", "opposes", "", "", True)],
    ],
    columns=["ref", *PLACE[:2], "article", *PLACE[5:], "code", *MARKS],
)


def resolve(*references: str) -> pd.DataFrame:
    return resolve_references(references, CODINGS, RELATIONS, DOCUMENTS)


def cells(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    return frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None).values.tolist()


def test_a_coding_is_found_by_its_source_and_id() -> None:
    """Who said it, under which code, how it stands, and where the words are."""
    frame = resolve("S1/c1")

    assert list(frame.columns) == list(COLUMNS)
    assert cells(frame, "ref", "basis", "found", "person", "group", "code", "stance", "mode", "start", "quote") == [
        ["S1/c1", "coding", True, "P1", "senior", "A", "supports", "fact", 10, "They told"]
    ]


def test_a_relation_has_two_ends() -> None:
    """A relation is named as a coding is; it has no code of its own."""
    assert cells(resolve("S1/r1"), "basis", "code", "from_code", "to_code", "type", "modality") == [
        ["relation", "", "A", "B", "brings", "asserted"]
    ]


def test_a_provision_stands_once_with_all_its_codes() -> None:
    """Codes and norms of one provision are joined; its marks of confidence and of the frame come along."""
    frame = resolve("ACT:69(1)", "OLD:2", "BOOK:p 3")

    assert cells(frame, "basis", "code", "norm", "confidence", "in_frame", "stance", "passage") == [
        ["document", "A, B", "fulfilled, silent", "verified", True, "", None],
        ["document", "B", "", "recalled", False, "", None],
        ["document", "A", "", "", True, "opposes", None],
    ]


def test_one_row_for_each_reference_in_the_given_order() -> None:
    """A reference given twice is two rows; one that names nothing has a row and no basis."""
    frame = resolve("OLD:2", "S1/c9", "S1/c1", "OLD:2", "no reference")

    assert cells(frame, "ref", "basis", "found", "in_frame", "start") == [
        ["OLD:2", "document", True, False, 1],
        ["S1/c9", "", False, False, None],
        ["S1/c1", "coding", True, True, 10],
        ["OLD:2", "document", True, False, 1],
        ["no reference", "", False, False, None],
    ]


def test_the_coding_of_one_coder_finds_what_it_became_part_of() -> None:
    """An agreed coding is found by its whole id and by the id that either coder's coding had."""
    assert cells(resolve("S1/c2+c3", "S1/c2", "S1/c3"), "quote", "id") == [["Nobody knew", "c2+c3"]] * 3


def test_part_of_two_codings_names_neither() -> None:
    """Where one coder's coding became part of two, its id does not say which is meant."""
    twice = pd.concat([CODINGS, CODINGS.iloc[[1]].assign(id="c2+c7")], ignore_index=True)
    frame = resolve_references(["S1/c2", "S1/c7"], twice, RELATIONS, DOCUMENTS)

    assert frame["found"].tolist() == [False, True]


def test_nothing_to_resolve() -> None:
    """No reference gives no row and the same columns, of the same kinds, as some."""
    nothing = resolve_references([], CODINGS.iloc[:0], RELATIONS.iloc[:0], DOCUMENTS.iloc[:0])

    assert nothing.empty
    assert nothing.dtypes.astype(str).to_dict() == resolve("S1/c1").dtypes.astype(str).to_dict()


def test_what_is_wrong_with_references() -> None:
    """Each problem names file and row, what came, and the next step; a slip in a provision is guessed."""
    given = [("S1/c1", 3), ("S1/c9", 4), ("S7/c1", 5), ("ACT:69(2)", 6), ("S1", 7)]
    problems = check_references(given, CODINGS, RELATIONS, DOCUMENTS, file="codebook/threads.yaml", level="warning")
    in_force = "a reference names a coding or relation in force"
    bears = "a reference names a provision or passage that bears on a code"

    assert [(p.row, p.rule, p.came, p.next_step, p.level) for p in problems[:3]] == [
        (4, in_force, "S1/c9", "See study.codings() for those of S1.", "warning"),
        (5, in_force, "S7/c1", "See study.codings().", "warning"),
        (6, bears, "ACT:69(2)", "Did you mean 'ACT:69(1)'?", "warning"),
    ]
    assert problems[3] == Problem(
        "codebook/threads.yaml",
        7,
        "a reference is SOURCE/ID of a coding or relation, or DOCUMENT:PASSAGE",
        "'S1'",
        "Take it from study.codings(), study.relations() or study.document_codings.",
    )


def test_an_article_within_a_provision() -> None:
    """An article that the register has as part of a longer run is answered with that run."""
    documents = DOCUMENTS.assign(ref=["ACT:69(1)", "ACT:69(1)", "ACT:70-74", "BOOK:p 3"])
    problems = check_references([("ACT:73(2)", 1)], CODINGS, RELATIONS, documents, file="f")

    assert [p.next_step for p in problems] == ["Did you mean 'ACT:70-74'?"]


@pytest.mark.parametrize("text", ["", "S1", "S1/", "/c1", ":1", "S 1/c1", "S1/c 1", "ACT:", "ACT:a  b", "S1/c1\nS2"])
def test_what_is_no_reference(text: str) -> None:
    """Without a source, or without an id or passage, nothing is named."""
    with pytest.raises(CodingError, match="a reference is SOURCE/ID"):
        parse_reference(text)


SLUGS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
IDS = st.from_regex(r"[a-z0-9]{1,6}(\+[a-z0-9]{1,6})?", fullmatch=True)
LABELS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.one_of(st.builds(Reference, SLUGS, id=IDS), st.builds(Reference, SLUGS, passage=LABELS)))
def test_written_and_read_again(reference: Reference) -> None:
    """A reference reads as it was written, spaces around it aside, whatever the label of a passage holds."""
    assert parse_reference(str(reference)) == reference
    assert parse_reference(f" {reference}\n") == reference


@given(st.text(max_size=12))
def test_any_text_is_a_reference_or_refused(text: str) -> None:
    """No text makes the reader fail otherwise than in a sentence; what it takes, it writes back."""
    try:
        assert str(parse_reference(text)) == text.strip()
    except CodingError as error:
        assert "a reference is SOURCE/ID" in str(error)
