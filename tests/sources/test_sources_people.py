"""Participants, consent and guide: what the tables say, and every problem at once with its row."""

import pytest

from analysis.errors import Problem
from analysis.model import Participant, Question
from analysis.sources.people import USES, Consent, read_consents, read_guide, read_participants, read_rows

ROLES = ("senior", "staff")
PEOPLE = {"P01": Participant("P01", "senior", {}, 2), "P02": Participant("P02", "staff", {}, 3)}
CONSENT = "person," + ",".join(USES) + ",valid_from,withdrawn_at,evidence_ref\n"
YES = "yes,yes,yes,label,yes,no,no,no"


def file(tmp_path, text):
    """A file with this text."""
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    return path


def people(tmp_path, text):
    """The participants of a table with this text."""
    return read_participants(file(tmp_path, text), "interviews/participants.csv", ROLES)


def consents(tmp_path, rows, who=PEOPLE):
    """The consents of a table with these rows."""
    return read_consents(file(tmp_path, CONSENT + rows), "interviews/consent.csv", who)


def guide(tmp_path, text):
    """The questions of a guide with this text."""
    return read_guide(file(tmp_path, text), "interviews/guide.yaml", ("RQ1", "RQ2"))


def told(problems):
    """Row, rule and what came of each problem."""
    return [(p.row, p.rule, p.came) for p in problems]


# Participants


def test_a_participant_has_a_role_and_attributes(tmp_path):
    """Every column beside id and role is an attribute."""
    found, problems = people(tmp_path, "id,role,years\nP01,senior,12\nP02,staff,\n")

    assert problems == []
    assert found == {
        "P01": Participant("P01", "senior", {"years": "12"}, 2),
        "P02": Participant("P02", "staff", {"years": ""}, 3),
    }


def test_all_problems_of_participants_are_told_at_once(tmp_path):
    """An odd id, an unknown role, a person twice, and two series of numbers, each with its row."""
    _, problems = people(tmp_path, "id,role\nP01,senior\nboss-1,senior\nP02,chief\nP01,staff\nQ03,staff\n")

    assert told(problems) == [
        (3, "a participant's id is letters and a number, and tells no role", "'boss-1'"),
        (4, "a role is one of senior, staff", "'chief'"),
        (5, "a participant stands once", "P01"),
        (0, "participants' ids share one prefix", "P01, Q03"),
    ]


def test_a_study_without_roles_takes_any(tmp_path):
    """Where study.yaml declares none there is nothing to hold a role against."""
    path = file(tmp_path, "id,role\nP01,chief\n")

    assert read_participants(path, "participants.csv", ())[1] == []


def test_a_table_that_is_not_there_is_a_problem(tmp_path):
    """No file, no people, and one problem of the file as a whole."""
    found, problems = read_participants(tmp_path / "gone.csv", "interviews/participants.csv", ROLES)

    assert found == {}
    assert told(problems) == [(0, "the study has this table", "no file")]


def test_a_table_that_cannot_be_read_is_a_problem_with_its_row(tmp_path):
    """A ragged row is told under the name the table has in the study."""
    rows, problems = read_rows(file(tmp_path, "id,role\nP01\n"), "interviews/participants.csv", ("id",))

    assert rows == []
    assert problems == [
        Problem(
            "interviews/participants.csv",
            2,
            "a row must have 2 cells (got 1)",
            "",
            "Put a cell that holds a comma in double quotes.",
        )
    ]


# Consent


def test_consent_says_what_each_person_allowed(tmp_path):
    """One row per person, with the uses, the dates and the reference."""
    found, problems = consents(tmp_path, f"P01,{YES},2022-03-01,,form 7\nP02,no,no,no,none,no,no,no,no,,,\n")

    uses = dict(zip(USES, YES.split(","), strict=True))
    assert problems == []
    assert found["P01"] == Consent("P01", uses, "2022-03-01", "", "form 7", 2)
    assert [use for use in USES if found["P01"].allows(use)] == [
        "analyse",
        "quote_verbatim",
        "quote_paraphrase",
        "attribution",
        "translate",
    ]
    assert [use for use in USES if found["P02"].allows(use)] == []


def test_some_uses_may_be_withdrawn(tmp_path):
    """Those named are withdrawn; one that is none, or names without a date, are told."""
    head = CONSENT.replace("withdrawn_at", "withdrawn_at,withdrawn_uses")
    path = file(tmp_path, f"{head}P01,{YES},,2022-05-01,quote_verbatim;translate,\nP02,{YES},,,sing,\n")
    found, problems = read_consents(path, "interviews/consent.csv", PEOPLE)

    assert [use for use in USES if found["P01"].withdrew(use)] == ["quote_verbatim", "translate"]
    assert (found["P01"].allows("analyse"), found["P01"].allows("quote_verbatim")) == (True, False)
    assert [(p.row, p.came) for p in problems] == [(3, "sing"), (3, "P02: sing without a date")]


def test_a_withdrawn_consent_allows_nothing(tmp_path):
    """Whatever stands in the row, from the withdrawal on nothing new is allowed."""
    found, _ = consents(tmp_path, f"P01,{YES},2022-03-01,2022-05-01,\nP02,{YES},,,\n")

    assert [use for use in USES if found["P01"].allows(use)] == []


def test_an_empty_cell_allows_nothing_and_is_no_problem(tmp_path):
    """Empty means missing, and what is not allowed is denied; attribution is then none."""
    found, problems = consents(tmp_path, f"P01,{',' * 7},,,\nP02,{YES},,,\n")

    assert problems == []
    assert not any(found["P01"].allows(use) for use in USES)
    assert found["P01"].attribution == "none"


def test_attribution_is_what_the_person_chose(tmp_path):
    """By name, by role, by label."""
    found, _ = consents(tmp_path, f"P01,{YES.replace('label', 'named')},,,\nP02,{YES},,,\n")

    assert {person: consent.attribution for person, consent in found.items()} == {"P01": "named", "P02": "label"}


def test_a_use_without_a_column_is_denied():
    """What was never asked was never allowed."""
    assert not Consent("P01", {}).allows("analyse")
    assert Consent("P01", {}).attribution == "none"


def test_a_kind_of_attribution_is_no_yes():
    """`named` in the column of another use allows nothing."""
    assert not Consent("P01", {"share_open": "named"}).allows("share_open")


def test_all_problems_of_consent_are_told_at_once(tmp_path):
    """An unknown person, two odd cells, a person twice, and a person without a row."""
    rows = f"P09,{YES},,,\nP01,maybe,yes,yes,boss,yes,no,no,no,,,\nP01,{YES},,,\n"
    found, problems = consents(tmp_path, rows)

    assert told(problems) == [
        (2, "consent is given by a participant", "'P09'"),
        (3, "analyse is yes or no", "'maybe'"),
        (3, "attribution is none or label or role or named", "'boss'"),
        (4, "a person's consent stands once", "P01"),
        (3, "each person's consent is recorded", "none for P02"),
    ]
    assert problems[-1].file == "interviews/participants.csv"
    assert not found["P01"].allows("analyse")


# Guide


def test_a_question_has_words_a_research_question_and_codes(tmp_path):
    """By id, with the line on which each begins; one code may stand alone."""
    text = "questions:\n  - id: q1\n    research_question: RQ1\n    text: {en: Why?}\n    codes: [A.B, C]\n"
    found, problems = guide(tmp_path, text + "  - {id: q2, research_question: RQ2, codes: A.B}\n")

    assert problems == []
    assert found == {
        "q1": Question("q1", {"en": "Why?"}, "RQ1", ("A.B", "C"), 2),
        "q2": Question("q2", {}, "RQ2", ("A.B",), 6),
    }


def test_numbers_in_a_guide_are_words(tmp_path):
    """An id, a research question or a code that looks like a number is one all the same."""
    path = file(tmp_path, "questions:\n  - {id: 1, research_question: 2, codes: [3]}\n  - {id: q2, codes: }\n")
    found, problems = read_guide(path, "interviews/guide.yaml", ("2", ""))

    assert problems == []
    assert found == {"1": Question("1", {}, "2", ("3",), 2), "q2": Question("q2", {}, "", (), 3)}


def test_all_problems_of_a_guide_are_told_at_once(tmp_path):
    """No id, no mapping, an id twice, an unknown research question, words without a language."""
    text = """\
questions:
  - {research_question: RQ1}
  - q1
  - {id: q1, research_question: RQ3}
  - {id: q1, research_question: RQ1, text: Why?}
"""
    found, problems = guide(tmp_path, text)

    assert told(problems) == [
        (2, "each question has an id", "{'research_question': 'RQ1'}"),
        (2, "each question has an id", "'q1'"),
        (4, "q1: a research question of the study", "'RQ3'"),
        (5, "a question id stands once", "q1"),
        (5, "q1: text is given by language", "'Why?'"),
    ]
    assert found["q1"].text == {}


@pytest.mark.parametrize("text", ["- q1\n", "questions: q1\n", "", "other: []\n"])
def test_a_guide_has_a_list_of_questions(tmp_path, text):
    """Another shape is told, not read letter by letter."""
    assert told(guide(tmp_path, text)[1]) == [(1, "a guide has a list named questions", "none")]


def test_a_guide_that_cannot_be_read_keeps_its_row(tmp_path):
    """A double key in line 3."""
    found, problems = guide(tmp_path, "questions:\n  - id: q1\n    id: q2\n")

    assert found == {}
    assert [(p.row, p.rule) for p in problems] == [(3, "the YAML cannot be read (the key 'id' stands twice)")]


def test_a_study_may_have_no_guide(tmp_path):
    """Without the file there are no questions, and nothing is wrong."""
    assert read_guide(tmp_path / "gone.yaml", "interviews/guide.yaml", ("RQ1",)) == ({}, [])
