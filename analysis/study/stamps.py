"""What need not be done again? A stamp remembers from what something was made, and what came of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from analysis.tables import canonical_json, write_text

LIBRARIES = ("matplotlib", "numpy", "pandas", "pygraphviz", "seaborn", "spacy")
_INPUTS = ("interviews", "documents", "codebook", "codings", "figures")
_SUFFIXES = (".md", ".csv", ".yaml", ".jsonl")


class Stamps:
    """Stamps of one study, kept in `.jenjang/stamps.json`, which is no part of the study."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / ".jenjang" / "stamps.json"
        try:
            kept = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        stamps = kept.items() if isinstance(kept, dict) else ()
        self._stamps: dict[str, dict[str, str]] = {unit: dict(s) for unit, s in stamps if isinstance(s, dict)}

    def fresh(self, unit: str, key: str) -> bool:
        """Whether the unit was made from this key, and all that came of it is still there unchanged."""
        stamp = self._stamps.get(unit)
        if not stamp or stamp.get("key") != key:
            return False
        made = {name: digest for name, digest in stamp.items() if name != "key"}
        return all(digest_file(self._root / name) == digest for name, digest in made.items())

    def outputs(self, kind: str) -> dict[Path, str]:
        """Every file that came of units of one kind (the part of their name before `/`), and its digest then."""
        stamps = [stamp for unit, stamp in self._stamps.items() if unit.split("/")[0] == kind]
        return {self._root / name: digest for stamp in stamps for name, digest in stamp.items() if name != "key"}

    def set(self, unit: str, key: str, made: Iterable[Path]) -> None:
        """Remember what a unit was made from and what came of it."""
        outputs = {path.relative_to(self._root).as_posix(): digest_file(path) for path in made}
        self._stamps[unit] = {"key": key, **outputs}
        write_text(self._file, json.dumps(self._stamps, indent=1, sort_keys=True))


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def program_key() -> str:
    """What the program is: its own files and the versions of the libraries that shape outputs."""
    return _digest([package_digest(), [[name, version(name)] for name in LIBRARIES]])


def package_digest() -> str:
    """SHA-256 of the program's own files."""
    package = Path(__file__).parents[1]
    files = sorted(p for p in package.rglob("*") if p.suffix in (".py", ".j2", ".css", ".js", ".csv", ".yaml"))
    return _digest([[p.relative_to(package).as_posix(), digest_file(p)] for p in files])


def study_key(root: Path) -> str:
    """What the study is: every file a person wrote, without READMEs and what the program derives from them."""
    files = [root / "study.yaml"]
    for folder in _INPUTS:
        files += [
            p for p in (root / folder).rglob("*") if p.suffix in _SUFFIXES and not is_derived(p.relative_to(root))
        ]
    return _digest([[p.relative_to(root).as_posix(), digest_file(p)] for p in sorted(files) if p.is_file()])


def is_derived(path: Path) -> bool:
    """Whether a file, named from the study's folder, is what the program makes of others, or a README."""
    derived = path.parts[:2] == ("codings", "suggester") or (path.parts[0] == "figures" and path.suffix != ".yaml")
    return derived or path.stem.upper() == "README"


def _digest(data: object) -> str:
    return hashlib.sha256(canonical_json(data).encode("utf-8")).hexdigest()
