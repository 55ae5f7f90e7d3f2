"""How do the charts with one row for each voice, concept, source, outcome or mark stand in the evidence page?"""

from __future__ import annotations

from analysis.study.page_data import Row
from analysis.study.page_grid import Asked, Grid, missing, number_of, text
from analysis.study.selection import read_mark


def quote_balance(asked: Asked) -> Grid:
    """Voice: how many stretches of words are quoted of it."""
    grid, records = Grid(), asked.records()
    internal = asked.cells.pool.gate.internal
    grid.column("quotes", {})
    counts = [number_of(row["quotes"]) for row in records]
    most = max([n for n in counts if isinstance(n, int | float)], default=0)
    for number, row in enumerate(records):
        voice, count = str(row["voice"]), counts[number]
        q = asked.cells.said(**{"label": voice}) if text(row["quotes"]) not in ("", "0") else []
        cell: Row = {"q": q} if isinstance(count, int | float) else {"t": asked.told("quotes", number), "q": q}
        if isinstance(count, int | float):
            cell = cell | {"v": count, "bar": [[round(count / most, 4), "for"]] if most else []}
        held = {} if row["quotable"] in (True, "yes") else {"w": "withheld"}
        name = voice if internal else asked.told("voice", number)
        grid.row(voice, name, [held or cell], sub=asked.told("class", number) or None)
    return grid


def data_structure(asked: Asked) -> Grid:
    """Concept: the theme and dimension it stands under, in whose words it is, and how many persons say it."""
    grid = Grid()
    for key in ("theme", "dimension", "persons", "in_vivo"):
        grid.column(key, {})
    for number, row in enumerate(asked.records()):
        theme, concept = str(row["theme"]), str(row["concept"])
        q = asked.cells.said(code=theme, facet=concept) if asked.cells.pool.gate.internal else []
        place = [{"t": asked.told("theme_name", number)}, {"t": asked.told("dimension_name", number)}]
        own = {"w": "yes" if row["in_vivo"] in (True, "yes") else "no"}
        grid.row(
            f"{theme}|{concept}",
            asked.told("shown", number),
            [*place, {"t": asked.told("persons", number), "q": q}, own],
        )
    return grid


def sample(asked: Asked) -> Grid:
    """Role and its sources: how many persons, of which kind, when."""
    grid, told = Grid(), "mark" in asked.first
    for key in ("persons", "kind", "date")[: 3 if told else 1]:
        grid.column(key, {})
    for number, row in enumerate(asked.records()):
        if not told:
            grid.row(str(row["name"]), asked.told("name", number), [{"t": asked.told("persons", number)}])
            continue
        part, name = next(iter(read_mark(str(row["mark"])).items()))
        q = asked.cells.said(**{part: name})
        of_role = part == "role"
        persons = {"t": text(row["persons"]), "q": q if of_role else []}
        kind: Row = {"w": f"k_{row['kind']}", "q": q} if not of_role else {"t": ""}
        up = {} if of_role else asked.class_name(str(row["role"]))
        grid.row(name, asked.told("name", number), [persons, kind, {"t": text(row["date"])}], sub=up)
    return grid


def saturation(asked: Asked) -> Grid:
    """After how many sources new codes stop coming, over all orders."""
    grid = Grid()
    for key in ("orders", "share", "given"):
        grid.column(key, {})
    for row in asked.records():
        share = number_of(row["share"])
        given = {"w": "yes" if row["given"] in (True, "yes") else "no"}
        grid.row(
            text(row["outcome"]),
            text(row["outcome"]),
            [{"v": number_of(row["orders"])}, {"v": share, "bar": [[share or 0, "for"]]}, given],
        )
    return grid


def stability(asked: Asked) -> Grid:
    """Mark of a diagram: kept or not, in how many redrawn sets of sources, and without whom it falls."""
    grid = Grid()
    whole = ("kept", "persons", "opposers", "bootstrap", "ceiling", "loo", "linchpins", "drop_group", "drop_coder")
    for key in (name for name in whole if name in asked.first):
        grid.column(key, {})
    for number, row in enumerate(asked.records()):
        cells: list[Row] = []
        for column in grid.columns:
            key = column["id"]
            if key == "kept":
                cells.append({"w": "yes" if row[key] in (True, "yes") else "no"})
            elif key in ("linchpins", "drop_group", "drop_coder"):
                told = asked.told(key, number)
                cells.append({"t": told.replace(";", ", ") if isinstance(told, str) else told})
            else:
                cells.append({"v": number_of(row[key])})
            if key == "bootstrap" and not missing(row[key]):
                top = None if missing(row.get("ceiling")) else round(float(row["ceiling"]), 4)
                cells[-1] = cells[-1] | {"bar": [[round(float(row[key]), 4), "for"]], "top": top}
        grid.row(str(row["mark"]), asked.told("name", number), cells, of=str(row["mark"]))
    return grid
