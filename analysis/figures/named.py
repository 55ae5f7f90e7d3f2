"""Does what a figure file names exist: codes, relation types, provisions?"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.errors import Problem
from analysis.figures.material import Material, in_frame, marks_of
from analysis.figures.spec import FigureSpec
from analysis.model import RELATION_TYPES
from analysis.sources.register import resolve


def check_spec(spec: FigureSpec, name: str, material: Material, roles: Sequence[str]) -> list[Problem]:
    """Does what the figure names exist: codes, relation types, provisions?"""
    book, problems = material.codebook, []

    def problem(line: int, rule: str, came: str, step: str) -> None:
        problems.append(Problem(name, line, rule, came, step))

    for node in spec.nodes:
        for code in node.codes:
            if code not in book:
                problem(node.line, f"{node.mark}: a code is in the codebook", code, book.did_you_mean(code))
    for edge in spec.edges:
        for code in sorted({code for pair in edge.pairs for code in pair}):
            if code not in book:
                problem(edge.line, f"{edge.mark}: a code is in the codebook", code, book.did_you_mean(code))
        words = material.types or RELATION_TYPES
        if edge.type and edge.type not in words:
            step = f"Add it to codebook/relations.yaml, or use one of {', '.join(words)}."
            problem(edge.line, f"{edge.mark}: a type is declared in relations.yaml", edge.type, step)
    for mark in marks_of(spec):
        for ref in mark.documents:
            if not resolve(ref, material.provisions):
                rule = f"{mark.mark}: a document is a provision of the register"
                problem(mark.line, rule, ref, "Mend the reference.")
            elif "ref" in material.documents and not in_frame([ref], material):
                rule = f"{mark.mark}: a provision holds in the legal frame and bears on a code"
                step = "It counts nowhere: name another, or give its row in the register a theme."
                problems.append(Problem(name, mark.line, rule, ref, step, "warning"))
    for path in spec.paths:
        if len(set(path)) < len(path):
            problem(1, "a path passes each node once (F29)", " > ".join(path), "Cut it where it comes back.")
    by = spec.layout.get("by")
    if spec.kind == "matrix" and by not in (None, "role", "group", "source", *roles):
        problem(1, "a matrix is made by role, group or source", str(by), "Write one of them.")
    return problems
