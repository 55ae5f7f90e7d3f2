"""Does a rebuild give what is published? Rebuild aside, compare byte by byte, and show what differs, and since when."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.errors import StudyError
from analysis.study.build import require_sound
from analysis.study.differences import write_difference
from analysis.study.handle import Study, open_study
from analysis.study.inputs import NAME as INPUTS
from analysis.study.inputs import Change, changed_inputs
from analysis.study.loaded import SUGGESTER, analysable
from analysis.study.publish import output_folder, publish
from analysis.suggest.run import suggest_all, to_lines
from analysis.tables import write_text

SAME, DIFFERENT, MISSING, EXTRA = "same", "different", "missing", "extra"
WRITTEN = (".csv", ".html", ".pdf", ".png", ".svg", ".txt", ".jsonl")
TABLES = (".csv", ".jsonl")
VECTORS = (".svg", ".pdf")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published file against its rebuild."""

    file: str
    verdict: str
    note: str = ""
    """What differs, in a few words, and where it is shown."""


def verify(
    root: Path, *, show: Path | None = None, on_step: Callable[[str], None] = lambda name: None
) -> list[Comparison]:
    """Rebuild the study's figures, tables, evidence page and suggestions aside, and compare them with what is there.

    On Linux on x86-64 every byte must be the same; elsewhere libraries may round pictures differently, and the tables
    are compared. The study itself is not touched. The record of inputs is not compared; `changed_since` reads it.

    Parameters
    ----------
    show : a folder in which each difference is shown (`analysis.study.differences`); it is emptied first

    Returns
    -------
    One comparison per file, sorted: same, different, missing (not published), extra (published, but no longer made).
    """
    study = open_study(root)
    _require_sound(study)
    suffixes = WRITTEN if pictures_compare() else TABLES
    with tempfile.TemporaryDirectory(prefix="verify-") as aside:
        folder, profile = Path(aside), study.config.profile
        own = output_folder(study, profile).relative_to(study.root)
        publish(study, folder / own, profile, on_step=on_step)
        on_step("suggestions")
        for key, hits in suggest_all(list(analysable(study.loaded).values()), study.codebook).items():
            write_text(folder / "codings" / SUGGESTER / f"{key}.jsonl", to_lines(hits))
        found = _compare(study.root, folder, (own.as_posix(), f"codings/{SUGGESTER}"), suffixes)
        return _shown(found, study.root, folder, show) if show else found


def changed_since(root: Path) -> list[Change] | None:
    """Which inputs changed since the figures were published? None where a build did not record them."""
    study = open_study(root)
    return changed_inputs(study.root, output_folder(study, study.config.profile))


def _require_sound(study: Study) -> None:
    """Raises StudyError where the study has an error, and says first which inputs changed: one of them may be why."""
    changed = changed_inputs(study.root, output_folder(study, study.config.profile)) or ()
    try:
        require_sound(study)
    except StudyError as error:
        if not changed:
            raise
        names = ", ".join(f"{change.name} ({change.what})" for change in changed)
        raise StudyError(
            f"since it was published, {names} changed; {str(error).splitlines()[0]}", error.problems
        ) from None


def _shown(found: list[Comparison], root: Path, aside: Path, show: Path) -> list[Comparison]:
    """The comparisons with what differs, written into the folder. SVG and PDF are shown by the picture beside them."""
    if show.is_dir():
        shutil.rmtree(show)
    pictures = {item.file for item in found if item.verdict == DIFFERENT and item.file.endswith(".png")}
    result = []
    for item in found:
        beside = Path(item.file).with_suffix(".png").as_posix()
        if item.verdict != DIFFERENT:
            result.append(item)
        elif item.file.endswith(VECTORS) and beside in pictures:
            result.append(replace(item, note=f"see {beside}"))
        else:
            note, shown = write_difference(root / item.file, aside / item.file, show, item.file)
            place = show.relative_to(root).as_posix() if show.is_relative_to(root) else show.name
            result.append(replace(item, note=f"{note}; see {place}/{shown}"))
    return result


def pictures_compare() -> bool:
    """Whether pictures are expected to have the same bytes here."""
    return sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64")


def _compare(root: Path, aside: Path, folders: tuple[str, ...], suffixes: tuple[str, ...]) -> list[Comparison]:
    rebuilt = {
        p.relative_to(aside).as_posix(): p for p in aside.rglob("*") if p.suffix in suffixes and p.name != INPUTS
    }
    published = {
        p.relative_to(root).as_posix(): p
        for folder in folders
        for p in (root / folder).rglob("*")
        if p.suffix in suffixes and not p.name.startswith(".") and p.name != INPUTS
    }
    result = []
    for name in sorted(rebuilt.keys() | published.keys()):
        if name not in published:
            verdict = MISSING
        elif name not in rebuilt:
            verdict = EXTRA
        else:
            verdict = SAME if rebuilt[name].read_bytes() == published[name].read_bytes() else DIFFERENT
        result.append(Comparison(name, verdict))
    return result
