"""The one way in: an act is valid, or it is not made."""

import dataclasses
import re

import pytest

from analysis.codebook import Codebook
from analysis.coding.code import add_act, check_attributes, check_code, now, place, relate_act
from analysis.coding.fold import fold
from analysis.errors import CodingError
from analysis.model import Act, Code, Passage, Source

BODY = "INT: Why by bus?\nP01: By bus, un café."
SOURCE = Source(
    "S01",
    "interview",
    BODY,
    (Passage(1, "INT", 5, 16, BODY[5:16], 1), Passage(2, "P01", 22, 38, BODY[22:], 2)),
    "t1",
    "interviews/S01.md",
    speakers={"INT": "interviewer", "P01": "respondent"},
)
BOOK = Codebook(
    version=4,
    codes={
        "MOV": Code("MOV", tier="family"),
        "MOV.UP": Code("MOV.UP", "MOV"),
        "MOV.OLD": Code("MOV.OLD", "MOV", retired=2),
        "MOV.GONE": Code("MOV.GONE", "MOV", retired=3),
        "NEW": Code("NEW", tier="family"),
    },
    history=({"version": 2, "op": "merge", "codes": ["MOV.OLD"], "into": "MOV.UP"},),
)
AT = "2024-05-06T07:08:09Z"
DECLARED = {"mode": ["fact", "wish"], "free": []}


def add(**fields):
    """The act of coding `By bus` with MOV.UP."""
    fields = {"code": "MOV.UP", "coder": "ana", "at": AT, "declared": DECLARED, **fields}
    return add_act(SOURCE, BOOK, place(SOURCE, quote="By bus"), **fields)


def relate(**fields):
    """The act of linking a code to itself on `By bus`."""
    fields = {"from_code": "MOV.UP", "to_code": "MOV.UP", "type": "leads to", "types": ["leads to"], **fields}
    return relate_act(SOURCE, BOOK, place(SOURCE, quote="By bus"), coder="ana", at=AT, declared=DECLARED, **fields)


# Where


def test_a_place_is_given_by_quote_or_offsets_or_both():
    """All three name the same anchor; white space and accents of the quote may be typed otherwise."""
    by_quote = place(SOURCE, quote="un café")

    assert (by_quote.segment.start, by_quote.segment.end) == (30, 37)
    assert place(SOURCE, start=30, end=37) == by_quote
    assert place(SOURCE, quote="un  cafe\u0301", start=30, end=37) == by_quote
    assert place(SOURCE, quote="by bus", passage=1, occurrence=1).segment.start == 9


def test_a_place_must_be_given():
    """Neither quote nor offsets: what to do is said."""
    with pytest.raises(CodingError, match="S01: an act names a quote or offsets .got neither.. Give --quote"):
        place(SOURCE)


def test_quote_and_offsets_must_agree():
    """A text that was edited, or offsets in other units, are noticed."""
    with pytest.raises(CodingError, match="S01, offset 30: .*got 'By bus' where 'un café' stands"):
        place(SOURCE, quote="By bus", start=30, end=37)


def test_offsets_without_an_end_are_refused():
    """A start alone is no segment."""
    with pytest.raises(CodingError, match="S01, offset 30"):
        place(SOURCE, start=30)


def test_offset_0_is_an_offset():
    """It is looked at, and touches a label."""
    with pytest.raises(CodingError, match="S01, offset 0: .*touches no label"):
        place(SOURCE, start=0, end=3)
    with pytest.raises(CodingError, match="S01, offset 0: .*touches no label"):
        place(SOURCE, quote="INT", start=0, end=3)


# Acts


def test_an_act_says_everything_that_is_known():
    """Who, when, what, where, under which version of the codebook and of the text; the chain comes later."""
    made = add(attributes={"stance": "supports", "mode": "fact"}, facet=" bus ", memo=" odd ", rule={"id": "r1"})

    assert made == Act(
        seq=0,
        at=AT,
        by="ana",
        op="add",
        id=made.id,
        source="S01",
        text_sha="t1",
        start=22,
        end=28,
        quote="By bus",
        prefix=BODY[:22],
        suffix=", un café.",
        code="MOV.UP",
        codebook_version=4,
        attributes={"mode": "fact", "stance": "supports"},
        facet="bus",
        memo="odd",
        rule={"id": "r1"},
    )
    assert re.fullmatch("c[0-9a-f]{11}", made.id)


def test_the_same_act_has_the_same_id_and_another_has_another():
    """Coder, segment, code, moment and salt make the id."""
    others = [add(coder="ben"), add(at="2024-05-06T07:08:10Z"), add(salt=1), add(op="accept"), relate()]

    assert add().id == add(memo="a memo changes nothing").id
    assert len({add().id, *(act.id for act in others)}) == 6


def test_an_act_takes_this_moment_where_none_is_given():
    """In UTC, to the second, as `now` tells it."""
    before, made, after = now(), add(at=""), now()

    assert before <= made.at <= after
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made.at)


def test_a_suggestion_is_accepted_or_rejected_by_the_same_door():
    """The rule stands in the act."""
    accepted, rejected = add(op="accept", rule={"id": "r1"}), add(op="reject", rule={"id": "r1"})

    state = fold([accepted], coder="ana", source="S01")
    assert [c.code for c in state.codings] == ["MOV.UP"]
    assert fold([rejected], coder="ana", source="S01").rejected == {("r1", "MOV.UP", "By bus")}


def test_a_relation_is_in_the_words_of_the_study():
    """Both codes, the type, polarity and modality."""
    made = relate(polarity="-", modality="denied", memo="hm", attributes={"stance": "opposes"})

    assert (made.op, made.code, made.quote, made.memo) == ("relate", "", "By bus", "hm")
    assert made.relation == {
        "from": "MOV.UP",
        "to": "MOV.UP",
        "type": "leads to",
        "polarity": "-",
        "modality": "denied",
    }
    assert made.attributes == {"stance": "opposes"}


def test_the_words_of_the_interviewer_are_no_evidence():
    """Neither codes nor links stand on a question."""
    question = place(SOURCE, quote="Why by bus?")

    with pytest.raises(CodingError, match="S01, offset 5: .*got 'Why by bus.', said by INT"):
        add_act(SOURCE, BOOK, question, code="MOV.UP", coder="ana", at=AT)
    with pytest.raises(CodingError, match="said by INT"):
        relate_act(
            SOURCE, BOOK, question, from_code="MOV.UP", to_code="MOV.UP", type="x", types=["x"], coder="ana", at=AT
        )


def test_what_is_left_out_is_absent():
    """No attributes, no rule, this moment."""
    where = place(SOURCE, quote="By bus")
    added = add_act(SOURCE, BOOK, where, code="MOV.UP", coder="ana")
    linked = relate_act(SOURCE, BOOK, where, from_code="MOV.UP", to_code="MOV.UP", type="x", types=[], coder="ana")

    assert [(act.attributes, act.rule, act.memo, act.facet) for act in (added, linked)] == [({}, {}, "", "")] * 2
    assert added.relation == {}
    assert linked.relation == {"from": "MOV.UP", "to": "MOV.UP", "type": "x", "polarity": "+", "modality": "asserted"}
    assert min(added.at, linked.at) > AT


def test_each_link_has_its_own_id():
    """Another type or polarity is another link."""
    assert len({relate().id, relate(polarity="-").id, relate(modality="denied").id}) == 3


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"from_code": "X"}, "code 'X' is not in the codebook"),
        ({"to_code": "MOV"}, "code 'MOV' is a family"),
        ({"type": "causes"}, "a relation type is one of leads to .got 'causes'"),
        ({"polarity": "plus"}, r"polarity is one of \+, -, 0 .got 'plus'"),
        ({"modality": "maybe"}, "modality is one of asserted, denied, hypothetical .got 'maybe'"),
        ({"attributes": {"mood": "x"}}, "an attribute is declared in study.yaml .got 'mood'"),
    ],
)
def test_a_relation_that_is_not_declared_is_refused(fields, message):
    """Codes, type, polarity, modality, attributes: the words there are, and what came."""
    with pytest.raises(CodingError, match=message):
        relate(**fields)


# Codes and attributes


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("MOV.UPP", r"code 'MOV\.UPP' is not in the codebook\. Did you mean MOV\.UP"),
        ("ZZZ", r"code 'ZZZ' is not in the codebook\. See codebook/codebook\.yaml\.$"),
        ("MOV", r"code 'MOV' is a family that does not say when .*\. Use one of MOV\.UP\.$"),
        ("NEW", r"code 'NEW' is a family that does not say when .*\. Create a code below it\.$"),
        ("MOV.OLD", r"code 'MOV\.OLD' was retired in version 2 of the codebook\. Use 'MOV\.UP' or another code\.$"),
        ("MOV.GONE", r"code 'MOV\.GONE' was retired in version 3 of the codebook\. Use another code\.$"),
    ],
)
def test_a_code_that_cannot_be_used_is_refused(code, message):
    """Unknown, a family, merged, retired: each with the next step."""
    with pytest.raises(CodingError, match=message):
        add(code=code)


def test_a_family_that_says_when_codes_what_no_child_fits():
    """Its own `use_when` makes it a code like any other."""
    family = dataclasses.replace(BOOK.codes["MOV"], use_when={"en": "No code below fits."})
    book = dataclasses.replace(BOOK, codes={**BOOK.codes, "MOV": family})

    check_code(book, "MOV")


def test_a_code_in_use_passes():
    """Nothing is said."""
    assert check_code(BOOK, "MOV.UP") is None


def test_attributes_come_sorted_and_filled():
    """Empty values are left out; an attribute declared without values takes any."""
    given = {"stance": "opposes", "mode": "", "free": "anything"}

    assert list(check_attributes(given, DECLARED).items()) == [("free", "anything"), ("stance", "opposes")]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"mood": "glad"}, r"an attribute is declared in study\.yaml .got 'mood'.. Use stance, mode, free"),
        ({"mode": "norm"}, "mode is one of fact, wish .got 'norm'"),
        ({"stance": "pro"}, "stance is one of supports, opposes, qualifies, neutral .got 'pro'"),
    ],
)
def test_an_undeclared_attribute_is_refused(given, message):
    """The attributes or values there are, and what came; stance is always declared."""
    with pytest.raises(CodingError, match=message):
        add(attributes=given)
