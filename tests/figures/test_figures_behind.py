"""Which words and provisions does a mark lead to?"""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marks_kit import (
    ASSERTED,
    BOTH,
    DENIED,
    DOCUMENTS,
    GROUPS,
    SUPPOSED,
    codings,
    edge,
    figure,
    material,
    node,
    relations,
)

from analysis.errors import FigureError
from analysis.figures.behind import EVIDENCE_COLUMNS, find_evidence
from analysis.figures.evidence import compute_marks

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
