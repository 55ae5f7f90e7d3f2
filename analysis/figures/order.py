"""In which order do the boxes of each group stand, so that the picture is simple?

Graphviz orders the boxes (in this process, with sizes given and without fonts); boxes then take cells of one common
grid, and change places as long as arrows cross less and run straighter. A row that the file gives to a box is kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import pygraphviz

from analysis.figures.spec import Edge, FigureSpec
from analysis.figures.ways import Cell

LONGEST = {"LR": 5, "TB": 9}
"""A run of more boxes than this, without columns, is folded like lines of text that turn at each end."""


def cells_of(spec: FigureSpec) -> dict[str, Cell]:
    """The column and row of each node."""
    if spec.columns and all(node.row for node in spec.nodes):
        place_of = {column.id: number for number, column in enumerate(spec.columns)}
        return {node.id: (place_of[node.column], node.row - 1) for node in spec.nodes}
    ranks = _order(spec)
    longest = int(spec.layout.get("fold", LONGEST[spec.direction]))
    if not spec.columns and len(ranks) > longest:
        return _fold(ranks, longest)
    edges = [edge for edge in spec.edges if edge.source != edge.target]
    given = [[node.id for node in spec.nodes if node.id in rank] for rank in ranks]
    fixed = {node.id: node.row - 1 for node in spec.nodes if node.row}
    found = [_settle(start, ranks=given, edges=edges, fixed=fixed) for start in (ranks, given)]
    return found[0][1] if found[0][0] < 0.93 * found[1][0] else found[1][1]  # the file's order, unless it costs much


def _order(spec: FigureSpec) -> list[list[str]]:
    """Graphviz' order: one list per column (or per rank, where there are no columns), top to bottom."""
    graph = pygraphviz.AGraph(directed=True, strict=False, rankdir="LR", newrank="true", nodesep="0.3", ranksep="0.5")
    names = {node.id: f"n{number}" for number, node in enumerate(spec.nodes)}
    for name in names.values():
        graph.add_node(name, label="", shape="box", fixedsize="true", width="1", height="0.5")
    place_of = {column.id: number for number, column in enumerate(spec.columns)}
    column_of = {node.id: place_of.get(node.column, 0) for node in spec.nodes}
    for edge in spec.edges:
        ahead = column_of[edge.target] > column_of[edge.source] or not spec.columns
        graph.add_edge(names[edge.source], names[edge.target], constraint="true" if ahead else "false")
    if spec.columns:
        for number in range(len(spec.columns)):
            graph.add_node(f"a{number}", label="", shape="point", width="0.01", style="invis")
            if number:
                graph.add_edge(f"a{number - 1}", f"a{number}", style="invis", weight="100")
            members = [names[node.id] for node in spec.nodes if column_of[node.id] == number]
            graph.add_subgraph([f"a{number}", *members], rank="same")
    with _quiet():
        graph.layout(prog="dot")
    at = {}
    for node, name in names.items():
        x, y = str(graph.get_node(name).attr["pos"]).split(",")
        at[node] = (float(x), -float(y))
    if spec.columns:
        levels: Sequence[float] = range(len(spec.columns))
        level_of: Mapping[str, float] = column_of
    else:
        levels = sorted({x for x, _ in at.values()})
        level_of = {node: x for node, (x, _) in at.items()}
    return [sorted((n for n in names if level_of[n] == level), key=lambda n: (at[n][1], n)) for level in levels]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the Graphviz libraries say about fonts from the user: they place boxes only, no font is used."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _fold(ranks: Sequence[Sequence[str]], longest: int) -> dict[str, Cell]:
    """Ranks laid out in equal runs, one below the other, every second run backwards."""
    runs = -(-len(ranks) // longest)
    length = -(-len(ranks) // runs)
    cells: dict[str, Cell] = {}
    row = 0
    for run in range(runs):
        part = ranks[run * length : (run + 1) * length]
        for number, rank in enumerate(part):
            column = length - 1 - number if run % 2 else number
            cells.update({node: (column, row + place) for place, node in enumerate(rank)})
        row += max(len(rank) for rank in part)
    return cells


def _settle(
    start: Sequence[Sequence[str]],
    *,
    ranks: Sequence[Sequence[str]],
    edges: Sequence[Edge],
    fixed: Mapping[str, int],
) -> tuple[float, dict[str, Cell]]:
    """Rows for the boxes of each column, by exchanging slots as long as the picture gets simpler."""
    rows = max([len(rank) for rank in ranks] + [row + 1 for row in fixed.values()])
    slots = [_slots(rank, rows, fixed) for rank in start]
    loose = [column for column in slots if not set(column) & set(fixed)]
    judge = _Judge(ranks, edges, rows)
    best = judge.cost(slots)
    while True:
        before = best
        for column in loose:
            best = _improve(column, slots, judge, best)
        if best >= before - 1e-9:
            break
    return best, {node: (c, r) for c, column in enumerate(slots) for r, node in enumerate(column) if node}


def _slots(rank: Sequence[str], rows: int, fixed: Mapping[str, int]) -> list[str]:
    """A column before anything is exchanged: boxes with a row of their own there, the others in the middle."""
    if not any(node in fixed for node in rank):
        free = rows - len(rank)
        return [""] * (free // 2) + list(rank) + [""] * (free - free // 2)
    column = [""] * rows
    for node in rank:
        if node in fixed:
            column[fixed[node]] = node
    for node in rank:
        if node not in fixed:
            column[column.index("")] = node
    return column


def _improve(column: list[str], slots: list[list[str]], judge: _Judge, best: float) -> float:
    """The lowest cost found by exchanging two slots of a column, or turning it by one where its end is free."""
    for i in range(len(column)):
        for j in range(i + 1, len(column)):
            if column[i] or column[j]:
                column[i], column[j] = column[j], column[i]
                cost = judge.cost(slots)
                if cost < best - 1e-9:
                    best = cost
                else:
                    column[i], column[j] = column[j], column[i]
    for step in (1, -1):
        kept = list(column)
        if not kept[-step if step > 0 else 0]:
            column[:] = [kept[-1], *kept[:-1]] if step > 0 else [*kept[1:], kept[0]]
            cost = judge.cost(slots)
            if cost < best - 1e-9:
                best = cost
            else:
                column[:] = kept
    return best


class _Judge:
    """How simple is a picture? Crossings, slanting and blocked arrows, arrows up within a column, strange order."""

    def __init__(self, ranks: Sequence[Sequence[str]], edges: Sequence[Edge], rows: int) -> None:
        self.names = [node for rank in ranks for node in rank]
        number = {node: n for n, node in enumerate(self.names)}
        self.column = np.array([c for c, rank in enumerate(ranks) for _ in rank])
        self.source = np.array([number[edge.source] for edge in edges], dtype=int)
        self.target = np.array([number[edge.target] for edge in edges], dtype=int)
        self.rows, self.columns = rows, len(ranks)
        ahead = self.column[self.target] - self.column[self.source]
        self.weight = np.where(ahead < 0, 0.3, 1.0)
        self.same = ahead == 0
        self.long = np.abs(ahead) > 1
        first, second = np.triu_indices(len(edges), 1)
        ends = [self.source, self.target]
        apart = np.all([a[first] != b[second] for a in ends for b in ends], axis=0)
        keep = apart & ~self.same[first] & ~self.same[second]
        self.first, self.second = first[keep], second[keep]

    def cost(self, slots: Sequence[Sequence[str]]) -> float:
        row_of = {node: r for column in slots for r, node in enumerate(column) if node}
        row = np.array([row_of[name] for name in self.names], dtype=float)
        rise = row[self.target] - row[self.source]
        slant = np.abs(rise) + 0.8 * (rise != 0)
        within = 2.5 * (np.abs(rise) - 1) + 6.0 * (rise < 0)
        cost = float((self.weight * np.where(self.same, within, slant)).sum())
        cost += 3.0 * self._crossings(row) + 1.5 * self._blocked(row)
        cost += 0.02 * float(((row[:-1] > row[1:]) & (self.column[:-1] == self.column[1:])).sum())
        for column in range(self.columns):
            here = row[self.column == column]
            cost += 0.15 * abs(float(here.mean()) - (self.rows - 1) / 2) if len(here) else 0.0
        return cost

    def _crossings(self, row: np.ndarray) -> float:
        x, y = self.column.astype(float), row
        a, b = self.source[self.first], self.target[self.first]
        c, d = self.source[self.second], self.target[self.second]

        def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
            return np.sign((x[q] - x[p]) * (y[r] - y[p]) - (y[q] - y[p]) * (x[r] - x[p]))

        cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
        return float((cross * np.minimum(self.weight[self.first], self.weight[self.second])).sum())

    def _blocked(self, row: np.ndarray) -> float:
        """Long arrows that find a box in their way, whether they turn at once or at the end."""
        taken = np.zeros((self.columns, self.rows), dtype=bool)
        taken[self.column, row.astype(int)] = True
        total = 0.0
        for edge in np.flatnonzero(self.long):
            low, high = sorted((self.column[self.source[edge]], self.column[self.target[edge]]))
            between = taken[low + 1 : high]
            ends = (int(row[self.source[edge]]), int(row[self.target[edge]]))
            total += self.weight[edge] * float(min(between[:, end].sum() for end in ends))
        return total


# --- boxes side by side -----------------------------------------------------------------------------------------------


def stacked_cells(spec: FigureSpec, across: int, given: Mapping[str, int]) -> dict[str, Cell]:
    """The cells of boxes whose groups lie one below the other, up to `across` of them side by side: (rank, slot).

    `given` names boxes that keep a place of their own, counted from 1 in their group, line by line.
    """
    groups = [column.id for column in spec.columns] or [""]
    cells: dict[str, Cell] = {}
    rank = 0
    for group in groups:
        members = [node.id for node in spec.nodes if node.column == group]
        taken = {given[node] - 1 for node in members if node in given}
        free = (place for place in range(len(members) + len(taken)) if place not in taken)
        places = {node: given[node] - 1 if node in given else next(free) for node in members}
        cells.update({node: (rank + place // across, place % across) for node, place in places.items()})
        rank += 1 + max((place // across for place in places.values()), default=-1)
    return _exchanged(spec, cells, across, set(given))


def _exchanged(spec: FigureSpec, cells: dict[str, Cell], across: int, kept: Collection[str]) -> dict[str, Cell]:
    """Boxes of one group change places as long as that makes arrows shorter and cross less."""
    edges = [edge for edge in spec.edges if edge.source != edge.target]
    group = {node.id: node.column for node in spec.nodes}
    group_of_rank = {rank: group[node] for node, (rank, _) in cells.items()}
    still = {cells[node] for node in kept}
    slots = [(rank, slot) for rank in sorted(group_of_rank) for slot in range(across) if (rank, slot) not in still]
    best = _untidy(cells, edges)
    while True:
        before = best
        for one in sorted(cells.keys() - set(kept)):
            for other in slots:
                if group_of_rank[other[0]] == group[one] and other != cells[one]:
                    trial = _moved(cells, one, other)
                    cost = _untidy(trial, edges)
                    if cost < best - 1e-9:
                        best, cells = cost, trial
        if best >= before - 1e-9:
            return cells


def _moved(cells: Mapping[str, Cell], node: str, place: Cell) -> dict[str, Cell]:
    """The cells after a box moved to a place; whoever stood there takes the box's old one."""
    return {n: place if n == node else cells[node] if at == place else at for n, at in cells.items()}


def _untidy(cells: Mapping[str, Cell], edges: Sequence[Edge]) -> float:
    """How long are the arrows, how many jump over a box, and how many cross as straight lines?"""
    if not edges:
        return 0.0
    a = np.array([cells[edge.source] for edge in edges], dtype=float)
    b = np.array([cells[edge.target] for edge in edges], dtype=float)
    far, side = np.abs(a[:, 0] - b[:, 0]), np.abs(a[:, 1] - b[:, 1])
    up = b[:, 0] < a[:, 0]
    cost = float((far + 0.7 * side + 1.5 * ((far > 1) & (side == 0)) + 1.0 * (side > 1) + 2.5 * up).sum())
    i, j = np.triu_indices(len(edges), 1)

    def turn(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.sign((q[:, 0] - p[:, 0]) * (r[:, 1] - p[:, 1]) - (q[:, 1] - p[:, 1]) * (r[:, 0] - p[:, 0]))

    cross = (turn(a[i], b[i], a[j]) * turn(a[i], b[i], b[j]) < 0) & (
        turn(a[j], b[j], a[i]) * turn(a[j], b[j], b[i]) < 0
    )
    return cost + 1.5 * float(cross.sum())
