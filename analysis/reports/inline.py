"""How does a picture stand inside a page? An SVG made small, with its marks to be asked and nothing that could act.

Pictures of one page share their glyphs and fonts, so that five figures in two languages stay small. What is no shape,
text or reference goes: scripts, handlers, metadata, addresses. Styles become attributes, so that a page may forbid
styles. What a mark is said to be goes too: the page says it, in its own language.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

_PROLOG = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_HOLLOW = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "stop"))
_KEPT = _HOLLOW | {"svg", "g", "text", "tspan", "defs", "title", "desc", "linearGradient", "radialGradient"}
_DEFAULTS = {"stroke-linejoin": "miter", "stroke-dashoffset": "0", "text-anchor": "start", "opacity": "1"}
_DROPPED = frozenset(("id", "class", "style", "clip-path", "width", "height", "version", "preserveAspectRatio"))
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d+\.\d+")
_MOVED = re.compile(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)")
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FAMILY = re.compile(r"font-family\s*:\s*(['\"]?)([^;'\"}]+)\1")
_OWN = re.compile(r"figure-[0-9a-f]{10}")
_HOISTED = ("font-family", "font-size")
LETTERS = "figure-letters"
"""The family under which the fonts that pictures share stand in a page."""
_SRC = re.compile(r"src\s*:\s*(url\((['\"]?)data:[^)]*\)[^;}]*)")


@dataclass(slots=True)
class Shared:
    """What the pictures of one page have in common: glyphs by their shape, font faces by their bytes."""

    glyphs: dict[tuple[str, str], str] = field(default_factory=dict)
    """Shape and its transformation -> id."""
    faces: dict[str, str] = field(default_factory=dict)
    """Name of the face in this page -> its rule."""
    rule: Callable[[str, tuple[str, str], str], str] | None = None
    """Family, face and letters -> the rule of a font cut anew, for pictures that carry a font of ours (`figure-…`)."""
    letters: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """Weight and slant -> the letters that the pictures use of the font they share."""

    def glyph(self, shape: str, moved: str) -> str:
        """The id of a shape; the same shape has one id."""
        return self.glyphs.setdefault((shape, moved), f"g{len(self.glyphs)}")

    @property
    def svg(self) -> str:
        """The shapes, to be put once into the page."""
        shapes = "".join(
            f'<path id="{name}" d={quoteattr(shape)}' + (f" transform={quoteattr(moved)}/>" if moved else "/>")
            for (shape, moved), name in self.glyphs.items()
        )
        return f'<svg class="glyphs" aria-hidden="true" focusable="false"><defs>{shapes}</defs></svg>' if shapes else ""

    @property
    def css(self) -> str:
        """The font faces, to be put once into the page's style."""
        shared = [
            self.rule(LETTERS, face, "".join(sorted(used))) for face, used in sorted(self.letters.items()) if self.rule
        ]
        return "".join([*self.faces.values(), *shared])


def inline_svg(svg: str, shared: Shared, *, names: frozenset[str] = frozenset()) -> str:
    """An SVG that may stand beside others in one page.

    Parameters
    ----------
    names : the marks that can be asked; their groups keep their name as `data-mark`. Every other id goes.
    """
    root = ElementTree.fromstring(_PROLOG.sub("", svg).strip())
    fonts = _fonts(root, shared)
    _hoist(root)
    used = {_reference(e) for e in root.iter() if _tag(e) == "use"}
    drawn = [e for e in root.iter() if _tag(e) == "path" and e.get("id") in used]
    local = {str(e.get("id")): shared.glyph(_path(e.get("d", "")), e.get("transform", "")) for e in drawn}
    return _text(root, local, names, fonts)


def _text(
    node: ElementTree.Element,
    local: dict[str, str],
    names: frozenset[str],
    fonts: dict[str, str],
    *,
    told: bool = False,
) -> str:
    tag = _tag(node)
    if tag not in _KEPT:
        return ""
    if tag in ("title", "desc") and told:
        return ""
    if tag == "use" and _reference(node) not in local:
        return ""
    told = told or node.get("id") in names
    parts = [_text(child, local, names, fonts, told=told) + _words(child.tail) for child in node if _kept(child, local)]
    inside = "".join(parts)
    inside = _words(node.text) + inside
    if tag in ("defs", "g") and not inside and node.get("id") not in names:
        return ""
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in _attributes(node, tag, local, fonts).items())
    if node.get("id") in names:
        attributes += f" data-mark={quoteattr(str(node.get('id')))}"
    elif tag == "g" and not attributes:
        return inside
    return f"<{tag}{attributes}/>" if tag in _HOLLOW else f"<{tag}{attributes}>{inside}</{tag}>"


def _kept(node: ElementTree.Element, local: dict[str, str]) -> bool:
    """Whether a child is drawn; glyphs stand in the page once and not here."""
    return not (_tag(node) == "path" and node.get("id") in local)


def _attributes(node: ElementTree.Element, tag: str, local: dict[str, str], fonts: dict[str, str]) -> dict[str, str]:
    found = {key: value for key, value in _given(node).items() if _DEFAULTS.get(key) != value}
    out = {
        key: _shorter(key, value)
        for key, value in found.items()
        if key not in _DROPPED and not key.startswith(("on", "aria-", "xml")) and key not in ("href", "role")
    }
    if "font-family" in out:
        out["font-family"] = ", ".join(fonts.get(f.strip(" '\""), f.strip()) for f in out["font-family"].split(","))
    if "url(" in "".join(out.values()):
        out = {key: value for key, value in out.items() if "url(" not in value}
    if out.get("transform", "").startswith(("rotate(0 ", "rotate(-0 ")):
        del out["transform"]  # turned by nothing
    if tag == "use":
        moved = _MOVED.fullmatch(out.get("transform", ""))
        if moved:
            del out["transform"]
            out |= {axis: n for axis, n in zip("xy", moved.groups(), strict=True) if float(n)}
        out["href"] = f"#{local[_reference(node)]}"
    if tag == "svg":
        out |= {"preserveAspectRatio": "xMidYMid meet", "stroke-linejoin": "round", "stroke-linecap": "butt"}
    return out


def _given(node: ElementTree.Element) -> dict[str, str]:
    """The attributes of an element, and what its style says."""
    found = {_bare(key): value for key, value in node.attrib.items()}
    for part in found.pop("style", "").split(";"):
        key, _, value = part.partition(":")
        if value.strip():
            found[key.strip()] = value.strip()
    return found


def _hoist(root: ElementTree.Element) -> None:
    """Say once, at the root, how most letters look, where every text says it for itself."""
    texts = [(node, _given(node)) for node in root.iter() if _tag(node) == "text"]
    for key in _HOISTED:
        said = Counter(given[key] for _, given in texts if key in given)
        if not texts or sum(said.values()) < len(texts):
            continue
        most = said.most_common(1)[0][0]
        for _, given in texts:
            if given[key] == most:
                del given[key]
        root.set(key, most)
    for node, given in texts:
        node.attrib.clear()
        node.attrib.update(given)


def _shorter(key: str, value: str) -> str:
    if key == "d":
        return _path(value)
    return _NUMBER.sub(lambda m: _round(m[0]), value) if key not in ("id", "font-family") else value


def _path(shape: str) -> str:
    """A path in few characters: rounded, straight lines along an axis as such, no command or space twice."""
    parts = _STEP.findall(shape)
    if {command for command, _ in parts} - set("MLQCZz"):
        return re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(_NUMBER.sub(lambda m: _round(m[0]), shape).split()))
    out, here, said = "", ("", ""), ""
    for command, given in parts:
        numbers = [_round(n) for n in given.replace(",", " ").split()]
        for point in [numbers] if command in "QCZz" else [numbers[n : n + 2] for n in range(0, len(numbers), 2)]:
            name, told = command, point
            if command == "L" and here[0] == point[0]:
                name, told = "V", point[1:]
            elif command == "L" and here[1] == point[1]:
                name, told = "H", point[:1]
            out += (" " if name == said else name) + " ".join(told)
            said, here = name, (point[-2], point[-1]) if point else ("", "")
    return out


def _round(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _fonts(root: ElementTree.Element, shared: Shared) -> dict[str, str]:
    """Family -> its name in this page: the faces of each picture are kept apart, equal ones are one."""
    names: dict[str, str] = {}
    for style in (e for e in root.iter() if _tag(e) == "style"):
        for face in _FACE.findall(style.text or ""):
            family, source = _FAMILY.search(face), _SRC.search(face)
            if family and source and shared.rule and _OWN.fullmatch(family[2].strip()):
                names[family[2].strip()] = LETTERS
            elif family and source:
                name = names.setdefault(family[2].strip(), "f" + hashlib.sha256(face.encode()).hexdigest()[:8])
                own = _FAMILY.sub(f"font-family: {name}", face, count=1)
                shared.faces.setdefault(hashlib.sha256(own.encode()).hexdigest(), own)
    for node in (e for e in root.iter() if _tag(e) == "text"):
        given = _given(node)
        if any(f.strip(" '\"") in names for f in given.get("font-family", "").split(",")) and shared.rule:
            shared.letters.setdefault(face_of(given), set()).update("".join(node.itertext()))
    return names


def face_of(given: Mapping[str, str]) -> tuple[str, str]:
    """Weight and slant of a text from its attributes."""
    weight = given.get("font-weight", "normal")
    bold = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    return "bold" if bold else "normal", "italic" if given.get("font-style") == "italic" else "normal"


def _words(text: str | None) -> str:
    return escape(text) if text and text.strip() else ""


def _tag(node: ElementTree.Element) -> str:
    return _bare(str(node.tag))


def _bare(name: str) -> str:
    return name.rsplit("}", 1)[-1]


def _reference(node: ElementTree.Element) -> str:
    return next((value.removeprefix("#") for key, value in node.attrib.items() if _bare(key) == "href"), "")
