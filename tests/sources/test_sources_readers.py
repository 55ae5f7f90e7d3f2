"""What does a file from the field say? Each format: what is kept, what is left out and said, what is refused."""

from __future__ import annotations

import json

import field_kit as kit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import SourceError
from analysis.sources.readers import form
from analysis.sources.readers.decode import EncodingUnknown
from analysis.sources.readers.door import read_bytes, read_data, shown_name

TRACKED = (
    kit.p("Kept ")
    + '<w:p><w:ins w:id="1"><w:r><w:t>put in</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>taken out</w:delText>'
    "</w:r></w:del><w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>"
)
VTT = """\
WEBVTT
Language: id

STYLE
::cue { color: red }

NOTE nothing

1
00:00:01.000 --> 00:00:03.500 align:start
<v Ibu Sri>Selamat <b>pagi</b> &amp; <00:00:02.000>salam.</v>
<v.loud Budi>Pagi.

00:00:04.000 --> 00:00:05.000

00:00:06.000 --> 00:00:07.000
- Ya.
- Tidak.
"""


# Text and encodings


def test_paragraphs_of_plain_text_are_parted_by_blank_lines():
    """Lines that are wrapped stay together, lines that are not are paragraphs of their own."""
    wrapped = "A line that is as long as the others are here\nand goes on to about the same length as that\nand ends.\n"

    assert kit.texts(wrapped + "\nNew.", "a.txt") == [wrapped.strip(), "New."]
    assert kit.texts("P: Short.\nI: Also short, but longer than that one.\nP: Ok.", "a.txt") == [
        "P: Short.",
        "I: Also short, but longer than that one.",
        "P: Ok.",
    ]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("\ufeffKopi é".encode(), "utf-8"),
        ("Kopi é".encode("utf-16"), "utf-16"),
        ("Kopi é".encode(), "utf-8"),
        ("\ufeffKopi é".encode("utf-32"), "utf-32"),
    ],
)
def test_a_mark_or_strict_utf8_says_the_encoding(data, encoding):
    """The encoding that was taken is said."""
    found = kit.read(data, "a.txt")

    assert ([b.text.removeprefix("\ufeff") for b in found.blocks], found.encoding) == (["Kopi é"], encoding)


def test_another_encoding_is_asked_for():
    """Bytes that are no UTF-8 are never guessed: the message names the place and the option."""
    with pytest.raises(EncodingUnknown, match=r"a\.txt: .*byte 0xe9 in line 2.*--encoding cp1252"):
        kit.read(b"Ya.\nCaf\xe9.", "a.txt")

    assert kit.texts(b"Ya.\nCaf\xe9.", "a.txt", encoding="cp1252") == ["Ya.", "Café."]


def test_a_file_in_two_encodings_is_said():
    """Read as one of them, what looks like the other is counted."""
    found = kit.read("Café. ".encode() + b"Caf\xe9.", "a.txt", encoding="cp1252")

    assert found.notes == ("read as cp1252, but 1 place look like UTF-8: the file may hold both",)


def test_right_to_left_text_and_emoji_families_survive():
    """Joiners and marks stay; letters are composed; control characters go and are counted."""
    found = kit.read("שלום: مرحبا 👩‍👩‍👧\x07 e\u0301", "a.txt")

    assert found.blocks[0].text == "שלום: مرحبا 👩‍👩‍👧 é"
    assert found.notes == ("1 control character left out",)


def test_markdown_is_resolved_and_nothing_falls_out():
    """Bold beginnings are known, numbers of lists stay, what looks like a reference stays, front matter is said."""
    text = "---\ntitle: x\n---\n**Sri:** \\[01:46\\] Ya.\n**Budi**: Tidak.\n\n3. Tiga.\n\n[P1]: kata\n\n    menjorok\n"
    found = kit.read(text, "a.md")

    assert [(b.text, b.strong) for b in found.blocks] == [
        ("Sri: [01:46] Ya.", 4),
        ("Budi: Tidak.", 4),
        ("3. Tiga.", 0),
        ("[P1]: kata", 0),
        ("menjorok", 0),
    ]
    assert found.notes == ("front matter of the original left out",)


def test_restructured_text_runs_and_opens_nothing(tmp_path):
    """Included files and raw blocks stay out; a bold name is known."""
    (tmp_path / "secret.txt").write_text("secret")
    text = (
        f".. raw:: html\n\n   <b>x</b>\n\n.. include:: {tmp_path}/secret.txt\n\nHead\n====\n\n**Sri**: Ya -- *betul*.\n"
    )
    found = kit.read(text, "a.rst")

    assert [(b.text, b.strong, b.aside) for b in found.blocks if "secret" not in b.text] == [
        ("Head", 0, True),
        ("Sri: Ya -- betul.", 3, False),
    ]
    assert not any(b.text == "secret" for b in found.blocks)
    assert "1 raw block left out" in found.notes


def test_restructured_text_keeps_the_signs_of_its_lists():
    """The parser takes `Q.` for a list of letters and `I.` for a Roman one; they stay what was written."""
    assert kit.texts("Q.  How?\n\nA.  So.\n\niv. Four\n\n3) Three\n\n- dash\n", "a.rst") == [
        *("Q. How?", "A. So.", "iv. Four", "3) Three", "- dash")
    ]


def test_html_is_its_paragraphs():
    """Scripts and heads are left out, rows are tabs, the page's own charset counts where the bytes are no UTF-8."""
    head = b"<!doctype html><head><meta charset=latin1><title>x</title></head><h1>Head</h1><script>no()</script>"
    page = head + b"<p><b>Sri:</b> Caf\xe9<br>dua<tr><td>a<td>b</table>"
    found = kit.read(page, "a.html")

    assert [(b.text, b.strong) for b in found.blocks] == [("Head", 0), ("Sri: Café\ndua", 4), ("a\tb", 0)]
    assert (found.encoding, found.notes) == ("latin1", ("1 script left out",))


# Captions


def test_captions_keep_voices_and_times():
    """Voice tags part a cue, markup and entities are resolved, what is left out is counted."""
    found = kit.read(VTT, "a.vtt")

    assert [(b.speaker, b.text, b.time, b.end) for b in found.blocks] == [
        ("Ibu Sri", "Selamat pagi & salam.", "00:00:01", 3.5),
        ("Budi", "Pagi.", "00:00:01", 3.5),
        ("", "- Ya.\n- Tidak.", "00:00:06", 7.0),
    ]
    assert found.notes == ("1 cue without words left out", "1 note block left out", "1 style block left out")
    assert found.language == "id"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\nYa.\r\n2\r\n00:01:03,000 --> 00:01:04,000\r\nTidak.\r\n"),
        ("a.sbv", "0:00:01.000,0:00:02.000\nYa.\n\n0:01:03.000,0:01:04.000\nTidak.\n"),
        ("a.txt", "1\n00:00:01,000 --> 00:00:02,000\nYa.\n\n2\n00:01:03,000 --> 00:01:04,000\nTidak.\n"),
        ("a.vtt", "00:01.000 --> 00:02.000\nYa.\n\n01:03.000 --> 01:04.000\nTidak.\n"),
    ],
)
def test_captions_of_every_kind(name, text):
    """SubRip without blank lines or under another name, SubViewer, WebVTT without its first line."""
    assert [(b.text, b.time) for b in kit.read(text, name).blocks] == [("Ya.", "00:00:01"), ("Tidak.", "00:01:03")]


def test_a_faulty_cue_is_kept_and_said():
    """Words whose time is missing are words."""
    found = kit.read("1\n00:00:01,000 --> 00:00:02,000\nYa.\n\n2\nTanpa waktu.\n", "a.srt")

    assert [(b.text, b.time) for b in found.blocks] == [("Ya.", "00:00:01"), ("Tanpa waktu.", "")]
    assert found.notes == ("1 cue without a time kept",)


# Word and OpenDocument


def test_word_keeps_what_was_put_in_and_drops_what_was_taken_out():
    """Tracked changes read as accepted; tabs and line breaks stay; both are said."""
    found = kit.read(kit.docx(TRACKED), "a.docx")

    assert [b.text for b in found.blocks] == ["Kept", "put in\ta\nb"]
    assert found.notes == ("1 tracked insertion kept as text", "1 deleted passage (tracked) left out")


def test_word_tells_bold_tables_and_headings():
    """Bold from a run or a style, a row as cells parted by tabs, a heading as nobody's words."""
    styles = f'<w:styles {kit.W}><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>'
    head = '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>'
    row = f"<w:tbl><w:tr><w:tc>{kit.p('*Budi')}</w:tc><w:tc>{kit.p('Ya.')}{kit.p('Dua.')}</w:tc></w:tr></w:tbl>"
    found = kit.read(kit.docx(head + kit.p("*Sri", ": ya") + row, styles=styles), "a.docx")

    assert [(b.text, b.strong, b.aside) for b in found.blocks] == [
        ("Head", 0, True),
        ("Sri: ya", 3, False),
        ("Budi\tYa.\nDua.", 4, False),
    ]


def test_word_says_what_lies_beside_the_text():
    """Footnotes come behind the text; comments, headers, pictures and macros are named."""
    body = kit.p("Ya.")
    note = f"<w:footnotes {kit.W}><w:footnote>{kit.p('Kecil.')}</w:footnote></w:footnotes>"
    comment = f"<w:comments {kit.W}><w:comment/></w:comments>"
    parts = {
        "word/document.xml": f"<w:document {kit.W}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": note,
        "word/comments.xml": comment,
        "word/header1.xml": "<x/>",
        "word/media/image1.png": b"x",
        "word/vbaProject.bin": b"x",
    }
    found = kit.read(kit.archive(parts), "a.docm")

    assert [b.text for b in found.blocks] == ["Ya.", "[footnote] Kecil."]
    assert found.notes == (
        "macros were not run and not kept",
        "1 picture left out",
        "1 footnote put behind the text",
        "1 comment left out",
        "headers and footers left out",
    )


def test_open_document_is_read_as_word_is():
    """Bold styles, tabs, line breaks, blanks, notes; deleted tracked text stays out and is counted."""
    body = (
        '<office:automatic-styles><style:style style:name="T1"><style:text-properties fo:font-weight="bold"/>'
        "</style:style></office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region>"
        "<text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p><text:span text:style-name="T1">Sri</text:span>:<text:tab/>ya<text:line-break/>dua'
        '<text:s text:c="2"/>x'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Kecil.</text:p></text:note-body>"
        "</text:note></text:p><text:h>Head</text:h></office:text></office:body>"
    )
    found = kit.read(kit.odt(body), "a.odt")

    assert [(b.text, b.strong, b.aside) for b in found.blocks] == [
        ("Sri:\tya\ndua  x", 3, False),
        ("Head", 0, True),
        ("[footnote] Kecil.", 0, True),
    ]
    assert found.notes == ("1 footnote put behind the text", "1 deleted passage (tracked) left out")


def test_rich_text_is_read_without_what_was_deleted():
    """Deleted tracked text stays out, which the library would keep; code pages and emoji are resolved."""
    text = rb"{\rtf1\ansi\ansicpg1252 Caf\'e9 \u-10179?\u-8694?{\deleted gone} ada.\par Dua.}"
    found = kit.read(text, "a.rtf")

    assert [b.text for b in found.blocks] == ["Café 😊 ada.", "Dua."]
    assert found.notes == ("1 deleted passage (tracked) left out",)


def test_a_pdf_tells_its_pages():
    """The page stands with each paragraph; a page number that stands alone and an empty page are said."""
    found = kit.read(kit.pdf([["Pasal 1", "Satu."], [], ["Dua.", "- 3 -"]]), "a.pdf")

    assert [(b.text, b.page) for b in found.blocks] == [("Pasal 1", "1"), ("Satu.", "1"), ("Dua.", "3")]
    assert found.notes == ("1 page number left out", "no text on page 2")


# Tables and JSON


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"Waktu;Pembicara;Ujaran;Kode\n00:01:02;Sri;Ya; x\n65,5;Budi;Tidak;\n"),
        ("a.tsv", b"time\tspeaker\ttext\tKode\n1:02\tSri\tYa\tx\n65.5\tBudi\tTidak\t\n"),
        (
            "a.xlsx",
            kit.xlsx([["Start", "Nama", "Teks", "Kode"], ["00:01:02", "Sri", "Ya", "x"], [65.5, "Budi", "Tidak"]]),
        ),
    ],
)
def test_a_table_is_one_turn_a_row(name, data):
    """Columns are known by their English and Indonesian names; those left out are named."""
    found = kit.read(data, name)

    assert [(b.speaker, b.text, b.time) for b in found.blocks] == [
        ("Sri", "Ya", "00:01:02"),
        ("Budi", "Tidak", "00:01:05"),
    ]
    assert (found.layout, found.notes) == ("rows", ("columns left out: Kode",))


def test_columns_are_named_where_they_are_not_known():
    """By name, or by number where there is no header; without either the message says what stands there."""
    with pytest.raises(SourceError, match=r"one column holds what was said \(got a, b\)\. Name them: --columns"):
        kit.read("a,b\nSri,Ya\n", "x.csv")

    assert kit.texts("a,b\nSri,Ya\n", "x.csv", columns={"text": "b"}) == ["Ya"]
    assert kit.texts("Sri,Ya\n", "x.csv", columns={"text": "2", "speaker": "1"}) == ["Ya"]


S = {"start": 1.5, "end": 2, "text": " Ya."}
WORD = {"start_time": "1.5", "end_time": "2.0", "type": "pronunciation", "alternatives": [{"content": "Ya"}]}
STOP = {"type": "punctuation", "alternatives": [{"content": "."}]}
SHAPES = {
    "whisper": {"text": "Ya.", "segments": [S], "language": "id"},
    "whisperx": {"segments": [{**S, "speaker": "SPEAKER_00"}]},
    "faster-whisper": [S],
    "whisper.cpp": {"transcription": [{"offsets": {"from": 1500, "to": 2000}, "text": " Ya."}]},
    "google": {"results": [{"alternatives": [{"transcript": "Ya.", "words": [{"startTime": "1.5s", "word": "Ya."}]}]}]},
    "google-2": {
        "results": [{"alternatives": [{"words": [{"startOffset": "1.5s", "word": "Ya.", "speakerLabel": "1"}]}]}]
    },
    "aws": {"results": {"items": [{**WORD, "speaker_label": "spk_0"}, STOP]}},
    "azure": {
        "recognizedPhrases": [{"speaker": 1, "offset": "PT1.5S", "duration": "PT1S", "nBest": [{"display": "Ya."}]}]
    },
    "azure-fast": {"phrases": [{"speaker": 1, "offsetMilliseconds": 1500, "text": "Ya."}]},
    "deepgram": {
        "results": {"utterances": [{"start": 1.5, "end": 2, "transcript": "Ya.", "speaker": 1}], "channels": []}
    },
    "assembly": {"utterances": [{"speaker": "A", "start": 1500, "end": 2000, "text": "Ya."}]},
    "rev": {"monologues": [{"speaker": 1, "elements": [{"value": "Ya", "ts": 1.5}, {"value": "."}]}]},
}
SPEAKERS = {"whisperx": "SPEAKER_00", "aws": "spk_0", "assembly": "Speaker A"}


@pytest.mark.parametrize("shape", SHAPES)
def test_json_of_speech_to_text_programs(shape):
    """Words, time and speaker of each known shape."""
    found = kit.read(json.dumps(SHAPES[shape]), "a.json").blocks
    named = shape in ("google-2", "azure", "azure-fast", "deepgram", "rev")

    assert [(b.text, b.time, b.speaker) for b in found] == [
        ("Ya.", "00:00:01", "Speaker 1" if named else SPEAKERS.get(shape, ""))
    ]


# What is refused


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64
ENTITY = f'<!DOCTYPE x [<!ENTITY a "b">]><w:document {kit.W}><w:body>&a;</w:body></w:document>'
DEEP = f"<w:document {kit.W}>" + "<w:a>" * 5000
REFUSED = {
    "empty.txt": (b" \n", "holds text"),
    "nul.txt": (b"Ya\0.", "NUL"),
    "halved.docx": (kit.talk_docx(["Ya."])[:120], "broken zip"),
    "other.docx": (b"\x00\x01\x02", "begins as one"),
    "bomb.docx": (kit.bomb(), "zip bomb"),
    "bomb.odt": (kit.bomb("content.xml"), "zip bomb"),
    "bomb.xlsx": (kit.archive({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": b" " * 60_000_000}), "zip bomb"),
    "nested.docx": (kit.archive({"word/document.xml": "<a/>", "inner.zip": b"x"}), "no other archive"),
    "many.docx": (kit.archive({f"word/document.xml{n}": "" for n in range(5000)}), "at most 4000 entries"),
    "entity.docx": (kit.archive({"word/document.xml": ENTITY}), "no document type"),
    "entity.odt": (kit.archive({"content.xml": ENTITY}), "no document type"),
    "deep.docx": (kit.archive({"word/document.xml": DEEP}), "deep"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "with a password"),
    "old.doc": (OLE, "an old Office file"),
    "scan.pdf": (kit.pdf([[]]), "OCR"),
    "halved.pdf": (kit.pdf([["Ya."]])[:60], "cut off"),
    "archive.zip": (kit.archive({"a.txt": "x"}), "no archive"),
    "photo.jpg": (b"\xff\xd8\xff\xe0", "a picture"),
    "large.vtt": (b"WEBVTT\n\n" + b"a" * (form.MAX_TEXT + 1), "at most 24 MB"),
    "groups.rtf": (b"{\\rtf1" + b"{" * 5000, "nest"),
    "other.json": (b'{"a": 1}', "keys a"),
    "deep.json": (b"[" * 100_000, "JSON"),
    "wide.csv": (b'text\n"' + b"a" * 200_000, "field larger"),
    "unknown.xyz": (b"Ya.", "of a kind that is read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_clear_line(name):
    """The file's name, the rule, what came and the next step; never a traceback of a library."""
    data, said = REFUSED[name]
    with pytest.raises(SourceError) as error:
        kit.read(data, name)

    message = str(error.value)
    assert message.startswith(name) and said in message and message.endswith(".")
    assert "\n" not in message


def test_a_wrong_ending_is_read_by_content_and_said():
    """A text called .docx and a page called .txt are what they are."""
    assert kit.read("Ya.", "a.docx").notes == ("the name says .docx, the content is txt",)
    assert kit.read("<html><p>Ya.", "a.txt").format == "html"


def test_a_name_is_shown_without_tricks(tmp_path):
    """No path, no line ends, no invisible marks, no undue length."""
    assert shown_name(tmp_path / "a\nb\u202ec.txt") == "a\ufffdb\ufffdc.txt"
    assert len(shown_name(tmp_path / ("x" * 300))) < 121
    with pytest.raises(SourceError, match="something else"):
        read_bytes(tmp_path)


# Whatever comes, it is a reading or a sentence


NAMES = [
    f"a.{ending}" for ending in ("txt", "md", "rst", "html", "vtt", "srt", "sbv", "csv", "json", "rtf", "pdf", "docx")
]
SEEDS = [
    *(kit.docx(TRACKED), kit.odt("<office:body><text:p>Ya.</text:p></office:body>"), kit.pdf([["Ya."]])),
    *(VTT.encode(), kit.TALK.encode(), rb"{\rtf1 Ya \'e9{\b x}}", json.dumps(SHAPES["aws"]).encode()),
    *(
        b"**A:** b\n\n* c\n\n|a|b|\n|-|-|\n",
        b"<p>a<b>c</b><table><tr><td>d",
        b"a,text\n1,2\n",
        kit.xlsx([["text"], ["a"]]),
    ),
]


PATIENT = settings(suppress_health_check=[HealthCheck.too_slow])


def survives(data: bytes, name: str) -> bool:
    """Whether the file is read into clean words, or refused in one line."""
    try:
        found = read_data(data, name)
    except SourceError as error:
        return "\n" not in str(error)
    return all(block.text.strip() and "\r" not in block.text and "\x00" not in block.text for block in found.blocks)


@PATIENT
@given(st.binary(max_size=300), st.sampled_from(NAMES))
def test_any_bytes(data, name):
    """Bytes at random under any name."""
    assert survives(data, name)


@PATIENT
@given(st.text(max_size=200), st.sampled_from(NAMES[:9]))
def test_any_text(text, name):
    """Text at random under the name of any textual format."""
    assert survives(text.encode("utf-8", "replace"), name)


@PATIENT
@given(st.sampled_from(SEEDS), st.data(), st.sampled_from(NAMES))
def test_any_damage(seed, data, name):
    """A good file cut, with bytes changed, put in and taken out."""
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(0, len(damaged) - 1)))
        damaged[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    if data.draw(st.booleans()):
        damaged = damaged[: data.draw(st.integers(0, len(damaged)))]
    assert survives(bytes(damaged), name)


def test_a_transcriber_s_marks_in_markdown_stay():
    """What stands between angle brackets and is no element of HTML is a word of the transcript; elements go."""
    text = "**P01:** I went to <inaudible> <b>yesterday</b> <laughs>.\n"
    (block,) = read_data(text.encode("utf-8"), "a.md").blocks

    assert block.text == "P01: I went to <inaudible> yesterday <laughs>."


def test_a_segment_of_silence_is_passed_over():
    """Speech-to-text programs write segments without a word; the others are read."""
    segments = [{"start": 0, "end": 1, "text": " Hi there."}, {"start": 1, "end": 2, "text": ""}]
    found = read_data(json.dumps({"segments": segments}).encode("utf-8"), "a.json")

    assert [block.text.strip() for block in found.blocks] == ["Hi there."]
