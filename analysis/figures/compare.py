"""Where do two pictures differ? Side by side, with what changed marked."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from matplotlib.image import imread, imsave

MARKED = (208, 52, 44)
"""The colour in which changed pixels and the frame around them stand."""
_GAP = 24
_FRAME = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two pictures, in pixels of the larger canvas.

    `box` is (left, top, right, bottom), right and bottom not included; None where no pixel differs. `share` runs from 0
    to 1.
    """

    picture: bytes
    box: tuple[int, int, int, int] | None
    share: float
    sizes: tuple[tuple[int, int], tuple[int, int]]

    def __str__(self) -> str:
        if self.sizes[0] != self.sizes[1]:
            one, other = ("x".join(map(str, size)) for size in self.sizes)
            grown = f", {one} points of the picture then, {other} now"
        else:
            grown = ""
        if self.box is None:
            return f"no pixel differs{grown}"
        left, top, right, bottom = self.box
        return f"{self.share:.2%} of the pixels, from ({left}, {top}) to ({right}, {bottom}){grown}"


def compare_pictures(published: bytes, rebuilt: bytes) -> Difference:
    """Where do two pictures differ?

    Parameters
    ----------
    published, rebuilt : PNG files

    Returns
    -------
    Difference
        `picture` is a PNG: published, rebuilt, and the rebuilt one faded, with its changed pixels in colour and a frame
        around them. A smaller picture is put on white at the upper left.
    """
    one, other = (_pixels(data) for data in (published, rebuilt))
    high, wide = (max(one.shape[axis], other.shape[axis]) for axis in (0, 1))
    before, after = (_on_white(pixels, wide, high) for pixels in (one, other))
    changed = (before != after).any(axis=2)
    shown = 255 - (255 - after) // 4
    shown[_thick(changed)] = MARKED
    box = _box(changed)
    if box is not None:
        _draw_frame(shown, box)
    between = np.full((high, _GAP, 3), 120, dtype=np.uint8)
    out = io.BytesIO()
    imsave(out, np.hstack([before, between, after, between, shown]), format="png", metadata={"Software": ""})
    sizes = (one.shape[1], one.shape[0]), (other.shape[1], other.shape[0])
    return Difference(out.getvalue(), box, float(changed.mean()), sizes)


def _pixels(data: bytes) -> np.ndarray:
    """Red, green and blue from 0 to 255, shape (high, wide, 3), on white where a picture is transparent."""
    given = imread(io.BytesIO(data), format="png")
    if given.ndim == 2:
        given = np.repeat(given[:, :, None], 3, axis=2)
    if given.shape[2] == 4:
        alpha = given[:, :, 3:]
        given = given[:, :, :3] * alpha + (1 - alpha)
    return np.rint(given * 255).astype(np.uint8)


def _on_white(pixels: np.ndarray, wide: int, high: int) -> np.ndarray:
    sheet = np.full((high, wide, 3), 255, dtype=np.uint8)
    sheet[: pixels.shape[0], : pixels.shape[1]] = pixels
    return sheet


def _draw_frame(shown: np.ndarray, box: tuple[int, int, int, int]) -> None:
    """A frame two pixels thick, a little outside of what changed."""
    left, top = max(box[0] - _FRAME, 0), max(box[1] - _FRAME, 0)
    right, bottom = min(box[2] + _FRAME, shown.shape[1]), min(box[3] + _FRAME, shown.shape[0])
    shown[top:bottom, left : left + 2] = shown[top:bottom, right - 2 : right] = MARKED
    shown[top : top + 2, left:right] = shown[bottom - 2 : bottom, left:right] = MARKED


def _thick(changed: np.ndarray) -> np.ndarray:
    """The changed pixels and their neighbours, so that a hairline shows."""
    grown = changed.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            grown |= np.roll(changed, step, axis)
    return grown


def _box(changed: np.ndarray) -> tuple[int, int, int, int] | None:
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not rows.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
