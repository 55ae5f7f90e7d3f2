"""Where do the codings of a text stand after the text was edited? (F02)

A coding follows its words where they stand, with what stood around them. Words that were corrected a little are found
by their likeness. Where the context does not tell, a person is asked: a sentence that was deleted while its twin stands
elsewhere is not moved to the twin. A passage that stood once and stands once, verbatim, has moved whole, and what is
coded in it moves with it. White space does not count, so a text may be wrapped anew.

Source: Web Annotation Data Model (W3C, 2017) for the selectors; weights of the score as in the Hypothesis client; the
thresholds are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from analysis.coding.passages import OWN, UNKNOWN, Alignment, Passages, passages_of
from analysis.model import Coding, Source
from analysis.sources.anchors import CONTEXT, cuts_grapheme

UNCHANGED, MOVED, HEALED, ASK, ORPHANED = "unchanged", "moved", "healed", "ask", "orphaned"
ACCEPT, QUESTION = 0.90, 0.70
"""From which score a place is taken, and from which it is asked about; below it the coding has no place,
unless its very words stand there: then it is asked about too."""
TELLING = 12
"""Characters, without spaces, from which the context on one side alone is trusted."""
MOST_EDITS = 256


@dataclass(frozen=True, slots=True)
class Place:
    """Where a coding stands in the new text, how that is known, and how sure it is (0 to 1).

    Asked about or orphaned, `start` and `end` are the best place there is (the old one, where there is none).
    """

    coding: Coding
    verdict: str
    start: int
    end: int
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stretch of the text without superfluous white space."""

    start: int
    end: int
    edits: int
    before: float
    after: float
    score: float


def score(*, edits: int, length: int, before: float, after: float, shift: int, text_length: int) -> float:
    """How well does a place fit a coding, from 0 to 1? (F02)

    Parameters
    ----------
    edits : characters that differ from the quote; `length` is the quote's
    before, after : similarity of what stands around, from 0 to 1
    shift : how far the place lies from the old one; `text_length` is the text's
    """
    near = 1 - min(1.0, abs(shift) / text_length) if text_length else 1.0
    return (50 * (1 - min(1.0, edits / length)) + 20 * before + 20 * after + 2 * near) / 92


class Finder:
    """Finds the codings of one text again. The text is prepared once.

    `before`: checksum -> passages of the texts in which the codings stood, where they were kept.
    """

    def __init__(self, source: Source, before: Mapping[str, Passages] | None = None) -> None:
        self.source = source
        now = passages_of(source)
        self._alignments = {sha: Alignment(old, now) for sha, old in (before or {}).items()}
        self.text, self._at = _squeezed(source.body)

    def find(self, coding: Coding) -> Place:
        """Where does the coding stand now: unchanged, moved, healed, to be asked about, or orphaned?"""
        if self._as_it_was(coding):
            return Place(coding, UNCHANGED, coding.start, coding.end)
        whole = self._with_its_passage(coding)
        if whole:
            return whole
        quote, prefix, suffix = (_squeezed(part)[0] for part in (coding.quote, coding.prefix, coding.suffix))
        quote = quote.strip()
        if not quote:
            return Place(coding, ORPHANED, coding.start, coding.end, 0.0)
        rated = (self._rate(coding, quote, prefix, suffix, at, at + len(quote)) for at in self._all(quote))
        exact = [candidate for candidate in rated if candidate]
        sure = [c for c in exact if c.score >= ACCEPT]
        if not sure and _telling(quote):
            sure = [c for c in exact if _one_side(c, coding)]
        sure = self._own(coding, sure)
        own = len(sure) == 1 and self._whose(coding, sure[0]) == OWN
        near = [] if own else self._alike(coding, quote, prefix, suffix)
        healed = [c for c in near if c.score >= ACCEPT and c.edits]
        if own or (len(sure) == 1 and not healed and self._may_move(coding, sure[0], [*exact, *near])):
            return self._place(coding, MOVED, sure[0])
        if len(healed) == 1 and not sure and self._may_move(coding, healed[0], [*exact, *near]):
            return self._place(coding, HEALED, healed[0])
        best = max((*exact, *near), key=lambda c: c.score, default=None)
        if best is None:
            return Place(coding, ORPHANED, coding.start, coding.end, 0.0)
        return self._place(coding, ASK if exact or best.score >= QUESTION else ORPHANED, best)

    def _as_it_was(self, coding: Coding) -> bool:
        """Whether words and context stand where they stood."""
        body, start, end = self.source.body, coding.start, coding.end
        return (
            body[start:end] == coding.quote
            and body[max(0, start - len(coding.prefix)) : start] == coding.prefix
            and body[end : end + len(coding.suffix)] == coding.suffix
            and self.source.passage_at(start, end) is not None
        )

    def _with_its_passage(self, coding: Coding) -> Place | None:
        """Where it stands if its passage moved whole; None where that cannot be said for certain."""
        alignment = self._alignments.get(coding.text_sha)
        found = alignment.moved_whole(coding.start, coding.end) if alignment else None
        if found is None or self.source.body[slice(*found)].split() != coding.quote.split():
            return None
        return Place(coding, UNCHANGED if found == (coding.start, coding.end) else MOVED, *found)

    def _whose(self, coding: Coding, found: _Candidate) -> str:
        """Whether a place lies in the coding's own passage, in another one that stood there before, or is unknown."""
        alignment = self._alignments.get(coding.text_sha)
        place = self._at[found.start], self._at[found.end - 1] + 1
        return alignment.stands(coding.start, coding.end, *place) if alignment else UNKNOWN

    def _own(self, coding: Coding, sure: list[_Candidate]) -> list[_Candidate]:
        """Of places that fit alike, the only one in the coding's own passage, where there is one."""
        own = [c for c in sure if self._whose(coding, c) == OWN] if len(sure) > 1 else []
        return own if len(own) == 1 else sure

    def _may_move(self, coding: Coding, found: _Candidate, others: list[_Candidate]) -> bool:
        """Whether a place may be taken: not in a passage that was another one, and alone where nobody can say."""
        whose = self._whose(coding, found)
        if whose == OWN or coding.text_sha not in self._alignments:
            return True
        apart = [c for c in others if c.end <= found.start or found.end <= c.start]
        return whose == UNKNOWN and found.score >= ACCEPT and all(c.score < QUESTION for c in apart)

    def _rate(
        self, coding: Coding, quote: str, prefix: str, suffix: str, start: int, end: int, *, edits: int = 0
    ) -> _Candidate | None:
        """The stretch with its score; None where no segment may stand there."""
        first, last = self._at[start], self._at[end - 1] + 1
        body = self.source.body
        if self.source.passage_at(first, last) is None or cuts_grapheme(body, first) or cuts_grapheme(body, last):
            return None
        # Where the text began or ended within the context, more may stand there now, and is looked at.
        left = len(prefix) if len(coding.prefix) >= CONTEXT else CONTEXT
        right = len(suffix) if len(coding.suffix) >= CONTEXT else CONTEXT
        before = _alike(prefix, self.text[max(0, start - left) : start])
        after = _alike(suffix, self.text[end : end + right])
        # A side that tells little, as at the end of a text, is no witness: the other one speaks for both.
        if not _telling(prefix):
            before = after if _telling(suffix) else 0.0
        elif not _telling(suffix):
            after = before
        shift, size = first - coding.start, len(body)
        found = score(edits=edits, length=len(quote), before=before, after=after, shift=shift, text_length=size)
        return _Candidate(start, end, edits, before, after, found)

    def _all(self, words: str) -> Iterator[int]:
        at = self.text.find(words)
        while at >= 0:
            yield at
            at = self.text.find(words, at + 1)

    def _alike(self, coding: Coding, quote: str, prefix: str, suffix: str) -> list[_Candidate]:
        """Stretches that resemble the quote: what stands between the old neighbours, and the two likest ones."""
        most = min(MOST_EDITS, len(quote) // 2)
        found: dict[tuple[int, int], _Candidate] = {}

        def consider(start: int, end: int) -> None:
            while start < end and self.text[start] == " ":
                start += 1
            while end > start and self.text[end - 1] == " ":
                end -= 1
            if end <= start or abs(end - start - len(quote)) > most:
                return
            edits = Levenshtein.distance(quote, self.text[start:end], score_cutoff=most)
            if edits <= most:
                rated = self._rate(coding, quote, prefix, suffix, start, end, edits=edits)
                if rated:
                    found[start, end] = rated

        starts = [at + len(prefix) for at in self._all(prefix)] if _telling(prefix) else []
        ends = list(self._all(suffix)) if _telling(suffix) else []
        for start in starts:
            for end in ends:
                consider(start, end)
        text = self.text
        for _ in range(2):
            likest = partial_ratio_alignment(quote, text, score_cutoff=50)
            if likest is None or likest.dest_end <= likest.dest_start:
                break
            for start, end in self._ends(quote, likest.dest_start, likest.dest_end, most, starts, ends):
                consider(start, end)
            text = text[: likest.dest_start] + "\0" * (likest.dest_end - likest.dest_start) + text[likest.dest_end :]
        return _apart(found.values())

    def _ends(
        self, quote: str, start: int, end: int, most: int, starts: list[int], ends: list[int]
    ) -> Iterator[tuple[int, int]]:
        """Where exactly a stretch that resembles the quote begins and ends: at the old neighbours, or by alignment."""
        low, high = max(0, start - most), min(len(self.text), end + most)
        blocks = [b for b in Levenshtein.opcodes(quote, self.text[low:high]) if b.tag == "equal"]
        if blocks:
            first, last = blocks[0], blocks[-1]
            aligned = low + first.dest_start - first.src_start, low + last.dest_end + len(quote) - last.src_end
            yield max(0, aligned[0]), min(len(self.text), aligned[1])
        yield start, end
        for left in (s for s in starts if low <= s <= end):
            yield left, end
        for right in (e for e in ends if start <= e <= high):
            yield start, right

    def _place(self, coding: Coding, verdict: str, found: _Candidate) -> Place:
        start, end = self._at[found.start], self._at[found.end - 1] + 1
        same = verdict == MOVED and (start, end) == (coding.start, coding.end)
        return Place(coding, UNCHANGED if same else verdict, start, end, found.score)


def find_again(coding: Coding, source: Source, before: Mapping[str, Passages] | None = None) -> Place:
    """Where does one coding stand now? For many codings of a text, use one `Finder`."""
    return Finder(source, before).find(coding)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text with each run of white space as one space, and where each of its characters stands in the text."""
    out: list[str] = []
    at: list[int] = []
    for match in re.finditer(r"\s+|\S+", text):
        word = match[0]
        if word.isspace():
            out.append(" ")
            at.append(match.start())
        else:
            out.append(word)
            at.extend(range(match.start(), match.end()))
    return "".join(out), at


def _alike(context: str, found: str) -> float:
    return float(Levenshtein.normalized_similarity(context, found))


def _one_side(found: _Candidate, coding: Coding) -> bool:
    """Whether all that stood on one side still stands there, and is long enough to tell places apart.

    Where the text began or ended sooner, more may stand there now: that side tells nothing on its own.
    """
    sides = ((found.before, coding.prefix), (found.after, coding.suffix))
    return any(alike == 1 and len(words) >= CONTEXT and _telling(words) for alike, words in sides)


def _telling(context: str) -> bool:
    return _letters(context) >= TELLING


def _letters(text: str) -> int:
    """How many characters there are, without white space."""
    return len("".join(text.split()))


def _apart(found: Iterable[_Candidate]) -> list[_Candidate]:
    """The best of each group of stretches that overlap, the best first."""
    kept: list[_Candidate] = []
    for candidate in sorted(found, key=lambda c: (-c.score, c.start, c.end)):
        if all(candidate.end <= k.start or k.end <= candidate.start for k in kept):
            kept.append(candidate)
    return kept
