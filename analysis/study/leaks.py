"""May a file leave? It is read before it is put in place, and one name in it stops everything (F42).

Two looks. Whoever has the scan file beside the key: no name that was replaced stands in any output, in any profile.
Everyone: in the public profile, no form that the detectors find in recorded sources stands there, unless a person
decided to keep it; first words of sentences are left to the review.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import ReleaseError
from analysis.leaks import Leak, Prints, is_read, make_prints, parse_prints, require_no_leak, scan
from analysis.sources.pseudonyms import EXACT, Entity, Form
from analysis.study.identify import KEEP, LOG, identifiers, records, sure
from analysis.study.loaded import Loaded
from analysis.tables import read_text, write_text

KEY_VARIABLE = "JENJANG_KEY"
_WHERE = ".jenjang/scrub.json"
_NAMED = "Somebody who was replaced is named: mend the source, memo or label it comes from, or run jenjang scrub again."
_OPEN = (
    "These words of recorded sources were not decided on: run jenjang scrub, fill in replace or keep with a reason, "
    "and run jenjang scrub --apply."
)


def scan_file(key: Path) -> Path:
    """Where the keyed hashes lie: beside the key."""
    return key.with_name(f"{key.name}.scan")


def remember_key(root: Path, key: Path) -> None:
    """Note, in a file that git ignores, where this machine keeps the key."""
    write_text(root / _WHERE, json.dumps({"key": str(key)}) + "\n")


def key_place(root: Path) -> Path | None:
    """Where the key lies: in JENJANG_KEY, else where the last run on this machine had it; None where nobody knows."""
    if os.environ.get(KEY_VARIABLE):
        return Path(os.environ[KEY_VARIABLE]).expanduser()
    try:
        return Path(json.loads((root / _WHERE).read_text("utf-8"))["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def replaced_prints(root: Path) -> Prints | None:
    """Keyed hashes of everything that was replaced; None where the scan file is not at hand."""
    key = key_place(root)
    if key is None or not scan_file(key).is_file():
        return None
    return parse_prints(read_text(scan_file(key)), scan_file(key).name)


def open_prints(loaded: Loaded, profile: str) -> Prints | None:
    """Hashes of what the detectors find in recorded sources and nobody decided on; None where nothing is to ask."""
    recorded = [key for key, s in loaded.field_sources.items() if s.provenance not in ("constructed", "public")]
    if profile == "internal" or not recorded:
        return None
    frame = sure(identifiers(loaded, recorded))
    rows = frame[frame["decision"] != KEEP]
    entities = [Entity("", str(row["class"]), (Form(row["form"], match=EXACT),)) for row in records(rows)]
    return make_prints(entities, secrets.token_bytes(32))


def require_safe(loaded: Loaded, files: Mapping[str, bytes], profile: str) -> None:
    """May these files leave in this profile? Called by every export before anything is written.

    Raises
    ------
    ReleaseError
        Somebody is named: file, line and class of each place, never the name.
    """
    for prints, step in ((replaced_prints(loaded.root), _NAMED), (open_prints(loaded, profile), _OPEN)):
        if prints is not None:
            require_no_leak(find_leaks(files, prints), step=step)


def find_leaks(files: Mapping[str, bytes], prints: Prints) -> list[Leak]:
    """Where names stand in these files."""
    seen: dict[str, bool] = {}
    return sorted(leak for name, data in files.items() for leak in scan(name, data, prints, seen=seen))


def scan_outputs(root: Path, place: Path, key: Path | None = None) -> tuple[int, list[str]]:
    """Look for replaced names in a file or folder that is about to be handed on.

    Returns
    -------
    How many files were read, and which were not, being pictures or PDF.

    Raises
    ------
    ReleaseError
        Somebody is named, or the scan file beside the key is not at hand.
    """
    home = key.expanduser() if key else key_place(root)
    if home is None or not scan_file(home).is_file():
        raise ReleaseError(
            f"names are looked for with the scan file beside the key (got none). Give --key PATH or set {KEY_VARIABLE}."
        )
    if not place.exists():
        raise ReleaseError(f"{place.name}: what is scanned is there (got no such file or folder). Mend the path.")
    prints = parse_prints(read_text(scan_file(home)), scan_file(home).name)
    paths = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    files = {p.relative_to(place).as_posix() if p != place else p.name: p.read_bytes() for p in paths}
    require_no_leak(find_leaks(files, prints), step=_NAMED)
    unread = [name for name, data in files.items() if not is_read(data)]
    return len(files) - len(unread), unread


def scan_note(loaded: Loaded) -> str:
    """What a build says where names were replaced and it cannot look for them; empty where all is well."""
    if not (loaded.root / LOG).is_file() or replaced_prints(loaded.root) is not None:
        return ""
    return (
        "Outputs were not compared with the names that were replaced: the scan file beside the key is not at hand. "
        f"Set {KEY_VARIABLE} to the key's path and build again before anything leaves."
    )
