"""How do files from the field come into the study? One after the other; a bad one is told of and the rest goes on.

The original is read and never touched; the study keeps its name and checksum, by which a second run knows it again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from analysis.errors import AnalysisError, SourceError
from analysis.model import FIELD_KINDS, KINDS, PROVENANCES
from analysis.sources.cast import check_part, template
from analysis.sources.labels import EVERYTHING, NOT, TAKEN, find_labels, part_of
from analysis.sources.readers.decode import EncodingUnknown
from analysis.sources.readers.door import Original, Ways, digest, read_bytes, read_data, shown_name
from analysis.sources.readers.sniff import BY_NAME, ending
from analysis.sources.text import problems_are_fatal, read_source, split_front_matter
from analysis.sources.turns import cut_turns
from analysis.study.intake import Given, Plan, Unsure, plan
from analysis.study.load import load
from analysis.study.roster import Roster
from analysis.tables import Record, TableError, normalise, parse_yaml, write_text

PLAIN, UTF8 = Given(), Ways()
"""What holds where a person says nothing."""
TOOK, SKIPPED, REFUSED = "taken", "skipped", "refused"
Answer = Callable[[str, Unsure | EncodingUnknown, Given], "tuple[Given, str] | None"]
"""Asked about a file: gives what a person said (and the encoding), or None to go on without it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: taken, skipped (nothing to do) or refused, and why; the plan where there is one."""

    name: str
    verdict: str
    why: str = ""
    source: str = ""
    plan: Plan | None = None


def ingest(
    root: Path,
    paths: Sequence[Path],
    given: Given = PLAIN,
    ways: Ways = UTF8,
    *,
    dry_run: bool = False,
    answer: Answer | None = None,
    on_file: Callable[[int, int, str], None] = lambda number, count, name: None,
) -> list[Outcome]:
    """Take files and folders into a study.

    Parameters
    ----------
    given : kind, language, provenance and the rest that a person says of the files
    ways : encoding and columns
    dry_run : plan everything, write nothing
    answer : asked where something is unsure; without it such a file is refused
    on_file : called before each file with its number, how many there are, and its name

    Returns
    -------
    One outcome per file, in the order in which they were met. What is taken is on the disk.

    Raises
    ------
    SourceError
        What was given holds for no file (kind, provenance, part); nothing was read.
    """
    _check_given(given)
    files, outcomes = _files(root, paths)
    if given.id and len(files) > 1:
        raise SourceError(f"an id is given to one file (got --id and {len(files)} files). Name one file.")
    lock = root / ".jenjang/locks/ingest.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock, timeout=60):
        roster = Roster.of(load(root))  # under the lock: another run may just have given ids away
        for number, path in enumerate(files, start=1):
            name = shown_name(path)
            on_file(number, len(files), name)
            outcomes.append(_one(path, name, given, ways, roster, dry_run, answer))
    return outcomes


def template_for(root: Path, paths: Sequence[Path], given: Given = PLAIN, ways: Ways = UTF8) -> str:
    """A file of speakers to be completed: every label found in the files, with the part where its word says it."""
    entries: dict[str, dict[str, tuple[str, str]]] = {}
    for path in _files(root, paths)[0]:
        try:
            reading = read_data(read_bytes(path), shown_name(path), ways)
        except SourceError:
            continue
        labels = find_labels(reading)
        names = [name for name, label in labels.items() if label.verdict == TAKEN]
        found = {
            name: (
                part_of(name, names) if label.verdict == TAKEN else "",
                f"{label.count} lines, {label.reason}: {label.example}",
            )
            for name, label in labels.items()
            if label.verdict != NOT
        }
        loose = [turn for turn in cut_turns(reading, names) if turn.label == EVERYTHING]
        if loose:
            found[EVERYTHING] = ("", f"{len(loose)} paragraphs under no label: {loose[0].text[:60]}")
        entries[shown_name(path)] = found
    return template(entries)


def _check_given(given: Given) -> None:
    if given.kind not in KINDS:
        raise SourceError(f"kind is one of {', '.join(KINDS)} (got {given.kind!r:.30}). Write one of them.")
    if given.provenance not in PROVENANCES:
        had = f"{given.provenance!r:.30}"
        raise SourceError(f"provenance is one of {', '.join(PROVENANCES)} (got {had}). Write one of them.")
    check_part(given.others, "--others")


def _files(root: Path, paths: Sequence[Path]) -> tuple[list[Path], list[Outcome]]:
    """The files to read, folders walked in order; and what is passed over, with the reason."""
    files: list[Path] = []
    passed: list[Outcome] = []
    for path in paths:
        if path.is_dir():
            for found in _walk(path):
                why = _passed_over(found, root)
                if why:
                    passed.append(Outcome(shown_name(found), SKIPPED, why))
                else:
                    files.append(found)
        else:
            files.append(path)
    return list(dict.fromkeys(files)), passed


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not os.path.islink(os.path.join(place, name))
        )
        yield from (Path(place) / name for name in sorted(names) if not name.startswith((".", "~$")))


def _passed_over(path: Path, root: Path) -> str:
    """Why a file of a folder is not read; empty where it is."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        return ""
    if stat.S_ISLNK(mode):
        return "a link; name it to have it read"
    if not stat.S_ISREG(mode):
        return "no regular file"
    if ending(path.name) not in BY_NAME:
        return f"no reader for .{ending(shown_name(path))[:20]}" if ending(path.name) else "no ending that is known"
    if path.resolve().parent in (root / "interviews", root / "documents"):
        return "lies in the study already"
    return ""


def _one(
    path: Path, name: str, given: Given, ways: Ways, roster: Roster, dry_run: bool, answer: Answer | None
) -> Outcome:
    try:
        data = read_bytes(path)
        sha = digest(data)
        if sha in roster.originals:
            source = roster.originals[sha]
            return Outcome(name, SKIPPED, f"is in the study already, as {source}", source)
        if sha in roster.withdrawn:
            raise SourceError(
                f"a text that left with its person's consent stays away (got one gone since {roster.withdrawn[sha]}). "
                "If the person consents anew, take its row off interviews/withdrawn.csv first."
            )
        ready = _ready_text(path, data, roster)
        if isinstance(ready, Outcome):
            return ready
        made = ready or _asked(data, sha, name, given, ways, roster, answer)
        _write(made, sha, given, roster, dry_run)
    except AnalysisError as error:
        return Outcome(name, REFUSED, _reason(str(error), name))
    except OSError as error:
        return Outcome(name, REFUSED, f"the system refuses ({error.strerror or error}). See permissions and space.")
    return Outcome(name, TOOK, "", made.source, made)


def _reason(message: str, name: str) -> str:
    return message.removeprefix(f"{name}: ").removeprefix(f"{name}, ")


def _asked(data: bytes, sha: str, name: str, given: Given, ways: Ways, roster: Roster, answer: Answer | None) -> Plan:
    """The plan; where something is unsure, after a person answered."""
    original: Original | None = None
    while True:
        try:
            original = original or Original(name, sha, read_data(data, name, ways))
            return plan(original, given, roster)
        except (Unsure, EncodingUnknown) as error:
            said = answer(name, error, given) if answer else None
            if said is None:
                raise
            given, encoding = said
            ways = replace(ways, encoding=encoding) if encoding else ways


def _write(made: Plan, sha: str, given: Given, roster: Roster, dry_run: bool) -> None:
    """Participants first: a source whose speakers are known is never missing them."""
    if not dry_run:
        roster.add_people(made.people, given.provenance)
        write_text(roster.path_of(made.source, made.kind), made.text)
    roster.people.update(made.people)
    roster.originals[sha] = made.source
    roster.add_source(made.source, made.kind in FIELD_KINDS, sha)


def _ready_text(path: Path, data: bytes, roster: Roster) -> Plan | Outcome | None:
    """A file that is in the one text form already: to be copied as it is; None where it is anything else."""
    try:
        text = normalise(data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError:
        return None
    parts = split_front_matter(text) if text.startswith("---") else None
    if parts is None:
        return None
    try:
        meta = parse_yaml(parts[0], path.name)
    except TableError:
        return None
    if not isinstance(meta, Record) or not meta.get("id") or not {"speakers", "articles"} & set(meta):
        return None
    name = shown_name(path)
    source, problems = read_source(path, name=f"{meta['id']}.md")
    problems = [p for p in problems if p.rule != "the file is named after the id"]
    if source is None or problems_are_fatal(problems):
        first = next(p for p in problems if p.level == "error")
        raise SourceError(f"{name}: {first.rule} (got {first.came}). {first.next_step}")
    if roster.texts.get(source.text_sha) == source.id:
        return Outcome(name, SKIPPED, f"is in the study already, as {source.id}", source.id)
    kind = source.kind or "interview"
    return Plan(
        roster.source_id(source.id, kind),
        text,
        kind,
        notes=("in the text form already",),
        passages=len(source.passages),
    )
