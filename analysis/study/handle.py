"""The handle: `study = open_study()` finds the study from where the notebook stands and hands out frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.displays.summaries import UNITS
from analysis.errors import CodingError, StudyError
from analysis.sources.key import read_key
from analysis.study import acts, batch
from analysis.study import framework as framework_file
from analysis.study.config import FILE
from analysis.study.decide import STRENGTH, Decided
from analysis.study.decide import decide as decide_table
from analysis.study.export import IN_FORCE, Exported, export_annotations
from analysis.study.identify import identifiers
from analysis.study.ingest import PLAIN, UTF8, Given, Outcome, Ways
from analysis.study.ingest import ingest as ingest_files
from analysis.study.load import load
from analysis.study.loaded import Loaded
from analysis.study.practice import practice_copy
from analysis.study.scrub import Scrubbed, scrub
from analysis.study.strengths import decide_strength
from analysis.study.told_names import names_in_judgements
from analysis.study.views.drawn import Drawn


def find_root(start: Path | str | None = None) -> Path:
    """The folder of the study that holds `start` (where we stand, by default): the nearest one with a study.yaml.

    Raises
    ------
    StudyError
        There is no such folder, or no folder up to the top holds one.
    """
    here = Path(start) if start else Path.cwd()
    if not here.exists():
        raise StudyError(f"{here.name}: a study is a folder (got none of this name). Mend the name.")
    for folder in (here.resolve(), *here.resolve().parents):
        if (folder / FILE).is_file():
            return folder
    raise StudyError(
        f"{here.name or here}: no study.yaml here or in a folder above. Go into a study, or make one with: "
        "jenjang new FOLDER"
    )


def open_study(folder: Path | str | None = None) -> Study:
    """Open the study in which we stand, or the one in `folder`. Nothing is written; problems wait in `problems`."""
    return Study(load(find_root(folder)))


class Study(Drawn):
    """A study's folder, read once. Frames are computed when asked for; `reload()` reads the folder again.

    What it hands out stands in `analysis/study/views/`, question by question; what it writes stands here.
    """

    def reload(self) -> Study:
        """The same study as its folder reads now."""
        return Study(load(self.root))

    def practice(self, name: str = "desk") -> Study:
        """A copy in out/practice/, made anew, in which anything may be tried: nothing of the study itself changes."""
        return Study(load(practice_copy(self.root, name)))

    def code(self, source: str, *, coder: str, code: str, **where_and_what: Any) -> str:
        """Put a code on a segment; returns the coding's id once the act is on the disk.

        Parameters
        ----------
        quote, passage, occurrence, start, end : where; a quote must stand in one place, or say which
        stance : supports, opposes, qualifies or neutral towards the code's statement
        attributes : the study's own, by name
        facet, memo : the short particular under the code, and a thought
        provenance : of a coder who is new to the study (recorded, public or constructed)

        Raises
        ------
        CodingError
            What came is not valid; nothing is written.
        """
        return self._now(acts.code(self._loaded, source, coder=coder, code=code, **where_and_what))

    def relate(self, source: str, *, coder: str, from_code: str, to_code: str, type: str, **where_and_what: Any) -> str:
        """Link two codes on a segment (F29), with type, polarity and modality; returns the relation's id."""
        ends: dict[str, Any] = {"from_code": from_code, "to_code": to_code, "type": type}
        return self._now(acts.relate(self._loaded, source, coder=coder, **ends, **where_and_what))

    def code_table(self, path: Path | str, *, coder: str, provenance: str = "recorded") -> dict[str, int]:
        """Write a table of codings and relations into a coder's journals, all or none; how many each source received.

        See `analysis.study.batch.code_table` for the columns and for what is refused.
        """
        self._loaded, counts = batch.code_table(self._loaded, Path(path), coder=coder, provenance=provenance)
        self._now((self._loaded, ""))
        return counts

    def rule_table(self, path: Path | str, *, coder: str, provenance: str = "recorded") -> dict[str, int]:
        """Write a table of rulings into an adjudicator's journals, all or none; how many each source received.

        See `analysis.study.batch.rule_table` for the columns and for what is refused.
        """
        self._loaded, counts = batch.rule_table(
            self._loaded, Path(path), self._differences, coder=coder, provenance=provenance
        )
        self._now((self._loaded, ""))
        return counts

    def chart(self, table: pd.DataFrame | Path | str, *, by: str = "") -> int:
        """Write summaries and decided statuses into codebook/framework.yaml, all or none; how many cells were written.

        The table is that of `framework_to_chart`, filled in; see `analysis.study.framework.chart` for what is refused.
        """
        given = table if isinstance(table, pd.DataFrame) else Path(table)
        codes = list(self.codebook.codes)
        cells = {unit: self.framework(rows=unit, themes=codes) for unit in UNITS}
        loaded, count = framework_file.chart(self._loaded, given, cells, by=by)
        self._now((loaded, ""))
        return count

    def decide(self, kind: str, path: Path | str, *, by: str, alone: bool = False) -> Decided:
        """Write a table of judgements into its file under codebook/, all or none; see `to_decide` for the table.

        `analysis.study.decide.decide` tells what is refused; codebook/README.md tells the kinds and their columns.
        """
        self._now((load(self.root), ""))
        if kind == STRENGTH and not alone:
            settled = decide_strength(self.root, self.weighed, Path(path), by=by)
            self._now((load(self.root), ""))
            return settled
        done = decide_table(self._loaded, kind, Path(path), by=by, deep=self.judgement_problems, alone=alone)
        self._now((load(self.root), ""))
        return done

    def ingest(
        self, *paths: Path | str, given: Given = PLAIN, ways: Ways = UTF8, dry_run: bool = False
    ) -> list[Outcome]:
        """Take transcripts and documents into the study, as they come from the field; one outcome per file.

        See `analysis.study.ingest.ingest`. What is unsure is refused, and the outcome says what a person has to say.
        """
        outcomes = ingest_files(self.root, [Path(path) for path in paths], given, ways, dry_run=dry_run)
        self._now((load(self.root), ""))
        return outcomes

    def remove(self, source: str, *, coder: str, id: str) -> str:
        """Take a coding or relation of one's own away again; the journal keeps both acts."""
        return self._now(acts.remove(self._loaded, source, coder=coder, id=id))

    def rule(self, source: str, *, coder: str, of: str, outcome: str, difference: str, reason: str, **more: Any) -> str:
        """Settle a difference between coders; returns the ruling's id once the act is on the disk.

        Parameters
        ----------
        of : the difference, as `differences()` names it in its column `of`
        outcome : kept or dropped; what is kept is in force
        difference : its type: definition, unit, oversight or reading
        reason : why, in a sentence
        attributes, facet, start, end : of what is kept, where they differ from what the coders share

        Raises
        ------
        CodingError
            There is no such difference, or what came is not valid; nothing is written.
        """
        entry = next((d for d in self._differences.get(source, ()) if d.of == of), None)
        if entry is None:
            raise CodingError(f"{source}: a ruling is about a difference (got {of!r}). See study.differences().")
        said: dict[str, Any] = {"outcome": outcome, "difference": difference, "reason": reason, **more}
        return self._now(acts.rule(self._loaded, source, coder=coder, about=entry.coding, **said))

    def identifiers(
        self, sources: Sequence[str] = (), *, key: Path | str | None = None, passphrase: str = ""
    ) -> pd.DataFrame:
        """What may name somebody (F42)? One row per form of words, with a label proposed and a decision to fill in.

        `analysis.study.identify.identifiers` tells the columns. The frame names people: keep it out of saved notebooks.
        """
        opened = read_key(Path(key).expanduser(), passphrase) if key else None
        return identifiers(self._loaded, sources, key=opened)

    def named_in_judgements(self) -> pd.DataFrame:
        """What may name somebody in what people wrote under codebook/ (F42)? One row per file, record and form."""
        return names_in_judgements(self._loaded)

    def scrub(
        self,
        decisions: pd.DataFrame | Path | str,
        *,
        key: Path | str,
        passphrase: str,
        archive: Path | str | None = None,
        sources: Sequence[str] = (),
    ) -> Scrubbed:
        """Put labels in the place of every name that was decided to be replaced; this study is read anew.

        See `analysis.study.scrub.scrub` for what is written, what leaves, and what is refused.
        """
        table = decisions if isinstance(decisions, pd.DataFrame) else Path(decisions)
        home = Path(archive) if archive else None
        done = scrub(self.root, table, key=Path(key), passphrase=passphrase, archive=home, sources=sources)
        self._now((load(self.root), ""))
        return done

    def _now(self, written: tuple[Loaded, str]) -> str:
        """Stand on the study as it is after an act."""
        self.stand_on(written[0])
        return written[1]

    def stand_on(self, loaded: Loaded) -> None:
        """Stand on these records from now on, and forget the frames computed before.

        One assignment, because the coding desk writes in a thread of its own while a cell may be computing.
        """
        self.__dict__ = {"_loaded": loaded}

    def export_annotations(
        self, path: Path | str, *, coder: str = IN_FORCE, profile: str = "", with_text: bool = False
    ) -> Exported:
        """Write the codings in force, or one coder's, as W3C Web Annotations, through the release gate."""
        return export_annotations(self, Path(path), coder=coder, profile=profile, with_text=with_text)
