"""How do informants' terms become themes and dimensions (F28)?"""

from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.model import Code
from analysis.structure import Naming, check_namings, check_structure, concepts, in_vivo_share, read_namings

# F28: 18 concepts, 6 themes, 2 dimensions; the theme MENTOR has one concept.
THEMES = {"MENTOR": 1, "OPEN": 4, "FAIR": 4, "MONEY": 3, "TIME": 3, "PLACE": 3}
ABOVE = dict(zip(THEMES, ("LEAD",) * 3 + ("MEANS",) * 3, strict=True))
BOOK = Codebook(
    codes={
        **{code: Code(code, tier="family") for code in ("LEAD", "MEANS")},
        **{code: Code(code, parent=ABOVE[code], origin="theory" if code == "FAIR" else "data") for code in THEMES},
    }
)


def said(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Codings as (code, facet, quote), each of another person."""
    frame = pd.DataFrame(rows, columns=["code", "facet", "quote"])
    people = [f"P{n}" for n in range(len(frame))]
    return frame.assign(kind="interview", person=people, group="g")


WORKED = [(theme, f"{theme.lower()}-{n}") for theme, count in THEMES.items() for n in range(count)]
CODINGS = said(
    *(
        (theme, facet, f"We say {facet.replace('-', ' ') if n < 13 else 'so'}")
        for n, (theme, facet) in enumerate(WORKED)
    )
)


def test_the_worked_example() -> None:
    """F28: 13 of 18 concepts in vivo are 0.72; six themes, two dimensions; MENTOR, with one concept, is warned of."""
    frame = concepts(CODINGS, BOOK)
    found = check_structure(frame)

    assert (len(frame), frame["theme"].nunique(), frame["dimension"].nunique()) == (18, 6, 2)
    assert round(in_vivo_share(frame) or 0, 2) == 0.72
    assert found[found["rule"] == "a theme has two concepts"]["element"].tolist() == ["MENTOR"]
    assert (found["rule"] == "a concept is called in the informants' words, or says why not").sum() == 5
    assert frame.loc[frame["theme"] == "FAIR", "origin"].unique().tolist() == ["theory"]


def test_a_label_decided_is_looked_up_in_the_quotes() -> None:
    """Words that stand in a quote are in vivo, others are not; a reason stands instead."""
    rows = said(("OPEN", "late", "Tahu-tahu sudah dilantik."), ("OPEN", "early", "Kami umumkan."))
    namings = {("OPEN", "late"): Naming("tahu-tahu sudah"), ("OPEN", "early"): Naming("diumumkan", "shorter")}
    frame = concepts(rows, BOOK, namings).set_index("concept")

    assert frame["in_vivo"].to_dict() == {"late": True, "early": False}
    assert frame["proposed"].to_dict() == {"late": "Tahu-tahu sudah dilantik.", "early": "Kami umumkan."}
    assert check_structure(frame.reset_index())["rule"].tolist() == ["a dimension has two themes"]


def test_a_concept_under_two_themes() -> None:
    """F28: no concept has two parents; the finding names both."""
    found = check_structure(concepts(said(("OPEN", "late", "late"), ("FAIR", "late", "late")), BOOK))

    assert found[found["rule"] == "a concept stands under one theme"][["element", "came"]].values.tolist() == [
        ["late", "OPEN, FAIR"]
    ]


def test_nothing_to_name() -> None:
    """Without facets there is no concept, and no share."""
    frame = concepts(said(("OPEN", "", "x")), BOOK)

    assert (len(frame), in_vivo_share(frame), len(check_structure(frame))) == (0, None, 0)


def test_the_file_of_names(tmp_path: Path) -> None:
    """A row decides on a concept of a code; a strange code, a second row and an empty one are told with their lines."""
    file = tmp_path / "concepts.csv"
    file.write_text(
        "code,facet,label,reason\nOPEN,late,sudah,\nOPEN,late,lagi,\nOPNE,x,y,\nFAIR,z,,\nFAIR,w,,shorter\n", "utf-8"
    )
    found, problems = read_namings(file, BOOK)

    assert found == {("OPEN", "late"): Naming("sudah", "", 2), ("FAIR", "w"): Naming("", "shorter", 6)}
    assert [(p.row, p.rule) for p in problems] == [
        (3, "a concept stands once"),
        (4, "a code is in the codebook"),
        (5, "a row decides something"),
    ]
    assert read_namings(tmp_path / "none.csv", BOOK) == ({}, [])


def test_a_row_names_a_concept_that_was_said() -> None:
    """A facet nobody coded, and a label nobody said, are told with their row; a reason excuses the label."""
    coded = said(("OPEN", "told-late", "They told us late."))
    good = {("OPEN", "told-late"): Naming("told us late", "", 2)}
    bad = {("OPEN", "told-lat"): Naming("told us late", "", 2), ("OPEN", "told-late"): Naming("too late", "", 3)}

    assert check_namings(good, coded, BOOK) == []
    found = check_namings(bad, coded, BOOK)
    assert [(p.row, p.level, p.next_step[:23]) for p in found] == [
        (2, "warning", "Did you mean told-late?"),
        (3, "warning", "Take words that somebod"),
    ]
    assert check_namings({("OPEN", "told-late"): Naming("too late", "nobody put it short", 3)}, coded, BOOK) == []
