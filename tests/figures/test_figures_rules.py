"""Does every element look like what it rests on, and how is that told (F32)?"""

import pandas as pd
import pytest

from analysis.figures.rules import tally, unstyled

COLUMNS = ["mark", "status", "sources", "opposers", "documents", "groups"]


def marks(*rows: tuple[str, str, int, int, int, int]) -> pd.DataFrame:
    """Marks as (mark, status, sources, opposers, documents, groups)."""
    return pd.DataFrame(rows, columns=COLUMNS)


def worked() -> pd.DataFrame:
    """F32: 9 components, 7 from interviews, 5 of these in two groups or more, 2 from law only; 1 contested link."""
    nodes = [(f"node:{n}", "observed", 3, 0, 0, 2 if n < 5 else 1) for n in range(7)]
    law = [(f"node:L{n}", "law", 0, 0, 1, 0) for n in range(2)]
    return marks(*nodes, *law, ("edge:a->b", "contested", 3, 1, 0, 2), ("edge:b->c", "observed", 3, 0, 0, 2))


def test_the_caption_of_the_worked_example() -> None:
    """F32, the example caption, word for word."""
    assert tally(worked(), "en", noun="components") == (
        "9 components, 7 from interviews (5 in >= 2 groups), 2 from law only (grey). 1 contested link."
    )
    assert tally(worked(), "id", noun="komponen") == (
        "9 komponen, 7 dari wawancara (5 dari >= 2 kelompok), 2 hanya dari peraturan (abu-abu). "
        "1 hubungan diperdebatkan."
    )


def test_what_is_styled_as_it_should() -> None:
    """Nothing in the worked example looks like more than it is."""
    assert unstyled(worked()) == []


@pytest.mark.parametrize(
    ("status", "sources", "opposers", "documents"),
    [
        *[("observed", 0, 0, 3), ("assembled", 0, 1, 0), ("faint", 0, 0, 0), ("contested", 2, 0, 0)],
        *[("law", 0, 0, 0), ("unheard-of", 0, 0, 0)],
    ],
)
def test_what_looks_like_more_than_it_is(status: str, sources: int, opposers: int, documents: int) -> None:
    """Solid or dashed without a voice, double without a denial, law without a provision: each is found."""
    wrong = ("node:x", status, sources, opposers, documents, 0)

    assert unstyled(marks(("node:ok", "theory", 0, 0, 0, 0), wrong)) == ["node:x"]
