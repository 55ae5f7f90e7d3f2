"""What will a file become? A talk with its speakers, or a document with its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.errors import SourceError
from analysis.model import FIELD_KINDS
from analysis.sources.articles import cut_articles
from analysis.sources.cast import NONE, OWN, Voice
from analysis.sources.labels import BOLD, EVERYTHING, NOT, TAKEN, UNSURE, Label, find_labels, part_of
from analysis.sources.readers.door import Original
from analysis.sources.text import opens_passage, write_source
from analysis.sources.turns import NOBODY, Turn, cut_turns
from analysis.study.config import LANGUAGE
from analysis.study.intake.dates import find_date
from analysis.study.intake.identities import MAX_SPEAKERS, identities
from analysis.study.intake.plans import NOTE, Given, Heard, Plan
from analysis.study.intake.unsure import (
    LANGUAGE_ASKED,
    NOBODY_ASKED,
    PART_ASKED,
    SPEAKER_ASKED,
    UNLABELLED_ASKED,
    Unsure,
)
from analysis.study.roster import Roster

HEADING = 400
"""Characters before the first speaker that are taken for a heading; more may be somebody's speech, so it is asked."""


def plan(original: Original, given: Given, roster: Roster) -> Plan:
    """What a file will become.

    Raises
    ------
    Unsure
        A person has to say something first.
    SourceError
        What was given does not hold.
    """
    about = given.cast.about.get(original.name, {})
    kind = about.get("kind") or given.kind
    language = about.get("language") or given.language or original.reading.language or roster.only_language
    if language and not LANGUAGE.fullmatch(language):
        step = "Write en or id."
        raise SourceError(f"{original.name}: a language is a code such as en (got {language!r:.20}). {step}")
    if kind not in FIELD_KINDS:
        return _document(original, given, roster, kind, language, about)
    return _talk(original, given, roster, kind, language, about)


def _talk(original: Original, given: Given, roster: Roster, kind: str, language: str, about: Mapping[str, str]) -> Plan:
    voices = given.cast.of(original.name)
    denied = {label for label, voice in voices.items() if voice.part == NONE}
    labels = find_labels(original.reading, set(voices) - denied, denied)
    speakers = [name for name, label in labels.items() if label.verdict == TAKEN]
    if len(speakers) > MAX_SPEAKERS:
        step = "It looks like no talk; take it in with --kind document."
        raise SourceError(
            f"{original.name}: a talk has at most {MAX_SPEAKERS} speakers (got {len(speakers):,}). {step}"
        )
    own = voices.get(EVERYTHING, Voice()).unlabelled == OWN
    turns = cut_turns(original.reading, speakers, own=own)
    if (
        EVERYTHING not in given.cast.files.get(original.name, {})
        and speakers
        and BOLD not in speakers
        and _is_heading(turns)
    ):
        voices.pop(EVERYTHING, None)  # what is said of all files is not said of a heading
    voices, questions = _decided(labels, turns, voices, given, kind)
    if not language:
        questions.append((LANGUAGE_ASKED, "", "not given"))
    ids, people, more = identities(original, voices, labels, turns, given, roster)
    questions += more
    if questions:
        raise Unsure(original.name, questions)
    body, notes = _passages(turns, ids)
    parts = {ids[label]: voices[label].part for label in ids if label in voices and ids[label] != NOTE}
    if any(label == NOTE for label, *_ in body):
        parts[NOTE] = "observer"
    source, date = roster.source_id(about.get("id") or given.id, kind), find_date(original, about, given)
    body, joined = _mended(body, parts)
    if original.reading.layout == "cues":
        notes.insert(0, f"{len(original.reading.blocks)} cues in {len(body)} passages")
    notes += [f"{joined} lines that begin like a label joined to the line before"] if joined else []
    meta: dict[str, Any] = {"id": source, "kind": kind, "speakers": parts}
    persons = sum(part not in ("interviewer", "observer") for part in parts.values())
    if kind == "focus_group" or persons > 1:
        meta["n_persons"] = max(1, persons)
    meta |= {**({"date": date} if date else {}), "language": language, "provenance": given.provenance}
    meta["original"] = _kept(original, notes)
    heard = _heard(turns, ids, parts)
    rejected = tuple(label for label in labels.values() if label.verdict == NOT)
    said = tuple(meta["original"].get("changes", ()))
    return Plan(
        source,
        write_source(meta, body),
        kind,
        tuple(people),
        heard,
        rejected,
        said,
        len(body),
        language,
        date,
        not date,
    )


def _decided(
    labels: Mapping[str, Label], turns: Sequence[Turn], declared: Mapping[str, Voice], given: Given, kind: str
) -> tuple[dict[str, Voice], list[tuple[str, str, str]]]:
    """What each label is, as declared or as its word surely says; and what has to be asked."""
    voices: dict[str, Voice] = {}
    questions: list[tuple[str, str, str]] = []
    names = [name for name, label in labels.items() if label.verdict == TAKEN]
    for name, label in labels.items():
        voice = declared.get(name, Voice())
        seen = f"({label.count}, {label.example[:30]!r})" if label.example else f"({label.count})"
        if label.verdict == UNSURE:
            questions.append((SPEAKER_ASKED, name, f"{seen[:-1]}, {label.reason})"))
        elif label.verdict == TAKEN:
            part = voice.part or part_of(name, names) or given.others
            if part:
                voices[name] = Voice(part, voice.id, voice.role)
            else:
                questions.append((PART_ASKED, name, seen))
    loose = [turn for turn in turns if turn.label == EVERYTHING]
    if loose:
        voice, question = _nobody(loose, turns, declared.get(EVERYTHING, Voice()), names, given, kind)
        voices[EVERYTHING] = voice
        questions += question
    return voices, questions


def _nobody(
    loose: Sequence[Turn], turns: Sequence[Turn], voice: Voice, names: Sequence[str], given: Given, kind: str
) -> tuple[Voice, list[tuple[str, str, str]]]:
    """Whose are the words under no label? A short heading is nobody's; else a person says it."""
    seen = f"({len(loose)} paragraphs, {' '.join(loose[0].text.split())[:40]!r})"
    if BOLD in names:
        return voice, [] if voice.part else [(NOBODY_ASKED, EVERYTHING, seen)]
    if voice.part and voice.part != NONE and names and not voice.unlabelled and _has_unlabelled(turns):
        return voice, [(UNLABELLED_ASKED, EVERYTHING, seen)]
    if voice.part:
        return voice, []
    if not names and (given.others or kind == "observation"):
        return Voice(given.others or "observer"), []
    if names and BOLD not in names and _is_heading(loose):
        return Voice(NONE), []
    return Voice(NONE), [(NOBODY_ASKED, EVERYTHING, seen)]


def _is_heading(turns: Sequence[Turn]) -> bool:
    """Whether the words under no label are so few that they are a heading."""
    return sum(len(turn.text) for turn in turns if turn.label == EVERYTHING) <= HEADING


def _has_unlabelled(turns: Sequence[Turn]) -> bool:
    """Whether paragraphs without a label stand behind labelled ones."""
    return any(turn.label not in (EVERYTHING, NOBODY) and ("\n" in turn.text or not turn.opens) for turn in turns)


def _passages(turns: Sequence[Turn], ids: Mapping[str, str]) -> tuple[list[tuple[str, ...]], list[str]]:
    body: list[tuple[str, ...]] = []
    nobody = sum(turn.label == NOBODY or ids.get(turn.label) == NOTE for turn in turns)
    for turn in turns:
        body.append((ids.get(turn.label, NOTE), turn.text, turn.time, "", turn.page))
    return body, [f"{nobody} paragraphs that nobody says stand under {NOTE}"] if nobody else []


def _mended(body: Iterable[tuple[str, ...]], labels: Iterable[str]) -> tuple[list[tuple[str, ...]], int]:
    """The passages, with lines that would open a passage of their own joined to the line before."""
    labels, mended, joined = list(labels), [], 0
    for label, text, *more in body:
        lines: list[str] = []
        for line in text.split("\n"):
            if lines and opens_passage(line, labels):
                while len(lines) > 1 and not lines[-1].strip():
                    lines.pop()
                lines[-1] = f"{lines[-1]} {line}"
                joined += 1
            else:
                lines.append(line)
        mended.append((label, "\n".join(lines), *more))
    return mended, joined


def _heard(turns: Sequence[Turn], ids: Mapping[str, str], parts: Mapping[str, str]) -> tuple[Heard, ...]:
    opens = Counter(turn.label for turn in turns if turn.opens or turn.label == EVERYTHING)
    words: Counter[str] = Counter()
    for turn in turns:
        words[turn.label] += len(turn.text.split())
    return tuple(
        Heard(label, ids[label], parts.get(ids[label], "observer"), opens[label], words[label])
        for label in ids
        if opens[label]
    )


def _document(
    original: Original, given: Given, roster: Roster, kind: str, language: str, about: Mapping[str, str]
) -> Plan:
    if not language:
        raise Unsure(original.name, [(LANGUAGE_ASKED, "", "not given")])
    turns = [turn for turn in cut_articles(original.reading) if turn.text.strip()]
    articles = [turn.label for turn in turns]
    source, date = roster.source_id(about.get("id") or given.id, kind), find_date(original, about, given)
    body, joined = _mended([(t.label, t.text, t.time, "", t.page) for t in turns], articles)
    title = next((b.text for b in original.reading.blocks if b.aside), original.name.rpartition(".")[0])
    meta: dict[str, Any] = {"id": source, "kind": kind, "title": {language: " ".join(title.split())[:200]}}
    meta |= {**({"date": date} if date else {}), "language": language, "provenance": given.provenance}
    notes = [f"{joined} lines that begin like a label joined to the line before"] if joined else []
    meta |= {"articles": articles, "original": _kept(original, notes)}
    said = tuple(meta["original"].get("changes", ()))
    return Plan(
        source,
        write_source(meta, body),
        kind,
        notes=said,
        passages=len(body),
        language=language,
        date=date,
        undated=not date,
    )


def _kept(original: Original, notes: Sequence[str]) -> dict[str, Any]:
    """What the study keeps of the original: its name without path, checksum, format, and what was changed."""
    reading = original.reading
    kept: dict[str, Any] = {"name": original.name, "sha256": original.sha256, "format": reading.format}
    if reading.encoding:
        kept["encoding"] = reading.encoding
    changes = [note[:160] for note in (*reading.notes, *notes)]
    if changes:
        kept["changes"] = changes
    return kept
