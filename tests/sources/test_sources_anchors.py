"""Where a quote stands, and that no segment cuts a character in two."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.errors import CodingError
from analysis.model import Segment, Source
from analysis.sources.anchors import CONTEXT, anchor, cuts_grapheme, find_quote
from analysis.sources.text import parse_passages
from analysis.tables import normalise, sha256


def source(body):
    """A source with two speakers and this body."""
    passages, _ = parse_passages(body, ("INT", "P01"))
    return Source("S01", "interview", body, tuple(passages), sha256(body), "interviews/S01.md")


TALK = source("INT: Why by bus?\n\nP01: By bus, yes,\nby bus. I like it.\n\nINT: I like it too.\n")


# Quotes


def test_a_quote_that_stands_once_is_found():
    """From its first letter to behind its last."""
    start, end = find_quote(TALK, "Why by bus?")

    assert (start, end, TALK.body[start:end]) == (5, 16, "Why by bus?")


def test_white_space_in_the_quote_may_differ():
    """A line break in the text is a space in the quote, and the other way round."""
    assert TALK.body[slice(*find_quote(TALK, "  yes, by\n bus. "))] == "yes,\nby bus."


def test_a_decomposed_quote_is_found():
    """An é typed as two signs fits the é of the text."""
    assert find_quote(source("P01: un café noir"), "cafe\u0301") == (8, 12)


def test_a_quote_in_several_places_wants_a_choice():
    """The places are told; passage and occurrence choose."""
    with pytest.raises(CodingError, match=r"S01: the quote stands in one place \(got 2, at offsets 9, 36\)"):
        find_quote(TALK, "by bus")

    assert find_quote(TALK, "by bus", passage=1) == (9, 15)
    assert find_quote(TALK, "by bus", passage=2) == (36, 42)
    assert find_quote(TALK, "by bus", occurrence=2) == (36, 42)
    assert find_quote(TALK, "I like it", passage=3, occurrence=1)[0] == TALK.body.rindex("I like it")


def test_places_that_overlap_are_several():
    """`ya ya` stands twice in `ya ya ya`."""
    with pytest.raises(CodingError, match="got 2, at offsets 5, 8"):
        find_quote(source("P01: ya ya ya"), "ya ya")


@pytest.mark.parametrize("occurrence", [3, -1])
def test_an_occurrence_that_is_not_there_is_refused(occurrence):
    """Beyond the last and before the first."""
    with pytest.raises(CodingError, match=f"stands in 2 places .*number {occurrence}"):
        find_quote(TALK, "by bus", occurrence=occurrence)


@pytest.mark.parametrize("passage", [4, -1])
def test_a_passage_that_is_not_there_is_refused(passage):
    """The numbers there are, and what came."""
    with pytest.raises(CodingError, match=rf"between 1 and 3 \(got {passage}\)"):
        find_quote(TALK, "by bus", passage=passage)


@pytest.mark.parametrize(
    "quote",
    ["by train", "BY BUS", "bus? By bus", "like it. INT: I", "P01", "by … bus", "b.s"],
)
def test_a_quote_that_stands_nowhere_is_refused(quote):
    """Other words or case, words of two passages, a label, words left out, a pattern."""
    with pytest.raises(CodingError, match="found nowhere"):
        find_quote(TALK, quote)


def test_a_quote_of_another_passage_is_not_found():
    """The message names the passage that was looked at."""
    with pytest.raises(CodingError, match="found nowhere in passage 2"):
        find_quote(TALK, "Why", passage=2)


@pytest.mark.parametrize("quote", ["", " \n"])
def test_an_empty_quote_is_an_error(quote):
    """F02: an empty quote points nowhere."""
    with pytest.raises(CodingError, match="a quote holds at least one word"):
        find_quote(TALK, quote)


def test_a_place_inside_a_character_does_not_count():
    """A plain thumb is not the brown one beside it, nor an e the one that carries a dot below and an acute."""
    assert find_quote(source("P01: 👍🏽 then 👍"), "👍") == (13, 14)
    assert find_quote(source("P01: x\u0323\u0301 x"), "x") == (9, 10)


def test_a_quote_that_is_half_a_character_is_told_as_such():
    """Where there is no better place the anchor says what is wrong, not that the quote stands nowhere."""
    thumb = source("P01: 👍🏽")

    with pytest.raises(CodingError, match="does not cut a character in two"):
        anchor(thumb, *find_quote(thumb, "👍"))


# Anchors


def test_an_anchor_carries_what_stands_around_it():
    """The words, up to 32 letters on each side, and the hash of the text."""
    body = "INT: " + "a" * 40 + "\nP01: yes, this\n\nINT: " + "b" * 40
    text = source(body)
    start = body.index("this")

    found = anchor(text, start, start + 4)
    assert found.segment == Segment("S01", start, start + 4, "this")
    assert found.prefix == "a" * 21 + "\nP01: yes, "
    assert found.suffix == "\n\nINT: " + "b" * 25
    assert (len(found.prefix), len(found.suffix)) == (CONTEXT, CONTEXT)
    assert found.text_sha == text.text_sha


def test_an_anchor_at_the_border_has_less_around_it():
    """At the beginning of the text the prefix is what there is, at the end the suffix is empty."""
    found = anchor(source("P01: yes"), 5, 8)

    assert (found.prefix, found.suffix) == ("P01: ", "")


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (5, 9000), (9000, 9001)])
def test_offsets_outside_the_text_are_refused(start, end):
    """The length of the text and what came."""
    with pytest.raises(CodingError, match=rf"inside the text of {len(TALK.body)} characters \(got {start}-{end}\)"):
        anchor(TALK, start, end)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [(0, 8, "a label"), (4, 8, "the space behind it"), (12, 25, "two passages"), (16, 18, "no passage")],
)
def test_a_segment_stays_within_one_text(start, end, why):
    """Labels, the space between passages, and a second passage are not touched."""
    with pytest.raises(CodingError, match=f"S01, offset {start}: a segment lies within one passage's text"):
        anchor(TALK, start, end)


@pytest.mark.parametrize(("start", "end"), [(6, 6), (8, 6)])
def test_a_segment_holds_a_letter(start, end):
    """Nothing between the offsets, or less, is no segment."""
    with pytest.raises(CodingError, match=rf"\(got {start}-{end}"):
        anchor(TALK, start, end)


CLUSTERS = [
    "x\u0323",  # a combining dot below
    "x\u0323\u0301",  # and an acute on top
    "ꦏꦴ",  # Javanese ka with a vowel sign that takes its own space
    "👍🏽",  # skin tone
    "❤️",  # variation selector
    "5️⃣",  # key cap
    "👩‍👩‍👧",  # joined family
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",  # regional flag of tags
    "🇮🇩",  # flag pair
    "🇦🇿",  # of the first and the last letter there are
    "🇿🇦",
]


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_no_segment_cuts_a_character_in_two(cluster):
    """A border may stand before and behind what a reader sees as one character, not inside."""
    text = f"a{cluster}b"
    whole = [at for at in range(len(text) + 1) if not cuts_grapheme(text, at)]

    assert whole == [0, 1, 1 + len(cluster), len(text)]


def test_flags_part_two_by_two():
    """Four letters of flags are two flags: the border in the middle is none inside a character."""
    assert [at for at in range(5) if not cuts_grapheme("🇮🇩🇯🇵", at)] == [0, 2, 4]
    assert [at for at in range(3) if not cuts_grapheme("🇮a", at)] == [0, 1, 2]


def test_the_ends_of_a_text_cut_nothing():
    """Not even where it begins with a mark that has nothing to stand on."""
    assert not cuts_grapheme("\u0301a", 0)
    assert not cuts_grapheme("a\u0301", 2)


def test_a_character_cut_in_two_is_told():
    """The offset, what stands there, and what to do."""
    with pytest.raises(CodingError, match="S01, offset 6: a segment does not cut a character in two.*Move the end"):
        anchor(source("P01: 👍🏽"), 5, 6)


BITS = st.sampled_from([*"abc .,\n", "é", "e\u0301", "ñ", "ya ", *CLUSTERS])


@given(st.lists(st.lists(BITS, min_size=1, max_size=12).map("".join), min_size=1, max_size=4), st.data())
def test_what_is_anchored_is_found_again(texts, data):
    """Any stretch of a passage that cuts no character is its own quote, and one of the places of its words."""
    text = source(normalise("\n\n".join(f"P01: a{words}" for words in texts)))
    passage = data.draw(st.sampled_from(text.passages))
    borders = [at for at in range(passage.start, passage.end + 1) if not cuts_grapheme(text.body, at)]
    start, end = sorted((data.draw(st.sampled_from(borders)), data.draw(st.sampled_from(borders))))
    quote = text.body[start:end]
    assume(quote and quote == quote.strip())

    assert anchor(text, start, end).segment == Segment("S01", start, end, quote)
    places = []
    while len(places) < 200:
        try:
            places.append(find_quote(text, quote, passage=passage.number, occurrence=len(places) + 1))
        except CodingError:
            break
    assert (start, end) in places
    assert not any(cuts_grapheme(text.body, at) for place in places for at in place)
    assert {re.sub(r"\s+", " ", text.body[a:b]) for a, b in places} == {re.sub(r"\s+", " ", quote)}


@given(st.text(st.characters(categories=("L", "Z", "P", "N"))))
def test_every_border_of_plain_letters_is_free(text):
    """Letters without marks, digits, spaces and stops are characters of their own."""
    text = unicodedata.normalize("NFC", text).replace("\uff9e", "").replace("\uff9f", "")
    assume(all(unicodedata.category(letter)[0] != "M" for letter in text))

    assert not any(cuts_grapheme(text, at) for at in range(len(text) + 1))
