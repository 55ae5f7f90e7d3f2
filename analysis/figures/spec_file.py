"""How is a figure file read, and what is wrong with it? `figures/<name>.yaml` into a `FigureSpec`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.errors import Problem, TableError, sort_problems
from analysis.figures.form import SEE, Form, did_you_mean
from analysis.figures.spec import DECLARED, DIRECTIONS, FORMS, KINDS, Column, Edge, FigureSpec, Finding, Node
from analysis.tables import Record, read_yaml

_KEYS: Mapping[str, tuple[str, ...]] = {
    "figure": ("name", "number", "kind", "research_question", "title", "finding", "note")
    + ("columns", "nodes", "edges", "paths", "layout"),
    "chart": ("name", "number", "kind", "chart", "research_question", "title", "note", "layout"),
    "finding": ("claim", "text"),
    "column": ("id", "title", "role"),
    "node": ("id", "column", "row", "narrow", "label", "codes", "status", "documents"),
    "edge": ("id", "from", "to", "type", "label", "pairs", "status", "documents", "theory"),
}


def read_spec(path: Path, name: str = "") -> tuple[FigureSpec | None, list[Problem]]:
    """What must the figure show, and what is wrong with its file?

    Parameters
    ----------
    path : a figure file
    name : how problems call the file; the file's own name by default

    Returns
    -------
    The figure, or None where the file cannot be read or holds an error; and every problem found, in reading order.
    A wording must stand in every language that the file uses anywhere.
    """
    name = name or path.name
    try:
        data = read_yaml(path)
    except TableError as error:
        return None, [Problem(name, 0, str(error).rstrip("."), "", "Mend the file.")]
    if not isinstance(data, Record):
        return None, [Problem(name, 1, "a figure file is a list of keys and values", repr(data)[:40], SEE)]
    reader = _Reader(name, data, _KEYS)
    spec = reader.read()
    problems = sort_problems(reader.problems)
    return (None if any(p.level == "error" for p in problems) else spec), problems


class _Reader(Form):
    """Reads one figure file and gathers what is wrong with it."""

    def read(self) -> FigureSpec:
        data, row = self.data, self.data.line
        kind = str(data.get("kind") or "diagram")
        layout = dict(self.mapping(data, "layout", row))
        if kind == "matrix":
            layout = {**{k: v for k, v in data.items() if k not in _KEYS["figure"] or k == "columns"}, **layout}
        else:
            self.check_keys(data, "chart" if kind == "chart" else "figure")
        spec = FigureSpec(
            name=str(data.get("name") or ""),
            number=data["number"] if isinstance(data.get("number"), int) else 0,
            kind=kind,
            chart=str(data.get("chart") or ""),
            research_question=str(data.get("research_question") or ""),
            title=self.words(data, "title", "a figure", required=True),
            finding=self.finding(),
            note=self.words(data, "note", "a figure"),
            layout=layout,
        )
        self.check_head(spec)
        if kind != "diagram":
            return spec
        columns = tuple(self.column(item) for item in self.records("columns", "column"))
        nodes = tuple(self.node(item) for item in self.records("nodes", "node"))
        edges = tuple(self.edge(item) for item in self.records("edges", "edge"))
        paths = tuple(self.texts(steps, "a path", row) for steps in self.sequence(data, "paths", row))
        spec = replace(spec, columns=columns, nodes=nodes, edges=edges, paths=paths)
        self.check_references(spec)
        self.check_form(spec)
        return spec

    def finding(self) -> Finding:
        """The claim under the title; none where the file names none."""
        item = self.data.get("finding")
        if item is None or self.data.get("kind", "diagram") != "diagram":
            return Finding()
        if not isinstance(item, Record):
            self.say(self.data.line, "a finding names its claim", repr(item)[:40], "Write finding: {claim: ID}.")
            return Finding()
        self.check_keys(item, "finding")
        if not item.get("claim"):
            step = "Add claim: with its id in codebook/claims.yaml."
            self.say(item.line, "a finding names its claim", "", step)
        return Finding(str(item.get("claim") or ""), self.words(item, "text", "a finding"), item.line)

    def column(self, item: Record) -> Column:
        column = str(item.get("id") or "")
        role = str(item.get("role") or "")
        return Column(column, self.words(item, "title", f"column {column}", required=True), role)

    def node(self, item: Record) -> Node:
        node = Node(
            id=str(item.get("id") or ""),
            column=str(item.get("column") or ""),
            label=self.words(item, "label", f"node {item.get('id')}", required=True),
            codes=self.texts(item.get("codes"), "codes", item.line),
            status=str(item.get("status") or ""),
            documents=self.texts(item.get("documents"), "documents", item.line),
            line=item.line,
            row=self.row(item, "row"),
            narrow=self.row(item, "narrow"),
        )
        self.check_footing(f"node {node.id}", "codes", bool(node.codes), node.status, item.line)
        if node.status == "law" and not node.documents:
            self.say(
                item.line,
                f"node {node.id}: what rests on law names the provision",
                "no documents",
                'Add documents: ["LAW-ID:article"].',
                "warning",
            )
        return node

    def row(self, item: Record, key: str) -> int:
        value = item.get(key, 0)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 99:
            return value
        self.say(item.line, f"node {item.get('id')}: {key} is a whole number from 1 to 99", value, f"Write {key}: 1.")
        return 0

    def edge(self, item: Record) -> Edge:
        source, target = str(item.get("from") or ""), str(item.get("to") or "")
        edge_id = str(item.get("id") or f"{source}->{target}")
        if isinstance(item.get("theory"), float):
            step = "Write it in quotes, or 4.10 becomes 4.1."
            self.say(item.line, f"edge {edge_id}: a section number is text", item["theory"], step)
        edge = Edge(
            id=edge_id,
            source=source,
            target=target,
            type=str(item.get("type") or ""),
            label=self.words(item, "label", f"edge {edge_id}"),
            pairs=self.pairs(item, edge_id),
            status=str(item.get("status") or ""),
            documents=self.texts(item.get("documents"), "documents", item.line),
            theory=str(item.get("theory") or ""),
            line=item.line,
        )
        self.check_footing(f"edge {edge_id}", "pairs", bool(edge.pairs), edge.status, item.line)
        if edge.pairs and not edge.type:
            self.say(item.line, f"edge {edge_id}: a pair is looked up by relation type", "", "Add type: ...")
        return edge

    def pairs(self, item: Record, edge_id: str) -> tuple[tuple[str, str], ...]:
        found = []
        for pair in self.sequence(item, "pairs", item.line):
            codes = self.texts(pair, "a pair", item.line)
            if len(codes) == 2:
                found.append((codes[0], codes[1]))
            else:
                self.say(item.line, f"edge {edge_id}: a pair is two codes", pair, "Write [FROM, TO].")
        return tuple(found)

    def check_head(self, spec: FigureSpec) -> None:
        row = self.data.line
        if not spec.name:
            self.say(row, "a figure has a name", "", "Add name: as the file is called.")
        if not isinstance(self.data.get("number", 0), int):
            self.say(row, "number is a whole number", self.data["number"], "Write number: 1.")
        if spec.kind not in KINDS:
            self.say(row, f"kind is one of {', '.join(KINDS)}", spec.kind, "Write one of them.")
        if spec.kind == "chart" and not spec.chart:
            self.say(row, "a figure of kind chart says which", "no chart", "Add chart: stability, or another.")
        if spec.direction not in DIRECTIONS:
            self.say(row, f"direction is one of {', '.join(DIRECTIONS)}", spec.direction, "Write one of them.")
        for key in ("fold", "across", "narrow"):
            value = spec.layout.get(key, 1)
            if not isinstance(value, int) or value < 1:
                self.say(row, f"{key} is a whole number from 1", value, "Write how many boxes stand side by side.")

    def check_form(self, spec: FigureSpec) -> None:
        """Does each group have a role of the form of drawing, and each row one box?"""
        form = str(spec.layout.get("form") or "")
        if form and form not in FORMS:
            self.say(self.data.line, f"form is one of {', '.join(FORMS)}", form, "Write one of them, or none.")
            return
        roles = FORMS.get(form, ())
        for column, item in zip(spec.columns, self.records("columns", "column", quiet=True), strict=False):
            if column.role not in roles and (form or column.role):
                rule = f"column {column.id}: role is one of {', '.join(roles)}" if form else "a role belongs to a form"
                step = "Give it one." if form else "Write layout: {form: pillars}, or delete the role."
                self.say(item.line, rule, column.role, step)
        if form and roles[0] not in {column.role for column in spec.columns}:
            self.say(self.data.line, f"form {form} has a column with role {roles[0]}", "none", "Add it.")
        for key in ("row", "narrow"):
            taken: dict[tuple[str, int], str] = {}
            for node in spec.nodes:
                place = int(getattr(node, key))
                other = taken.setdefault((node.column, place), node.id)
                if place and other != node.id:
                    rule = f"node {node.id}: a {key} of a column holds one box"
                    self.say(node.line, rule, f"{other} in {key} {place} too", f"Give it another {key}.")

    def check_footing(self, what: str, key: str, coded: bool, status: str, row: int) -> None:
        """Does the mark stand on codings, or say on what else?"""
        if status and status not in DECLARED:
            self.say(row, f"{what}: status is one of {', '.join(DECLARED)}", status, "Write one; or none, with codes.")
        if not coded and not status:
            step = f"Name its {key}, or declare status: {' | '.join(DECLARED)}."
            self.say(row, f"{what}: a mark has {key} or a status", "neither", step)

    def check_references(self, spec: FigureSpec) -> None:
        """Does everything that is named exist, and once?"""
        nodes, columns = [node.id for node in spec.nodes], [column.id for column in spec.columns]
        lines = {"column": [r.line for r in self.records("columns", "column", quiet=True)]}
        lines |= {"node": [n.line for n in spec.nodes], "edge": [e.line for e in spec.edges]}
        self.check_once("column", columns, lines["column"], "Give each its own id.")
        self.check_once("node", nodes, lines["node"], "Give each its own id.")
        step = "Two arrows between the same boxes need an id: each."
        self.check_once("edge", [edge.id for edge in spec.edges], lines["edge"], step)
        if not nodes:
            self.say(self.data.line, "a diagram has nodes", "none", "Add nodes.")
        for node in spec.nodes:
            if (columns or node.column) and node.column not in columns:
                rule = f"node {node.id}: its column is one of columns"
                self.say(node.line, rule, node.column, did_you_mean(node.column, columns))
        for edge in spec.edges:
            for end, node_id in (("from", edge.source), ("to", edge.target)):
                if node_id not in nodes:
                    rule = f"edge {edge.id}: {end} is a node"
                    self.say(edge.line, rule, node_id, did_you_mean(node_id, nodes))
            if edge.source == edge.target and edge.source:
                self.say(edge.line, f"edge {edge.id}: an arrow joins two nodes", edge.source, "Name another node.")
        self.check_paths(spec, nodes)

    def check_once(self, what: str, ids: Sequence[str], lines: Sequence[int], step: str) -> None:
        first: dict[str, int] = {}
        for item, line in zip(ids, lines, strict=True):
            if not item:
                self.say(line, f"each {what} has an id", "", "Add it.")
            elif item in first:
                self.say(line, f"{what} {item} stands once", f"also on line {first[item]}", step)
            first.setdefault(item, line)

    def check_paths(self, spec: FigureSpec, nodes: Sequence[str]) -> None:
        joined = {(edge.source, edge.target) for edge in spec.edges}
        for path in spec.paths:
            shown, row = " > ".join(path), self.data.line
            if len(path) < 2:
                self.say(row, "a path has two nodes or more", shown, "Add the next node, or delete the path.")
            for node in path:
                if node not in nodes:
                    self.say(row, f"path {shown}: each step is a node", node, did_you_mean(node, nodes))
            for step in zip(path, path[1:], strict=False):
                if set(step) <= set(nodes) and step not in joined:
                    rule = f"path {shown}: an edge joins each step to the next"
                    self.say(row, rule, f"none from {step[0]} to {step[1]}", "Add the edge, or mend the path.")
