"""What leaves the study, and how is it known again? Originals and closed journals in a folder that a person names."""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from collections.abc import Mapping
from pathlib import Path

from analysis.coding.code import now
from analysis.coding.journal import Journal
from analysis.coding.writing import append
from analysis.errors import StudyError
from analysis.model import Act
from analysis.sources.key import write_private
from analysis.study.loaded import CODEBOOK_ACTS
from analysis.tables import csv_text


def closed_journal(journal: Journal, coder: str, name: str) -> bytes:
    """The journal as it goes to the archive: with a last act that closes it."""
    data = journal.path.read_bytes()
    if journal.closed:
        return data
    with tempfile.TemporaryDirectory(prefix="close-") as folder:
        path = Path(folder) / journal.path.name
        path.write_bytes(data)
        source = "" if name == CODEBOOK_ACTS else name
        act = Act(seq=0, at=now(), by=coder, op="close", source=source, memo="labels took the place of names")
        append(path, [act], lock=Path(folder) / "lock")
        return path.read_bytes()


def archive_originals(originals: Mapping[str, bytes], run: int, secret: bytes, archive: Path, study: str) -> Path:
    """Copy what leaves the study to a new folder of the archive, with a list; every copy is read back and compared."""
    number = 1
    name = f"{study}-scrub-{run}"
    while (archive / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    home = archive / (name if number == 1 else f"{name}-{number}")
    home.mkdir(parents=True, mode=0o700)
    for file, data in originals.items():
        write_private(home / file, data)
        if (home / file).read_bytes() != data:
            raise StudyError(f"{file}: a copy in the archive is equal to the original (got another). Check the disk.")
    rows = [
        {"file": file, "sha256": hashlib.sha256(data).hexdigest(), "checksum": keyed_checksum(secret, data)}
        for file, data in sorted(originals.items())
    ]
    write_private(home / "manifest.csv", csv_text(rows, ("file", "sha256", "checksum")).encode("utf-8"))
    return home


def keyed_checksum(secret: bytes, data: bytes) -> str:
    """A checksum that tells nothing without the key: against a plain one, a guessed name could be tried."""
    return hmac.new(secret, hashlib.sha256(data).digest(), hashlib.sha256).hexdigest()
