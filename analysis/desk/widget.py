"""The desk as a widget: the page's messages go to `answer`, its answers to the page. Nothing else is kept in step.

No text of a source, no coding and no memo stands in what JupyterLab may write into a notebook file.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis.desk.messages import answer
from analysis.desk.page import link_to, write_page
from analysis.desk.state import Desk, Saved
from analysis.desk.view import changes
from analysis.study.handle import Study

_HERE = Path(__file__).parent
_NOTE = {
    "en": "{source}, {coder}: codings when this cell was run: {n}. Run the cell again to open the coding desk, "
    "or read ",
    "id": "{source}, {coder}: pengodean saat sel ini dijalankan: {n}. Jalankan sel ini lagi untuk membuka meja kode, "
    "atau baca ",
}
_LINK = {"en": "the coded text", "id": "teks berkode"}


class DeskWidget(anywidget.AnyWidget):
    """The coding desk in a notebook cell. `desk` is what it shows, for use without a page."""

    _esm = _HERE / "desk.js"
    _css = _HERE / "desk.css"
    opened = traitlets.Int(1).tag(sync=True)
    """The only thing that is kept in step with the page; it says nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        return f"Desk({self.desk.text.id!r}, coder={self.desk.coder!r}, mode={self.desk.mode!r})"

    def do(self, move: str, **args: Any) -> Saved:
        """Make a move from Python, as `Desk.do`; an open page shows it at once."""
        saved = self.desk.do(move, **args)
        self.send(changes(self.desk, saved))
        return saved

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        for message in answer(self.desk, content):
            self.send(message)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and for places where no kernel runs a sentence without a participant's word."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        if not data:
            return bundle
        lang = self.desk.language if self.desk.language in _NOTE else "en"
        said = _NOTE[lang].format(source=self.desk.text.id, coder=self.desk.coder, n=len(self.desk.state.codings))
        link = f'<a href="{escape(link_to(self.desk))}">{_LINK[lang]}</a>'
        return {**data, "text/plain": repr(self), "text/html": f"<p>{escape(said)}{link}.</p>"}, metadata


def open_desk(
    study: Study,
    source: str,
    *,
    coder: str,
    mode: str = "code",
    language: str = "",
    role: str = "",
    provenance: str = "recorded",
    blind: bool = True,
) -> DeskWidget:
    """Open the coding desk for a source: `open_desk(study, "S07", coder="coder-a")` as the last line of a cell.

    Parameters
    ----------
    mode : `code`, `review` (judge the machine's suggestions) or `compare` (settle differences, as an adjudicator)
    language : of the interface, `en` or `id`; the study's first one by default
    role : of a coder who is new to the study, `coder` or `adjudicator`; only an adjudicator compares
    provenance : of a coder who is new to the study (recorded, public or constructed)
    blind : with `compare`, whether all who began must have finished first; where it is given up, an act in the
        adjudicator's journal says when, and before whom

    Raises
    ------
    AnalysisError
        No such source or mode, a broken journal, or a comparison that may not be seen, or not yet.
    """
    desk = Desk(study, source, coder=coder, mode=mode, language=language, role=role, provenance=provenance, blind=blind)
    with suppress(OSError):  # on a disk that cannot be written to, one can still read
        write_page(desk)
    return DeskWidget(desk)
