"""What will a file become in the study? Its id, its speakers and participants, its passages: planned, nothing written.

What is unsure is never decided here: `Unsure` carries the questions, and a person or a file of speakers answers them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import SourceError
from analysis.model import FIELD_KINDS
from analysis.sources.articles import cut_articles
from analysis.sources.cast import CONTINUES, NONE, OWN, Cast, Voice
from analysis.sources.labels import BOLD, EVERYTHING, NOT, TAKEN, UNSURE, Label, find_labels, part_of
from analysis.sources.people import PERSON
from analysis.sources.readers.door import Original
from analysis.sources.text import DATE, opens_passage, write_source
from analysis.sources.turns import NOBODY, Turn, cut_turns
from analysis.sources.wording import DATE_KEYS, MONTHS
from analysis.study.config import LANGUAGE
from analysis.study.roster import Roster

NOTE = "NOTE"
"""The label of headings, stage directions and what stands before the first speaker. It is no participant."""
ASKING: Mapping[str, str] = {"interviewer": "INT", "moderator": "MOD", "observer": "OBSERVER"}
"""Parts that are no participants -> their labels in the text."""
HEADING = 400
"""Characters before the first speaker that are taken for a heading; more may be somebody's speech, so it is asked."""
MAX_SPEAKERS = 300
"""Labels of one talk."""
_NAME_DATE = re.compile(r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)")
_WORD_DATE = re.compile(r"(?:[^\W\d]+,?\s+)?(\d{1,2})\s+([^\W\d]+)\.?,?\s+(\d{4})\b")
_HEAD = re.compile(r"([^:\n]{3,30})\s*:\s*(.{6,40})")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says about the files: what holds for all of them, and the file of speakers."""

    kind: str = "interview"
    language: str = ""
    provenance: str = "recorded"
    date: str = ""
    id: str = ""
    role: str = ""
    others: str = ""
    cast: Cast = field(default_factory=Cast)


@dataclass(frozen=True, slots=True)
class Heard:
    """One label of a file as it was understood: what it became, and how many turns and words it has."""

    label: str
    id: str
    part: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A source ready to be written, and what a person should see of it."""

    source: str
    text: str
    kind: str
    people: tuple[tuple[str, str], ...] = ()
    """New participants: id and role."""
    heard: tuple[Heard, ...] = ()
    rejected: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    passages: int = 0
    language: str = ""
    date: str = ""
    undated: bool = False


class Unsure(SourceError):
    """A person has to decide. `questions`: (what it is about, the label or empty, what was seen)."""

    def __init__(self, name: str, questions: Sequence[tuple[str, str, str]]) -> None:
        self.questions = list(questions)
        asked: dict[str, list[str]] = {}
        for about, label, seen in questions:
            asked.setdefault(about, []).append(f"{label} {seen}".strip())
        said = [f"{about}: {', '.join(seen[:8])}{', …' if len(seen) > 8 else ''}" for about, seen in asked.items()]
        steps = [step for about, step in _STEPS.items() if about in asked]
        super().__init__(f"{name}: a person has to say ({'; '.join(said)}). {'; '.join(dict.fromkeys(steps))}.")


PART_ASKED = "what these speakers are"
SPEAKER_ASKED = "whether these are speakers"
NOBODY_ASKED = "whose the words under no label are"
UNLABELLED_ASKED = "whose later paragraphs without a label are"
LANGUAGE_ASKED = "the language"
ROLE_ASKED = "the role of new participants"
_SAY = "Say it with --speakers FILE (--speakers-template begins one) or --speaker LABEL=PART"
_STEPS: Mapping[str, str] = {
    PART_ASKED: _SAY,
    SPEAKER_ASKED: _SAY,
    NOBODY_ASKED: _SAY,
    UNLABELLED_ASKED: f"Write unlabelled: {OWN} or {CONTINUES} beside '*' in the file of --speakers",
    LANGUAGE_ASKED: "Give --language",
    ROLE_ASKED: "Give --role",
}


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
    ids, people, more = _identities(original, voices, labels, turns, given, roster)
    questions += more
    if questions:
        raise Unsure(original.name, questions)
    body, notes = _passages(turns, ids)
    parts = {ids[label]: voices[label].part for label in ids if label in voices and ids[label] != NOTE}
    if any(label == NOTE for label, *_ in body):
        parts[NOTE] = "observer"
    source, date = roster.source_id(about.get("id") or given.id, kind), _date(original, about, given)
    body, joined = _mended(body, parts)
    if original.reading.layout == "cues":
        notes.insert(0, f"{len(original.reading.blocks)} cues in {len(body)} passages")
    notes += [f"{joined} lines that begin like a label joined to the line before"] if joined else []
    meta: dict[str, Any] = {"id": source, "kind": kind, "speakers": parts}
    if kind == "focus_group":
        meta["n_persons"] = max(1, sum(part == "respondent" for part in parts.values()))
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


def _identities(
    original: Original,
    voices: Mapping[str, Voice],
    labels: Mapping[str, Label],
    turns: Sequence[Turn],
    given: Given,
    roster: Roster,
) -> tuple[dict[str, str], list[tuple[str, str]], list[tuple[str, str, str]]]:
    """Label -> its label in the text; new participants with their roles; and the roles that have to be asked."""
    ids: dict[str, str] = {}
    people: dict[str, str] = {}
    questions: list[tuple[str, str, str]] = []
    for label, voice in voices.items():
        if voice.part == NONE:
            ids[label] = NOTE
            continue
        if voice.part in ASKING:
            ids[label] = voice.id or _numbered(ASKING[voice.part], ids.values())
            _check_label(ids[label], original.name)
            continue
        person = voice.id or roster.next_person(people)
        _check_person(person, roster, original.name)
        ids[label] = person
        if person not in roster.people and person not in people:
            role = voice.role or given.role or roster.only_role
            if not role:
                seen = f"(one of {', '.join(roster.roles)})" if roster.roles else ""
                questions.append((ROLE_ASKED, label, seen))
            elif roster.roles and role not in roster.roles:
                have = ", ".join(roster.roles)
                raise SourceError(f"{original.name}: a role is one of {have} (got {role!r:.40}). See study.yaml.")
            people[person] = role
    _check_parts(original.name, ids, voices)
    return ids, list(people.items()), questions


def _numbered(label: str, used: Iterable[str]) -> str:
    """The label, with the first number that is free where it is used."""
    used = set(used)
    return next(name for n in range(1, len(used) + 2) if (name := label if n == 1 else f"{label}{n}") not in used)


def _check_label(label: str, name: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,19}", label) or label == NOTE:
        raise SourceError(f"{name}: an id of a speaker is letters and digits (got {label!r:.40}). Write INT or P07.")


def _check_person(person: str, roster: Roster, name: str) -> None:
    match = PERSON.fullmatch(person)
    if not match or (roster.prefix and match[1] != roster.prefix):
        step = f"Write {roster.prefix or 'P'}07, or leave it out: the next free number is given."
        raise SourceError(
            f"{name}: a participant's id is {roster.prefix or 'P'} and a number (got {person!r:.40}). {step}"
        )


def _check_parts(name: str, ids: Mapping[str, str], voices: Mapping[str, Voice]) -> None:
    parts: dict[str, str] = {}
    for label, identity in ids.items():
        part = voices[label].part
        if parts.setdefault(identity, part) != part:
            came = f"{identity} is {parts[identity]} and, as {label!r:.40}, {part}"
            raise SourceError(f"{name}: a speaker has one part in a talk (got {came}). Give two ids.")


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
    source, date = roster.source_id(about.get("id") or given.id, kind), _date(original, about, given)
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


def _date(original: Original, about: Mapping[str, str], given: Given) -> str:
    """The date as given, else the one in the file's name, else the one that a line `Date:` at its head gives."""
    date = about.get("date") or given.date
    if date:
        if not DATE.fullmatch(date):
            raise SourceError(f"{original.name}: a date is year-month-day (got {date!r:.30}). Write 2022-03-14.")
        return date
    found = _NAME_DATE.search(original.name)
    if found:
        return found[1]
    for line in (line for block in original.reading.blocks[:12] for line in block.text.split("\n")):
        head = _HEAD.match(line)
        if head and head[1].strip().lower() in DATE_KEYS:
            return _NAME_DATE.search(head[2])[1] if _NAME_DATE.search(head[2]) else _in_words(head[2])  # type: ignore[index]
    return ""


def _in_words(text: str) -> str:
    match = _WORD_DATE.search(text)
    month = MONTHS.get(match[2].lower(), 0) if match else 0
    if not match or not month or not 1 <= int(match[1]) <= 31:
        return ""
    return f"{match[3]}-{month:02d}-{int(match[1]):02d}"
