"""What a person may get wrong, and what `jenjang check` says: file, row, rule, what came, the next step."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import study_kit as kit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.study.load import load
from analysis.tables import parse_yaml, to_yaml

ERROR, WARNING = "error", "warning"
CODE = "a coding carries a code of the codebook"


def found(root: Path) -> list[tuple[str, str, int, str]]:
    """What is wrong: level, file, row and rule."""
    return [(p.level, p.file, p.row, p.rule) for p in load(root).problems]


def tell(root: Path, name: str, **changed: Any) -> None:
    """Change fields of the first act of one of Anna's journals."""
    path = root / f"codings/anna/{name}.jsonl"
    kit.rewrite(path, lambda number, act: dataclasses.replace(act, **changed) if number == 1 else act)


def spoil(path: Path, old: bytes, new: bytes) -> None:
    """Replace bytes that stand once in a file."""
    raw = path.read_bytes()
    assert raw.count(old) == 1
    path.write_bytes(raw.replace(old, new))


def no_front_matter(root: Path) -> None:
    kit.put(root, "interviews/S04.md", "INT: How did you come to be here?\n")


def unknown_participant(root: Path) -> None:
    kit.put(root, "interviews/S05.md", kit.interview("S05", "P99: By bus.\n", person="P99"))


def one_id_twice(root: Path) -> None:
    kit.put(root, "documents/S01.md", kit.RULE.replace("RULE-1", "S01"))


def unknown_code_in_journal(root: Path) -> None:
    tell(root, "S03", code="EXP.STAYED")


def unknown_code_in_guide(root: Path) -> None:
    kit.change(root, "interviews/guide.yaml", "EXP.FIRST,", "EXP.FRIST,")


def unknown_code_in_register(root: Path) -> None:
    kit.change(root, "documents/register.csv", "EXP.STAY,", "EXP.STAY;OTHER,")


def unknown_code_in_figure(root: Path) -> None:
    kit.change(root, "figures/model.yaml", "codes: [EXP.FIRST]", "codes: [EXP.FRIST]")


def unknown_code_in_arrow(root: Path) -> None:
    kit.change(root, "figures/model.yaml", "[[EXP.FIRST, EXP.STAY]]", "[[EXP.FIRST, WORK]]")


def span_outside(root: Path) -> None:
    tell(root, "S02", start=9000, end=9010)


def quote_changed(root: Path) -> None:
    kit.change(root, "interviews/S01.md", "A friend asked me to come.", "A nurse asked me to come.")


def circle(root: Path) -> None:
    kit.change(root, "codebook/codebook.yaml", "  - id: EXP\n", "  - id: EXP\n    parent: EXP.FIRST\n")


def text_not_utf8(root: Path) -> None:
    path = kit.put(root, "interviews/S06.md", kit.interview("S06", "P01: In the caf.\n", person="P01"))
    spoil(path, b"caf.", b"caf\xe9.")


def table_not_utf8(root: Path) -> None:
    path = kit.put(root, "documents/literature.csv", "source,passage,themes\nRULE-1,2,EXP.STAY\nRULE-1,?,EXP.STAY\n")
    spoil(path, b"?", b"\xff")


def yaml_not_utf8(root: Path) -> None:
    path = kit.put(root, "figures/bread.yaml", "name: bread\nkind: matrix\ntitle: {en: Pain ?}\n")
    spoil(path, b"?", b"\xe9")


def by_ben(root: Path, source: str) -> Path:
    """Ben's journal of a source, with Anna's words."""
    kit.put(root, "codings/coders.csv", "coder,role,provenance\nanna,coder,constructed\nben,coder,constructed\n")
    return kit.put(root, f"codings/ben/{source}.jsonl", (root / f"codings/anna/{source}.jsonl").read_text("utf-8"))


def journal_not_utf8(root: Path) -> None:
    spoil(by_ben(root, "S01"), b'caf\xc3\xa9","seq', b'caf\xe9","seq')


def crlf(root: Path) -> None:
    path = root / "interviews/S03.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def torn_last_line(root: Path) -> None:
    path = root / "codings/anna/S03.jsonl"
    path.write_bytes(path.read_bytes() + b'{"at":"2024-05-0')


def broken_line(root: Path) -> None:
    path = by_ben(root, "S02")
    path.write_bytes(b'{"at":\n' + path.read_bytes())


def frozen_text_changed(root: Path) -> None:
    kit.put(root, "documents/checksums.csv", f"source,sha256\nRULE-1,{'0' * 64}\n")


def frozen_text_gone(root: Path) -> None:
    kit.put(root, "interviews/checksums.csv", f"source,sha256\nS00,{'0' * 64}\n")


CIRCLE = "the tree of codes has no circle"
SPOILT: Mapping[Callable[[Path], None], list[tuple[str, str, int, str]]] = {
    journal_not_utf8: [(ERROR, "codings/ben/S01.jsonl", 2, "a journal is UTF-8 (got byte 0xe9)")],
    broken_line: [
        (ERROR, "codings/ben/S02.jsonl", 1, "a line is one JSON object (Expecting value: line 1 column 7 (char 6))"),
    ],
    no_front_matter: [
        (ERROR, "interviews/S04.md", 1, "a source opens with front matter between two lines of ---"),
    ],
    unknown_participant: [(ERROR, "interviews/S05.md", 2, "a speaker is a participant")],
    one_id_twice: [(ERROR, "documents/S01.md", 2, "each source has its own id")],
    unknown_code_in_journal: [(ERROR, "codings/anna/S03.jsonl", 1, "a coding carries a code of the codebook")],
    unknown_code_in_guide: [(ERROR, "interviews/guide.yaml", 2, "q1: a code")],
    unknown_code_in_register: [(ERROR, "documents/register.csv", 2, "a theme is a code")],
    unknown_code_in_figure: [(ERROR, "figures/model.yaml", 7, "node:come: a code is in the codebook")],
    unknown_code_in_arrow: [(ERROR, "figures/model.yaml", 11, "edge:come->stay: a code is in the codebook")],
    span_outside: [(ERROR, "codings/anna/S02.jsonl", 1, "a segment lies inside the text")],
    quote_changed: [(ERROR, "codings/anna/S01.jsonl", n, "a quote matches the text") for n in (1, 2, 3)],
    circle: [(ERROR, "codebook/codebook.yaml", n, CIRCLE) for n in (9, 19, 33)],
    text_not_utf8: [(ERROR, "interviews/S06.md", 10, "the text is not UTF-8 (got byte 0xe9 at byte 162)")],
    table_not_utf8: [(ERROR, "documents/literature.csv", 3, "the text is not UTF-8 (got byte 0xff at byte 47)")],
    yaml_not_utf8: [
        (ERROR, "figures/bread.yaml", 3, "the text is not UTF-8 (got byte 0xe9 at byte 42). Save the file as UTF-8"),
    ],
    crlf: [(WARNING, "interviews/S03.md", 1, "lines end with LF alone")],
    torn_last_line: [(WARNING, "codings/anna/S03.jsonl", 2, "the last line is whole")],
    frozen_text_changed: [
        (ERROR, "documents/RULE-1.md", 0, "a text stays as it was frozen (documents/checksums.csv)"),
    ],
    frozen_text_gone: [(WARNING, "interviews/checksums.csv", 2, "a listed text is there")],
}
"""What is done to a study that checks, and what is then found: level, file, row, rule."""


@pytest.mark.parametrize("spoil_it", SPOILT, ids=lambda spoil_it: spoil_it.__name__)
def test_one_mistake_is_one_problem(tmp_path: Path, spoil_it: Callable[[Path], None]) -> None:
    """A mistake is found with its file and row, and nothing else is said."""
    root = kit.make_study(tmp_path / "bakery")
    assert load(root).problems == ()

    spoil_it(root)

    assert found(root) == SPOILT[spoil_it]


def test_all_mistakes_are_listed_in_one_run(tmp_path: Path) -> None:
    """`jenjang check` names each of them with file, row, what came and a next step, and ends with exit code 1."""
    root = kit.make_study(tmp_path / "bakery")
    for spoil_it in SPOILT:
        spoil_it(root)

    problems = load(root).problems
    run = CliRunner().invoke(app, ["check", "--study", str(root)])
    *lines, frozen, counts = run.stdout.splitlines()

    assert sorted(found(root)) == sorted(entry for entries in SPOILT.values() for entry in entries)
    assert lines == [f"{p.level}: {p}" for p in problems]
    assert all(p.next_step for p in problems)
    assert frozen.startswith("Not frozen yet")
    assert counts == "4 sources, 1 documents, 3 codes: 21 errors, 3 warnings"
    assert run.exit_code == 1
    assert str(tmp_path) not in run.stdout


def test_crlf_moves_no_offset(tmp_path: Path) -> None:
    """A text saved with Windows line ends is read as the same text: its checksum and its codings hold."""
    root = kit.make_study(tmp_path / "bakery")
    before = load(root)
    crlf(root)
    after = load(root)

    assert after.sources["S03"].body == before.sources["S03"].body
    assert after.sources["S03"].text_sha == before.sources["S03"].text_sha
    assert after.states == before.states


def test_a_torn_line_is_not_lost(tmp_path: Path) -> None:
    """What was acknowledged is read, the study builds on it, and the torn bytes wait for the next act."""
    root = kit.make_study(tmp_path / "bakery")
    before = load(root)
    torn_last_line(root)
    after = load(root)

    assert after.states == before.states
    assert after.journals["anna", "S03"].torn == '{"at":"2024-05-0'


def test_the_row_is_the_line_of_the_file(tmp_path: Path) -> None:
    """Blank lines and memos do not shift the row of a coding; a later change of it is where the mistake stands."""
    root = kit.make_study(tmp_path / "bakery")
    path = root / "codings/anna/S01.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], "", *lines[1:]]), encoding="utf-8")
    kit.change(root, "interviews/S01.md", "because a friend was", "because my friend was")

    assert found(root) == [(ERROR, "codings/anna/S01.jsonl", 4, "a quote matches the text")]


def test_a_segment_that_touches_a_label(tmp_path: Path) -> None:
    """A span that another program wrote across a speaker's label belongs to no speaker: an error."""
    root = kit.make_study(tmp_path / "bakery")
    body = load(root).sources["S03"].body
    start, end = body.index("long ago"), body.index("Nobody")
    tell(root, "S03", start=start, end=end, quote=body[start:end])

    assert found(root) == [
        (ERROR, "codings/anna/S03.jsonl", 1, "a segment lies within one passage and touches no label")
    ]


def test_a_coding_without_a_place(tmp_path: Path) -> None:
    """An act without offsets and quote stands nowhere: an error, not an empty match."""
    root = kit.make_study(tmp_path / "bakery")
    tell(root, "S03", start=-1, end=-1, quote="")

    assert found(root) == [(ERROR, "codings/anna/S03.jsonl", 1, "a segment lies inside the text")]


def test_an_act_in_the_wrong_journal(tmp_path: Path) -> None:
    """An act about one source in the journal of another is an error: its offsets count in another text."""
    root = kit.make_study(tmp_path / "bakery")
    tell(root, "S03", source="S01")

    assert found(root) == [(ERROR, "codings/anna/S03.jsonl", 1, "an act is about the journal's source")]


def test_a_journal_of_an_unlisted_coder(tmp_path: Path) -> None:
    """Each coder is listed with role and provenance, or a constructed pass could look like a real one."""
    root = kit.make_study(tmp_path / "bakery")
    kit.put(root, "codings/coders.csv", "coder,role,provenance\nanna,coder,imagined\nben,boss,recorded\n")
    kit.put(root, "codings/dora/S02.jsonl", (root / "codings/anna/S02.jsonl").read_text(encoding="utf-8"))

    assert found(root) == [
        (ERROR, "codings/coders.csv", 2, "provenance is one of recorded, public, constructed"),
        (ERROR, "codings/coders.csv", 3, "a coder's role is one of coder, adjudicator"),
        (ERROR, "codings/dora/S02.jsonl", 0, "a journal belongs to a listed coder"),
    ]


def test_a_journal_without_its_source(tmp_path: Path) -> None:
    """A text that was coded and is gone is an error, listed or not; nothing is lost silently."""
    root = kit.make_study(tmp_path / "bakery")
    kit.put(root, "interviews/checksums.csv", f"source,sha256\nS03,{'0' * 64}\n")
    (root / "interviews/S03.md").unlink()

    assert found(root) == [
        (ERROR, "codings/anna/S03.jsonl", 0, "a journal belongs to a source"),
        (ERROR, "interviews/checksums.csv", 2, "a listed text is there"),
    ]


def test_one_unreadable_codebook_is_one_problem(tmp_path: Path) -> None:
    """Where the codebook cannot be read, not every coding is said to carry an unknown code."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "codebook/codebook.yaml", "languages: [en]", "languages: [en")

    assert [(p.level, p.file) for p in load(root).problems] == [(ERROR, "codebook/codebook.yaml")]
    assert load(root).problems[0].row > 0


def test_a_figure_has_the_name_of_its_file(tmp_path: Path) -> None:
    """A name that is not the file's would write pictures elsewhere, or over another figure."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "figures/model.yaml", "name: model", "name: ../themes")
    kit.change(root, "figures/themes.yaml", "tiers: [core]", "tiers: core, value: minutes")

    assert found(root) == [
        (ERROR, "figures/model.yaml", 1, "a figure has the name of its file"),
        (ERROR, "figures/themes.yaml", 1, "tiers is a list of core and extended"),
        (ERROR, "figures/themes.yaml", 1, "value is one of persons, segments"),
    ]


READ = ("study.yaml", "interviews/guide.yaml", "codebook/codebook.yaml", "codebook/relations.yaml")
FILES = (*READ, "figures/model.yaml", "figures/themes.yaml", "interviews/S01.md")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.sampled_from(["", "x", "EXP", "2024"]),
    st.lists(st.sampled_from(["x", 1, None]), max_size=2),
    st.dictionaries(st.sampled_from(["en", "id", "x"]), st.sampled_from(["x", 1, None]), max_size=2),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose files are put back after each try."""
    return kit.make_study(tmp_path_factory.mktemp("shared") / "bakery")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_value_is_a_crash(shared: Path, data: st.DataObject) -> None:
    """Whatever stands where another thing belongs, reading the study ends with problems, never with an exception."""
    name = data.draw(st.sampled_from(FILES))
    kept = (shared / name).read_bytes()
    text = kept.decode("utf-8")
    head, rest = text.split("---\n")[1:] if name.endswith(".md") else (text, "")
    value = json.loads(json.dumps(parse_yaml(head, name)))
    spot, key = value, data.draw(st.sampled_from(sorted(value)))
    while isinstance(spot[key], dict | list) and spot[key] and data.draw(st.booleans()):
        spot = spot[key]
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
    spot[key] = data.draw(VALUES)
    head = to_yaml(value)
    try:
        (shared / name).write_text(f"---\n{head}---\n{rest}" if rest else head, encoding="utf-8")
        problems = load(shared).problems
    finally:
        (shared / name).write_bytes(kept)

    assert all(p.file and p.rule and p.next_step for p in problems)
