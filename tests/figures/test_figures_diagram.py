"""What a diagram shows of its marks."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.text import Text

from analysis.errors import FigureError
from analysis.figures.diagram import draw_diagram
from analysis.figures.pieces import Mark
from analysis.figures.spec import Column, Edge, FigureSpec, Node
from analysis.figures.style import LOOKS, WORDS, evidence_line

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
        "node:A": ["Ask", "3 persons · 2 groups · 1 provision"],
        "node:B": ["Hear", "theory"],
        "edge:up": ["opens"],
        "edge:down": [],
    }


def test_the_face_in_both_languages() -> None:
    """Title, the mark of constructed material, headings, the legend of statuses that occur, caption and note."""
    assert face(draw()) == [
        *["A bridge", "Constructed.", "This side", "That side"],
        *["observed in the material", "contested: sources speak against it", "below the rule for keeping"],
        *["rests on theory alone", "hinders or contradicts", "Two boxes.", "Drawn anew."],
    ]
    assert face(draw(language="id")) == [
        *["Jembatan", "Constructed.", "Sisi ini", "Sisi sana"],
        *["teramati dalam data", "diperdebatkan: ada sumber yang menentang", "di bawah aturan penyertaan"],
        *["hanya bersandar pada teori", "menghambat atau bertentangan", "Two boxes.", "Digambar ulang."],
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
    """A contested arrow is two strokes, the upper one white; a faint arrow is one thin stroke."""

    def strokes(mark: str) -> list[float]:
        return [part.get_linewidth() for part in marks_of(draw())[mark].parts if isinstance(part, PathPatch)]

    assert len(strokes("edge:up")) == 2
    assert strokes("edge:down") == [LOOKS["faint"].width]


LONG = "Menyelenggarakan pendidikan, pelatihan, dan pengembangan kompetensi secara berkesinambungan"


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.one_of(st.just(LONG), st.text("abcdefghijklmnop qrstuvwxyzéÜ", min_size=1, max_size=70)),
        min_size=3,
        max_size=8,
    ),
    st.sampled_from(["LR", "TB"]),
)
def test_text_stays_in_its_box(labels: list[str], direction: str) -> None:
    """Whatever a label says, its lines and the line of evidence lie within the border of the box."""
    nodes = tuple(Node(f"n{n}", "", {"en": label}, ("X",)) for n, label in enumerate(labels))
    edges = tuple(Edge(f"{n}", f"n{n}", f"n{n + 1}", pairs=(("X", "X"),)) for n in range(len(labels) - 1))
    spec = FigureSpec("toy", title={"en": "Toy"}, nodes=nodes, edges=edges, layout={"direction": direction})
    rows = [(node.mark, "contested", "12", 3, 14, 12) for node in nodes]
    figure = draw(spec, pd.DataFrame(rows, columns=list(MARKS)))
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
    assert "opens the way wherever people ask before they act (no evidence)" in face(figure)


def test_evidence_in_two_lengths_and_languages() -> None:
    """One person is no persons; a word in place of a number stays; brief forms and Indonesian have their own units."""
    mark = {"status": "law", "persons_text": "1", "groups": 2, "documents": float("nan"), "opposers": 0}

    assert evidence_line(mark, "en") == "law · 1 person · 2 groups"
    assert evidence_line(mark, "en", brevity=1) == "law · 1 p · 2 groups"
    assert evidence_line({**mark, "persons_text": "beberapa"}, "id", brevity=2) == "hukum · beberapa org · 2 klp"


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
