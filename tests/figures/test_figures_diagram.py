"""What a diagram shows of its marks."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import rcParams
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.text import Text

from analysis.errors import FigureError
from analysis.figures.diagram import draw_diagram
from analysis.figures.pieces import Mark, short_dashes
from analysis.figures.sizes import COLUMN, PAGE, SMALLEST, Size
from analysis.figures.spec import Column, Edge, FigureSpec, Node
from analysis.figures.style import COLUMNS, INK, LOOKS, PALE, SOFT
from analysis.figures.wording import WORDS, evidence_line

SPEC = FigureSpec(
    "bridge",
    title={"en": "A bridge", "id": "Jembatan"},
    note={"en": "Drawn anew.", "id": "Digambar ulang."},
    columns=(
        Column("near", {"en": "This side", "id": "Sisi ini"}),
        Column("far", {"en": "That side", "id": "Sisi sana"}),
    ),
    nodes=(
        Node("A", "near", {"en": "Ask", "id": "Tanya"}, ("A",)),
        Node("B", "far", {"en": "Hear", "id": "Dengar"}, (), "theory"),
    ),
    edges=(
        Edge("up", "A", "B", "enables", {"en": "opens", "id": "membuka"}, (("A", "B"),)),
        Edge("down", "B", "A", "hinders", {}, (("B", "A"),)),
    ),
)
MARKS = pd.DataFrame(
    [
        ("node:A", "observed", "3", 2.0, 1, 0),
        ("edge:up", "contested", "some", 1.0, 0, 1),
        ("edge:down", "faint", "", None, 0, 0),
    ],
    columns=["mark", "status", "persons_text", "groups", "documents", "opposers"],
)


def draw(spec: FigureSpec = SPEC, marks: pd.DataFrame = MARKS, language: str = "en") -> Figure:
    return draw_diagram(spec, marks, language=language, caption="Two boxes.", constructed_mark="Constructed.")


def marks_of(figure: Figure) -> dict[str, Mark]:
    return {str(mark.get_gid()): mark for mark in figure.findobj(Mark)}


def texts_of(mark: Mark) -> list[str]:
    return [part.get_text() for part in mark.parts if isinstance(part, Text)]


def face(figure: Figure) -> list[str]:
    """Every line of text outside of boxes and arrows, in reading order of the drawing."""
    return [artist.get_text() for artist in figure.axes[0].texts if isinstance(artist, Text)]


def test_each_mark_is_one_group_with_its_words() -> None:
    """Boxes carry label and evidence, arrows their word; what is missing, 0 or without a row is not shown."""
    assert {gid: texts_of(mark) for gid, mark in marks_of(draw()).items()} == {
        "node:A": ["Ask", "3 p · 2 groups · 1 provision"],
        "node:B": ["Hear", "theory"],
        "edge:up": ["opens"],
        "edge:down": [],
    }


def test_the_face_in_both_languages() -> None:
    """Title, the mark of constructed material, headings, the legend of statuses that occur, caption and note."""
    assert face(draw()) == [
        *["A bridge", "Constructed.", "This side", "That side"],
        *["observed in the material", "contested: sources speak against it", "below the rule for keeping"],
        *["rests on theory alone", "hinders or contradicts", WORDS["en"]["short"], "Two boxes.", "Drawn anew."],
    ]
    assert face(draw(language="id")) == [
        *["Jembatan", "Constructed.", "Sisi ini", "Sisi sana"],
        *["teramati dalam data", "diperdebatkan: ada yang menentang", "di bawah aturan penyertaan"],
        *["hanya bersandar pada teori", "menghambat atau bertentangan"],
        WORDS["id"]["shorter"],
        "Two boxes.",
        "Digambar ulang.",
    ]


@pytest.mark.parametrize("status", LOOKS)
def test_a_status_that_occurs_is_explained(status: str) -> None:
    """The legend holds the words of a status exactly when a mark has it."""
    marks = pd.DataFrame([("node:A", status), ("node:B", status), ("edge:up", status), ("edge:down", status)])

    shown = face(draw(marks=marks.set_axis(["mark", "status"], axis=1)))

    assert [key for key in LOOKS if WORDS["en"][key] in shown] == [status]


def test_statuses_differ_without_colour() -> None:
    """No two statuses share line width, dash and number of lines; kept evidence is broader than what falls below."""
    forms = [(look.width, look.dash, look.double) for look in LOOKS.values()]

    assert len(set(forms)) == len(LOOKS)
    assert LOOKS["observed"].dash == () and LOOKS["assembled"].dash != ()
    assert LOOKS["faint"].width < LOOKS["observed"].width


def test_line_styles_follow_the_status() -> None:
    """A contested arrow is two strokes, the upper one white; a faint one is thin, and thinner beside small type."""

    def strokes(mark: str) -> list[float]:
        return [part.get_linewidth() for part in marks_of(draw())[mark].parts if isinstance(part, PathPatch)]

    assert len(strokes("edge:up")) == 2
    assert strokes("edge:down") == [LOOKS["faint"].width * PAGE.scale]


LONG = "Menyelenggarakan pendidikan, pelatihan, dan pengembangan kompetensi secara berkesinambungan"


@settings(max_examples=15)
@given(
    st.lists(
        st.one_of(st.just(LONG), st.text("abcdefghijklmnop qrstuvwxyzéÜ", min_size=1, max_size=70)),
        min_size=3,
        max_size=8,
    ),
    st.sampled_from(["LR", "TB"]),
    st.sampled_from(["page", "column"]),
)
def test_text_stays_in_its_box(labels: list[str], direction: str, width: str) -> None:
    """Whatever a label says, its lines and the line of evidence lie within the border of the box."""
    nodes = tuple(Node(f"n{n}", "", {"en": label}, ("X",)) for n, label in enumerate(labels))
    edges = tuple(Edge(f"{n}", f"n{n}", f"n{n + 1}", pairs=(("X", "X"),)) for n in range(len(labels) - 1))
    spec = FigureSpec("toy", title={"en": "Toy"}, nodes=nodes, edges=edges, layout={"direction": direction})
    rows = [(node.mark, "contested", "12", 3, 14, 12) for node in nodes]
    figure = draw_diagram(spec, pd.DataFrame(rows, columns=list(MARKS)), language="en", width=width)
    figure.canvas.draw()

    for node in nodes:
        mark = marks_of(figure)[node.mark]
        border = next(part for part in mark.parts if isinstance(part, FancyBboxPatch)).get_window_extent()
        for part in mark.parts:
            if isinstance(part, Text) and part.get_text().strip():
                extent = part.get_window_extent()
                assert border.x0 <= extent.x0 and extent.x1 <= border.x1, part.get_text()
                assert border.y0 <= extent.y0 and extent.y1 <= border.y1, part.get_text()


def test_words_without_room_become_letters() -> None:
    """A label too long for its arrow is a letter on the arrow, explained below with the label's words."""
    edges = (Edge("up", "A", "B", "enables", {"en": "opens the way wherever people ask before they act"}),)
    spec = FigureSpec("b", title={"en": "A"}, nodes=SPEC.nodes[:1] + (Node("B", "", {"en": "Hear"}),), edges=edges)
    figure = draw(spec, MARKS[:1])

    assert texts_of(marks_of(figure)["edge:up"]) == ["a"]
    assert "opens the way wherever people ask before they act" in face(figure)


@pytest.mark.parametrize(("width", "size"), [("page", PAGE), ("column", COLUMN)])
def test_a_figure_is_as_broad_as_it_is_printed(width: str, size: Size) -> None:
    """180 mm or 88 mm from edge to edge, and no word smaller than six points; in a column no title, caption, note."""
    figure = draw_diagram(SPEC, MARKS, language="en", caption="Two boxes.", width=width)

    assert figure.get_size_inches()[0] * 72 == pytest.approx(size.width)
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= SMALLEST
    assert [words in face(figure) for words in ("A bridge", "Two boxes.", "Drawn anew.")] == [size.framed] * 3


def test_a_width_that_is_none() -> None:
    """Another width than page and column is refused."""
    with pytest.raises(FigureError, match=r"for width page or column \(got 'poster'\)"):
        draw_diagram(SPEC, MARKS, language="en", width="poster")


def test_narrow_boxes_give_numbers() -> None:
    """In a column the evidence is numbers in a fixed order, explained below; what stands on no coding says so."""
    figure = draw_diagram(SPEC, MARKS, language="en", width="column")

    assert texts_of(marks_of(figure)["node:A"]) == ["Ask", "3 · 2 · 1 · \u2013"]
    assert texts_of(marks_of(figure)["node:B"]) == ["Hear", "theory"]
    assert WORDS["en"]["numbers"] in face(figure)


def test_a_mark_says_what_it_is() -> None:
    """Each mark carries its name and, in words, its kind, its status and what stands behind it."""
    marks = marks_of(draw())

    assert (marks["node:A"].title, marks["node:A"].about) == (
        "Ask",
        "observed in the material; 3 persons · 2 groups · 1 provision",
    )
    assert (marks["edge:up"].title, marks["edge:up"].about) == (
        "Ask → Hear",
        "opens; contested: sources speak against it; some persons · 1 group · 1 against",
    )


def test_bars_at_what_works_against() -> None:
    """An arrow of a type that the study counts as hindering ends in a bar of four corners; others end in a tip."""

    def corners(types: tuple[str, ...]) -> dict[str, int]:
        figure = draw_diagram(SPEC, MARKS, language="en", hindering=types)
        heads = {
            gid: next(p for p in mark.parts if isinstance(p, Polygon))
            for gid, mark in marks_of(figure).items()
            if gid.startswith("edge")
        }
        return {gid: len(head.get_xy()) - 1 for gid, head in heads.items()}

    assert corners(("hinders",)) == {"edge:up": 3, "edge:down": 4}
    assert corners(("enables",)) == {"edge:up": 4, "edge:down": 3}


def test_strength_is_ticks() -> None:
    """Of four ticks at a box's foot as many are full as the evidence is strong; without the column there are none."""

    def full(figure: Figure) -> list[int]:
        boxes = [mark for gid, mark in marks_of(figure).items() if gid.startswith("node")]
        small = [[p for p in m.parts if isinstance(p, FancyBboxPatch) and p.get_width() < 2] for m in boxes]
        return [sum(to_hex(tick.get_facecolor()) != PALE for tick in ticks) for ticks in small if ticks]

    assert full(draw()) == []
    figure = draw(marks=MARKS.assign(strength=["moderate", "", ""]))
    assert full(figure) == [3]
    assert WORDS["en"]["strength"] in face(figure)
    assert marks_of(figure)["node:A"].about.endswith("strength of the evidence: moderate")


def _luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.1)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """From 1 to 21, as it is left when a figure is printed without colour (WCAG 2.1)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_figure_can_be_read_in_grey() -> None:
    """Words have a contrast of 4.5 and more on their ground, lines 3 on theirs and 2.3 where they are faint."""
    grounds = ["#ffffff", *(tint for _, tint in COLUMNS)]
    assert all(_contrast(dark, ground) >= 4.5 for dark, _ in COLUMNS for ground in grounds)
    assert all(_contrast(look.words, look.fill) >= 4.5 for look in LOOKS.values())
    assert all(_contrast(colour, "#ffffff") >= 4.5 for colour in (INK, SOFT))
    for name, look in LOOKS.items():
        least = 2.3 if name in ("faint", "none") else 3.0
        assert all(_contrast(look.colour or COLUMNS[0][0], ground) >= least for ground in grounds), name


def test_evidence_in_two_lengths_and_languages() -> None:
    """One person is no persons; a word in place of a number stays; brief forms and Indonesian have their own units."""
    mark = {"status": "law", "persons_text": "1", "groups": 2, "documents": float("nan"), "opposers": 0}

    assert evidence_line(mark, "en") == "law · 1 person · 2 groups"
    assert evidence_line(mark, "en", brevity=1) == "law · 1 p · 2 groups"
    assert evidence_line({**mark, "persons_text": "beberapa"}, "id", brevity=2) == "hukum · beberapa org · 2 klp"
    bare = {"status": "law", "persons_text": "", "groups": 0, "documents": 3, "opposers": 0}
    assert evidence_line(bare, "id", brevity=4) == "hukum · 3"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("node:Z", "observed"), "bridge: each row names a mark of the figure (got 'node:Z'). See the figure file."),
        (("node:A", "bold"), "bridge: node:A has a status out of observed, assembled, contested, faint, law, theory,"),
    ],
)
def test_a_row_that_does_not_fit(row: tuple[str, str], message: str) -> None:
    """A row for no mark, or with an unknown status, is refused with the figure's name and what came."""
    with pytest.raises(FigureError) as error:
        draw(marks=pd.DataFrame([row], columns=["mark", "status"]))
    assert str(error.value).startswith(message)


def test_the_users_settings_stay() -> None:
    """Drawing reads none of the user's settings and leaves them as they were."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rcParams, "font.size", 31.0)
        sizes = {text.get_fontsize() for text in draw().findobj(Text)}
        assert rcParams["font.size"] == 31.0
    assert sizes == {text.get_fontsize() for text in draw().findobj(Text)}


@pytest.mark.parametrize("status", ["assembled", "law", "theory", "proposal"])
def test_a_short_arrow_is_never_one_dash(status: str) -> None:
    """On 14 points a gap is seen, with a dash on both sides of it: else a proposal reads as what people say."""
    look, line = LOOKS[status], [(0.0, 0.0), (14.0, 0.0)]
    dash = short_dashes(look.dash, line, look.width)

    assert (sum(dash) + dash[0]) * look.width <= 14.0 + 1e-9
    assert short_dashes(look.dash, [(0.0, 0.0), (400.0, 0.0)], look.width) == look.dash


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_key_says_that_sources_speak_against(language: str) -> None:
    """Persons are counted for a mark and sources against it; a reader who takes both for persons reads it wrongly."""
    said = {"en": "sources against", "id": "sumber yang menentang"}[language]

    assert all(said in WORDS[language][key] for key in ("short", "shorter", "numbers"))
