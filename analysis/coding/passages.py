"""Which passages did a text hold, without its words? So that each is known again, whole or by its neighbours.

A digest of each passage, with its label, under the checksum of the text it stood in. White space counts by place, not
by kind, so a line end may become a blank. No word can be read out of it; it is kept with the program's own notes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.model import Source
from analysis.tables import canonical_json, sha256, write_text

LONG_ENOUGH = 12
"""Letters, without white space, from which a passage is known again by its words; shorter ones may be said anew."""
_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Passages:
    """Start, end and digest of each passage of one text; an empty digest where it is too short to tell."""

    text_sha: str
    marks: tuple[tuple[int, int, str], ...]


def passages_of(source: Source) -> Passages:
    """The passages of a source as it is now."""
    marks = ((p.start, p.end, _digest(p.label, p.text)) for p in source.passages)
    return Passages(source.text_sha, tuple(marks))


def _digest(label: str, text: str) -> str:
    if len("".join(text.split())) < LONG_ENOUGH:
        return ""
    words = re.sub(r"\s", " ", text)
    return sha256(f"{label}\n{words}")[:_DIGITS]


OWN, OTHER, UNKNOWN = "own", "other", "unknown"
"""Whether a place in the new text lies in the passage in which a coding stood, in another one that stood there too, or
nobody can say."""


class Alignment:
    """Which passage of the new text is which of the old one?

    Passages that stand once in both texts are the same, wherever they stand. Those between two such neighbours that
    were not found again are the edited ones: one for one where there are as many as before and nothing was moved.
    """

    def __init__(self, old: Passages, now: Passages) -> None:
        self._old, self._now = old.marks, now.marks
        self._counts, self._counts_now = (Counter(digest for _, _, digest in m) for m in (old.marks, now.marks))
        ours, theirs = _once(old), _once(now)
        self._to_old = {theirs[digest]: at for digest, at in ours.items() if digest in theirs}
        self._to_new = {at: k for k, at in self._to_old.items()}
        order = [self._to_old[k] for k in sorted(self._to_old)]
        self._in_order = order == sorted(order)

    def moved_whole(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch stands whose passage is there verbatim, once before and once now; None where it is not.

        A sentence whose twin stands in another passage is never taken for it: the passage as a whole must be there.
        """
        at = _index(self._old, start, end)
        if at not in self._to_new:
            return None
        shift = self._now[self._to_new[at]][0] - self._old[at][0]
        return start + shift, end + shift

    def stands(self, start: int, end: int, new_start: int, new_end: int) -> str:
        """Whose passage is it in which a stretch of the old text seems to stand now: own, other or unknown?"""
        at, now = _index(self._old, start, end), _index(self._now, new_start, new_end)
        if at < 0 or now < 0:
            return UNKNOWN
        if now in self._to_old:
            return OWN if self._to_old[now] == at else OTHER
        if at in self._to_new:
            return OTHER
        digest = self._now[now][2]
        if digest and digest in self._counts:  # it stood there before, several times
            same = digest == self._old[at][2] and self._counts[digest] == self._counts_now[digest]
            return UNKNOWN if same else OTHER
        old_gap, new_gap = self._gaps(now)
        if len(old_gap) == len(new_gap) and (self._in_order or len(old_gap) == 1):
            return OWN if old_gap[new_gap.index(now)] == at else OTHER
        if at in old_gap:
            return OWN if len(old_gap) == 1 else UNKNOWN
        if any(self._old[j][2] for j in old_gap):
            return OTHER
        return OTHER if self._left(at) else UNKNOWN

    def _gaps(self, now: int) -> tuple[list[int], list[int]]:
        """The old and the new passages that were not found again, around a new one."""
        before, after = _around(now, self._to_old, len(self._now))
        low = self._to_old[before] if before >= 0 else -1
        high = self._to_old[after] if after < len(self._now) else len(self._old)
        lost = [j for j in range(len(self._old)) if j not in self._to_new]
        if low < high:
            old_gap = [j for j in lost if low < j < high]
        else:
            next_found = _around(low, self._to_new, len(self._old))[1] if low >= 0 else 0
            last_found = _around(high, self._to_new, len(self._old))[0] if high < len(self._old) else len(self._old)
            old_gap = [j for j in lost if low < j < next_found or last_found < j < high]
        return old_gap, list(range(before + 1, after))

    def _left(self, at: int) -> bool:
        """Whether an edited passage is left where an old one stood."""
        before, after = _around(at, self._to_new, len(self._old))
        low = self._to_new[before] if before >= 0 else -1
        high = self._to_new[after] if after < len(self._old) else len(self._now)
        return any(k not in self._to_old and self._now[k][2] for k in range(low + 1, high))


def _once(passages: Passages) -> dict[str, int]:
    """Digest -> its number, for the passages that stand once."""
    counts = Counter(digest for _, _, digest in passages.marks)
    return {digest: at for at, (_, _, digest) in enumerate(passages.marks) if digest and counts[digest] == 1}


def _index(marks: Sequence[tuple[int, int, str]], start: int, end: int) -> int:
    """The number of the passage that covers a stretch; -1 where none does."""
    return next((at for at, (first, last, _) in enumerate(marks) if first <= start and end <= last), -1)


def _around(at: int, found: Collection[int], length: int) -> tuple[int, int]:
    """The nearest passages before and after that were found again; -1 and `length` where there is none."""
    before = next((j for j in range(at - 1, -1, -1) if j in found), -1)
    return before, next((j for j in range(at + 1, length) if j in found), length)


# --- kept with the program's own notes ------------------------------------------------------------------------------


def folder_of(root: Path, source: str) -> Path:
    """Where the passages of a source are kept; no part of the study."""
    return root / ".jenjang" / "passages" / source


def remember(root: Path, sources: Iterable[Source]) -> None:
    """Keep the passages of these texts, each under its checksum."""
    for source in sources:
        path = _file(root, source.id, source.text_sha)
        if not path.is_file():
            marks = [list(mark) for mark in passages_of(source).marks]
            write_text(path, canonical_json({"text_sha": source.text_sha, "passages": marks}) + "\n")


def recall(root: Path, source: str) -> dict[str, Passages]:
    """Checksum of a text -> its passages, as far as they were kept. What cannot be read is as if it were not there."""
    found: dict[str, Passages] = {}
    for path in sorted(folder_of(root, source).glob("*.json")):
        try:
            kept = json.loads(path.read_text("utf-8"))
            marks = tuple((int(start), int(end), str(digest)) for start, end, digest in kept["passages"])
            found[str(kept["text_sha"])] = Passages(str(kept["text_sha"]), marks)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def forget(root: Path, source: str, *, but: Collection[str] = ()) -> None:
    """Drop what was kept of a source, but for the texts with these checksums."""
    stay = {_file(root, source, sha) for sha in but}
    for path in folder_of(root, source).glob("*.json"):
        if path not in stay:
            path.unlink(missing_ok=True)


def _file(root: Path, source: str, text_sha: str) -> Path:
    return folder_of(root, source) / f"{text_sha[:16]}.json"
