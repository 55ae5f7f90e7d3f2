"""One entity, one label, and every segment stands where its words stand (F41)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CodingError
from analysis.sources.pseudonyms import (
    EXACT,
    Entity,
    Form,
    Replacer,
    check_label,
    make_label,
    moved,
    replaced,
)

BUDI = Entity("[P-04]", "person", (Form("Budi Santoso"), Form("Budi")))
PHONE = Entity("[CONTACT-1]", "contact", (Form("0812-3456-7890"),))
BUNGA = Entity("[P-05]", "person", (Form("Bunga", match=EXACT),))


def test_the_example_of_f41() -> None:
    """A span of 17 to 35 after a name of four characters becomes 19 to 37."""
    text = "Kata Bapak Budi, anggaran pelatihan dipotong."
    found = Replacer([BUDI]).find(text)
    new = replaced(text, found)

    assert [(r.start, r.end) for r in found] == [(11, 15)]
    assert moved(17, 35, found) == (19, 37)
    assert (new[19:37], text[17:35]) == ("anggaran pelatihan",) * 2


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Pak Budi Santoso", "Pak [P-04]"),
        ("budi, BUDI dan Budi\nSantoso", "[P-04], [P-04] dan [P-04]"),
        ("Budinya, Budi-nya, Budi's", "[P-04]nya, [P-04]-nya, [P-04]'s"),
        ("Budiman dan Ibudi", "Budiman dan Ibudi"),
        ("0812 3456 7890 atau 081234567890", "[CONTACT-1] atau [CONTACT-1]"),
        ("Bunga membawa bunga", "[P-05] membawa bunga"),
        ("[P-04] dan Budi", "[P-04] dan [P-04]"),
    ],
    ids=["title stays", "any case, over a line end", "what hangs on it", "parts of words", "digits", "exact", "labels"],
)
def test_every_form_gets_the_label(text: str, new: str) -> None:
    """With a title or without, in any case, with what hangs on it; never inside another word."""
    assert Replacer([BUDI, PHONE, BUNGA], ["nya"]).text(text) == new


def test_no_label_is_replaced_by_another() -> None:
    """All forms are looked for at once: a name that looks like part of a label does no harm."""
    odd = Entity("[P-06]", "person", (Form("P"), Form("04")))

    assert Replacer([BUDI, odd]).text("Budi dan P") == "[P-04] dan [P-06]"


def test_names_that_overlap_are_one_stretch() -> None:
    """Nothing of the second name is left."""
    firm = Entity("[ORG-1]", "organisation", (Form("Santoso Jaya"),))

    assert Replacer([BUDI, firm]).text("di Budi Santoso Jaya itu") == "di [P-04] [ORG-1] itu"


@pytest.mark.parametrize(("start", "end"), [(11, 15), (12, 14), (5, 13), (13, 16)])
def test_a_segment_that_cuts_a_name_covers_the_label(start: int, end: int) -> None:
    """It widens to the whole label, and to no more than that."""
    text = "Kata Bapak Budi, anggaran."
    found = Replacer([BUDI]).find(text)
    new_start, new_end = moved(start, end, found)

    assert replaced(text, found)[new_start:new_end] == Replacer([BUDI]).text(
        text[min(start, 11 if start > 10 else start) : max(end, 15)]
    )


WORDS = st.lists(st.sampled_from(["Budi", "Budi Santoso", "kata", "😀", "é", "0812 3456 7890", "anggaran", "Bunga"]))


@given(WORDS, st.integers(0, 80), st.integers(1, 80))
def test_words_outside_are_quoted_the_same(words: list[str], start: int, length: int) -> None:
    """Every segment, moved, holds its own words with the labels in them, whatever was replaced before it."""
    text = " ".join([*words, "akhir kalimat ini"])
    start = min(start, len(text) - 1)
    end = min(len(text), start + length)
    replacer = Replacer([BUDI, PHONE, BUNGA])
    found = replacer.find(text)
    cut = [r for r in found if r.start < start < r.end or r.start < end < r.end]
    left, right = min([start, *(r.start for r in cut)]), max([end, *(r.end for r in cut)])
    new_start, new_end = moved(start, end, found)

    inside = [r for r in found if left <= r.start and r.end <= right]
    at = [type(r)(r.start - left, r.end - left, r.label) for r in inside]
    assert replaced(text, found)[new_start:new_end] == replaced(text[left:right], at)
    assert replacer.find(replaced(text, found)) == []


def test_labels_tell_the_class_and_a_number() -> None:
    """Two digits for persons, as in F41; a label of another form is refused."""
    assert [make_label(c, 4) for c in ("person", "organisation", "date")] == ["[P-04]", "[ORG-4]", "[DATE-4]"]
    with pytest.raises(CodingError, match="looks like"):
        check_label("[P-DIREKTUR]", "person")
    with pytest.raises(CodingError, match="looks like"):
        check_label("[ORG-1]", "person")
