"""How is a figure kept? Picture, table and alternative text side by side, with the same bytes for the same content."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from PIL import Image

from analysis.errors import FigureError
from analysis.figures.style import settled
from analysis.figures.svg import finished
from analysis.tables import write_bytes, write_csv, write_text

DPI = 300
"""Points of a PNG per inch at the size at which the figure is printed, as journals ask for."""

_FONTS = {"svg.hashsalt": "jenjang", "svg.fonttype": "none", "pdf.fonttype": 42, "pdf.compression": 9}
"""Letters stay letters: text in an SVG (with its font, `svg`), TrueType in a PDF."""

FORMATS = ("svg", "pdf", "png")

_METADATA: Mapping[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
}


def save_figure(figure: Figure, folder: Path, name: str, *, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Where is the picture kept? `<name>.svg` and the like, written at once; sheets that follow as `<name>.2.svg`.

    A following sheet of an earlier picture that had more of them is taken away.

    In SVG and PDF letters stay text that can be selected and searched; the font travels with them. An SVG says in words
    what the figure and each of its marks is. No date, no program name and no random id is written, so equal figures are
    equal files.

    Returns
    -------
    The files, in the order of `formats`; one that held the same bytes already was left alone.

    Raises
    ------
    FigureError
        A format that is not svg, png or pdf.
    """
    paths = []
    for form in formats:
        if form not in _METADATA:
            raise FigureError(
                f"{name}: a figure is saved as {', '.join(_METADATA)} (got {form!r}). Choose one of them."
            )
        out = io.BytesIO()
        with settled(**_FONTS), _quiet():
            figure.savefig(out, format=form, dpi=DPI, metadata=_METADATA[form])
        data = out.getvalue()
        if form == "svg":
            data = finished(data.decode("utf-8"), figure).encode("utf-8")
        if form == "png":
            data = _small(data)
        paths.append(folder / f"{name}.{form}")
        write_bytes(paths[-1], data)
    sheets = list(getattr(figure, "more", ()))
    for number, sheet in enumerate(sheets, start=2):
        paths += save_figure(sheet, folder, f"{name}.{number}", formats=formats)
    for form in formats:
        number = len(sheets) + 2
        while (gone := folder / f"{name}.{number}.{form}").is_file():
            gone.unlink()
            number += 1
    return paths


def _small(picture: bytes) -> bytes:
    """The PNG with a palette: a drawing has few colours, and a third of the bytes shows the same."""
    out = io.BytesIO()
    few = Image.open(io.BytesIO(picture)).convert("RGB")
    few = few.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True, dpi=(DPI, DPI))
    return out.getvalue()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the user that a font loses a table in which only its editor was interested."""
    logger = logging.getLogger("fontTools.subset")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def write_alt_text(folder: Path, name: str, text: str) -> Path:
    """Where is the alternative text kept? `<name>.alt.txt`, ending with a newline."""
    path = folder / f"{name}.alt.txt"
    write_text(path, text.strip() + "\n")
    return path


def write_table(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    """Where is the table of the figure kept? `<name>.csv`, named index levels first; missing cells are empty."""
    path = folder / f"{name}.csv"
    named = [level for level in frame.index.names if level is not None]
    flat = frame.reset_index() if named else frame.copy()
    titles: list[Any] = list(flat.columns)
    flat.columns = pd.Index([" ".join(map(str, t)).strip() if isinstance(t, tuple) else str(t) for t in titles])
    if flat.columns.has_duplicates:
        twice = sorted(set(flat.columns[flat.columns.duplicated()]))
        raise FigureError(f"{name}.csv: a column stands once (got {', '.join(twice)} twice). Rename one of them.")
    names = list(flat.columns)
    write_csv(path, ({str(k): v for k, v in row.items()} for row in flat.astype(object).to_dict("records")), names)
    return path
