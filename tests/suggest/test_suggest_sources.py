"""Suggestions of sources: offsets, files, frames, sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Codebook
from analysis.errors import CodingError
from analysis.model import Code, Indicator, Passage, Source, Suggestion
from analysis.suggest import make_nlp, read_lines, sentence_around, suggest, suggest_all, to_frame, to_lines

BOOK = Codebook(
    codes={
        "PRM": Code("PRM", indicators=(Indicator("PRM", "id", "promosi", "inflected"),)),
        "TRN": Code("TRN", indicators=(Indicator("TRN", "id", "pelatihan", "root"),)),
    }
)
NLP = make_nlp(BOOK)


def source(*turns: tuple[str, str], name: str = "S1") -> Source:
    """A source whose passages are these labels and texts."""
    body, passages = "", []
    for number, (label, text) in enumerate(turns, start=1):
        body += f"{label}: "
        passages.append(Passage(number, label, len(body), len(body) + len(text), text, number))
        body += f"{text}\n\n"
    return Source(name, "interview", body, tuple(passages), "", f"{name}.md", speakers={"INT": "interviewer"})


TALK = source(
    ("INT", "Ada promosi?"), ("P1", "👍🏽 Belum. Soal dipromosikan: tidak ada promosi."), ("P2", "Saya dilatih.")
)


def test_suggestions_of_a_source() -> None:
    """One suggestion per hit, with offsets in the body, the rule and the flag; the interviewer is left out."""
    rows = [(s.passage, s.quote, s.code, s.rule, s.negated) for s in suggest(TALK, NLP)]

    assert rows == [
        (2, "dipromosikan", "PRM", "PRM/id/promosi", False),
        (2, "promosi", "PRM", "PRM/id/promosi", True),
        (3, "dilatih", "TRN", "TRN/id/pelatihan", False),
    ]
    assert suggest(TALK, NLP, skip_interviewer=False)[0].quote == "promosi"


TEXT = st.lists(
    st.sampled_from(["promosinya", "dilatih", "é", "👍🏽", "e\u0301", "\n", "  ", ".", "tidak", "pelatihan-pelatihan"])
).map(" ".join)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_a_quote_is_what_the_body_says(texts: list[str]) -> None:
    """Accents, emoji and line ends move no offset, and each hit stands in its passage."""
    talk = source(*(("P1", text) for text in texts))
    found = suggest(talk, NLP)

    assert len(found) == sum(text.count(word) for text in texts for word in ("promosinya", "dilatih")) + sum(
        text.count("pelatihan-pelatihan") for text in texts
    )
    for one in found:
        assert talk.body[one.start : one.end] == one.quote
        passage = talk.passage_at(one.start, one.end)
        assert passage is not None and passage.number == one.passage
    assert read_lines(to_lines(found), talk) == found


def test_all_sources() -> None:
    """Sources come back by id, whatever their order, and each is announced."""
    seen: list[str] = []
    other = source(("P1", "promosi"), name="S0")
    found = suggest_all([TALK, other], BOOK, on_source=lambda s: seen.append(s.id))

    assert list(found) == ["S0", "S1"]
    assert seen == ["S1", "S0"]
    assert found["S1"] == suggest(TALK, NLP)


def test_lines() -> None:
    """A file of suggestions is canonical JSON, sorted, with nothing empty."""
    found = (
        Suggestion("S1", 5, 9, "rasé", "B", "B/id/rasé", "0" * 8, True, 2),
        Suggestion("S1", 0, 1, "a", "A", "r", "1"),
    )

    assert to_lines(found) == (
        '{"code":"A","end":1,"quote":"a","rule":{"id":"r","version":"1"},"source":"S1","start":0}\n'
        '{"code":"B","end":9,"negated":true,"passage":2,"quote":"rasé","rule":{"id":"B/id/rasé","version":"00000000"},'
        '"source":"S1","start":5}\n'
    )
    assert to_lines(()) == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 1: the line is no suggestion"),
        ("[]", "line 1: the line is no suggestion"),
        (to_lines([Suggestion("S2", 0, 1, "I", "A", "r", "1")]), "in the file of its source"),
        (to_lines([Suggestion("S1", 0, 1, "X", "A", "r", "1")]), "The text has changed"),
    ],
)
def test_lines_that_are_wrong(line: str, words: str) -> None:
    """A broken line, another source and a changed text are said with file, line and next step."""
    with pytest.raises(CodingError, match=words):
        read_lines(line, TALK)


def test_frame() -> None:
    """One row per suggestion, the same columns when there are none."""
    frame = to_frame(suggest(TALK, NLP))

    assert list(frame["quote"]) == ["dipromosikan", "promosi", "dilatih"]
    assert list(frame[["source", "passage", "code", "negated"]].values[1]) == ["S1", 2, "PRM", True]
    assert list(to_frame(()).columns) == list(frame.columns)
    assert to_frame(())["negated"].tolist() == []


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("Satu. Dua tiga! Empat?", "tiga", "Dua tiga!"),
        ("Kata Dr. Ani, S.STP., M.Si. di Kab. Bima promosi. Lalu.", "promosi", None),
        ("Pak B. Santoso naik. Ya.", "naik", "Pak B. Santoso naik."),
        ("Lihat No. 5 saja. Ya.", "saja", "Lihat No. 5 saja."),
        ("I said no. Then he left.", "left", "Then he left."),
        ("“Naik?” Ya… Belum 👍.", "Belum", "Belum 👍."),
        ("tanpa titik\n\nbaru", "baru", "baru"),
        ("Satu dua. Tiga", "dua. Tiga", "Satu dua. Tiga"),
        ("Rp5.000.000 saja", "saja", "Rp5.000.000 saja"),
    ],
)
def test_sentence(text: str, word: str, sentence: str | None) -> None:
    """A sentence ends at its mark before a capital, not after an abbreviation or a single letter."""
    at = text.index(word)
    start, end = sentence_around(text, at, at + len(word))

    assert text[start:end] == (sentence or text.removesuffix(" Lalu."))


@given(st.text(alphabet=st.sampled_from("aB. ?…\n1👍"), min_size=1, max_size=30), st.data())
def test_a_sentence_holds_its_words(text: str, data: st.DataObject) -> None:
    """The sentence around a stretch covers it, and is its own sentence."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left, right = sentence_around(text, start, end)

    assert 0 <= left <= start and end <= right <= len(text)
    assert sentence_around(text, left, right) == (left, right)


def test_a_stretch_outside_the_text() -> None:
    """Offsets that are not in the text are refused."""
    with pytest.raises(ValueError, match="start < end"):
        sentence_around("abc", 2, 9)
