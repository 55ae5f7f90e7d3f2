"""Does a rebuild give what is published? Rebuild aside, compare byte by byte, and say what differs."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.study.build import require_sound
from analysis.study.handle import open_study
from analysis.study.loaded import SUGGESTER, analysable
from analysis.study.publish import output_folder, publish
from analysis.suggest.run import suggest_all, to_lines
from analysis.tables import write_text

SAME, DIFFERENT, MISSING, EXTRA = "same", "different", "missing", "extra"
WRITTEN = (".csv", ".html", ".pdf", ".png", ".svg", ".txt", ".jsonl")
TABLES = (".csv", ".jsonl")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published file against its rebuild."""

    file: str
    verdict: str


def verify(root: Path, *, on_step: Callable[[str], None] = lambda name: None) -> list[Comparison]:
    """Rebuild the study's figures, tables, evidence page and suggestions aside, and compare them with what is there.

    On Linux on x86-64 every byte must be the same; elsewhere libraries may round pictures differently, and the tables
    are compared. The study itself is not touched.

    Returns
    -------
    One comparison per file, sorted: same, different, missing (not published), extra (published, but no longer made).
    """
    study = open_study(root)
    require_sound(study)
    suffixes = WRITTEN if pictures_compare() else TABLES
    with tempfile.TemporaryDirectory(prefix="verify-") as aside:
        folder, profile = Path(aside), study.config.profile
        own = output_folder(study, profile).relative_to(study.root)
        publish(study, folder / own, profile, on_step=on_step)
        on_step("suggestions")
        for key, found in suggest_all(list(analysable(study.loaded).values()), study.codebook).items():
            write_text(folder / "codings" / SUGGESTER / f"{key}.jsonl", to_lines(found))
        return _compare(study.root, folder, (own.as_posix(), f"codings/{SUGGESTER}"), suffixes)


def pictures_compare() -> bool:
    """Whether pictures are expected to have the same bytes here."""
    return sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64")


def _compare(root: Path, aside: Path, folders: tuple[str, ...], suffixes: tuple[str, ...]) -> list[Comparison]:
    rebuilt = {p.relative_to(aside).as_posix(): p for p in aside.rglob("*") if p.suffix in suffixes}
    published = {
        p.relative_to(root).as_posix(): p
        for folder in folders
        for p in (root / folder).rglob("*")
        if p.suffix in suffixes and not p.name.startswith(".")
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
