"""How does a chart stand in the evidence page? As a table whose cells can be asked, row by row, in every language.

A table is read aloud, searched and copied where a picture is not; the picture lies beside the page. What a cell says
comes from the table that was published with the picture, and so has passed the release gate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.errors import FigureError
from analysis.study.page_cells import Cells
from analysis.study.page_data import Row
from analysis.study.page_grid import Asked, Grid, firsts, grouped, heat, in_order, missing, number_of, text, tone
from analysis.study.page_lists import data_structure, quote_balance, sample, saturation, stability
from analysis.study.page_names import words
from analysis.study.selection import read_mark

STANCES = ("supports", "opposes", "qualifies", "neutral")


def chart_grid(asked: Asked) -> Grid:
    """The chart as a table: in its own form where it has one, else as it was published."""
    return FORMS.get(asked.spec.chart, _as_published)(asked)


# --- theme by class, set or source ------------------------------------------------------------------------------------


def _role_ordered(asked: Asked) -> Grid:
    """Theme by role, group or label: how many of those heard raise it, and on which side."""
    records, grid = asked.records(), Grid()
    internal = "mark" in asked.first
    by = "group" if asked.spec.layout.get("by") == "group" else "role"
    names = [name for _, name in firsts(records, "class")]
    for number, name in firsts(records, "class"):
        said = asked.class_name(name) if internal else asked.told("class", number)
        grid.column(name, said if isinstance(said, dict) else {}, n=text(records[number]["n"]))
    grid.column("contrast", {})

    def cell(row: Row) -> Row:
        if missing(row["k"]):
            return {"w": "not_told"}
        if number_of(row["k"]) == 0 and number_of(row["asked"]) == 0:
            return {"w": "not_asked"}
        q = asked.cells.said(code=row["theme"], **{by if internal else "label": str(row["class"])})
        given = {"t": f"{text(row['k'])}/{text(row['n'])}", "q": q, "tone": tone(row["stance"])}
        # A role of one person is a case: it has no share, and no shade as if it had.
        return given if missing(row["share"]) else given | {"h": heat(row["share"])}

    for theme, own in grouped(records, "theme"):
        contrast = own[0].get("contrast")
        line = in_order(own, "class", names, cell)
        grid.row(theme, asked.code(theme), [*line, {"v": number_of(contrast)}], code=theme)
    return grid


def _convergence(asked: Asked) -> Grid:
    """Theme by set of sources: how many speak, on which side; and how many pairs of sets agree or not."""
    records, grid = asked.records(), Grid()
    sets = {entry.id: entry for entry in asked.study.config.sets}
    names = [name for _, name in firsts(records, "set")]
    for name in names:
        grid.column(name, words(asked.study, sets[name].name))
    sums = ("agreement", "partial", "dissonance", "silent_pairs", "undecided", "contradictions")
    for key in sums:
        grid.column(key, {})

    def cell(row: Row) -> Row:
        if text(row["silence"]):
            return {"w": str(row["silence"])}
        q, d = asked.cells.of_set(sets[str(row["set"])], str(row["theme"]))
        norms = missing(row["stance"]) and not sets[str(row["set"])].of_people
        return {"t": text(row["speak"]), "q": q, "d": d, "tone": "norm" if norms else tone(row["stance"])}

    for theme, own in grouped(records, "theme"):
        counted = [{"v": number_of(own[0].get(key))} for key in sums]
        grid.row(theme, asked.code(theme), [*in_order(own, "set", names, cell), *counted], code=theme)
    return grid


def _framework(asked: Asked) -> Grid:
    """Source or person by theme: what each says in a sentence; silent and not asked are told apart."""
    records, grid = asked.records(), Grid()
    part = "person" if asked.spec.layout.get("rows") == "person" else "source"
    names = [theme for _, theme in firsts(records, "theme")]
    for theme in names:
        said = asked.code(theme)
        grid.column(theme, said if isinstance(said, dict) else {})
    strata = asked.study.strata

    def cell(row: Row) -> Row:
        q = asked.cells.said(code=row["theme"], **{part: str(row["case"])})
        summary = text(row.get("summary"))
        return {"t": summary, "q": q} if summary else {"w": str(row["status"]), "q": q}

    for case, own in grouped(records, "case"):
        role = strata.get(case, "")
        if part == "person" and case in asked.study.loaded.participants:
            role = asked.study.loaded.participants[case].role
        grid.row(case, case, in_order(own, "theme", names, cell), sub=asked.class_name(role))
    return grid


# --- one row for each theme, pair, voice ------------------------------------------------------------------------------


def _stance_balance(asked: Asked) -> Grid:
    """Theme by stance: how many are on each side."""
    grid = Grid()
    for key in (*STANCES, "persons", "balance"):
        grid.column(key, {})
    for row in asked.records():
        theme = str(row["theme"])
        sides = [
            {"v": number_of(row[key]), "q": asked.cells.said(code=theme, position=key), "tone": _SIDES[key]}
            if row[key]
            else {"v": 0}
            for key in STANCES
        ]
        whole = sum(int(row[key]) for key in STANCES)
        bar = [[round(int(row[key]) / whole, 4), _SIDES[key]] for key in STANCES] if whole else []
        cells = [*sides, {"v": number_of(row["persons"])}, {"v": number_of(row["balance"]), "bar": bar}]
        grid.row(theme, asked.code(theme), cells, code=theme)
        grid.head(f"code:{theme}", asked.cells.said(code=theme), d=asked.cells.written(theme), code=theme)
    return grid


_SIDES = {"supports": "for", "opposes": "against", "qualifies": "between", "neutral": "none"}


def _co_occurrence(asked: Asked) -> Grid:
    """Pair of codes: how often each and both, and the coefficient; the words where both stand are behind it."""
    grid, unit = Grid(), str(asked.spec.layout.get("unit") or "segment")
    for key in ("code_2", "n12", "n1", "n2", "c", "uneven"):
        grid.column(key, {})
    for row in asked.records():
        one, two = str(row["code_1"]), str(row["code_2"])
        told = [{"v": number_of(row[key])} for key in ("n1", "n2")]
        both = {"v": number_of(row["n12"]), "q": asked.cells.both(one, two, unit=unit)}
        share = {"v": number_of(row["c"]), "bar": [[number_of(row["c"]), "for"]]}
        uneven = {"w": "yes" if row["uneven"] in (True, "yes") else "no"}
        grid.row(f"{one}+{two}", asked.code(one), [{"t": asked.code(two)}, both, *told, share, uneven])
    return grid


def matrix_grid(asked: Asked) -> Grid:
    """A table of codes by class: how many persons or segments, as it was published."""
    grid, by = Grid(), str(asked.spec.layout.get("by") or "role")
    gate, sizes = asked.cells.pool.gate, asked.study.class_sizes(by)
    cases = [str(case) for case in asked.first.columns if case != "mark"]
    for case in cases:
        size = sizes.get(case, 0)
        n = str(size) if gate.internal or size >= gate.small else f"<{gate.small}"
        grid.column(case, asked.class_name(case), n=n)
    records = asked.records()
    counts = [number_of(row[case]) for row in records for case in cases]
    most = max([n for n in counts if isinstance(n, int | float)], default=0)

    def cell(row: Row, number: int, code: str, case: str) -> Row:
        value, q = number_of(row[case]), asked.cells.said(own=code, **{by: case}) if gate.internal else []
        if not isinstance(value, int | float):
            return {"t": asked.told(case, number), "q": q}
        return {"v": value, "q": q if value else [], "h": heat(value / most) if most else 0}

    for number, row in enumerate(records):
        code = str(row["mark"]).removeprefix("node:")
        grid.row(code, asked.code(code), [cell(row, number, code, case) for case in cases], code=code)
        grid.head(f"node:{code}", asked.cells.said(own=code), code=code)
    return grid


def _as_published(asked: Asked) -> Grid:
    """Any other chart: its table, row by row; a row whose mark selects words leads to them."""
    grid, first = Grid(), asked.first
    columns = [str(c) for c in first.columns if c != "mark"]
    for key in columns:
        grid.column(key, {asked.study.config.languages[0]: key.replace("_", " ")})
    for number, row in enumerate(asked.records()):
        cells: list[Row] = [{"t": asked.told(key, number)} for key in columns]
        if cells and asked.cells.pool.gate.internal and "mark" in first:
            cells[0] = cells[0] | {"q": _selected(asked.cells, str(row["mark"]))}
        grid.row(str(row.get("mark") or number), asked.told(columns[0], number) if columns else "", cells)
    return grid


def _selected(cells: Cells, mark: str) -> list[int]:
    try:
        wanted = read_mark(mark)
    except FigureError:
        return []
    if "set" in wanted:
        return []
    return cells.said(**{"label" if part == "person" else part: value for part, value in wanted.items()})


FORMS: Mapping[str, Callable[[Asked], Grid]] = {
    "co-occurrence": _co_occurrence,
    "convergence": _convergence,
    "data-structure": data_structure,
    "framework": _framework,
    "quote-balance": quote_balance,
    "role-ordered": _role_ordered,
    "sample": sample,
    "saturation": saturation,
    "stability": stability,
    "stance-balance": _stance_balance,
}
"""Chart -> how it stands in the page; others stand as they were published."""
