"""How a problem is said, and in which order problems stand."""

import pytest

from analysis.errors import AnalysisError, CodingError, Problem, StudyError, sort_problems


def test_a_problem_says_where_rule_what_came_and_the_next_step():
    """File and line, the rule, what came in brackets, and what to do."""
    problem = Problem("codings/a/S01.jsonl", 14, "a code is known", "'truts'", "Did you mean 'trust'?")

    assert str(problem) == "codings/a/S01.jsonl, line 14: a code is known (got 'truts'). Did you mean 'trust'?"


def test_a_problem_of_a_whole_file_names_no_line():
    """Row 0 is the file as a whole, and nothing that came leaves no empty brackets."""
    assert str(Problem("study.yaml", 0, "a study has a title", "", "Add it.")) == (
        "study.yaml: a study has a title. Add it."
    )


def test_problems_stand_in_reading_order():
    """By file, then line, errors before warnings; the same problem found twice stands once."""
    warning = Problem("a.md", 2, "rule", "", "step", "warning")
    error = Problem("a.md", 2, "rule", "", "step")
    first = Problem("a.md", 1, "rule", "", "step")
    other = Problem("b.md", 0, "rule", "", "step")

    assert sort_problems([other, warning, error, first, error]) == [first, error, warning, other]


def test_problems_that_differ_in_the_next_step_alone_keep_one_order():
    """No set order shows through: two problems with one rule are sorted by what to do."""
    problems = [Problem("a.md", 1, "rule", "came", f"step {n}") for n in range(20)]

    assert sort_problems(reversed(problems)) == sorted(problems, key=lambda p: p.next_step)


def test_a_study_error_lists_every_problem():
    """All at once, sorted, one a line; it can be caught with every other error of the analysis."""
    second, first = Problem("b", 2, "rule", "", "step"), Problem("a", 1, "rule", "", "step")
    error = StudyError("2 errors:", [second, first])

    assert error.problems == [first, second]
    assert str(error) == "2 errors:\n  a, line 1: rule. step\n  b, line 2: rule. step"
    assert isinstance(error, AnalysisError)


def test_every_error_of_a_room_is_an_analysis_error():
    """One `except AnalysisError` shows any of them without a traceback."""
    with pytest.raises(AnalysisError, match="why"):
        raise CodingError("why")
