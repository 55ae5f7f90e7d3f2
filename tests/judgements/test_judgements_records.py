"""Files of human judgement: what is read, what is wrong by row, and what comes back from a table."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import Problem
from analysis.judgements.forms import SEE
from analysis.judgements.reading import make_entry, read_judgements
from analysis.judgements.tables import file_text, from_row, to_plain, to_row
from analysis.tables import normalise, parse_yaml, to_yaml, write_text
from analysis.triangulation.judged import KINDS, Case, Decision, Proposition, SilenceMark, Step, Verdict

LANGUAGES = ("en", "id")
KNOWN = {"a code": ["A", "B"], "a set": ["head", "staff"], "a person or source": ["P1"], "a claim or statement": ["E1"]}
GOOD = """\
# Decided in May.
convergence:
  - {theme: A, sets: [staff, head], by: ani, decided: partial, rationale: Read again.}
"""


def read(root: Path, **files: str) -> tuple[dict[str, tuple[Any, ...]], list[Problem]]:
    for name, text in files.items():
        write_text(root / f"codebook/{name.replace('__', '/')}.yaml", text)
    return read_judgements(root, KINDS.values(), KNOWN, LANGUAGES)


def test_a_study_without_files(tmp_path: Path) -> None:
    """None of the files has to be there: then nothing was judged, and nothing is wrong."""
    assert read(tmp_path) == ({name: () for name in KINDS}, [])


def test_a_record_as_it_is_read(tmp_path: Path) -> None:
    """What is not said is empty; a note in one language stands in the study's first; file and line are known."""
    found, problems = read(tmp_path, convergence=GOOD)

    assert problems == []
    assert found["convergence"] == (Decision("A", ("staff", "head"), "ani", "", "", "partial", {"en": "Read again."}),)
    assert (found["convergence"][0].file, found["convergence"][0].line) == ("codebook/convergence.yaml", 3)


def test_a_reader_has_a_file_of_his_own(tmp_path: Path) -> None:
    """In codebook/convergence/ the name of the file says who decided; other kinds have no such folder."""
    alone = "convergence:\n  - {theme: B, sets: [staff, head], stage: before, decided: silence}\n"
    found, problems = read(tmp_path, convergence=GOOD, convergence__budi=alone, silences__budi="silences: []\n")

    assert problems == []
    assert [(d.by, d.alone) for d in found["convergence"]] == [("ani", False), ("budi", True)]


@pytest.mark.parametrize(
    ("record", "rule", "came"),
    [
        ("{theme: C, sets: [staff, head], by: x, decided: partial}", "theme names a code", "C"),
        ("{theme: A, sets: [staff, heads], by: x, decided: partial}", "sets names a set", "heads"),
        ("{theme: A, sets: [staff], by: x, decided: partial}", "sets are two", "staff"),
        ("{theme: A, sets: staff, by: x, decided: partial}", "sets is a list of names", "'staff'"),
        ("{theme: A, sets: [staff, head], decided: partial}", "a record of convergence says by", "nothing"),
        ("{theme: A, sets: [staff, head], by: x, decided: same}", "decided is one of agreement, partial", "same"),
        (
            "{theme: A, sets: [staff, head], by: x, decided: partial, why: z}",
            "a record of convergence has theme",
            "why",
        ),
        ("{theme: A, sets: [staff, head], by: x, decided: dissonance}", "a dissonance ends in one of", "nothing"),
        (
            "{theme: A, sets: [staff, head], by: x, decided: partial, ended: scoped}",
            "how it ends is said, and in words",
            "one without the other",
        ),
        (
            "{theme: A, sets: [staff, head], by: x, decided: partial, ended: scoped, text: {en: Yes.}}",
            "text is given in en, id",
            "none in id",
        ),
        (
            "{theme: A, sets: [staff, head], by: x, decided: partial, segments: [S1]}",
            "segments: a reference is",
            "'S1'",
        ),
        (
            "{theme: A, sets: [staff, head], by: x, decided: partial, rationale: [a]}",
            "rationale is words, in one",
            "['a']",
        ),
        ("just words", "convergence is a list of records", "'just words'"),
    ],
)
def test_what_is_wrong_with_a_record(tmp_path: Path, record: str, rule: str, came: str) -> None:
    """One problem, at the row of the record, with the rule and what came; the record is left out."""
    found, problems = read(tmp_path, convergence=f"convergence:\n  - {record}\n")

    assert found["convergence"] == ()
    assert [(p.file, p.came) for p in problems] == [("codebook/convergence.yaml", came)]
    assert problems[0].rule.startswith(rule)
    assert problems[0].row in (1, 2) and problems[0].next_step


def test_every_problem_at_once(tmp_path: Path) -> None:
    """Three wrong records in two files give three problems; the good one is kept."""
    bad = GOOD + "  - {theme: A, sets: [head, staff], by: ani, decided: partial}\n  - {theme: Z}\n"
    found, problems = read(tmp_path, convergence=bad, cases="cases:\n  - {id: c1}\nother: []\n")
    rules = [(p.file.removeprefix("codebook/"), p.row, p.rule) for p in problems]

    assert len(found["convergence"]) == 1
    assert ("cases.yaml", 2, "a case has persons or sources") in rules
    assert ("cases.yaml", 1, "the file has lists: cases") in rules
    assert ("convergence.yaml", 4, "convergence: what has the same theme, sets, by, stage stands once") in rules
    assert len(rules) == 7  # of theme Z: the code, sets, by and decided


def test_a_slip_is_guessed(tmp_path: Path) -> None:
    """A name that is nearly one of the study's is asked about by that name."""
    _, problems = read(tmp_path, silences="silences:\n  - {theme: A, set: staf, mark: expected, rationale: x, by: y}\n")

    assert [p.next_step for p in problems] == ["Did you mean 'staff'?"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("- a\n", "the file has lists: silences"),
        ("silences: no\n", "silences is a list of records"),
        ("silences: [\n", "the YAML cannot be read"),
    ],
)
def test_a_file_that_is_no_list_of_records(tmp_path: Path, text: str, rule: str) -> None:
    """A file of another form is one problem."""
    _, problems = read(tmp_path, silences=text)

    assert len(problems) == 1 and problems[0].rule.startswith(rule)


def test_what_contradicts_itself() -> None:
    """A verdict stands on words and a dispute is answered; a step shows what it found; a prediction takes a side."""

    def rules(entry: Any) -> list[str]:
        return [rule for rule, _, _ in entry.wrong()]

    assert rules(Verdict("E1", "P1", "insider", "disputes")) == [
        "a verdict names the words it stands on",
        "a dispute is answered",
    ]
    assert rules(Verdict("E1", "P1", "insider", "confirms", ("S1/c1",), "kept")) == [
        "a response answers a change or a dispute"
    ]
    assert rules(Verdict("E1", "P1", "insider", "cannot_judge")) == []
    assert rules(Step("t", "law", "q", "", "contradicts")) == ["a step that contradicts names its segments"]
    assert rules(Step("t", "law", "q", "", "silent")) == []
    assert rules(Proposition("T1", {}, (), {"A": "neutral"})) == ["A: a prediction is supports or opposes"]


def test_the_examples_of_the_readme(tmp_path: Path) -> None:
    """Every example in codebook/README.md is read without a problem, and gives a record of each kind."""
    readme = (Path(__file__).parents[2] / "codebook/README.md").read_text(encoding="utf-8")
    for example in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL):
        kind = example.partition(":")[0]
        write_text(tmp_path / KINDS[kind].file, example)
    found, problems = read_judgements(tmp_path, KINDS.values(), {}, LANGUAGES)

    assert problems == []
    assert all(found.values())


def test_the_comment_at_the_head_stays(tmp_path: Path) -> None:
    """A file written anew keeps the comment at its head and reads as what was written."""
    entries = read(tmp_path, convergence=GOOD)[0]["convergence"]
    kind = KINDS["convergence"]
    text = file_text(tmp_path / kind.file, {"convergence": [to_plain(kind, e, LANGUAGES) for e in entries]})

    assert text.startswith("# Decided in May.\nconvergence:\n")
    write_text(tmp_path / kind.file, text)
    assert read(tmp_path)[0]["convergence"] == entries


LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters=";=#")
WORDS = st.text(LETTERS, min_size=1, max_size=5).map(normalise)
BOTH = st.fixed_dictionaries({"en": WORDS, "id": WORDS})
NOTE = st.fixed_dictionaries({"en": WORDS})
REFS = st.lists(st.sampled_from(["S1/c1", "ACT:69(1)", "S2/a+b"]), max_size=2, unique=True).map(tuple)
RECORDS = {
    "convergence": st.builds(
        Decision,
        st.just("A"),
        st.just(("head", "staff")),
        WORDS,
        st.sampled_from(["", "before"]),
        st.sampled_from(["", "none", "partial"]),
        st.just("dissonance"),
        NOTE,
        st.just("left open"),
        BOTH,
        REFS,
    ),
    "silences": st.builds(SilenceMark, st.just("A"), st.just("head"), st.just("expected"), NOTE, WORDS),
    "propositions": st.builds(
        Proposition, WORDS, BOTH, st.just(("BOOK:p 1",)), st.fixed_dictionaries({"A": st.just("opposes")})
    ),
    "cases": st.builds(Case, WORDS, BOTH, st.just(("P1",)), st.just(())),
}


@pytest.mark.parametrize("name", sorted(RECORDS))
@given(data=st.data())
def test_a_record_comes_back(name: str, data: st.DataObject) -> None:
    """From a row of a table, and from YAML, the same record is read that was written."""
    kind, entry = KINDS[name], data.draw(RECORDS[name])
    as_yaml = parse_yaml(to_yaml(to_plain(kind, entry, LANGUAGES)), "x.yaml")

    for values in (from_row(kind, to_row(kind, entry, LANGUAGES), LANGUAGES), as_yaml):
        assert make_entry(kind, values, "x", 1, {}, LANGUAGES) == (entry, [])


def test_a_step_says_where_to_look() -> None:
    """What a record lacks is told with the place where its form stands."""
    _, problems = make_entry(KINDS["cases"], {}, "t.csv", 4, {}, LANGUAGES)

    assert problems == [Problem("t.csv", 4, "a record of cases says id", "nothing", SEE)]
