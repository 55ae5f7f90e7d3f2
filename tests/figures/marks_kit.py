"""A toy study and its figures: four sources of three groups, one law, one book."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.figures.evidence import compute_marks
from analysis.figures.material import Material
from analysis.figures.spec import Edge, FigureSpec, Node
from analysis.model import Code, Passage, Source
from analysis.relations import Keep, RelationType
from analysis.sources.register import Provision

GROUPS = {"S1": "senior", "S2": "junior", "S3": "junior", "S4": "external"}
CODES = ("ASK", "ASK.1", "HEAR", "TELL", "OLD", "LAWFUL", "READ")
BOOK = Codebook(
    codes={code: Code(code, parent="ASK" if code == "ASK.1" else "") for code in CODES},
    history=({"op": "merge", "codes": ["OLD"], "into": "HEAR"},),
)
TYPES = {
    "opens": RelationType("opens", "enables", {"en": "opens", "id": "membuka"}, {}),
    "bars": RelationType("bars", "hinders", {"en": "bars", "id": "menghalangi"}, {}),
}
PROVISIONS = [
    Provision("ACT", "1", themes=("LAWFUL", "ASK.1")),
    Provision("ACT", "2", themes=("HEAR",)),
    Provision("ACT", "3", themes=("TELL",), status="draft"),
]
DOCUMENTS = pd.DataFrame(
    [
        ("ACT:1", "ACT", "law", "1", 3, 9, "Asking is free.", "ASK.1", "norm", "", "", "verified"),
        ("ACT:1", "ACT", "law", "1", 3, 9, "Asking is free.", "LAWFUL", "norm", "fulfilled", "", "verified"),
        ("ACT:2", "ACT", "law", "2", 20, 29, "Hear them.", "HEAR", "norm", "not_fulfilled", "", "recalled"),
        ("BOOK:p1", "BOOK", "literature", "p1", 4, 9, "One reads.", "READ", "", "", "supports", ""),
    ],
    columns=[
        "ref",
        "source",
        "kind",
        "article",
        "start",
        "end",
        "quote",
        "code",
        "mode",
        "norm",
        "stance",
        "confidence",
    ],
)
PLACE = ["source", "kind", "label", "role", "group", "question", "start", "end", "quote", "coder"]


def place(source: str, start: int) -> list[object]:
    """One word of a source, said by its only speaker."""
    person = "P" + source[1:]
    return [source, "interview", person, f"role of {person}", GROUPS[source], "q1", start, start + 4, "word", "ann"]


def codings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Codings as (source, code, stance), at offsets 0, 10, 20 ..."""
    cells = [[*place(source, 10 * i), code, stance] for i, (source, code, stance) in enumerate(rows)]
    return pd.DataFrame(cells, columns=[*PLACE, "code", "stance"])


def relations(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Relations as (source, from, type, to, modality)."""
    cells = [[*place(source, 10 * i), one, kind, other, how] for i, (source, one, kind, other, how) in enumerate(rows)]
    return pd.DataFrame(cells, columns=[*PLACE, "from_code", "type", "to_code", "modality"])


def material(said: pd.DataFrame | None = None, linked: pd.DataFrame | None = None, **more: object) -> Material:
    """The toy study: four sources of three groups, one law, one book; nobody depends on anybody."""
    passage = (Passage(1, "P1", 0, 99, "word " * 20, 1),)
    given_sources = {
        name: Source(name, "interview", "word " * 20, passage, "", "", meta={"depends_on": []}) for name in GROUPS
    }
    parts = {
        "codings": codings() if said is None else said,
        "relations": relations() if linked is None else linked,
        "documents": DOCUMENTS,
        "provisions": PROVISIONS,
        "sources": given_sources,
        "group_of_source": GROUPS,
        "codebook": BOOK,
        "keep": Keep(),
        "types": TYPES,
    }
    return Material(**(parts | more))


def node(*codes: str, status: str = "", documents: tuple[str, ...] = ()) -> Node:
    return Node("N", "", {"en": "Box", "id": "Kotak"}, codes, status, documents)


def edge(one: str, kind: str, other: str, **more: object) -> Edge:
    """An arrow between the nodes of two codes."""
    return Edge(f"{one}->{other}", one, other, kind, pairs=((one, other),), **more)


def figure(*marks: Node | Edge, paths: tuple[tuple[str, ...], ...] = ()) -> FigureSpec:
    """A figure of these marks; nodes for the ends of its edges are added without codes."""
    edges = tuple(mark for mark in marks if isinstance(mark, Edge))
    ends = dict.fromkeys(end for e in edges for end in (e.source, e.target))
    nodes = (*(m for m in marks if isinstance(m, Node)), *(Node(end, "", {"en": end}) for end in ends))
    return FigureSpec("toy", title={"en": "A toy", "id": "Mainan"}, nodes=nodes, edges=edges, paths=paths)


def statuses(spec: FigureSpec, given_material: Material) -> dict[str, str]:
    return dict(compute_marks(spec, given_material)[["mark", "status"]].itertuples(index=False))


def status_of(mark: Node | Edge, given_material: Material) -> str:
    return statuses(figure(mark), given_material)[mark.mark]


BOTH = [("S1", "ASK", "supports"), ("S2", "ASK", "neutral")]
ASSERTED = [("S1", "ASK", "opens", "HEAR", "asserted"), ("S2", "ASK", "opens", "HEAR", "asserted")]
DENIED = ("S4", "ASK", "opens", "HEAR", "denied")
SUPPOSED = ("S3", "ASK", "opens", "HEAR", "hypothetical")
ON = [("S1", "HEAR", "opens", "TELL", "asserted"), ("S2", "HEAR", "opens", "TELL", "asserted")]
APART = [("S3", "HEAR", "opens", "TELL", "asserted"), ("S4", "HEAR", "opens", "TELL", "asserted")]
CHAIN = (("ASK", "HEAR", "TELL"),)
