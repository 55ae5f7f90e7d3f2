"""Which provisions a reference names, and when they hold."""

import pandas as pd
import pytest

from analysis.model import Passage, Source
from analysis.sources.register import COLUMNS, Frame, Provision, read_register, register_frame, resolve

ARTICLES = (
    "consideration (b)",
    "1(13)-(14)",
    "2",
    "13-14, 18",
    "23(e)-(h)",
    "27-34",
    "69(1)",
    "69(2)",
    "69(3)(a)",
    "69(3)(b)",
    "72(1)",
    "72(2)",
    "72(3)-(4)",
    "87(4)(c), 105(3)(c)",
    "12 and its elucidation",
    "190-197",
    "200A",
)
ACT = [Provision("ACT-1", article) for article in ARTICLES]
REGISTER = [*ACT, Provision("ACT-2", "2"), Provision("ACT-2", "purpose", themes=("context",)), Provision("ACT-3", "2")]


def articles(ref):
    """The articles of the provisions that a reference names."""
    return [p.article for p in resolve(ref, REGISTER)]


# References


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("ACT-1:2", ["2"]),
        ("ACT-1:33", ["27-34"]),
        ("ACT-1:27", ["27-34"]),
        ("ACT-1:34", ["27-34"]),
        ("ACT-1:35", []),
        ("ACT-1:2(j)", ["2"]),
        ("ACT-1:69", ["69(1)", "69(2)", "69(3)(a)", "69(3)(b)"]),
        ("ACT-1:69(3)", ["69(3)(a)", "69(3)(b)"]),
        ("ACT-1:69(3)(b)", ["69(3)(b)"]),
        ("ACT-1:69(3)(c)", []),
        ("ACT-1:69(2)-(3)", ["69(2)", "69(3)(a)", "69(3)(b)"]),
        ("ACT-1:69(3)(a)-(c)", ["69(3)(a)", "69(3)(b)"]),
        ("ACT-1:69(3)(b),(c)", ["69(3)(b)"]),
        ("ACT-1:69(3)(c),(1)", ["69(1)"]),
        ("ACT-1:72(1)-(2)", ["72(1)", "72(2)"]),
        ("ACT-1:72(2)-(3)", ["72(2)", "72(3)-(4)"]),
        ("ACT-1:72(4)", ["72(3)-(4)"]),
        ("ACT-1:72(5)", []),
        ("ACT-1:190(2),(6)", ["190-197"]),
        ("ACT-1:72(1),(4)", ["72(1)", "72(3)-(4)"]),
        ("ACT-1:23(f)", ["23(e)-(h)"]),
        ("ACT-1:23(i)", []),
        ("ACT-1:18", ["13-14, 18"]),
        ("ACT-1:14", ["13-14, 18"]),
        ("ACT-1:15", []),
        ("ACT-1:14-30", ["13-14, 18", "23(e)-(h)", "27-34"]),
        ("ACT-1:30–33", ["27-34"]),
        ("ACT-1:1(14)", ["1(13)-(14)"]),
        ("ACT-1:1(15)", []),
        ("ACT-1:87(4)(c)", ["87(4)(c), 105(3)(c)"]),
        ("ACT-1:105(3)", ["87(4)(c), 105(3)(c)"]),
        ("ACT-1:105(4)", []),
        ("ACT-1:12", ["12 and its elucidation"]),
        ("ACT-1:200", []),
        ("ACT-1:200A", ["200A"]),
        ("ACT-1:200a", ["200A"]),
        ("ACT-1:198-201", ["200A"]),
        ("ACT-1:consideration (b)", ["consideration (b)"]),
        ("ACT-1:consideration (c)", []),
        ("ACT-1:purpose", []),
        ("ACT-9:2", []),
    ],
)
def test_a_reference_names_the_rows_it_overlaps(ref, expected):
    """Wider rows, narrower rows, ranges of articles, paragraphs and letters, and words as they stand."""
    assert articles(ref) == expected


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_as_it_stands_names_its_own_row(article):
    """Every label of the register resolves to its row alone."""
    assert resolve(f"ACT-1:{article}", REGISTER) == [Provision("ACT-1", article)]


def test_an_instrument_names_all_its_rows_but_context():
    """Without an article the whole instrument is meant; rows that bear on no code are left out."""
    assert resolve("ACT-2", REGISTER) == [Provision("ACT-2", "2")]
    assert articles("ACT-1") == list(ARTICLES)


def test_a_context_row_can_still_be_named():
    """With its label it is found."""
    assert articles("ACT-2:purpose") == ["purpose"]


# Time


@pytest.mark.parametrize(
    ("held", "looked_at", "expected"),
    [
        (("2014-01-15", "2023-10-30"), ("2020-01-01", "2020-12-31"), True),
        (("2014-01-15", "2023-10-30"), ("2023-10-30", "2024-12-31"), True),
        (("2014-01-15", "2023-10-30"), ("2023-10-31", "2024-12-31"), False),
        (("2014-01-15", "2023-10-30"), ("2010-01-01", "2014-01-15"), True),
        (("2014-01-15", "2023-10-30"), ("2010-01-01", "2014-01-14"), False),
        (("2014-01-15", ""), ("2024-01-01", ""), True),
        (("2014-01-15", ""), ("", "2014-01-14"), False),
        (("", "2023-10-30"), ("2024-01-01", ""), False),
        (("", ""), ("", ""), True),
        (("2014-01-15", ""), ("", "2014"), True),
        (("2014-01-15", ""), ("", "2013"), False),
        (("", "2014"), ("2014-06-01", ""), True),
        (("", "2014-05"), ("2014-06-01", ""), False),
    ],
)
def test_a_provision_holds_between_two_dates(held, looked_at, expected):
    """Both ends included, open ends open, a year standing for all its days."""
    assert Provision("ACT-1", "2", *held).in_force(*looked_at) is expected


def test_a_draft_never_held():
    """Whatever its dates say."""
    assert not Provision("ACT-1", "2", "2014-01-15", "", status="draft").in_force("", "")


def test_a_frame_looks_at_some_scopes():
    """The span of time and the scope must both fit; no scopes means all."""
    provision = Provision("ACT-1", "2", "2014-01-15", "", scope="national")

    assert Frame(start="2020-01-01", scopes=("national",)).holds(provision)
    assert not Frame(start="2020-01-01", scopes=("local",)).holds(provision)
    assert Frame(start="2020-01-01").holds(provision)
    assert not Frame(end="2013-12-31", scopes=("national",)).holds(provision)


# The table

DOCUMENT = Source(
    "ACT-1",
    "law",
    "",
    tuple(Passage(n, label, 0, 0, "", 1) for n, label in enumerate(("2", "13-14, 18"), start=1)),
    "",
    "documents/ACT-1.md",
)
HEADER = "instrument,article,in_force_from,in_force_to,scope,confidence,status,themes\n"


def read(tmp_path, rows):
    """The register with these rows."""
    path = tmp_path / "register.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return read_register(path, "documents/register.csv", {"ACT-1": DOCUMENT})


def test_a_row_is_a_provision(tmp_path):
    """Themes are parted at semicolons; columns that are not there are empty."""
    found, problems = read(tmp_path, 'ACT-1,"13-14, 18",2014,,national,verified,law,A.B; C\n')

    assert problems == []
    assert found == [
        Provision(
            "ACT-1",
            "13-14, 18",
            in_force_from="2014",
            scope="national",
            confidence="verified",
            status="law",
            themes=("A.B", "C"),
            line=2,
        )
    ]
    assert found[0].ref == "ACT-1:13-14, 18"


def test_all_problems_of_a_register_are_told_at_once(tmp_path):
    """A provision twice, no such document, no such article, dates, confidence, and context beside a code."""
    rows = "ACT-1,2,,,,,,\nACT-1,2,,,,,,\nACT-9,2,,,,,,\nACT-1,3,,,,,,\nACT-1,2,1.1.2014,soon,,sure,,A;context\n"
    _, problems = read(tmp_path, rows)

    assert [(p.row, p.rule, p.came) for p in problems] == [
        (3, "a provision stands once", "ACT-1:2"),
        (4, "an instrument is a source in documents/", "ACT-9"),
        (5, "an article is a passage of its document", "ACT-1:3"),
        (6, "a provision stands once", "ACT-1:2"),
        (6, "in_force_from is year, year-month or year-month-day", "1.1.2014"),
        (6, "in_force_to is year, year-month or year-month-day", "soon"),
        (6, "confidence is one of verified, secondary, recalled", "sure"),
        (6, "a row marked context bears on no code", "A;context"),
    ]


def test_a_row_may_bear_on_no_code(tmp_path):
    """`context` alone is in order."""
    found, problems = read(tmp_path, "ACT-1,2,,,,,,context\n")

    assert problems == []
    assert found[0].themes == ("context",)


def test_a_study_may_have_no_register(tmp_path):
    """Without the file there are no provisions, and nothing is wrong."""
    assert read_register(tmp_path / "gone.csv", "documents/register.csv", {}) == ([], [])


def test_the_frame_has_one_row_per_provision():
    """The register's columns, the reference, and whether the provision holds in the legal frame."""
    frame = register_frame(
        [Provision("ACT-1", "2", "2014", themes=("A", "B")), Provision("ACT-1", "3", status="draft")],
        Frame(start="2020-01-01"),
    )

    row = dict.fromkeys(COLUMNS, "")
    expected = [
        {**row, "ref": "ACT-1:2", "instrument": "ACT-1", "article": "2", "in_force_from": "2014", "themes": "A;B"},
        {**row, "ref": "ACT-1:3", "instrument": "ACT-1", "article": "3", "status": "draft"},
    ]
    pd.testing.assert_frame_equal(frame, pd.DataFrame(expected)[["ref", *COLUMNS]].assign(in_frame=[True, False]))


def test_an_empty_register_has_all_its_columns():
    """No provisions: no rows, the same columns."""
    assert list(register_frame([], Frame())) == ["ref", *COLUMNS, "in_frame"]
