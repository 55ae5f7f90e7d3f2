"""Differences between coders: found, settled, in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import study_kit as kit

from analysis import Study, open_study
from analysis.adjudication import ATTRIBUTES, NOT_SHARED, differences, shared_frame
from analysis.errors import CodingError
from analysis.model import Coding, Relation


def coding(id: str, coder: str, start: int, end: int, code: str = "A", **more: Any) -> Coding:
    return Coding(id, coder, "S", start, end, "x" * (end - start), code, **more)


def by_coder(*codings: Coding) -> dict[str, list[Coding]]:
    found: dict[str, list[Coding]] = {}
    for entry in codings:
        found.setdefault(entry.coder, []).append(entry)
    return found


# Finding them


def test_what_one_marked_alone_is_a_difference() -> None:
    """What overlaps under the same code is shared; what else stands on the words is told beside it."""
    found = differences(by_coder(coding("a1", "ann", 0, 9), coding("b1", "bo", 3, 12), coding("a2", "ann", 4, 6, "B")))

    assert [(d.of, d.kind, d.coders, [c.id for c in d.beside]) for d in found] == [("a2", NOT_SHARED, ("ann",), ["b1"])]


def test_shared_codings_may_differ_in_attributes() -> None:
    """Each coder's choice stands in the order of their names; what is the same is not told."""
    one = coding("a1", "ann", 0, 9, attributes={"stance": "supports", "mode": "fact"}, facet="late")
    other = coding("b1", "bo", 0, 9, attributes={"stance": "opposes", "mode": "fact"}, facet="late")
    (found,) = differences(by_coder(other, one))

    assert (found.of, found.kind, found.coders) == ("a1+b1", ATTRIBUTES, ("ann", "bo"))
    assert found.differs == {"stance": ("supports", "opposes")}


def test_two_choices_of_one_coder_are_told() -> None:
    """Two codings of one coder that both meet the other's are one agreed coding, with a choice of two."""
    twice = (coding("a1", "ann", 0, 4, facet="late"), coding("a2", "ann", 5, 9, facet="early"))
    (found,) = differences(by_coder(*twice, coding("b1", "bo", 0, 9, facet="late")))

    assert found.differs == {"facet": ("early/late", "late")}


def test_a_relation_read_otherwise_is_two_differences() -> None:
    """The same link, asserted and denied, is not shared."""
    said, denied = Relation("A", "B", "opens"), Relation("A", "B", "opens", modality="denied")
    one, other = coding("a1", "ann", 0, 9, "", relation=said), coding("b1", "bo", 0, 9, "", relation=denied)
    found = differences(by_coder(one, other))

    assert [(d.of, [c.id for c in d.beside]) for d in found] == [("a1", ["b1"]), ("b1", ["a1"])]


def test_one_coder_differs_from_nobody() -> None:
    """Where one person coded there is nothing to settle."""
    assert differences(by_coder(coding("a1", "ann", 0, 9))) == []


def test_share_of_matched_codings() -> None:
    """Two of three codings matched; a source with one coder is not counted, and relations stand apart."""
    link = Relation("A", "B", "opens")
    sources = {
        "S1": by_coder(coding("a1", "ann", 0, 9), coding("b1", "bo", 8, 12), coding("b2", "bo", 20, 22)),
        "S2": by_coder(coding("a3", "ann", 0, 9)),
        "S3": by_coder(coding("a4", "ann", 0, 9, "", relation=link), coding("b4", "bo", 3, 5)),
    }

    assert shared_frame(sources).values.tolist() == [
        ["", "codings", 4, 2, 0.5],
        ["", "relations", 1, 0, 0.0],
        ["S1", "codings", 3, 2, pytest.approx(2 / 3)],
        ["S3", "codings", 1, 0, 0.0],
        ["S3", "relations", 1, 0, 0.0],
    ]


# Settling them


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Anna coded the bakery; Ben put the same code on one of her segments, seen from the other side."""
    root = kit.make_study(tmp_path)
    found = open_study(root)
    ben = {"coder": "ben", "at": kit.AT, "provenance": "constructed"}
    found.code("S01", code="EXP.STAY", quote="stayed for the café", stance="opposes", facet="coffee", **ben)
    return found


def ruled(study: Study, of: str, **said: Any) -> str:
    given = {"outcome": "kept", "difference": "reading", "reason": "She says so.", "provenance": "constructed"}
    return study.rule("S01", coder="jo", of=of, **{**given, **said})


def difference(study: Study, kind: str, what: str) -> str:
    frame = study.differences()
    (of,) = frame[(frame["kind"] == kind) & (frame["what"] == what)]["of"]
    return str(of)


def test_what_is_kept_is_in_force(study: Study) -> None:
    """A coding that one coder made alone holds once the adjudicator keeps it."""
    assert "EXP.FIRST" not in set(study.codings().query("source == 'S01'")["code"])

    ruled(study, difference(study, NOT_SHARED, "EXP.FIRST"))

    assert study.codings().query("source == 'S01' and code == 'EXP.FIRST'")["coder"].tolist() == ["jo"]


def test_what_is_dropped_is_not_in_force(study: Study) -> None:
    """The ruling is kept with its type and reason, the coding does not hold, and the difference is settled."""
    of = difference(study, NOT_SHARED, "EXP.FIRST")
    ruled(study, of, outcome="dropped", difference="oversight", reason="Not asked here.")

    row = study.differences().set_index("of").loc[of]
    assert row[["outcome", "difference", "reason", "by"]].tolist() == ["dropped", "oversight", "Not asked here.", "jo"]
    assert "EXP.FIRST" not in set(study.codings().query("source == 'S01'")["code"])


def test_an_attribute_is_settled(study: Study) -> None:
    """Where the coders' stances differ none is in force; the ruling gives one."""
    held = study.codings().query("source == 'S01' and code == 'EXP.STAY'")
    assert held["stance"].tolist() == [""]

    ruled(study, difference(study, ATTRIBUTES, "EXP.STAY"), attributes={"stance": "supports"}, facet="coffee")

    held = study.codings().query("source == 'S01' and code == 'EXP.STAY'")
    assert held[["stance", "facet", "coder"]].values.tolist() == [["supports", "coffee", "jo"]]


def test_a_relation_is_settled(study: Study) -> None:
    """What Anna linked alone holds once it is kept, as the link that it is."""
    assert study.relations().empty

    ruled(study, difference(study, NOT_SHARED, "EXP.FIRST leads-to EXP.STAY (+, asserted)"))

    assert study.relations()[["from_code", "to_code", "coder"]].values.tolist() == [["EXP.FIRST", "EXP.STAY", "jo"]]


def test_a_ruling_can_be_taken_back(study: Study) -> None:
    """The difference is open again, and may be settled anew."""
    of = difference(study, NOT_SHARED, "EXP.FIRST")
    study.remove("S01", coder="jo", id=ruled(study, of, outcome="dropped"))

    assert study.differences().set_index("of").loc[of, "outcome"] == ""
    ruled(study, of)


def test_adjudicators_are_listed_as_such(study: Study) -> None:
    """A new name becomes an adjudicator, and is not counted among the coders who must agree."""
    ruled(study, difference(study, NOT_SHARED, "EXP.FIRST"))

    assert "jo,adjudicator,constructed" in (study.root / "codings/coders.csv").read_text(encoding="utf-8")
    assert set(study.differences()["coders"]) <= {"anna", "ben", "anna, ben"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"outcome": "maybe"}, "outcome is one of kept, dropped .got 'maybe'"),
        ({"difference": "mood"}, "difference is one of definition, unit, oversight, reading .got 'mood'"),
        ({"reason": " "}, "a ruling gives its reason"),
        ({"of": "c0"}, "a ruling is about a difference .got 'c0'"),
        ({"coder": "anna"}, "differences are settled by an adjudicator .got 'anna', a coder"),
    ],
)
def test_what_a_ruling_must_say(study: Study, said: dict[str, str], message: str) -> None:
    """Each refusal writes nothing."""
    given = {"coder": "jo", "of": difference(study, NOT_SHARED, "EXP.FIRST"), "reason": "So."}
    with pytest.raises(CodingError, match=message):
        study.rule("S01", **{"outcome": "kept", "difference": "unit", **given, **said})

    assert not (study.root / "codings/jo").exists()


def test_a_difference_is_settled_once(study: Study) -> None:
    """A second ruling of the same adjudicator is refused while the first stands."""
    of = difference(study, NOT_SHARED, "EXP.FIRST")
    ruled(study, of)

    with pytest.raises(CodingError, match="a difference is settled once"):
        ruled(study, of)


def test_a_ruling_whose_coding_is_gone_is_told(study: Study) -> None:
    """The coder took the coding back afterwards: the check warns, for the place wants to be read again."""
    of = difference(study, NOT_SHARED, "EXP.FIRST")
    ruled(study, of)
    study.remove("S01", coder="anna", id=of)

    told = [(p.file, p.level, p.came) for p in open_study(study.root).problems if "codings that stand" in p.rule]
    assert told == [("codings/jo/S01.jsonl", "warning", of)]
