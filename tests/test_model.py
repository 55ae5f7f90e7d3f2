"""The nouns: what they refuse, and what they answer."""

from dataclasses import FrozenInstanceError

import pytest

from analysis.errors import CodingError
from analysis.model import FIELD_KINDS, Coding, Indicator, Passage, Segment, Source, Suggestion, walk_up, words_in

# "INT: Why? P01: Because." The texts stand at 5-9 and 15-23.
SOURCE = Source(
    id="S01",
    kind="interview",
    body="INT: Why? P01: Because.",
    passages=(Passage(1, "INT", 5, 9, "Why?", 1), Passage(2, "P01", 15, 23, "Because.", 1)),
    text_sha="",
    file="interviews/S01.md",
    speakers={"INT": "interviewer", "P01": "respondent", "OBS": "observer"},
)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_segment_begins_before_it_ends(start, end):
    """Empty, turned round and negative segments are refused, with the source and both offsets."""
    with pytest.raises(CodingError, match=f"S01: .*start={start}, end={end}"):
        Segment("S01", start, end, "x")


def test_segments_sort_by_source_and_place():
    """Source first, then start, then end."""
    a, b, c = Segment("S01", 0, 9, "x"), Segment("S01", 3, 4, "x"), Segment("S02", 0, 1, "x")

    assert sorted([c, b, a]) == [a, b, c]


def test_records_are_frozen():
    """What was read stays as it was read."""
    with pytest.raises(FrozenInstanceError):
        SOURCE.passages[0].text = "Why not?"


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [(5, 9, 1), (6, 8, 1), (15, 23, 2), (0, 4, None), (8, 16, None), (14, 23, None)],
)
def test_passage_at_wants_the_whole_segment_in_one_text(start, end, number):
    """The passage that covers the segment; none for a label, and none across two passages."""
    found = SOURCE.passage_at(start, end)

    assert (found.number if found else None) == number


def test_participants_are_those_who_do_not_ask():
    """Everyone who is declared and speaks for himself or herself: neither the interviewer nor an observer."""
    assert SOURCE.participants == ("P01",)
    assert SOURCE.is_interviewer("INT")
    assert not SOURCE.is_interviewer("P01")


def test_words_fall_back_to_the_first_language():
    """The wanted language, else the first there is, else nothing."""
    assert words_in({"en": "trust", "id": "percaya"}, "id") == "percaya"
    assert words_in({"en": "trust"}, "id") == "trust"
    assert words_in({}, "id") == ""


def test_walk_up_stops_in_a_circle():
    """Nearest first, and each code once even where the tree is broken."""
    assert list(walk_up({"a.b": "a", "a": ""}, "a.b")) == ["a.b", "a"]
    assert list(walk_up({"a": "b", "b": "a"}, "a")) == ["a", "b"]


def test_stance_is_an_attribute_of_the_coding():
    """The stance a coding carries, or nothing."""
    assert Coding("c1", "ana", "S01", 5, 9, "Why?", "A", attributes={"stance": "opposes"}).stance == "opposes"
    assert Coding("c1", "ana", "S01", 5, 9, "Why?", "A").stance == ""


def test_the_rule_of_an_indicator_names_code_language_and_phrase():
    """A suggestion can say which line of the codebook it came from."""
    assert Indicator("A.B", "en", "by bus", "root").rule == "A.B/en/by bus"


def test_suggestions_sort_by_place_then_code_then_rule():
    """The order in which they are written."""
    late = Suggestion("S01", 9, 12, "bus", "A", "r1", "v1")
    early = Suggestion("S01", 3, 6, "bus", "B", "r2", "v1")

    assert sorted([late, early], key=Suggestion.sort_key) == [early, late]


def test_field_kinds_are_the_spoken_and_watched_ones():
    """Laws, documents and literature are no field material."""
    assert FIELD_KINDS == ("interview", "focus_group", "verification", "observation")
