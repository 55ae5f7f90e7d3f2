"""Malterud, Siersma and Guassora (2016): five written judgements, no formula (F20)."""

from pathlib import Path

from analysis.displays.power import power_frame, read_power

NAME = "codebook/information-power.yaml"
GOOD = (
    "judgements:\n"
    "- {aspect: aim, judgement: narrow, text: {en: One campus.}, by: me}\n"
    "- {aspect: specificity, judgement: dense, text: {en: All know it.}, by: me}\n"
    "- {aspect: theory, judgement: applied, text: {en: Merit.}, by: me}\n"
    "- {aspect: dialogue, judgement: between, text: {en: Uneven.}, by: me}\n"
    "- {aspect: analysis, judgement: cross-case, text: {en: By role., id: Per peran.}, by: me}\n"
)


def read(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "power.yaml"
    path.write_text(text, encoding="utf-8")
    return read_power(path, NAME)


def test_five_judgements(tmp_path: Path) -> None:
    """Each aspect with its judgement, its two ends and the text, in the language asked for."""
    judgements, problems = read(tmp_path, GOOD)
    frame = power_frame(judgements, "id")

    assert problems == []
    assert frame["judgement"].tolist() == ["narrow", "dense", "applied", "between", "cross-case"]
    assert frame.loc["analysis"].tolist() == ["cross-case", "case to cross-case", "Per peran.", "me"]


def test_what_nobody_judged_is_none(tmp_path: Path) -> None:
    """Two of five: the other three are None, and the study is told."""
    judgements, [problem] = read(tmp_path, "\n".join(GOOD.splitlines()[:3]))

    assert power_frame(judgements, "en")["judgement"].tolist() == ["narrow", "dense", None, None, None]
    assert (problem.came, problem.level) == ("no theory, dialogue, analysis", "warning")


def test_all_problems_by_row(tmp_path: Path) -> None:
    """An unknown aspect, one judged twice, a number in place of a judgement, a judgement without a text."""
    text = GOOD + (
        "- {aspect: size, judgement: narrow, text: {en: x}, by: me}\n"
        "- {aspect: aim, judgement: broad, text: {en: x}, by: me}\n"
        "- {aspect: theory, judgement: 12, text: {en: x}, by: me}\n"
        "- {aspect: dialogue, judgement: weak}\n"
        "- 3\n"
    )
    _, problems = read(tmp_path, text)

    assert [(p.row, p.came) for p in problems] == [
        *[(7, "size"), (8, "aim"), (9, "theory"), (9, "12"), (10, "dialogue"), (10, "not both"), (10, "nothing")],
    ]


def test_files_of_another_form(tmp_path: Path) -> None:
    """No list: one problem; no file: none."""
    assert [len(read(tmp_path, text)[1]) for text in ("", "judgements: 4\n", "judgements: [\n")] == [1, 1, 1]
    assert read_power(tmp_path / "none.yaml", NAME) == ((), [])
