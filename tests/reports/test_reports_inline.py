"""A picture inside a page: small, with its marks, without anything that acts or asks."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from analysis.reports.inline import Shared, inline_svg

SVG = """\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg">
 <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
 <defs><clipPath id="p1"><rect id="r"/></clipPath></defs>
 <!-- id="said" -->
 <g id="node:a"><path d="M 1.239 2 L 3.0 4 z" clip-path="url(#p1)" style="fill: #fff; stroke-linejoin: miter"/>
 <g id="text_1"><defs><path id="Font-41" d="M 5 6" transform="scale(0.01)"/></defs>
 <use xlink:href="#Font-41" transform="translate(7.25 0)"/></g>
 <text>id="b" &lt;img onerror="x"&gt;</text></g>
</svg>
"""


def test_a_picture_keeps_its_shapes_and_marks() -> None:
    """Prolog, metadata, ids, clips and addresses go; styles are attributes; glyphs stand once with their scale."""
    shared = Shared()
    text = inline_svg(SVG, shared, names=frozenset(["node:a"]))

    assert text == (
        '<svg viewBox="0 0 9 9" preserveAspectRatio="xMidYMid meet" stroke-linejoin="round" stroke-linecap="butt">'
        '<g data-mark="node:a"><path d="M1.24 2L3 4z" fill="#fff"/><use x="7.25" href="#g0"/>'
        '<text>id="b" &lt;img onerror="x"&gt;</text></g></svg>'
    )
    assert '<path id="g0" d="M5 6" transform="scale(0.01)"/>' in shared.svg


def test_two_pictures_share_their_glyphs() -> None:
    """The same picture twice has its glyphs once."""
    shared = Shared()
    both = [inline_svg(SVG, shared) for _ in range(2)]

    assert both[0] == both[1]
    assert len(shared.glyphs) == 1


@pytest.mark.parametrize(
    "evil",
    [
        "<script>window.hit = 1</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<rect onclick="window.hit = 1" width="1"/>',
        '<a xlink:href="javascript:window.hit = 1"><text>go</text></a>',
        '<image xlink:href="http://elsewhere.test/x.png"/>',
        '<rect fill="url(http://elsewhere.test/x)"/>',
    ],
)
def test_what_could_act_goes(evil: str) -> None:
    """Scripts, handlers, foreign content, links and addresses of a picture stand in no page."""
    text = inline_svg(SVG.replace("<metadata>", f"{evil}<metadata>"), Shared())

    assert not [word for word in ("script", "foreign", "onclick", 'href="java', "elsewhere", "hit") if word in text]
    ElementTree.fromstring(text)


def test_embedded_fonts_keep_to_their_picture() -> None:
    """A face gets a name by its bytes: equal ones are one, and the text of the picture asks for it by that name."""
    face = "@font-face { font-family: 'Sans'; src: url(data:font/woff2;base64,AAAA) format('woff2'); }"
    with_font = SVG.replace("<metadata>", f"<style>{face}</style><metadata>").replace(
        "<text>", """<text style="font-family: 'Sans', serif">"""
    )
    shared = Shared()
    first, second = (inline_svg(with_font, shared) for _ in range(2))

    name = shared.css.split("font-family: ")[1].split(";")[0]
    assert f'font-family="{name}, serif"' in first == second
    assert shared.css.count("@font-face") == 1


def test_pictures_share_the_font_of_our_figures() -> None:
    """One font is cut of the letters of all pictures, face by face; what most letters look like is said once."""
    face = "@font-face{font-family:figure-0123456789;src:url(data:font/woff;base64,AAAA) format('woff')}"
    style = "font-size: 7px; font-family: figure-0123456789, serif; font-weight: 700"
    given = [SVG.replace("<metadata>", f"<style>{face}</style><metadata>").replace("<text>", f'<text style="{style}">')]
    given += [given[0].replace("onerror", "zz")]
    shared = Shared(rule=lambda name, face, letters: f"{name} {face[0]} {letters};")
    texts = [inline_svg(svg, shared) for svg in given]

    assert shared.css == 'figure-letters bold  "<=>bdegimnorxz;'
    assert 'font-family="figure-letters, serif"' in texts[0].split(">")[0]
    assert '<text font-weight="700">' in texts[0]


@pytest.mark.parametrize(
    ("shape", "short"),
    [
        ("M 0 0 L 5 0 L 5 4.001 L 0 4 z", "M0 0H5V4H0z"),
        ("M 1.5 2 Q 3 2 3 4 L 6 8 L 7 9", "M1.5 2Q3 2 3 4L6 8 7 9"),
        ("M 0 0 L 0 0", "M0 0V0"),
        ("M 0 0 A 1 1 0 0 1 2 2", "M0 0A1 1 0 0 1 2 2"),
    ],
)
def test_paths_say_the_same_in_fewer_characters(shape: str, short: str) -> None:
    """Lines along an axis as such, no command twice; a dot stays a dot, and what is not known stays."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{shape}"/></svg>'

    assert f'd="{short}"' in inline_svg(svg, Shared())
