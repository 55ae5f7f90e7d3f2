"""Do the statements of others, which somebody may verify, hold together? `codebook/statements.yaml` (F14)."""

from __future__ import annotations

from pathlib import Path

from analysis.claims.reading import Known, Reader, nearest
from analysis.errors import Problem

FILE = "codebook/statements.yaml"
KEYS = ("id", "text", "basis", "valence", "codes", "note")
VALENCE = "valence"


def check_statements(path: Path, known: Known, name: str = FILE) -> list[Problem]:
    """What is wrong with the file? Each statement has an id of its own, words, and codes of the codebook."""
    reader = Reader(name, known)
    taken: list[str] = []
    for item in reader.entries(path, "statements"):
        key = reader.identity(item, "a statement", taken)
        if not key:
            continue
        taken.append(key)
        reader.check_keys(item, f"{key}: a statement", KEYS)
        reader.words(item, "text", key, required=True)
        reader.words(item, "basis", key)
        reader.codes(item, "codes", key)
        value, allowed = reader.word(item, VALENCE, key), list(known.attributes.get(VALENCE, ()))
        if value and allowed and value not in allowed:
            rule = f"{key}: {VALENCE} is one of {', '.join(allowed)}"
            reader.say(item.line, rule, value, nearest(value, allowed))
    return reader.problems
