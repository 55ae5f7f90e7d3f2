"""A figure in words: its caption and alternative text; and what a figure file names that is not there."""

import pandas as pd
import pytest
from marks_kit import APART, ASSERTED, BOTH, CHAIN, codings, edge, figure, material, node, relations

from analysis.errors import Problem
from analysis.figures.caption import alternative_text, caption
from analysis.figures.evidence import compute_marks
from analysis.figures.evidence import drawn as drawn_of
from analysis.figures.named import check_spec
from analysis.figures.spec import Column, Edge, FigureSpec, Node

FACTS = {"sources": "4 interviews", "last_act": "2022-05-01", "codebook": "2", "frame": "2014-2020"}
FULL = FigureSpec(
    "toy",
    title={"en": "A toy", "id": "Mainan"},
    columns=(Column("one", {"en": "First", "id": "Pertama"}), Column("two", {"en": "Second", "id": "Kedua"})),
    nodes=(
        Node("ASK", "one", {"en": "Ask", "id": "Tanya"}, ("ASK",)),
        Node("HEAR", "one", {"en": "Hear\nthem", "id": "Dengar"}, ("HEAR",)),
        Node("TELL", "two", {"en": "Tell", "id": "Cerita"}, ("TELL",)),
        Node("LAWFUL", "", {"en": "Lawful", "id": "Sah"}, ("LAWFUL",)),
        Node("IDEAL", "", {"en": "Ideal", "id": "Ideal"}, (), "proposal"),
        Node("READ", "two", {"en": "Read", "id": "Baca"}, ("READ",)),
    ),
    edges=(
        edge("ASK", "opens", "HEAR"),
        edge("HEAR", "opens", "TELL"),
        edge("ASK", "opens", "LAWFUL", documents=("ACT:1",)),
        Edge("ideal", "TELL", "IDEAL", "", {"en": "leads to", "id": "menuju"}, status="proposal"),
        edge("TELL", "bars", "ASK"),
        Edge("nowhere", "TELL", "READ", "", {"en": "leads to", "id": "menuju"}, status="proposal"),
    ),
    paths=CHAIN,
)
FULL_MATERIAL = material(
    codings(*BOTH, ("S1", "HEAR", "supports"), ("S4", "TELL", "opposes")),
    relations(*ASSERTED, *APART, ("S3", "TELL", "bars", "ASK", "denied")),
)


def test_what_is_drawn() -> None:
    """A box that rests on nothing is left out, and so are arrows without evidence and arrows that lead to that box."""
    spec = figure(node("ASK"), edge("ASK", "opens", "HEAR"), edge("ASK", "bars", "TELL", theory="4.1"))
    boxed = FigureSpec("toy", nodes=(*spec.nodes[1:3], Node("TELL", codes=("TELL",))), edges=spec.edges, paths=CHAIN)
    marks = compute_marks(boxed, material()).assign(status=["law", "law", "none", "none", "theory"])
    left = drawn_of(boxed, marks)

    assert (left.marks, left.paths) == (("node:ASK", "node:HEAR"), ())
    assert drawn_of(boxed, marks.assign(status="law")).marks == boxed.marks


def test_the_caption_counts() -> None:
    """Every mark that is drawn is counted once; an arrow to a box that rests on nothing is not drawn."""
    marks = compute_marks(FULL, FULL_MATERIAL)

    assert marks["status"].tolist() == [
        *["observed", "faint", "contested", "law", "proposal", "none"],
        *["assembled", "assembled", "law", "proposal", "contested", "proposal"],
    ]
    assert caption(FULL, marks, language="en", facts=FACTS) == (
        "5 elements: 3 raised in interviews (1 by the keep rule, 1 contested), 1 from law only, 1 from theory or "
        "proposal only. Links: 2 asserted by someone (2 kept, 2 of them assembled from different sources), 1 "
        "contested, 2 from law, theory or proposal only (grey). Sources: 4 interviews. Last coding 2022-05-01; "
        "codebook version 2; legal frame 2014-2020."
    )


def test_the_caption_in_indonesian() -> None:
    """The same counts in Indonesian; a language without words of its own gets the English ones."""
    marks = compute_marks(FULL, FULL_MATERIAL)

    assert caption(FULL, marks, language="id", facts=FACTS | {"sources": "4 wawancara"}) == (
        "5 unsur: 3 muncul dalam wawancara (1 memenuhi aturan penyertaan, 1 diperdebatkan), 1 hanya dari peraturan, 1 "
        "hanya dari teori atau usulan. Hubungan: 2 dinyatakan narasumber (2 disertakan, 2 di antaranya dirangkai dari "
        "sumber berbeda), 1 diperdebatkan, 2 hanya dari peraturan, teori, atau usulan (abu-abu). Sumber: 4 wawancara. "
        "Pengodean terakhir 2022-05-01; buku kode versi 2; kerangka hukum 2014-2020."
    )
    assert caption(FULL, marks, language="nl", facts=FACTS) == caption(FULL, marks, language="en", facts=FACTS)


def test_the_figure_in_words() -> None:
    """Boxes by column, then loose ones, then arrows, each with what it rests on; what is not drawn is not told."""
    marks = compute_marks(FULL, FULL_MATERIAL)

    assert alternative_text(FULL, marks, language="en").split("\n") == [
        "A toy.",
        "First: Ask, Hear them (said, but too little to be kept).",
        "Second: Tell (contested).",
        "Lawful (from law only), Ideal (proposal only).",
        "Ask -> Hear them: opens (assembled from different sources).",
        "Hear them -> Tell: opens (assembled from different sources).",
        "Ask -> Lawful: opens (from law only).",
        "Tell -> Ideal: leads to (proposal only).",
        "Tell -> Ask: bars (contested).",
    ]


def test_the_figure_in_indonesian_words() -> None:
    """The same figure in Indonesian, labels from the table of marks in that language."""
    marks = compute_marks(FULL, FULL_MATERIAL, "id")

    assert alternative_text(FULL, marks, language="id").split("\n") == [
        "Mainan.",
        "Pertama: Tanya, Dengar (disebut, tetapi belum cukup untuk disertakan).",
        "Kedua: Cerita (diperdebatkan).",
        "Sah (hanya dari peraturan), Ideal (hanya usulan).",
        "Tanya -> Dengar: membuka (dirangkai dari sumber berbeda).",
        "Dengar -> Cerita: membuka (dirangkai dari sumber berbeda).",
        "Tanya -> Sah: membuka (hanya dari peraturan).",
        "Cerita -> Ideal: menuju (hanya usulan).",
        "Cerita -> Tanya: menghalangi (diperdebatkan).",
    ]


# --- checking a figure file ----------------------------------------------------------------------------------------


def test_a_figure_that_names_what_is_there() -> None:
    """Codes, types and provisions exist: no problem, also where the frames are not at hand yet."""
    assert check_spec(FULL, "figures/toy.yaml", FULL_MATERIAL, ()) == []
    assert check_spec(FULL, "figures/toy.yaml", material(documents=pd.DataFrame()), ()) == []


def test_words_of_a_study_without_types() -> None:
    """Where the study declares no words of its own, an arrow uses one of the six general types."""
    arrows = tuple(Edge(kind, "ASK", "HEAR", kind, pairs=(("ASK", "HEAR"),)) for kind in ("enables", "opens"))
    [problem] = check_spec(FigureSpec("toy", edges=arrows), "figures/toy.yaml", material(types={}), ())

    assert (problem.rule, problem.came, problem.next_step) == (
        *("edge:opens: a type is declared in relations.yaml", "opens"),
        "Add it to codebook/relations.yaml, or use one of causes, enables, hinders, part_of, precedes, contradicts.",
    )


def test_all_that_a_figure_gets_wrong() -> None:
    """Unknown codes, types and provisions, a provision that does not hold, and a path that comes back, all at once."""
    wrong = FigureSpec(
        "toy",
        nodes=(Node("A", codes=("ASC",), line=3), Node("B", codes=("HEAR",), documents=("ACT:9", "ACT:3"), line=4)),
        edges=(Edge("A->B", "A", "B", "shuts", pairs=(("ASK", "HEER"),), line=6),),
        paths=(("A", "B", "A"),),
    )
    name = "figures/toy.yaml"

    assert check_spec(wrong, name, material(), ()) == [
        Problem(name, 3, "node:A: a code is in the codebook", "ASC", "Did you mean ASK or ASK.1?"),
        Problem(name, 6, "edge:A->B: a code is in the codebook", "HEER", "Did you mean HEAR?"),
        Problem(
            *(name, 6, "edge:A->B: a type is declared in relations.yaml", "shuts"),
            "Add it to codebook/relations.yaml, or use one of opens, bars.",
        ),
        Problem(name, 4, "node:B: a document is a provision of the register", "ACT:9", "Mend the reference."),
        Problem(
            *(name, 4, "node:B: a provision holds in the legal frame and bears on a code", "ACT:3"),
            *("It counts nowhere: name another, or give its row in the register a theme.", "warning"),
        ),
        Problem(name, 1, "a path passes each node once (F29)", "A > B > A", "Cut it where it comes back."),
    ]


@pytest.mark.parametrize(("by", "rules"), [("role", []), ("age", ["a matrix is made by role, group or source"])])
def test_what_a_matrix_is_made_by(by: str, rules: list[str]) -> None:
    """A matrix has roles, groups or sources as its columns."""
    spec = FigureSpec("m", kind="matrix", layout={"by": by})

    assert [p.rule for p in check_spec(spec, "figures/m.yaml", material(), ())] == rules
