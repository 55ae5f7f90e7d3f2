"""How pictures, tables and alternative texts are kept."""

import base64
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure
from pypdf import PdfReader

import analysis
from analysis.errors import FigureError
from analysis.figures.diagram import draw_diagram
from analysis.figures.save import save_figure, write_alt_text, write_table
from analysis.figures.spec import Edge, FigureSpec, Node

SPEC = FigureSpec(
    "toy",
    title={"en": "Toy"},
    nodes=(Node("A", "", {"en": "Ask & hear"}, ("A",)), Node("B", "", {"en": "Act <now>"}, ("B",))),
    edges=(Edge("A->B", "A", "B", "causes", pairs=(("A", "B"),)),),
)
MARKS = pd.DataFrame({"mark": ["node:A"], "status": ["observed"]})

SCRIPT = """
import sys
from pathlib import Path
import pandas as pd
from analysis.figures.diagram import draw_diagram
from analysis.figures.heatmap import draw_heatmap
from analysis.figures.save import save_figure
from analysis.figures.spec import Column, Edge, FigureSpec, Node

words = lambda text: {"en": text}
spec = FigureSpec(
    "toy", title=words("Toy"), columns=tuple(Column(c, words(c)) for c in "xyz"),
    nodes=tuple(Node(f"{c}{n}", c, words(f"Box {c}{n}"), ("A",)) for c in "xyz" for n in range(3)),
    edges=tuple(
        Edge(f"{a}->{b}", a, b, "causes", words("opens"), (("A", "B"),))
        for a, b in [("x0", "y1"), ("x1", "y0"), ("x2", "z2"), ("z0", "x0"), ("y1", "y2")]
    ),
)
marks = pd.DataFrame({"mark": spec.marks, "status": (["observed", "assembled", "contested", "faint"] * 4)[:14]})
folder = Path(sys.argv[1])
figure = draw_diagram(spec, marks, language="en", caption="Nine boxes.", constructed_mark="Constructed.")
save_figure(figure, folder, "toy")
save_figure(draw_diagram(spec, marks, language="en", width="column"), folder, "narrow")
frame = pd.DataFrame({"a": [1.0, None], "b": [2.0, 3.0]}, index=["p", "q"])
save_figure(draw_heatmap(frame, title="Map"), folder, "map")
"""


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """Two processes with other hash seeds, times and user settings write equal files: svg, png and pdf."""
    found = []
    for seed, font in (("1", "31"), ("2", "7")):
        folder, settings = tmp_path / seed, tmp_path / f"settings{seed}"
        settings.mkdir()
        (settings / "matplotlibrc").write_text(f"font.size: {font}\nfont.family: serif\n", encoding="utf-8")
        more = {"PYTHONHASHSEED": seed, "MATPLOTLIBRC": str(settings), "SOURCE_DATE_EPOCH": ""}
        environment = {**os.environ, **more, "PYTHONPATH": str(Path(analysis.__file__).parents[1])}
        del environment["SOURCE_DATE_EPOCH"]
        subprocess.run([sys.executable, "-c", SCRIPT, str(folder)], check=True, env=environment)
        found.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})

    assert list(found[0]) == [f"{n}.{form}" for n in ("map", "narrow", "toy") for form in ("pdf", "png", "svg")]
    assert found[0] == found[1]


def test_a_picture_names_its_marks_and_no_program(tmp_path: Path) -> None:
    """Each mark is one element of the SVG under its own id; neither date nor program stands in it."""
    figure = draw_diagram(SPEC, MARKS, language="en")
    [path] = save_figure(figure, tmp_path, "toy", formats=("svg",))
    first = path.read_bytes()
    ids = [element.get("id", "") for element in ElementTree.fromstring(first).iter()]

    assert [i for i in ids if i.startswith(("node:", "edge:"))] == ["edge:A->B", "node:A", "node:B"]
    assert len(set(i for i in ids if i)) == len([i for i in ids if i])
    assert b"dc:date" not in first and b"dc:creator" not in first
    save_figure(figure, tmp_path, "toy", formats=("svg",))
    assert path.read_bytes() == first


SVG = "{http://www.w3.org/2000/svg}"


def saved(tmp_path: Path, **more: str) -> ElementTree.Element:
    """The SVG of the toy figure, read back."""
    [path] = save_figure(draw_diagram(SPEC, MARKS, language="en", **more), tmp_path, "toy", formats=("svg",))
    return ElementTree.fromstring(path.read_bytes())


def test_letters_stay_text(tmp_path: Path) -> None:
    """What a figure says stands in its SVG as text that can be searched, markup of a label as the words that it is."""
    found = [element.text for element in saved(tmp_path, caption="Two boxes.").iter(f"{SVG}text")]

    assert {"Toy", "Ask & hear", "Act <now>", "Two boxes."} <= set(found)


def test_the_font_travels_along(tmp_path: Path) -> None:
    """Each face used is embedded with just the letters that it is used for; nothing is asked from elsewhere."""
    root = saved(tmp_path)
    style = next(element.text or "" for element in root.iter(f"{SVG}style"))
    rules = re.findall(r"@font-face\{font-family:([\w-]+);font-weight:(\w+);.*?base64,([\w+/=]+)\)", style)
    wanted = {"bold": set("Toy"), "normal": set()}
    for element in root.iter(f"{SVG}text"):
        wanted["bold" if "weight: bold" in element.get("style", "") or element.text == "Toy" else "normal"] |= set(
            element.text or ""
        )

    assert [weight for _, weight, _ in rules] == ["bold", "normal"]
    for family, weight, data in rules:
        letters = set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()))
        assert letters == wanted[weight]
        assert f"font-family: {family}, " in root.get("style", "")
        assert not any("font-family" in element.get("style", "") for element in root.iter(f"{SVG}text"))
    addresses = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href") and not v.startswith("#")]
    assert addresses == [] and "http" not in style


def test_a_picture_says_what_it_shows(tmp_path: Path) -> None:
    """Figure and marks have a title first and a description after it, and roles that tell readers of screens so."""
    root = saved(tmp_path, caption="Two boxes.", constructed_mark="Constructed.")
    groups = {group.get("id"): group for group in root.iter(f"{SVG}g") if group.get("role")}

    assert root.get("role") == "graphics-document document" and root.get("lang") == "en"
    assert [(child.tag, child.text) for child in list(root)[:2]] == [
        (f"{SVG}title", "Toy"),
        (f"{SVG}desc", "Constructed. Two boxes."),
    ]
    assert list(groups) == ["edge:A->B", "node:A", "node:B"]
    for group, title in zip(groups.values(), ("Ask & hear → Act <now>", "Ask & hear", "Act <now>"), strict=True):
        first, second = list(group)[:2]
        assert (group.get("role"), first.tag, first.text) == ("graphics-symbol img", f"{SVG}title", title)
        assert second.tag == f"{SVG}desc" and second.text


def test_a_pdf_has_its_font_and_no_date(tmp_path: Path) -> None:
    """Letters are TrueType, not outlines or Type 3; the words can be taken out again; nothing says when it was made."""
    [path] = save_figure(draw_diagram(SPEC, MARKS, language="en"), tmp_path, "toy", formats=("pdf",))
    reader = PdfReader(path)
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]

    assert {font["/Subtype"] for font in fonts} <= {"/Type0", "/TrueType"} and fonts
    assert "Ask & hear" in reader.pages[0].extract_text()
    assert b"CreationDate" not in path.read_bytes()


def test_a_figure_of_matplotlibs_own(tmp_path: Path) -> None:
    """A figure without title and marks is kept too, without words of ours."""
    figure = Figure(figsize=(1, 1))
    [path] = save_figure(figure, tmp_path, "plain", formats=("svg",))

    assert b"<title>" not in path.read_bytes() and b"@font-face" not in path.read_bytes()


def test_a_format_that_is_none(tmp_path: Path) -> None:
    """Another format than svg, png and pdf is refused, and nothing is written."""
    with pytest.raises(FigureError, match=r"toy: a figure is saved as svg, png, pdf \(got 'gif'\)"):
        save_figure(draw_diagram(SPEC, MARKS, language="en"), tmp_path, "toy", formats=("gif",))
    assert list(tmp_path.iterdir()) == []


def test_a_table_beside_the_picture(tmp_path: Path) -> None:
    """Index levels come first, pairs of heads are joined, missing is empty, and the frame stays as it was."""
    frame = pd.DataFrame(
        [[4.0, None], [0.5, 1.0]],
        index=pd.Index(["asks", "hears"], name="theme"),
        columns=pd.MultiIndex.from_tuples([("Guides", 4), ("Hosts", 3)]),
    )
    before = frame.copy()
    path = write_table(tmp_path, "map", frame)

    assert path.read_text(encoding="utf-8") == "theme,Guides 4,Hosts 3\nasks,4,\nhears,0.5,1\n"
    pd.testing.assert_frame_equal(frame, before)


def test_alternative_text(tmp_path: Path) -> None:
    """The text stands in <name>.alt.txt and ends with one newline."""
    path = write_alt_text(tmp_path, "toy", "Two boxes.\n\n")

    assert (path.name, path.read_text(encoding="utf-8")) == ("toy.alt.txt", "Two boxes.\n")
