"""Where do two pictures differ?"""

import io

import numpy as np
from matplotlib.image import imread, imsave

from analysis.figures.compare import compare_pictures


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    imsave(out, pixels, format="png")
    return out.getvalue()


def white(high: int = 60, wide: int = 80) -> np.ndarray:
    return np.full((high, wide, 3), 255, dtype=np.uint8)


def test_the_region_that_changed() -> None:
    """A black square of 10 by 5 pixels that comes is found where it stands, and is 50 of 4,800 pixels."""
    other = white()
    other[20:25, 30:40] = 0
    found = compare_pictures(png(white()), png(other))

    assert (found.box, found.share) == ((30, 20, 40, 25), 50 / 4800)
    assert str(found) == "1.04% of the pixels, from (30, 20) to (40, 25)"


def test_the_picture_shows_all_three() -> None:
    """Published, rebuilt and marked stand side by side; the marked one is red there and framed, and faded elsewhere."""
    other = white()
    other[20:25, 30:40] = 0
    shown = np.rint(imread(io.BytesIO(compare_pictures(png(white()), png(other)).picture)) * 255)[:, :, :3]

    assert shown.shape == (60, 3 * 80 + 2 * 24, 3)
    assert (shown[22, 35] == 255).all() and (shown[22, 104 + 35] == 0).all()
    assert (shown[22, 208 + 35] == (208, 52, 44)).all()
    assert (shown[14, 208 + 30] == (208, 52, 44)).all()
    assert (shown[50, 208 + 5] == 255).all()


def test_the_same_picture() -> None:
    """No pixel differs, and there is no region."""
    found = compare_pictures(png(white()), png(white()))

    assert (found.box, found.share, str(found)) == (None, 0.0, "no pixel differs")


def test_pictures_of_different_size() -> None:
    """The smaller one is put on white at the upper left, and both sizes are told."""
    found = compare_pictures(png(white()), png(np.zeros((70, 80, 3), dtype=np.uint8)))

    assert found.box == (0, 0, 80, 70)
    assert "80x60 points of the picture then, 80x70 now" in str(found)
