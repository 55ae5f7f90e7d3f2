"""What must an SVG carry so that it looks, reads and searches the same everywhere?

Letters stay text. The glyphs that the figure uses travel with it, cut out of the font that matplotlib ships and
embedded as WOFF, so that no request leaves the file. Figure and marks say in words what they are.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from xml.sax.saxutils import escape, unescape

from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont

from analysis.figures.pieces import Mark
from analysis.figures.style import FONT

FALLBACK = "'DejaVu Sans', Verdana, sans-serif"
"""Fonts for readers that use no embedded ones: the same, or one as wide."""

_TEXT = re.compile(r"<text style=\"([^\"]*)\"[^>]*>([^<]*)</text>")
_ROOT = re.compile(r"<svg [^>]*>")
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_SHAPE = re.compile(r' d="([^"]*)"')
_UNTURNED = re.compile(r' transform="rotate\(-?0(?: [^)]*)?\)"')
_PLACED = re.compile(r'( (?:d|x|y|width|height|transform|style)=")([^"]*)"')
_LONG = re.compile(r"-?\d+\.\d{3,}(?![\d%])")
_GROUP = re.compile(r"(<g[^>]*>|</g>)")
_COUNTED = re.compile(r'<g id="(?:patch|text|line2d|PathCollection|QuadMesh|figure|FillBetweenPolyCollection)_\d+">')
"""Groups that matplotlib numbers and nobody asks for."""

_MARK = re.compile(r'<g id="([^"]*)">')
_BETWEEN = re.compile(r">\s+<")


def finished(svg: str, figure: Figure) -> str:
    """The SVG with its font inside, and with the words for those who hear it read.

    Parameters
    ----------
    svg : as matplotlib writes it with `svg.fonttype: none`
    figure : its `title`, `about` and `language`, and those of its marks, become `<title>` and `<desc>`; a figure
        without them, such as one of matplotlib's own, gets none
    """
    return _told(_with_font(_slim(svg)), figure)


# --- the size ---------------------------------------------------------------------------------------------------------


def _slim(svg: str) -> str:
    """The same picture in fewer bytes: no groups that only count, no metadata, two decimals, paths in one line."""
    svg = _METADATA.sub("", svg)
    svg = _SHAPE.sub(lambda m: f' d="{_tight(m[1])}"', svg)
    svg = _UNTURNED.sub("", svg)
    svg = _PLACED.sub(lambda m: m[1] + _LONG.sub(lambda n: _rounded(n[0]), m[2]) + '"', svg)
    svg = svg.replace("; stroke-linecap: butt", "") if "*{stroke-linejoin: round; stroke-linecap: butt}" in svg else svg
    kept: list[bool] = []
    parts = []
    for part in _GROUP.split(svg):
        if part.startswith("<g"):
            kept.append(not _COUNTED.fullmatch(part))
            parts.append(part if kept[-1] else "")
        elif part == "</g>":
            parts.append(part if kept.pop() else "")
        else:
            parts.append(part)
    return _BETWEEN.sub(">\n<", "".join(parts))


def _tight(shape: str) -> str:
    return re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(shape.split()))


def _rounded(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# --- the font ---------------------------------------------------------------------------------------------------------


def _with_font(svg: str) -> str:
    """Every face that the text uses, cut to its letters, under a name that no other figure of a page has."""
    used: dict[tuple[str, str], set[str]] = {}
    for style, text in _TEXT.findall(svg):
        used.setdefault(_face(style), set()).update(unescape(text))
    if not used:
        return svg
    faces = {face: _cut("".join(sorted(letters)), *face) for face, letters in sorted(used.items())}
    name = f"figure-{hashlib.sha256(b''.join(faces.values())).hexdigest()[:10]}"
    rules = "".join(_rule(name, face, data) for face, data in faces.items())
    svg = svg.replace("font-family: 'DejaVu Sans'; ", "")
    root = _ROOT.search(svg)
    if root is not None:
        svg = svg.replace(root[0], f'{root[0][:-1]} style="font-family: {name}, {FALLBACK}">', 1)
    return svg.replace('<style type="text/css">', f'<style type="text/css">{rules}', 1)


def font_rule(name: str, face: tuple[str, str], letters: str) -> str:
    """The rule for one face, weight and slant, of the figures' font with these letters alone."""
    return _rule(name, face, _cut(letters, *face))


def _face(style: str) -> tuple[str, str]:
    """Weight and slant of a text."""
    weight = re.search(r"font-weight: (\w+)", style)
    bold = weight is not None and (weight[1] == "bold" or (weight[1].isdigit() and int(weight[1]) >= 600))
    return "bold" if bold else "normal", "italic" if "font-style: italic" in style else "normal"


def _rule(name: str, face: tuple[str, str], data: bytes) -> str:
    source = f"data:font/woff;base64,{base64.b64encode(data).decode('ascii')}"
    return (
        f"@font-face{{font-family:{name};font-weight:{face[0]};font-style:{face[1]};src:url({source}) format('woff')}}"
    )


@lru_cache(maxsize=64)
def _cut(letters: str, weight: str, slant: str) -> bytes:
    """The font with these letters alone, without hints, date or names: the same letters give the same bytes."""
    path = findfont(FontProperties(family=FONT, weight=weight, style="oblique" if slant == "italic" else "normal"))
    options = subset.Options(hinting=False, layout_features=["kern"], name_IDs=[], notdef_outline=True)
    options.drop_tables += ["FFTM"]
    font = TTFont(path, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


# --- the words --------------------------------------------------------------------------------------------------------


def _told(svg: str, figure: Figure) -> str:
    """Title and description of the figure and of each mark, as first children, where readers look for them."""
    title, about = str(getattr(figure, "title", "")), str(getattr(figure, "about", ""))
    language = str(getattr(figure, "language", ""))
    marks = {str(mark.get_gid()): mark for mark in figure.findobj(Mark) if isinstance(mark, Mark) and mark.title}

    def told(group: re.Match[str]) -> str:
        mark = marks.get(unescape(group[1], {"&quot;": '"'}))
        if mark is None:
            return group[0]
        return f'<g role="graphics-symbol img" id="{group[1]}">' + _words({"title": mark.title, "desc": mark.about})

    svg = _MARK.sub(told, svg)
    if not title:
        return svg
    root = _ROOT.search(svg)
    if root is None:
        return svg
    spoken = f' xml:lang="{escape(language)}" lang="{escape(language)}"' if language else ""
    head = root[0][:-1] + f' role="graphics-document document"{spoken}>'
    return svg.replace(root[0], head + _words({"title": title, "desc": about}), 1)


def _words(parts: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text)
