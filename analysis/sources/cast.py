"""What is each speaker in the talk, and which participant? As a person declares it in a file, and a template for that.

Pewawancara: {part: interviewer}
"*": none                      # words under no label: a heading, nobody's speech
files:
  talk-3.docx:
    date: 2022-03-14
    speakers:
      P: {part: respondent, id: P07}
      I: {part: interviewer}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import SourceError
from analysis.sources.text import PARTS
from analysis.tables import Record, read_yaml, to_yaml

NONE = "none"
"""The part of a label that is no speaker."""
OWN, CONTINUES = "own", "continues"
"""Whose are paragraphs without a label: those of `*`, or of the speaker before."""
ABOUT = ("date", "language", "kind", "id")
_SPEAKERS = "speakers"
_FILES = "files"


@dataclass(frozen=True, slots=True)
class Voice:
    """What a person declared about a label; what is empty was not declared."""

    part: str = ""
    id: str = ""
    role: str = ""
    unlabelled: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Declarations for all files, and for single ones by name: their speakers, and date, language, kind, id."""

    voices: Mapping[str, Voice] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, Voice]] = field(default_factory=dict)
    about: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, name: str) -> dict[str, Voice]:
        """Label -> what it is in the file of this name."""
        return {**self.voices, **self.files.get(name, {})}


def read_cast(path: Path) -> Cast:
    """The declarations of a file of speakers.

    Raises
    ------
    SourceError
        An entry has another form; the message names its line.
    TableError
        The file is no YAML.
    """
    data = read_yaml(path)
    if not isinstance(data, Record):
        raise SourceError(f"{path.name}: a file of speakers is a list of labels and what they are (got none). {_SEE}")
    files: dict[str, dict[str, Voice]] = {}
    about: dict[str, dict[str, str]] = {}
    entries = data.pop(_FILES, None) or Record()
    for name, entry in entries.items() if isinstance(entries, Record) else [("files", None)]:
        if not isinstance(entry, Record):
            raise SourceError(f"{path.name}, line {data.line}: a file has speakers, date or others ({name!r}). {_SEE}")
        unknown = sorted(set(entry) - {*ABOUT, _SPEAKERS})
        if unknown:
            known = ", ".join((*ABOUT, _SPEAKERS))
            raise SourceError(
                f"{path.name}, line {entry.line}: of a file one says {known} (got {', '.join(unknown)}). {_SEE}"
            )
        files[name] = _voices(entry.get(_SPEAKERS) or Record(), path, entry.line)
        about[name] = {key: str(entry[key]) for key in ABOUT if entry.get(key)}
    return Cast(_voices(data, path, data.line), files, about)


_SEE = "See jenjang ingest --speakers-template."


def _voices(data: Any, path: Path, line: int) -> dict[str, Voice]:
    if not isinstance(data, Record):
        raise SourceError(f"{path.name}, line {line}: speakers are labels and what they are (got {data!r:.40}). {_SEE}")
    return {
        label: _voice(label, entry, f"{path.name}, line {getattr(entry, 'line', data.line)}")
        for label, entry in data.items()
    }


def _voice(label: str, entry: Any, where: str) -> Voice:
    if isinstance(entry, Record):
        said = {key: str(value) for key, value in entry.items() if value is not None}
    else:
        said = {"part": str(entry or "")}
    unknown = sorted(set(said) - {"part", "id", "role", "unlabelled"})
    if unknown:
        raise SourceError(f"{where}: of a label one says part, id, role (got {', '.join(unknown)}). {_SEE}")
    check_part(said.get("part", ""), f"{where}, {label!r}")
    if said.get("unlabelled", OWN) not in (OWN, CONTINUES):
        raise SourceError(f"{where}: unlabelled is {OWN} or {CONTINUES} (got {said['unlabelled']}). {_SEE}")
    return Voice(**said)


def check_part(part: str, where: str) -> str:
    """The part, if it is one (or empty).

    Raises
    ------
    SourceError
        It is none.
    """
    if part and part not in (*PARTS, NONE):
        raise SourceError(f"{where}: a part is one of {', '.join((*PARTS, NONE))} (got {part!r:.40}). {_SEE}")
    return part


def parse_voice(text: str) -> tuple[str, Voice]:
    """`LABEL=PART`, `LABEL=PART:ID` or `LABEL=PART:ID:ROLE` as given on the command line.

    Raises
    ------
    SourceError
        It has another form, or the part is none.
    """
    label, sign, rest = text.rpartition("=")
    part, _, more = rest.partition(":")
    identity, _, role = more.partition(":")
    if not sign or not label or not part:
        raise SourceError(
            f"--speaker is LABEL=PART or LABEL=PART:ID (got {text!r:.60}). Write 'Ibu Sri=respondent:P07'."
        )
    return label, Voice(check_part(part, f"--speaker {label}"), identity, role)


def template(entries: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """A file of speakers to be completed: file -> label -> (part as far as it is sure, what was seen)."""
    lines = [
        "# What each label is. part: " + ", ".join((*PARTS, NONE)) + " (none: no speaker).",
        "# id: the participant (P07); left out, the next free number is given. role: of a new participant.",
        f'# "*": words under no label; unlabelled: {OWN} gives its speaker every later paragraph without a label too.',
        "# date, language, kind and id of a file may be written beside its speakers.",
        f"{_FILES}:",
    ]
    for name, labels in entries.items():
        lines += [f"  {_key(name)}:", f"    {_SPEAKERS}:"] if labels else [f"  {_key(name)}: {{{_SPEAKERS}: {{}}}}"]
        for label, (part, seen) in labels.items():
            lines += [f"      # {' '.join(seen.split())}", f"      {_key(label)}: {{part: {part or '~'}}}"]
    return "\n".join(lines) + "\n"


def _key(text: str) -> str:
    """A text as the key of a YAML mapping, on one line."""
    return to_yaml({text: None}).removesuffix("\n").removesuffix(": null") if len(text) < 60 else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
