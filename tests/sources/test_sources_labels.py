"""Who speaks in a text? Conventions of transcribers and programs, and words before a colon that are nobody."""

from __future__ import annotations

import field_kit as kit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sources.articles import cut_articles
from analysis.sources.labels import (
    BOLD,
    CHEVRON,
    EVERYTHING,
    NOT,
    UNSURE,
    find_labels,
    is_name,
    opening,
    part_of,
    taken,
)
from analysis.sources.readers.door import read_data
from analysis.sources.turns import NOBODY, cut_turns


def turns(text: str | bytes, name: str = "a.txt", **more: object) -> list[tuple[str, str, str]]:
    """(label, time, text) of each turn, with the labels that are taken by themselves."""
    reading = kit.read(text, name)
    found = cut_turns(reading, taken(find_labels(reading)), **more)  # type: ignore[arg-type]
    return [(turn.label, turn.time, turn.text) for turn in found]


def verdicts(text: str, name: str = "a.txt") -> dict[str, str]:
    """Label -> verdict."""
    return {key: label.verdict for key, label in find_labels(kit.read(text, name)).items()}


@pytest.mark.parametrize(
    ("line", "label", "time", "rest"),
    [
        ("Sri: ya", "Sri", "", "ya"),
        ("Sri : ya", "Sri", "", "ya"),
        ("Sri:ya", "Sri", "", "ya"),
        ("**Bu Sri**: ya", "Bu Sri", "", "ya"),
        ("**Bu Sri:** ya", "Bu Sri", "", "ya"),
        ("_Sri:_ ya", "Sri", "", "ya"),
        ("[00:01:02] Sri: ya", "Sri", "00:01:02", "ya"),
        ("(1:02) Sri: ya", "Sri", "00:01:02", "ya"),
        ("00:01:02 Sri: ya", "Sri", "00:01:02", "ya"),
        ("00:01:02 - 00:01:05 Sri: ya", "Sri", "00:01:02", "ya"),
        ("Sri (00:01:02): ya", "Sri", "00:01:02", "ya"),
        ("Sri [01:02]: ya", "Sri", "00:01:02", "ya"),
        ("Sri: [01:02] ya", "Sri", "00:01:02", "ya"),
        ("Sri  1:02", "Sri", "00:01:02", ""),
        ("Speaker 1 (01:02)", "Speaker 1", "00:01:02", ""),
        ("SPEAKER_00: ya", "SPEAKER_00", "", "ya"),
        ("[Speaker 1] ya", "Speaker 1", "", "ya"),
        ("[Speaker 1]: ya", "Speaker 1", "", "ya"),
        ("Q. How?", "Q", "", "How?"),
        ("A: Like that.", "A", "", "Like that."),
        (">> Sri: ya", "Sri", "", "ya"),
        (">> ya", CHEVRON, "", "ya"),
        ("Sri\tya", "Sri", "", "ya"),
        ("- Sri: ya", "Sri", "", "ya"),
        ("\u200fשרה: כן", "שרה", "", "כן"),
        ("王:好", "王", "", "好"),
        ("Informan 1 (Bu Sri): ya", "Informan 1 (Bu Sri)", "", "ya"),
    ],
)
def test_how_a_line_opens(line, label, time, rest):
    """Label, time and words, whichever way they are written."""
    found = opening(line.replace("王:", "王："))

    assert found and (found.label, found.time, found.rest) == (label, time, rest)


@pytest.mark.parametrize(
    "line", ["Pukul 09:45 di sini", "see http://x.org", "ya, begitu", "[00:01:02] ya", "a? b: c", "10:30"]
)
def test_what_opens_with_no_label(line):
    """Times, addresses and sentences."""
    assert opening(line) is None


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Pewawancara", "interviewer"),
        ("INT", "interviewer"),
        ("Interviewer 2", "interviewer"),
        ("Fasilitator", "moderator"),
        ("Informan 1", "respondent"),
        ("NARASUMBER", "respondent"),
        ("Informan 1 (Bu Sri)", "respondent"),
        ("Peserta A", "respondent"),
        *((name, "") for name in ("P", "I", "R", "P1", "P07", "T", "J", "Q", "Speaker 1", "Pembicara 2", "Sri")),
    ],
)
def test_which_part_a_label_surely_is(name, part):
    """Words say it; a bare letter, a code and a program's number never do."""
    assert part_of(name) == part


def test_q_and_a_are_sure_beside_each_other():
    """Alone, each may be anything."""
    assert [part_of(name, ("Q", "A")) for name in ("Q", "A")] == ["interviewer", "respondent"]
    assert part_of("A", ("A", "B")) == ""


def test_a_speech_has_no_speakers():
    """Words before a colon: heads of a page, ordinals, turns of speech, times; none opens lines again and again."""
    speech = (
        "Sambutan pada rapat\nTanggal: 4 Oktober 2017\n\nAda tiga hal. Yang kedua: manajemen.\n\nPertama: anggaran.\n\n"
        "Kedua: orang.\n\nMasalahnya: uang.\n\nSaya katakan begini: uang habis.\n\nPukul 09:00 kita mulai.\n\n"
        "Kuncinya: kerja.\n\nInfrastruktur dan Energi: jalan.\n"
    )
    assert set(verdicts(speech).values()) <= {NOT}
    assert {label for label, _, _ in turns(speech)} == {EVERYTHING}


def test_a_dialogue_with_words_before_colons():
    """Labels that come again are speakers; a name that stands once beside them is asked about, a common word is not."""
    text = kit.TALK + "\nCatatan: jeda.\n\nKetua RT: Permisi.\n\nInforman 1: Sri itu begini: baik.\n\nSaya tahu: itu.\n"

    assert verdicts(text) == {
        "Pewawancara": "taken",
        "Informan 1": "taken",
        "Catatan": NOT,
        "Ketua RT": UNSURE,
        "Saya tahu": NOT,
    }


def test_a_bare_letter_is_a_label_but_no_part():
    """`P` and `I` open lines, so they are labels; what they are is for a person to say."""
    text = "P: Sudah lama?\nI: Sudah.\nP: Sejak kapan?\nI: Sejak 2010.\n"

    assert verdicts(text) == {"P": "taken", "I": "taken"}
    assert [label for label, _, _ in turns(text)] == ["P", "I", "P", "I"]


def test_a_common_word_is_asked_about():
    """What also stands in small letters is no name for sure."""
    assert verdicts("Bapak: Ya.\n\nIni bapak saya.\n\nBapak: Tidak.\n\nSri: Ya.\n\nSri: Ya.\n")["Bapak"] == UNSURE


def test_bold_labels_and_a_mark_that_is_no_speaker():
    """Full names first and initials later are speakers; a bold `Break:` is a mark, and ends the turn before."""
    text = "**Ann Lee**: Why?\n\n**Bo Ek**: So.\n\nAnd so.\n\n**Break:** [15:55]\n\n**AL**: Now?\n\n**AL**: Or?\n"

    assert turns(text, "a.md") == [
        ("Ann Lee", "", "Why?"),
        ("Bo Ek", "", "So.\n\nAnd so."),
        (NOBODY, "", "Break: [15:55]"),
        ("AL", "", "Now?"),
        ("AL", "", "Or?"),
    ]


def test_word_layouts():
    """Bold names, a table of two columns, a name alone in bold above its words, times on lines of their own."""
    bold = kit.docx(kit.p("*Sri: ", "Ya.") + kit.p("Dua.") + kit.p("*Budi:", " Tidak.") + kit.p("*Sri:", " Lalu."))
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    cells = [("Sri", "Ya."), ("Budi", "Tidak."), ("Sri", "Lalu."), ("Budi", "Nah."), ("Sri", "Oh."), ("Budi", "Ya.")]
    table = kit.docx(f"<w:tbl>{''.join(row.format(kit.p(a), kit.p(b)) for a, b in cells)}</w:tbl>")
    above = kit.talk_docx(["Sri  0:03", "Ya.", "Budi  0:05", "Tidak.", "Sri  0:07", "Lalu."])

    assert turns(bold, "a.docx") == [("Sri", "", "Ya.\n\nDua."), ("Budi", "", "Tidak."), ("Sri", "", "Lalu.")]
    assert turns(table, "a.docx") == [(name, "", said) for name, said in cells]
    assert turns(above, "a.docx") == [
        ("Sri", "00:00:03", "Ya."),
        ("Budi", "00:00:05", "Tidak."),
        ("Sri", "00:00:07", "Lalu."),
    ]


def test_bold_questions_and_plain_answers() -> None:
    """Where bold paragraphs ask, they are one speaker and what stands between them another; the opening is nobody's."""
    said = ["*Sudah lama di sini?", "Sudah.", "Sejak 2010.", "*Lalu bagaimana ceritanya?", "Panjang."]
    body = kit.docx("".join(kit.p(line) for line in ["Wawancara di kantor.", *said]))

    assert turns(body, "a.docx") == [
        (NOBODY, "", "Wawancara di kantor."),
        (BOLD, "", "Sudah lama di sini?"),
        (EVERYTHING, "", "Sudah.\n\nSejak 2010."),
        (BOLD, "", "Lalu bagaimana ceritanya?"),
        (EVERYTHING, "", "Panjang."),
    ]


def test_stage_directions_are_nobodys_words():
    """A paragraph in brackets stands apart; the speaker goes on behind it."""
    assert turns(
        "Sri: Ya.\n\n(menerima telepon)\n\nMaaf.\n\nSri: Jadi (tertawa) begitu.\n\nBudi: Oh.\n\nBudi: Ya.\n"
    ) == [
        ("Sri", "", "Ya."),
        (NOBODY, "", "(menerima telepon)"),
        ("Sri", "", "Maaf."),
        ("Sri", "", "Jadi (tertawa) begitu."),
        ("Budi", "", "Oh."),
        ("Budi", "", "Ya."),
    ]


def test_a_label_inside_a_line():
    """What a hurried transcriber left on one line is two turns, where the label is known from elsewhere."""
    text = "Sri : Ya.\n\nBudi : Tidak.\n\nLalu bagaimana. Sri : Begitu. Budi : Oh.\n"

    assert turns(text)[2:] == [("Sri", "", "Begitu."), ("Budi", "", "Oh.")]


def test_times_open_passages():
    """Lines with times and no speakers are passages; a time on its own line belongs to what follows."""
    assert turns("00:00:01 Satu.\n\n00:00:05 Dua.\n") == [
        (EVERYTHING, "00:00:01", "Satu."),
        (EVERYTHING, "00:00:05", "Dua."),
    ]
    assert turns("[00:01]\nSri: Ya.\n[00:05]\nDua.\nBudi: Oh.\nSri: Ya.\nBudi: Ya.\n")[:2] == [
        ("Sri", "00:00:01", "Ya."),
        ("Sri", "00:00:05", "Dua."),
    ]


def test_unlabelled_paragraphs_may_be_somebodys_own():
    """Where only guests are labelled, a paragraph without a label is the host's."""
    text = "Selamat datang.\n\nSri : Ya.\n\nTerima kasih.\n\nSri : Sama-sama.\n"

    assert turns(text, own=True) == [
        (EVERYTHING, "", "Selamat datang."),
        ("Sri", "", "Ya."),
        (EVERYTHING, "", "Terima kasih."),
        ("Sri", "", "Sama-sama."),
    ]


def test_captions_become_passages():
    """Cues without speakers are joined to sentences, those of one voice to a turn."""
    cue = "00:00:{:02d}.000 --> 00:00:{:02d}.000\n{}\n\n"
    plain = "WEBVTT\n\n" + cue.format(1, 2, "Ini kalimat") + cue.format(2, 3, "yang panjang.") + cue.format(3, 4, "Ya.")
    voices = (
        "WEBVTT\n\n"
        + cue.format(1, 2, "<v Sri>Ya.")
        + cue.format(2, 3, "<v Sri>Dua.")
        + cue.format(3, 4, "<v Budi>Oh.")
    )

    assert turns(plain, "a.vtt") == [
        (EVERYTHING, "00:00:01", "Ini kalimat yang panjang."),
        (EVERYTHING, "00:00:03", "Ya."),
    ]
    assert turns(voices, "a.vtt") == [("Sri", "00:00:01", "Ya. Dua."), ("Budi", "00:00:03", "Oh.")]


def test_a_document_is_cut_by_article_page_or_paragraph():
    """Two lines `Pasal n` make articles, with the page of each; a number that comes again is counted."""
    law = kit.read(kit.pdf([["Menimbang.", "Pasal 1", "Satu."], ["Pasal 2", "Dua.", "Pasal 1", "Jelas."]]), "a.pdf")
    pages = kit.read(kit.pdf([["Satu."], ["Dua."]]), "a.pdf")

    assert [(t.label, t.page, t.text) for t in cut_articles(law)] == [
        ("preamble", "1", "Menimbang."),
        ("1", "1", "Satu."),
        ("2", "2", "Dua."),
        ("1 #2", "2", "Jelas."),
    ]
    assert [(t.label, t.page) for t in cut_articles(pages)] == [("page 1", "1"), ("page 2", "2")]
    assert [t.label for t in cut_articles(kit.read("Satu.\n\nDua.", "a.txt"))] == ["par. 1", "par. 2"]


@given(
    st.lists(
        st.tuples(st.sampled_from(("Ann Lee", "Bo", "INT", "Ny. Sri")), st.sampled_from(("Yes.", "So: no.", "é 👩‍👧")))
    )
)
def test_turns_lose_no_word(said):
    """What was written under names that come again is found under the same names, in order."""
    said = [*said, *((name, "Yes.") for name in ("Ann Lee", "Bo", "INT", "Ny. Sri") for _ in (1, 2))]
    text = "\n\n".join(f"{name}: {words}" for name, words in said)

    assert [(label, words) for label, _, words in turns(text)] == said


@given(st.text(max_size=60))
def test_any_line(line):
    """No line breaks the judgement of labels."""
    found = opening(line)

    assert found is None or (found.label and isinstance(is_name(found.label), bool))


def test_a_cue_without_a_voice_is_nobody_s_beside_cues_that_have_one():
    """Whose it is, a person has to say; it is not given to the speaker before."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:03.000 --> 00:04.000\nWho is this?\n"
    turns = cut_turns(read_data(text.encode("utf-8"), "a.vtt"), ["Ann"])

    assert [(turn.label, turn.text) for turn in turns] == [("Ann", "Hello."), (EVERYTHING, "Who is this?")]
