"""The one text form: what opens a passage, what is speech, what is wrong with a source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import SourceError
from analysis.sources.text import (
    parse_passages,
    problems_are_fatal,
    read_source,
    split_front_matter,
    with_translation,
    write_source,
)
from analysis.tables import normalise, sha256

HEAD = """\
---
id: S01
kind: interview
speakers: {INT: interviewer, P01: respondent}
date: 2022-03-14
language: en
provenance: constructed
---
"""
META = {
    "id": "S01",
    "kind": "interview",
    "speakers": {"INT": "interviewer", "P01": "respondent", "P01 b": "other"},
    "date": "2022-03-14",
    "language": "en",
    "provenance": "constructed",
}


def source(tmp_path, text, *, name="S01.md", called=""):
    """The source with this text, and the problems found in it."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_source(path, name=called)


def passages(body, *labels):
    """(label, time, question, text) of each passage."""
    return [(p.label, p.time, p.question, p.text) for p in parse_passages(body, labels)[0]]


def told(problems):
    """Row, level and the whole sentence of each problem."""
    return [(p.row, p.level, str(p).split(": ", 1)[1]) for p in problems]


# Passages


def test_a_source_is_its_front_matter_and_its_passages(tmp_path):
    """Numbered passages with label, place, line and question; the hash is that of the body alone."""
    found, problems = source(tmp_path, HEAD + "INT [q1]: Why?\n\nP01: Because.\n", called="interviews/S01.md")
    body = "INT [q1]: Why?\n\nP01: Because.\n"

    assert problems == []
    assert (found.id, found.kind, found.date, found.language) == ("S01", "interview", "2022-03-14", "en")
    assert (found.file, found.body, found.text_sha) == ("interviews/S01.md", body, sha256(body))
    assert [(p.number, p.label, p.start, p.end, p.text, p.line, p.question) for p in found.passages] == [
        (1, "INT", 10, 14, "Why?", 9, "q1"),
        (2, "P01", 21, 29, "Because.", 11, ""),
    ]


def test_a_change_of_front_matter_keeps_the_hash(tmp_path):
    """Codings stay in place when only what is known about the text changes."""
    one, _ = source(tmp_path, HEAD + "P01: Yes.\n")
    two, _ = source(tmp_path, HEAD.replace("date: 2022-03-14", "date: 2023-01-01\nrecorded: true") + "P01: Yes.\n")

    assert one.text_sha == two.text_sha
    assert one.passages[0].start == two.passages[0].start


def test_a_colon_in_speech_is_speech():
    """A line that begins with no declared label continues the passage, whatever colons it holds."""
    body = "P01: He said: wait.\nThe boss: a hard man.\nP02: not declared"

    assert passages(body, "INT", "P01") == [("P01", "", "", body.removeprefix("P01: "))]


def test_a_passage_may_run_over_lines():
    """Line breaks and blank lines inside stay in the text; those at its ends do not."""
    assert passages("P01: one\n  two\n\nthree\n\nINT: four", "INT", "P01") == [
        ("P01", "", "", "one\n  two\n\nthree"),
        ("INT", "", "", "four"),
    ]


def test_words_may_begin_on_the_next_line():
    """A label alone on its line opens the passage below it."""
    assert passages("P01:\nYes.", "P01") == [("P01", "", "", "Yes.")]


@pytest.mark.parametrize("labels", [("P01", "P01 b"), ("P01 b", "P01")])
def test_the_longest_label_wins(labels):
    """`P01 b` is a label of its own, in whichever order the two are declared."""
    assert passages("P01: one\nP01 b: two\nP01 c: three", *labels) == [
        ("P01", "", "", "one"),
        ("P01 b", "", "", "two\nP01 c: three"),
    ]


@pytest.mark.parametrize(
    ("line", "time", "question"),
    [
        ("P01: yes", "", ""),
        ("[00:41] P01: yes", "00:41", ""),
        ("[00:00:41]P01: yes", "00:00:41", ""),
        ("[1:00:41.5] P01 [q2.a]: yes", "1:00:41.5", "q2.a"),
        ("P01 [q3]: yes", "", "q3"),
    ],
)
def test_times_and_question_ids_stand_before_the_text(line, time, question):
    """Both are taken off the text, which begins behind the label."""
    assert passages(line, "P01") == [("P01", time, question, "yes")]


@pytest.mark.parametrize("line", ["[noon] P01: yes", "P01 [two words]: yes", "P01:yes", " P01: yes", "p01: yes"])
def test_another_form_opens_no_passage(line):
    """A time without digits, a question with a space, no space after the colon, an indent, other case."""
    assert passages(f"INT: so?\n{line}", "INT", "P01") == [("INT", "", "", f"so?\n{line}")]


@pytest.mark.parametrize("label", ["13-14, 18", "69(3)(a)", "consideration (b)", "a.b*c", "1(3)-(4)"])
def test_articles_are_labels_too(label):
    """Brackets, commas and dots of a label are letters, not a pattern."""
    assert passages(f"{label}: Text: of it.\n69: Next.", label, "69") == [
        (label, "", "", "Text: of it."),
        ("69", "", "", "Next."),
    ]


def test_without_labels_all_lines_are_stray():
    """Nothing is declared, so nothing opens a passage."""
    assert parse_passages("P01: yes\n\nno", [], first_line=5) == ([], [(5, "P01: yes"), (7, "no")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nid: S01\n---\nbody\n", ("id: S01", "body\n", 4)),
        ("--- \r\nid: S01\r\n---\r\n", ("id: S01", "", 4)),
        ("---\n---\n", ("", "", 3)),
        ("---\nid: S01\n", None),
        ("id: S01\n", None),
        ("\n---\nid: S01\n---\n", None),
        ("", None),
    ],
)
def test_front_matter_stands_between_two_rules(text, expected):
    """Front matter, body, and the line on which the body begins; None where a rule is missing."""
    assert split_front_matter(text) == expected


# Letters and bytes


def test_windows_line_ends_are_read_as_lf_with_a_warning(tmp_path):
    """The same offsets and hash as with LF, and one warning that names the first such line."""
    text = HEAD + "INT: Why?\n\nP01: Because\nof it.\n"
    one, _ = source(tmp_path, text)
    two, problems = source(tmp_path, text.replace("\n", "\r\n"))

    assert (two.body, two.passages, two.text_sha) == (one.body, one.passages, one.text_sha)
    assert told(problems) == [
        (
            1,
            "warning",
            "lines end with LF alone (got CR or CRLF). It is read as LF and no offset moves; "
            "save the file with Unix line ends.",
        )
    ]


def test_the_warning_of_line_ends_names_the_first_line_that_has_one(tmp_path):
    """One carriage return in line 9 of a file that is otherwise in order."""
    _, problems = source(tmp_path, HEAD + "P01: Yes.\r\nINT: So?\n")

    assert [(p.row, p.level) for p in problems] == [(9, "warning")]


def test_bytes_that_are_not_utf8_are_named_with_line_and_byte(tmp_path):
    """No source, and one error with the row, the byte and where it stands."""
    raw = HEAD.encode() + b"P01: caf\xe9\n"
    found, problems = source(tmp_path, raw, called="interviews/S01.md")

    assert found is None
    assert [str(p) for p in problems] == [
        f"interviews/S01.md, line 9: the text is not UTF-8 (got byte 0xe9 at byte {len(HEAD) + 8}). "
        "Save the file as UTF-8."
    ]


def test_a_byte_order_mark_moves_no_offset(tmp_path):
    """The front matter is found behind it, and the body is the same."""
    one, _ = source(tmp_path, HEAD + "P01: Yes.\n")
    two, problems = source(tmp_path, "\ufeff" + HEAD + "P01: Yes.\n")

    assert problems == []
    assert (two.text_sha, two.passages) == (one.text_sha, one.passages)


def test_offsets_count_letters_after_nfc(tmp_path):
    """A decomposed é counts one, an emoji one, a skin tone one of its own."""
    found, problems = source(tmp_path, HEAD + "P01: cafe\u0301 👍🏽 ok\nINT: So?\n")
    one, two = found.passages

    assert problems == []
    assert (one.text, one.start, one.end) == ("café 👍🏽 ok", 5, 15)
    assert two.start == 21


def test_labels_may_have_accents_however_they_are_typed(tmp_path):
    """A label declared with a combined é fits a line that is typed with two signs."""
    found, problems = source(tmp_path, HEAD.replace("P01", "André") + "Andre\u0301: Oui.\n")

    assert problems == []
    assert [(p.label, p.text) for p in found.passages] == [("André", "Oui.")]


# What is wrong with a source


def test_a_source_without_front_matter_is_no_source(tmp_path):
    """None, with the rule, what came, and what to do."""
    found, problems = source(tmp_path, "P01: Yes.\n")

    assert found is None
    assert told(problems) == [
        (
            1,
            "error",
            "a source opens with front matter between two lines of --- (got 'P01: Yes.\\n'). "
            "Copy the front matter of another source and fill it in, or import the file.",
        )
    ]


@pytest.mark.parametrize("head", ["---\n- a\n---\n", "---\nplain words\n---\n", "---\n---\n"])
def test_front_matter_is_keys_and_values(tmp_path, head):
    """A list, a sentence or nothing is told, not a traceback."""
    found, problems = source(tmp_path, head + "P01: Yes.\n")

    assert found is None
    assert [(p.row, p.rule) for p in problems] == [(2, "front matter is a list of keys and values")]


def test_yaml_errors_keep_the_line_of_the_file(tmp_path):
    """The front matter begins on line 2: its second line is line 3."""
    found, problems = source(tmp_path, "---\nid: S01\nid: S02\n---\nP01: Yes.\n")

    assert found is None
    assert [(p.row, p.rule) for p in problems] == [(3, "the YAML cannot be read (the key 'id' stands twice)")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: S01", "id: S02", "the file is named after the id (got id S02 in S01.md). Rename it S02.md."),
        (
            "kind: interview",
            "kind: chat",
            "kind is one of interview, focus_group, verification, observation, law, document, literature (got chat). "
            "Write one of them.",
        ),
        (
            "language: en\n",
            "",
            "front matter names id, kind, language, provenance, date (got no language). Add it to the front matter.",
        ),
        (
            "provenance: constructed",
            "provenance: real",
            "provenance is one of recorded, public, constructed (got real). Write one of them.",
        ),
        (
            "2022-03-14",
            "14.3.2022",
            "a date is year, year-month or year-month-day (got 14.3.2022). Write it as 2022-03-14.",
        ),
        (
            "2022-03-14",
            "2022-13-14",
            "a date is year, year-month or year-month-day (got 2022-13-14). Write it as 2022-03-14.",
        ),
        (
            "date:",
            "n_persons: many\ndate:",
            "n_persons is a whole number from 1 (got many). Write how many people speak.",
        ),
        (
            "date:",
            "n_persons: 0\ndate:",
            "n_persons is a whole number from 1 (got 0). Write how many people speak.",
        ),
        (
            "date:",
            "n_persons: true\ndate:",
            "n_persons is a whole number from 1 (got True). Write how many people speak.",
        ),
        (
            "provenance: constructed\n",
            "",
            "front matter names id, kind, language, provenance, date (got no provenance). Add it to the front matter.",
        ),
        (
            "P01: respondent",
            "P01: boss",
            "a speaker is one of interviewer, respondent, moderator, observer, other (got P01: boss). Write one.",
        ),
    ],
)
def test_each_key_of_the_front_matter_is_checked(tmp_path, old, new, expected):
    """The rule, what came, the next step; nothing else is wrong."""
    _, problems = source(tmp_path, HEAD.replace(old, new) + "P01: Yes.\n")

    assert told(problems) == [(2, "error", expected)]


def test_an_id_can_be_the_name_of_a_file_anywhere(tmp_path):
    """Letters, digits, dot, underscore and hyphen; a space is none of them."""
    _, problems = source(tmp_path, HEAD.replace("id: S01", "id: S 1") + "P01: Yes.\n", name="S 1.md")

    assert [(p.rule, p.came) for p in problems] == [("an id is letters, digits, '.', '_' and '-'", "'S 1'")]


def test_all_problems_of_a_source_are_told_at_once(tmp_path):
    """Kind, date, a stray line and an empty passage in one reading; the source is still there to look at."""
    text = HEAD.replace("interview\n", "chat\n").replace("2022-03-14", "soon") + "Hello.\nINT:\nP01: Yes.\n"
    found, problems = source(tmp_path, text)

    assert [(p.row, p.rule.split(" is ")[0]) for p in problems] == [
        (2, "kind"),
        (2, "a date"),
        (9, "the first passage opens with a declared label"),
        (10, "a passage holds text"),
    ]
    assert [p.text for p in found.passages] == ["Yes."]
    assert problems_are_fatal(problems)


def test_a_source_without_an_id_is_no_source(tmp_path):
    """An empty id counts as none."""
    found, problems = source(tmp_path, HEAD.replace("id: S01", "id:") + "P01: Yes.\n")

    assert found is None
    assert [p.came for p in problems] == ["no id"]


def test_text_before_the_first_label_is_told(tmp_path):
    """With its line, its beginning, and the labels there are; only the first such line."""
    _, problems = source(tmp_path, HEAD + "\nPO1: Yes.\nMore.\nINT: So?\n")

    assert told(problems) == [
        (
            10,
            "error",
            "the first passage opens with a declared label (got 'PO1: Yes.'). Begin the line with one of INT, P01 "
            "and a colon, or declare the label in the front matter.",
        )
    ]


def test_a_source_without_passages_is_told(tmp_path):
    """Front matter alone says nothing."""
    found, problems = source(tmp_path, HEAD + "\n")

    assert [p.rule for p in problems] == ["a source holds at least one passage"]
    assert found.passages == ()


@pytest.mark.parametrize("line", ["P01:Yes.", " P01: Yes.", "P01 : Yes.", "P01:\tYes.", "[00:41]  P01 [q1]:Yes."])
def test_a_line_that_almost_opens_a_passage_is_warned_of(tmp_path, line):
    """It would put one person's words into another's mouth; 5:30 o'clock under article 5 is no such line."""
    _, problems = source(tmp_path, HEAD + f"INT: So?\n{line}\n")

    assert [(p.row, p.level) for p in problems] == [(10, "warning")]
    assert not problems_are_fatal(problems)


def test_a_clock_time_is_no_label(tmp_path):
    """`5:30` continues article 5 without a warning."""
    text = HEAD.replace("speakers: {INT: interviewer, P01: respondent}", 'articles: ["5"]').replace("interview", "law")
    found, problems = source(tmp_path, text + "5: Offices open at\n5:30 in the morning.\n")

    assert problems == []
    assert [p.text for p in found.passages] == ["Offices open at\n5:30 in the morning."]


def test_labels_must_be_declared(tmp_path):
    """Without speakers and articles an example of the right kind is given."""
    _, spoken = source(tmp_path, HEAD.replace("speakers: {INT: interviewer, P01: respondent}\n", "") + "\n")
    _, law = source(
        tmp_path,
        HEAD.replace("speakers: {INT: interviewer, P01: respondent}\n", "").replace("interview", "law") + "\n",
    )

    assert spoken[0].next_step == "Write speakers: {INT: interviewer, P07: respondent}."
    assert law[0].next_step == 'Write articles: ["1", "2"].'


def test_an_article_is_declared_once(tmp_path):
    """Two articles of one name could not be told apart."""
    text = HEAD.replace("speakers: {INT: interviewer, P01: respondent}", 'articles: ["1", "2", "1"]')
    _, problems = source(tmp_path, text + "1: A.\n2: B.\n")

    assert [(p.rule, p.came) for p in problems] == [("a label is declared once", "1")]


def test_a_moderator_asks_as_an_interviewer_does(tmp_path):
    """In a focus group the moderator is no participant."""
    found, problems = source(tmp_path, HEAD.replace("INT: interviewer", "INT: moderator") + "P01: Yes.\n")

    assert problems == []
    assert found.participants == ("P01",)


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        ("depends_on: S02", "depends_on", ("S02",)),
        ("depends_on: [S02, 3]", "depends_on", ("S02", "3")),
        ("depends_on: []", "depends_on", ()),
        ("n_persons: 6", "n_persons", 6),
        ("n_persons: many", "n_persons", 1),
        ("n_persons: -6", "n_persons", 1),
        ("title: A talk", "title", {"en": "A talk"}),
        ("title: {id: Percakapan}", "title", {"id": "Percakapan"}),
        ("title:", "title", {}),
    ],
)
def test_what_is_known_of_a_source_is_read(tmp_path, line, field, expected):
    """One dependency may stand alone, a title without a language is English, persons are counted from 1."""
    found, _ = source(tmp_path, HEAD.replace("date:", f"{line}\ndate:") + "P01: Yes.\n")

    assert getattr(found, field) == expected


def test_what_is_not_said_of_a_source_is_empty(tmp_path):
    """Nothing is guessed: the problems say what is missing."""
    found, problems = source(tmp_path, "---\nid: S01\narticles: [1, 2]\n---\n1: A.\n2: B.\n")

    assert (found.kind, found.language, found.provenance, found.date, found.title) == ("", "", "", "", {})
    assert (found.depends_on, found.n_persons, found.speakers) == ((), 1, {})
    assert [p.label for p in found.passages] == ["1", "2"]
    assert [p.came for p in problems] == ["no kind, language, provenance, date"]


def test_a_year_is_a_date(tmp_path):
    """Written as a number it is still a date, and a month is one too."""
    for written in ("1998", "1998-05"):
        found, problems = source(tmp_path, HEAD.replace("2022-03-14", written) + "P01: Yes.\n")

        assert (found.date, problems) == (written, [])


# Translations


def test_a_translation_stands_beside_its_source(tmp_path):
    """Same labels and questions in the same order; it needs no kind and no date, and is named after its language."""
    head = "---\nid: S01\ntranslation_of: S01\nlanguage: id\nprovenance: constructed\n"
    head += "speakers: {INT: interviewer, P01: respondent}\n---\n"
    original, _ = source(tmp_path, HEAD + "INT [q1]: Why?\nP01: Because.\n")
    translation, problems = source(tmp_path, head + "INT [q1]: Mengapa?\nP01: Karena.\n", name="S01.id.md")
    both, differences = with_translation(original, translation)

    assert (problems, differences) == ([], [])
    assert both.translations == {"id": ("Mengapa?", "Karena.")}
    assert both.passages == original.passages


def test_a_translation_may_not_stop_early(tmp_path):
    """It has no line to name for the passage that it lacks."""
    original, _ = source(tmp_path, HEAD + "INT [q1]: Why?\nP01: Because.\n")
    translation, _ = source(tmp_path, HEAD + "INT [q1]: Why?\n", name="S01.id.md")
    _, differences = with_translation(original, translation)

    assert [(p.row, p.came) for p in differences] == [(0, "1 passages against 2; the first difference is passage 2")]


def test_a_translation_with_other_passages_is_refused(tmp_path):
    """The first passage that differs is named, and the source stays without it."""
    original, _ = source(tmp_path, HEAD + "INT [q1]: Why?\nP01: Because.\n")
    translation, _ = source(tmp_path, HEAD + "INT [q1]: Why?\nINT: And?\nP01: Because.\n", name="S01.id.md")
    both, differences = with_translation(original, translation)

    assert both is original
    assert [(p.file, p.row, p.came) for p in differences] == [
        ("S01.id.md", 10, "3 passages against 2; the first difference is passage 2")
    ]


# Writing


def test_a_source_is_written_in_one_form():
    """Front matter, then each passage after a blank line, with its time and question; lines inside stay."""
    meta = {"id": "S01", "speakers": {"INT": "interviewer", "P01": "respondent"}}
    passages = [
        ("INT", " Why?", "", "q1"),
        ("P01", "One\ntwo: three\n", "00:41", ""),
        ("P01", "Four", "1:02:03", "q2.a"),
    ]

    assert write_source(meta, passages) == (
        "---\nid: S01\nspeakers:\n  INT: interviewer\n  P01: respondent\n---\n"
        "INT [q1]: Why?\n\n[00:41] P01: One\ntwo: three\n\n[1:02:03] P01 [q2.a]: Four\n"
    )


def test_without_labels_nothing_can_be_written():
    """Front matter that declares none has no passage."""
    with pytest.raises(SourceError, match="declared label"):
        write_source({"id": "S01"}, [("P01", "yes", "", "")])


@pytest.mark.parametrize(
    ("passage", "message"),
    [
        (("P02", "yes", "", ""), "declared label"),
        (("P01", " \n ", "", ""), "declared label and a text"),
        (("P01", "yes", "noon", ""), "a time such as"),
        (("P01", "yes", "", "two words"), "question id"),
        (("P01", "yes\nINT: no", "", ""), "a line inside a passage begins with a declared label"),
        (("P01", "yes\rINT: no", "", ""), "a line inside a passage begins with a declared label"),
        (("P01", "yes\n[00:41] P01 b [q1]: no", "", ""), "a line inside a passage begins with a declared label"),
    ],
)
def test_nothing_is_written_that_would_be_read_otherwise(passage, message):
    """Undeclared labels, empty texts, odd times and ids, and lines that would open a passage of their own."""
    with pytest.raises(SourceError, match=message):
        write_source(META, [passage])


def test_front_matter_that_was_read_can_be_written(tmp_path):
    """The records of a source that was read go out as they came in."""
    found, _ = source(tmp_path, HEAD + "P01: Yes.\n")
    text = write_source(dict(found.meta), [("P01", "Yes.", "", "")])

    again, problems = source(tmp_path, text)
    assert problems == []
    assert (again.meta, again.body) == (found.meta, found.body)


LETTERS = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc")),
    st.sampled_from(["\n", "\r", "\r\n", " ", ":", "[", "é", "e\u0301", "👍🏽", "👩‍👩‍👧", "🇮🇩", "INT", "P01", "P01: "]),
)
PASSAGE = st.tuples(
    st.sampled_from(list(META["speakers"])),
    st.lists(LETTERS, min_size=1, max_size=20).map("".join),
    st.sampled_from(["", "00:41", "01:00:41"]),
    st.sampled_from(["", "q1", "q2.a"]),
)


def _can_be_written(passage):
    try:
        return bool(write_source(META, [passage]))
    except SourceError:
        return False


@given(st.lists(PASSAGE.filter(_can_be_written), min_size=1, max_size=5))
def test_a_source_is_read_as_it_was_written(tmp_path_factory, given_passages):
    """Labels, times, questions and texts come back; each text is its stretch of the body and touches no label."""
    path = tmp_path_factory.mktemp("text") / "S01.md"
    text = write_source(META, given_passages)
    path.write_bytes(text.encode("utf-8"))
    found, problems = read_source(path)

    assert not problems_are_fatal(problems)
    assert [(p.label, p.text, p.time, p.question) for p in found.passages] == [
        (label, normalise(words).strip(), time, question) for label, words, time, question in given_passages
    ]
    assert [found.body[p.start : p.end] for p in found.passages] == [p.text for p in found.passages]
    before = 0
    for passage in found.passages:
        opening = found.body[before : passage.start]
        assert opening.strip().endswith(f"{passage.label}{f' [{passage.question}]' * bool(passage.question)}:")
        before = passage.end
    assert found.body[before:].strip() == ""
    assert write_source(META, [(p.label, p.text, p.time, p.question) for p in found.passages]) == text
