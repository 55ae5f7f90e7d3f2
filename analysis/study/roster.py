"""Which ids are taken, which originals are in already, who takes part? As the study stands while files come in."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import SourceError
from analysis.model import FIELD_KINDS
from analysis.sources.people import PERSON
from analysis.sources.text import ID
from analysis.study.loaded import PARTICIPANTS, WITHDRAWN, Loaded
from analysis.tables import csv_text, read_csv, read_text, write_text

_SERIES = re.compile(r"([A-Za-z]+)(\d+)")


@dataclass
class Roster:
    """Ids of sources and people, and the checksums of originals and texts that the study holds."""

    root: Path
    sources: set[str] = field(default_factory=set)
    people: dict[str, str] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)
    """Checksum of an original -> the day from which it is gone with its person's consent."""
    roles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    _kinds: dict[str, bool] = field(default_factory=dict)
    _speaking: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, loaded: Loaded) -> Roster:
        """The roster of a study as its folder reads."""
        made = cls(
            loaded.root,
            people={key: entry.role for key, entry in loaded.participants.items()},
            roles=tuple(loaded.config.role_ids),
            languages=tuple(loaded.config.languages),
        )
        for source in loaded.sources.values():
            made.add_source(source.id, source.kind in FIELD_KINDS, source.text_sha)
            original = source.meta.get("original")
            if isinstance(original, dict) and original.get("sha256"):
                made.originals[str(original["sha256"])] = source.id
            made._speaking |= set(source.participants)
        for folder in ("interviews", "documents"):  # a file that cannot be read keeps its name all the same
            made.sources |= {path.stem for path in (loaded.root / folder).glob("*.md")}
        made.sources |= {source for _, source in loaded.journals} | set(loaded.checksums)
        if (loaded.root / WITHDRAWN).is_file():  # an id that left with its person is not given again
            gone = read_csv(loaded.root / WITHDRAWN, required=("source", "withdrawn_at"))
            made.sources |= {row["source"] for row in gone}
            made.withdrawn = {row["original"]: row["withdrawn_at"] for row in gone if row.get("original")}
        return made

    def add_source(self, source: str, field_source: bool, text_sha: str) -> None:
        """Keep in mind that a source is there."""
        self.sources.add(source)
        self._kinds[source] = field_source
        self.texts[text_sha] = source

    @property
    def only_role(self) -> str:
        """The role of everyone, where the study has one only."""
        return self.roles[0] if len(self.roles) == 1 else ""

    @property
    def only_language(self) -> str:
        """The language of the study, where it has one only."""
        return self.languages[0] if len(self.languages) == 1 else ""

    @property
    def prefix(self) -> str:
        """The letters of participants' ids; empty before the first one."""
        return next((match[1] for person in self.people if (match := PERSON.fullmatch(person))), "")

    def next_person(self, more: Collection[str] = ()) -> str:
        """The next free id of a participant; numbers of people who speak without a row are not free."""
        return _next({*self.people, *self._speaking, *more}, self.prefix or "P")

    def source_id(self, wanted: str, kind: str) -> str:
        """The id wanted, if it is one and free, else the next free one of the series.

        Raises
        ------
        SourceError
            It is no id, or it is taken.
        """
        spoken = kind in FIELD_KINDS
        if not wanted:
            own = [source for source, is_field in self._kinds.items() if is_field == spoken]
            prefixes = Counter(match[1] for source in own if (match := _SERIES.fullmatch(source)))
            prefix = min(prefixes, key=lambda p: (-prefixes[p], p)) if prefixes else ("S" if spoken else "D")
            return _next(self.sources, prefix)
        if not ID.fullmatch(wanted) or len(wanted) > 60 or wanted.upper() == "README":
            raise SourceError(f"an id is letters, digits, '.', '_' and '-' (got {wanted!r:.60}). Choose a short id.")
        if wanted in self.sources:
            raise SourceError(f"each source has its own id (got {wanted}, which is taken). Choose another --id.")
        return wanted

    def path_of(self, source: str, kind: str) -> Path:
        """Where a source of that kind lies."""
        return self.root / ("interviews" if kind in FIELD_KINDS else "documents") / f"{source}.md"

    def add_people(self, people: Iterable[tuple[str, str]], provenance: str) -> None:
        """Append rows to participants.csv, id and role, the rest to be completed; what stands there stays as it is."""
        new = [(person, role) for person, role in people if person not in self.people]
        if not new:
            return
        path = self.root / PARTICIPANTS
        columns = ["id", "role"]
        if path.is_file():
            read_csv(path, required=columns)
            text = read_text(path)
            columns = [name.strip() for name in next(csv.reader(io.StringIO(text.lstrip("\n"))))]
        else:
            text = csv_text([], columns)
        rows = [{"id": person, "role": role, "provenance": provenance} for person, role in new]
        added = csv_text(rows, columns).split("\n", 1)[1]
        write_text(path, text.rstrip("\n") + "\n" + added)
        self.people.update(new)


def _next(used: Collection[str], prefix: str) -> str:
    """The number after the highest of a series, as wide as the others."""
    numbers = [match[2] for one in used if (match := _SERIES.fullmatch(one)) and match[1] == prefix]
    width = max((len(number) for number in numbers), default=2)
    return f"{prefix}{max(map(int, numbers), default=0) + 1:0{max(2, width)}d}"
