"""How do many files change all at once, or not at all?

New files are written aside, in `.jenjang/swap/`; a plan beside them names what takes whose place and what goes. The
plan is the moment of decision: without it the study is as it was, with it the swap is finished, by the next run if need
be. Each step may be repeated.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.errors import StudyError
from analysis.tables import canonical_json, write_bytes

FOLDER = ".jenjang/swap"
PLAN = "plan.json"


def is_unfinished(root: Path) -> bool:
    """Whether a swap was decided and not finished."""
    return (root / FOLDER / PLAN).is_file()


def prepare(root: Path, files: Mapping[str, bytes]) -> None:
    """Write the new files aside. The study is as it was."""
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    for number, data in enumerate(files.values()):
        write_bytes(root / FOLDER / f"{number}", data)


def decide(root: Path, files: Mapping[str, bytes], gone: Sequence[str]) -> None:
    """Write the plan: from now on the swap holds."""
    plan = {
        "files": [[str(n), name, hashlib.sha256(data).hexdigest()] for n, (name, data) in enumerate(files.items())],
        "gone": list(gone),
    }
    write_bytes(root / FOLDER / PLAN, canonical_json(plan).encode("utf-8"))
    _settle(root / FOLDER)


def finish(root: Path) -> int:
    """Put every new file in its place and take away what goes; how many files that were. Nothing to do without a plan.

    Raises
    ------
    StudyError
        A file that was written aside is gone or was changed.
    """
    folder = root / FOLDER
    if not is_unfinished(root):
        shutil.rmtree(folder, ignore_errors=True)
        return 0
    plan = json.loads((folder / PLAN).read_bytes())
    for aside, name, digest in plan["files"]:
        _put(folder / aside, root / name, digest, name)
    for name in plan["gone"]:
        (root / name).unlink(missing_ok=True)
    for parent in sorted({(root / name).parent for _, name, _ in plan["files"]}):
        _settle(parent)
    (folder / PLAN).unlink()
    shutil.rmtree(folder, ignore_errors=True)
    return len(plan["files"]) + len(plan["gone"])


def _put(aside: Path, target: Path, digest: str, name: str) -> None:
    if aside.is_file() and _digest(aside) == digest:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(aside, target)
    elif not target.is_file() or _digest(target) != digest:
        raise StudyError(
            f"{name}: the new file lies in {FOLDER} (got another one, or none). Restore the study and the originals "
            "from the archive of this run, and begin again."
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _settle(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
