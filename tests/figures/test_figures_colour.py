"""Can figures be read by those who see colours otherwise, and in grey?

Machado, Oliveira and Fernandes (2009), IEEE Transactions on Visualization and Computer Graphics 15(6), 1291-1298: the
matrices of severity 1.0, which act on linear RGB.
"""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from analysis.figures.charts import framework, looks
from analysis.figures.heatmap import COLOURS
from analysis.figures.style import COLUMNS, INK, LOOKS, SOFT, WARN, ink_on

SIGHTS = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
GROUNDS = ["#ffffff", *(tint for _, tint in COLUMNS)]
sights = pytest.mark.parametrize("sight", list(SIGHTS))


def seen(colour: object, sight: str) -> np.ndarray:
    """A colour in linear RGB, as it is seen."""
    parts = np.array(to_rgb(colour))  # type: ignore[arg-type]
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.clip(SIGHTS[sight] @ linear, 0, 1)


def contrast(one: object, other: object, sight: str) -> float:
    """From 1 to 21 (WCAG 2.1)."""
    low, high = sorted(float(seen(colour, sight) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_the_simulation() -> None:
    """White stays white in every sight, and red and green that differ to most are alike in deuteranopia."""
    assert all(np.allclose(seen("white", sight), 1, atol=0.001) for sight in SIGHTS)
    one, other = "#c06040", "#808030"
    apart = {sight: float(np.abs(seen(one, sight) - seen(other, sight)).max()) for sight in SIGHTS}
    assert apart["deuteranopia"] < apart["full"] / 2


@sights
def test_words_stand_out(sight: str) -> None:
    """Text has a contrast of 4.5 on its ground, in boxes, on bands and in tiles."""
    pairs = [(dark, ground) for dark, _ in COLUMNS for ground in GROUNDS]
    pairs += [(look.words, look.fill) for look in LOOKS.values()]
    pairs += [(colour, "#ffffff") for colour in (INK, SOFT, WARN)] + [(WARN, "#fdf1ea")]
    pairs += [(look.ink, look.face) for look in (*looks.SIDES.values(), *framework.LOOKS.values())]

    assert [pair for pair in pairs if contrast(*pair, sight) < 4.5] == []


@sights
def test_numbers_stand_out_on_every_shade(sight: str) -> None:
    """On each shade of a heat map the number has 4.5, and in no sight less than 4.

    On the shade where black and white words are equally good both have 4.58, and other sights take from one of them.
    """
    shades = [COLOURS(share) for share in np.linspace(0, 1, 41)]

    least = 4.5 if sight in ("full", "grey") else 4.0
    assert [shade for shade in shades if contrast(ink_on(shade), shade, sight) < least] == []


@sights
def test_lines_stand_out(sight: str) -> None:
    """Every line that means something has a contrast of 3 on white and on the band of every group."""
    lines = {look.colour for look in LOOKS.values() if look.colour} | {dark for dark, _ in COLUMNS}

    assert [(line, ground) for line in sorted(lines) for ground in GROUNDS if contrast(line, ground, sight) < 3] == []


def test_statuses_differ_by_more_than_colour() -> None:
    """With all colours taken away each status still has its own line: width by half or more, dashes, or double."""
    for (one, a), (other, b) in combinations(LOOKS.items(), 2):
        apart = a.dash != b.dash or a.double != b.double or max(a.width, b.width) >= 1.5 * min(a.width, b.width)
        assert apart, (one, other)


@sights
def test_sides_differ_in_lightness_or_hatching(sight: str) -> None:
    """Tiles that mean different things differ by hatching, or by a contrast of 1.5 between their fills."""
    for kinds in (looks.SIDES, framework.LOOKS):
        for (one, a), (other, b) in combinations(kinds.items(), 2):
            signs = framework.SIGNS.get(one), framework.SIGNS.get(other)
            apart = a.hatch != b.hatch or contrast(a.face, b.face, sight) >= 1.5 or signs[0] != signs[1]
            assert apart, (one, other)


@sights
def test_the_border_of_a_tile_can_be_seen(sight: str) -> None:
    """A tile as pale as the paper has a border, and a hatched one hatching, with a contrast of 3."""
    for name, look in (*looks.SIDES.items(), *framework.LOOKS.items()):
        if contrast(look.face, "white", sight) < 1.2 or look.hatch:
            assert contrast(look.edge, look.face, sight) >= 3 or contrast(look.edge, "white", sight) >= 3, name


@sights
def test_heat_is_told_by_lightness(sight: str) -> None:
    """More is darker, in every sight."""
    light = [float(seen(COLOURS(share), sight) @ [0.2126, 0.7152, 0.0722]) for share in np.linspace(0, 1, 21)]

    assert light == sorted(light, reverse=True)
