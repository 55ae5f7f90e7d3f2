"""Published criticisms as checks on sentences: L03, L05, L09, L10, L14, L15, L18. The words are data (words.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.claims.grounds import Finding, Grounds
from analysis.claims.records import NORM, NORMATIVE
from analysis.claims.texts import CLAIM, NOTEBOOK, TITLE, Text
from analysis.claims.words import WordList, pattern
from analysis.errors import Level

_QUOTED = re.compile(r"[“«\"]([^“”«»\"\n]{8,400})[”»\"]|^>\s*(\S.{8,400})$", re.MULTILINE)
_CUT = re.compile(r"\[?…\]?|\[?\.\.\.\]?|\[[^\]\n]{1,60}\](?!\()|\(…\)|\(\.\.\.\)")
_SPACES = re.compile(r"\s+")
SHOWN_BY = {"saturation": ("saturation(", "facets("), "agreement": ("agreement(", "agree(", "shared(")}
"""What is called in a notebook where the matter is shown."""
TITLE_WORDS, QUOTE_WORDS = 3, 3


def _at(text: Text, rule: str, level: Level, what: str, step: str) -> Finding:
    return Finding(rule, level, text.file, text.row, text.place, what, step)


def _sentences(grounds: Grounds) -> Iterator[tuple[Text, str, WordList]]:
    """Every sentence of the study with each word list that it is read with."""
    for text in grounds.texts:
        lists = grounds.lists_for(text)
        for sentence in text.sentences if lists else ():
            for words in lists:
                yield text, sentence, words


def _short(sentence: str) -> str:
    """The sentence as a message quotes it: short, and without a full stop of its own."""
    return sentence.rstrip(".") if len(sentence) <= 80 else f"{sentence[:77].rstrip('. ')}…"


def _asks(sentence: str) -> bool:
    """Whether a sentence is a question."""
    return sentence.rstrip("*_ \"'”’)").endswith("?")


def method_without_record(grounds: Grounds) -> Iterator[Finding]:
    """L03: a method that a text names has its record in the study (techniques listed, not shown)."""
    kinds = {source.kind for source in grounds.sources.values()}
    recorded = {
        "triangulation": (bool(grounds.converged), "no theme is judged in codebook/convergence.yaml (F08)"),
        "focus_group": ("focus_group" in kinds, "there is no source of the kind focus_group"),
        "verification": (grounds.verified, "there is no verdict in codebook/verification.yaml (F14)"),
        "observation": ("observation" in kinds, "there is no source of the kind observation"),
    }
    for text, sentence, words in _sentences(grounds):
        for method, phrases in words.methods.items():
            shown, lacking = recorded.get(method, (True, ""))
            named = pattern(phrases).search(sentence)
            if named and not shown and not words.find("negators", sentence):
                step = "Add the record, or leave the method out."
                yield _at(text, "L03", "error", f"{named[0]!r} is named, and {lacking}", step)


def vague_magnitude(grounds: Grounds) -> Iterator[Finding]:
    """L05: most, some, many stand with a count or a band.

    A question asserts no quantity, and a notebook's sentence about its own table or cell is about no people.
    """
    for text, sentence, words in _sentences(grounds):
        bare = pattern(words.lists.get("not_vague", ())).sub(" ", sentence)
        vague = words.find("vague", bare)
        on_page = text.what == NOTEBOOK and words.find("about_outputs", bare)
        if vague and not words.counts(bare) and not _asks(sentence) and not on_page:
            step = "Say how many of how many, or give a band."
            yield _at(text, "L05", "warning", f"{vague!r} without a count: {_short(sentence)}", step)


def saturation_by_declaration(grounds: Grounds) -> Iterator[Finding]:
    """L09: saturation is shown (F19, F20) where it is claimed, and not claimed in an approach that has none (F00)."""
    shown = any(call in grounds.code for call in SHOWN_BY["saturation"])
    off = grounds.approach == "reflexive" and "saturation" not in grounds.overrides
    for text, sentence, words in _sentences(grounds):
        named = words.find("saturation", sentence)
        if named and not words.find("negators", sentence) and (off or not shown):
            what = "the reflexive approach has none" if off else "no notebook shows it"
            step = "Show F19 over all orders and F20, or say that it was not assessed."
            yield _at(text, "L09", "error", f"{named!r} is claimed, and {what}", step)


def agreement_out_of_place(grounds: Grounds) -> Iterator[Finding]:
    """L10: agreement is told with its unit and an interval, and not in an approach that has none (F00)."""
    off = grounds.approach == "reflexive" and "agreement" not in grounds.overrides
    for text, sentence, words in _sentences(grounds):
        named = words.find("agreement", sentence)
        if not named or words.find("negators", sentence):
            continue
        if off:
            step = "Write second-reading memos instead, or record an override."
            yield _at(text, "L10", "error", f"{named!r} against the approach reflexive (F00)", step)
        elif re.search(r"\d[.,]\d", sentence):
            lacking = [what for what in ("unit", "interval") if not words.find(what, sentence)]
            lacking = [what for what in lacking if what != "interval" or not re.search(r"\[[^\]]*\d[^\]]*\]", sentence)]
            if lacking:
                what = f"{named!r} without {' and '.join(lacking)}: {_short(sentence)}"
                yield _at(text, "L10", "error", what, "Say what was counted, and how wide the interval is.")


def quote_in_title(grounds: Grounds) -> Iterator[Finding]:
    """L14: no title or abstract speaks with one voice for all."""
    for text in grounds.titles:
        for quote in _quotes(text.text):
            if len(quote.split()) >= TITLE_WORDS:
                step = "State the finding in the study's own words."
                yield _at(text, "L14", "warning", f"a quote stands in a {text.what}: {_short(quote)}", step)


def cut_quote(grounds: Grounds) -> Iterator[Finding]:
    """L15: a quote with an ellipsis or a bracket can be read whole: all its parts stand in one passage of a source."""
    passages: list[str] = []
    for text in grounds.texts:
        for quote in _quotes(text.prose):
            if not _CUT.search(quote) or len(quote.split()) < QUOTE_WORDS:
                continue
            passages = passages or _passages(grounds)
            if not _stored(quote, passages):
                step = "Quote words that stand in a source, and let the whole passage be found."
                yield _at(
                    text, "L15", "warning", f"a quote is cut, and its full text is not stored: {_short(quote)}", step
                )


def _quotes(text: str) -> list[str]:
    return [(match[1] or match[2]).strip() for match in _QUOTED.finditer(text)]


def _passages(grounds: Grounds) -> list[str]:
    """Every passage of every source, in every language, as one run of small letters."""
    sources = grounds.sources.values()
    said = (
        text for s in sources for texts in ([p.text for p in s.passages], *s.translations.values()) for text in texts
    )
    return [_flat(text) for text in said]


def _stored(quote: str, passages: Sequence[str]) -> bool:
    """Whether the quote, or all its uncut parts of two words and more, stand in one passage."""
    whole = _flat(quote)
    parts = [p for p in (_flat(part) for part in _CUT.split(quote)) if len(p.split()) >= 2]
    return any(whole in text or (parts and all(part in text for part in parts)) for text in passages)


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" .,;:!?-").lower()


def advice_among_results(grounds: Grounds) -> Iterator[Finding]:
    """L18: what ought to be stands in normative claims alone (findings mixed with advice).

    A question gives no advice, what is not demanded is none, and a sentence that tells whose demand it is is a finding.
    """
    exempt = {key for key, e in grounds.weighed.items() if e.claim.kind == NORMATIVE or e.claim.layer == NORM}
    for text, sentence, words in _sentences(grounds):
        if text.what == CLAIM and text.owner in exempt:
            continue
        bare = pattern(words.lists.get("not_ought", ())).sub(" ", sentence)
        ought = words.find("ought", bare)
        if ought and not _asks(sentence) and not words.find("reported", bare):
            step = "Tell who says that it ought to be, or make it a normative claim."
            yield _at(text, "L18", "warning", f"{ought!r} among results: {_short(sentence)}", step)


def titles_of(texts: list[Text]) -> list[Text]:
    """The texts that are titles or abstracts: titles of figures, and the first cell of a notebook."""
    found = [text for text in texts if text.what == TITLE]
    first: dict[str, Text] = {}
    for text in texts:
        if text.cell or text.place.startswith("cell "):
            first.setdefault(text.file, text)
    return [*found, *first.values()]
