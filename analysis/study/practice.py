"""Where can one try things out? A copy of the study in out/, which git ignores, made anew each time."""

from __future__ import annotations

import shutil
from pathlib import Path

from analysis.errors import StudyError
from analysis.study.config import FILE
from analysis.study.loaded import slug

FOLDER = "out/practice"
COPIED = ("interviews", "documents", "codebook", "codings", "figures")


def practice_copy(root: Path, name: str) -> Path:
    """A copy of the study's records under out/practice/<name>; one that was there is thrown away.

    Raises
    ------
    StudyError
        The name is none for a folder, or we stand in a copy already.
    """
    if not slug(name):
        raise StudyError(f"a practice copy's name is letters, digits, '.', '_' and '-' (got {name!r}). Choose another.")
    if root.parent.parts[-2:] == tuple(FOLDER.split("/")):
        raise StudyError(f"{root.name}: a copy is made of the study itself (got a practice copy). Open the study.")
    target = root / FOLDER / name
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    shutil.copy(root / FILE, target)
    for folder in COPIED:
        if (root / folder).is_dir():
            shutil.copytree(root / folder, target / folder)
    return target
