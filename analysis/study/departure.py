"""How do a person's texts and journals leave the tree? Copied, compared, listed, and only then taken away.

A machine that stops in between leaves the originals or their listed copies; the same command, run again, goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.coding.code import now
from analysis.coding.passages import folder_of
from analysis.coding.writing import append
from analysis.errors import AnalysisError
from analysis.model import Act, Source
from analysis.sources.key import check_outside
from analysis.study.loaded import SUGGESTER, WITHDRAWN, Loaded
from analysis.study.stamps import digest_file
from analysis.tables import read_csv, write_bytes, write_csv

REQUIRED: tuple[str, ...] = ("file", "sha256", "source", "withdrawn_at")
LIST_COLUMNS: tuple[str, ...] = (*REQUIRED, "original")
"""`original` is the checksum of the file from the field, by which it is known again when somebody takes it in anew."""


@dataclass(frozen=True, slots=True)
class Archived:
    """A file that left the tree: its name in the study, the checksum of its bytes, its source."""

    file: str
    sha256: str
    source: str


def check_archive(loaded: Loaded, sources: Sequence[Source], folder: Path) -> None:
    """Raises AnalysisError where the texts cannot go there: inside the tree, no such text, a journal that is broken."""
    target = check_outside(folder, loaded.root, "the archive")
    if target.exists() and not target.is_dir():
        raise AnalysisError(f"{folder.name}: an archive is a folder (got a file). Choose another.")
    if not sources:
        raise AnalysisError(
            "texts leave the tree in which the person alone speaks (got none). Leave --archive away; see what is said "
            "of sources with several speakers."
        )
    for source in sources:
        for (coder, name), journal in loaded.journals.items():
            broken = [p for p in journal.problems if p.level == "error"]
            if name == source.id and broken:
                raise AnalysisError(
                    f"codings/{coder}/{name}.jsonl: a journal is whole before it is closed. {broken[0]}"
                )


def archive_texts(loaded: Loaded, sources: Sequence[Source], folder: Path, on: str) -> list[Archived]:
    """Move the texts, translations and journals of the sources into the folder; each journal is closed first.

    Returns
    -------
    What left, sorted. interviews/withdrawn.csv keeps names and checksums, and a manifest.csv lies beside the copies.

    Raises
    ------
    AnalysisError
        The folder holds another file of a name that is needed, or a copy differs. The originals are then still there.
    """
    root = loaded.root
    for source in sources:
        _close(loaded, source.id)
    moved: list[Archived] = []
    for source in sources:
        moved += [_copied(root, path, folder, source.id) for path in _files(root, source)]
    moved.sort(key=lambda item: item.file)
    origins = {source.file: _original(source) for source in sources}
    rows = [
        {
            "file": m.file,
            "sha256": m.sha256,
            "source": m.source,
            "withdrawn_at": on,
            "original": origins.get(m.file, ""),
        }
        for m in moved
    ]
    write_csv(folder / "manifest.csv", rows, LIST_COLUMNS)
    _list(root, rows)
    _unfreeze(loaded, {source.id for source in sources})
    for source in sources:
        for path in [*_derived(root, source.id), *reversed(_files(root, source))]:
            path.unlink(missing_ok=True)
    return moved


def _original(source: Source) -> str:
    """The checksum of the file from which the text was taken in; empty where it came otherwise."""
    original = source.meta.get("original")
    return str(original.get("sha256") or "") if isinstance(original, dict) else ""


def _close(loaded: Loaded, source: str) -> None:
    for (coder, name), journal in loaded.journals.items():
        if name == source and not journal.closed:
            lock = loaded.root / ".jenjang/locks" / f"{coder}-{source}.lock"
            act = Act(seq=0, at=now(), by=coder, op="close", source=source, memo="consent withdrawn")
            append(loaded.root / "codings" / coder / f"{source}.jsonl", [act], lock=lock)


def _files(root: Path, source: Source) -> list[Path]:
    """The text first, so that it is the last to go; then translations and journals, as far as they are there."""
    text = root / source.file
    translations = sorted(text.with_name(f"{source.id}.{language}.md") for language in source.translations)
    journals = sorted(
        path
        for suffix in (".jsonl", ".jsonl.torn")
        for path in (root / "codings").glob(f"*/{source.id}{suffix}")
        if path.parent.name != SUGGESTER
    )
    return [path for path in (text, *translations, *journals) if path.is_file()]


def _derived(root: Path, source: str) -> list[Path]:
    return [root / "codings" / SUGGESTER / f"{source}.jsonl", *folder_of(root, source).glob("*.json")]


def _copied(root: Path, path: Path, folder: Path, source: str) -> Archived:
    name = path.relative_to(root).as_posix()
    copy, data = folder / name, path.read_bytes()
    if copy.exists() and copy.read_bytes() != data:
        raise AnalysisError(f"{name}: the archive holds another file of this name. Choose another folder.")
    write_bytes(copy, data)
    if digest_file(copy) != digest_file(path):
        raise AnalysisError(f"{name}: the copy differs from the original, which stays. See whether the disk is full.")
    return Archived(name, digest_file(copy), source)


def _list(root: Path, rows: Iterable[dict[str, str]]) -> None:
    path = root / WITHDRAWN
    kept = {row["file"]: dict(row) for row in read_csv(path, required=REQUIRED)} if path.is_file() else {}
    kept |= {row["file"]: row for row in rows}
    write_csv(path, [kept[name] for name in sorted(kept)], LIST_COLUMNS)


def _unfreeze(loaded: Loaded, gone: set[str]) -> None:
    """Take the texts off the lists of frozen ones; withdrawn.csv keeps their checksums."""
    for folder in ("interviews", "documents"):
        path = loaded.root / folder / "checksums.csv"
        if path.is_file():
            rows = read_csv(path, required=("source", "sha256"))
            write_csv(path, [row for row in rows if row["source"] not in gone], ("source", "sha256"))
