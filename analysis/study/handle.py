"""The handle: `study = open_study()` finds the study from where the notebook stands and hands out frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.adjudication import Difference, differences, differences_frame, shared_frame, what
from analysis.approach import check_feature
from analysis.codebook import Codebook, completeness, drift
from analysis.coding.fold import State
from analysis.coding.layer import in_force
from analysis.coding.proposals import proposals_frame, read_notes
from analysis.document_evidence import document_codings, documents_frame
from analysis.errors import CodingError, FigureError, Problem, StudyError, TableError
from analysis.figures import evidence as figure_evidence
from analysis.figures.spec import FigureSpec
from analysis.model import FIELD_KINDS, Coding, Participant, Source, Suggestion, words_in
from analysis.relations import Keep, relations_frame
from analysis.release import Gate, constructed_mark
from analysis.retrieval import co_occurrence, code_by_case, codings_frame, coverage, in_kinds, met, states_frame
from analysis.sources.key import read_key
from analysis.sources.register import register_frame
from analysis.study import acts, batch, people
from analysis.study.config import FILE, Config
from analysis.study.draw import Drawing, draw
from analysis.study.export import IN_FORCE, Exported, export_annotations
from analysis.study.identify import identifiers
from analysis.study.ingest import PLAIN, UTF8, Given, Outcome, Ways
from analysis.study.ingest import ingest as ingest_files
from analysis.study.load import CODEBOOK_ACTS, SUGGESTER, Loaded, analysable, load, may_analyse
from analysis.study.practice import practice_copy
from analysis.study.scrub import Scrubbed, scrub
from analysis.suggest.run import read_lines, suggest_all
from analysis.suggest.run import to_frame as suggestions_to_frame
from analysis.tables import read_text
from analysis.triangulation import Profile, assess, build_profiles, convergence, profiles_frame

WITHHELD = "[withheld]"
"""What stands in place of words that the release profile keeps back."""


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


class Study:
    """A study's folder, read once. Frames are computed when asked for; `reload()` reads the folder again."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def __repr__(self) -> str:
        return f"Study({self.config.id!r}, {len(self._loaded.field_sources)} sources, {len(self.codebook.codes)} codes)"

    def reload(self) -> Study:
        """The same study as its folder reads now."""
        return Study(load(self.root))

    def practice(self, name: str = "desk") -> Study:
        """A copy in out/practice/, made anew, in which anything may be tried: nothing of the study itself changes."""
        return Study(load(practice_copy(self.root, name)))

    # --- what lies in the folder ------------------------------------------------------------------------------

    @property
    def root(self) -> Path:
        """The study's folder."""
        return self._loaded.root

    @property
    def config(self) -> Config:
        """What study.yaml declares."""
        return self._loaded.config

    @property
    def codebook(self) -> Codebook:
        """The tree of codes; `.to_frame()`, `.code("ID")`, `.children("ID")`."""
        return self._loaded.codebook

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, by file and row; errors keep the study from being built."""
        return self._loaded.problems

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep the study from being built."""
        return [p for p in self.problems if p.level == "error"]

    @property
    def loaded(self) -> Loaded:
        """The records behind the frames."""
        return self._loaded

    def check(self) -> pd.DataFrame:
        """What is wrong with the study? One row per problem: level, file, row, rule, came, next_step."""
        columns = ["level", "file", "row", "rule", "came", "next_step"]
        return pd.DataFrame([{c: getattr(p, c) for c in columns} for p in self.problems], columns=columns)

    def source(self, source: str) -> Source:
        """One source with its passages.

        Raises
        ------
        AnalysisError
            The study has no such source.
        """
        return acts.source_of(self._loaded, source)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row per source in which people speak: kind, date, role, language, minutes, words, provenance."""
        rows = []
        for s in self._loaded.field_sources.values():
            people = [self._loaded.participants[p] for p in s.participants if p in self._loaded.participants]
            rows.append(
                {
                    "source": s.id,
                    "kind": s.kind,
                    "date": s.date,
                    "role": ", ".join(dict.fromkeys(p.role for p in people)),
                    "language": s.language,
                    "minutes": s.meta.get("duration_min"),
                    "passages": len(s.passages),
                    "words": sum(len(p.text.split()) for p in s.passages),
                    "translated": ", ".join(sorted(s.translations)),
                    "provenance": s.provenance,
                }
            )
        columns = ["source", "kind", "date", "role", "language", "minutes", "passages", "words", "translated"]
        return pd.DataFrame(rows, columns=[*columns, "provenance"]).set_index("source")

    @cached_property
    def passages(self) -> pd.DataFrame:
        """One row per passage of every source: where it stands, label, locator, question, text, translation.

        Label and locator (page, time) are what a citation needs: speaker and time; article and page.
        """
        language = self.config.languages[0] if self.config.languages else "en"
        rows = [
            {
                "source": s.id,
                "kind": s.kind,
                "passage": p.number,
                "label": p.label,
                "locator": p.locator,
                "time": p.time,
                "question": p.question,
                "start": p.start,
                "end": p.end,
                "text": p.text,
                "translation": s.translations[language][p.number - 1] if language in s.translations else "",
            }
            for s in self._loaded.sources.values()
            for p in s.passages
        ]
        columns = ["source", "kind", "passage", "label", "locator", "time", "question", "start", "end", "text"]
        return pd.DataFrame(rows, columns=[*columns, "translation"])

    @cached_property
    def participants(self) -> pd.DataFrame:
        """One row per participant: role, group, and the columns of interviews/participants.csv."""
        rows = []
        for p in self._loaded.participants.values():
            own = {"person": p.id, "role": p.role, "group": self.config.group_of.get(p.role, "")}
            rows.append({**own, **{key: value for key, value in p.attributes.items() if key not in own}})
        return pd.DataFrame(rows, columns=None if rows else ["person", "role", "group"]).set_index("person")

    def sample(self, *, by: str = "role", profile: str = "", language: str = "") -> pd.DataFrame:
        """Who is in the sample (F01)? One row per kind of source and role or group; in public, per label."""
        return people.sample_table(self._loaded, self.gate(profile), by=by, language=language or self._first_language)

    def sample_statement(self, language: str = "", *, by: str = "role", profile: str = "") -> str:
        """The sample as the paragraph of a methods section; raises StudyError with all that is missing (F01)."""
        language = language or self._first_language
        mark = self.constructed_mark(language)
        return people.sample_paragraph(self._loaded, self.gate(profile), by=by, language=language, mark=mark)

    @property
    def consents(self) -> pd.DataFrame:
        """What did each person allow, use by use, and what follows (F45)? One row per participant."""
        return people.consents_frame(self._loaded, self.gate())

    def withdrawals(self) -> list[str]:
        """What is left out because consent was withdrawn? One sentence per person."""
        return people.withdrawals(self._loaded, self._coded_words)

    @property
    def _coded_words(self) -> dict[str, int]:
        """Person -> standing codings and relations on the person's words, whether they count or not."""
        counts: dict[str, int] = {}
        for state in self._loaded.states.values():
            for coding in state.codings:
                source = self._loaded.sources.get(coding.source)
                passage = source.passage_at(coding.start, coding.end) if source and not coding.adrift else None
                if passage and passage.label in self._loaded.participants:
                    counts[passage.label] = counts.get(passage.label, 0) + 1
        return counts

    @property
    def _first_language(self) -> str:
        return self.config.languages[0] if self.config.languages else "en"

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per document: kind, title, date, passages, and what its words are."""
        return documents_frame(self._loaded.documents.values(), self.config.languages[0])

    @cached_property
    def provisions(self) -> pd.DataFrame:
        """One row per provision of the register, with `in_frame`: does it hold in the study's legal frame?"""
        return register_frame(self._loaded.provisions, self.config.frame)

    @cached_property
    def guide(self) -> pd.DataFrame:
        """One row per question of the interview guide: research question, text, codes, how many sources asked it."""
        language = self.config.languages[0]
        asked = self.passages[self.passages["question"] != ""].groupby("question")["source"].nunique()
        rows = [
            {
                "question": q.id,
                "research_question": q.research_question,
                "text": words_in(q.text, language),
                "codes": ", ".join(q.codes),
                "asked_in": int(asked.get(q.id, 0)),
            }
            for q in self._loaded.guide.values()
        ]
        columns = ["question", "research_question", "text", "codes", "asked_in"]
        return pd.DataFrame(rows, columns=columns).set_index("question")

    # --- codings --------------------------------------------------------------------------------------------------

    @cached_property
    def _in_force(self) -> list[Coding]:
        coders = self._loaded.coders
        judges = [c for c, entry in coders.items() if entry.role == "adjudicator"]
        states = {key: self._resolved(state) for key, state in self._loaded.states.items()}
        held = in_force(states, adjudicators=judges, kept_span=str(self.config.thresholds["kept_span"]))
        return [coding for coding in held if may_analyse(self._loaded, coding)]

    @property
    def adrift(self) -> pd.DataFrame:
        """Which codings have no place since their text was edited? Source, coder, id, what, quote, state of each."""
        lost = [c for state in self._loaded.states.values() for c in state.codings if c.adrift]
        rows = [(c.source, c.coder, c.id, what(c), c.quote, c.anchor_state) for c in lost]
        return pd.DataFrame(rows, columns=["source", "coder", "id", "what", "quote", "state"])

    def _resolved(self, state: State) -> State:
        """The state before coders are compared: merged codes read as what they were merged into, nothing adrift."""
        merged = {code: self.codebook.resolve(code) for code in {c.code for c in state.codings}}
        if all(code == now for code, now in merged.items()) and not any(c.adrift for c in state.codings):
            return state
        return replace(state, codings=tuple(replace(c, code=merged[c.code]) for c in state.codings if not c.adrift))

    @cached_property
    def _heard(self) -> dict[str, Participant]:
        """The participants whose words may be analysed: only they count as able to speak."""
        gate = self.gate()
        return {person: p for person, p in self._loaded.participants.items() if gate.may(person, "analyse")}

    def codings(self, *, coder: str = "") -> pd.DataFrame:
        """Who said what under which code? One row per coding in force, or per coding of one coder."""
        return self._frame(self._of(coder))

    def relations(self, *, coder: str = "") -> pd.DataFrame:
        """Who links which codes? One row per relation in force, or per relation of one coder."""
        return relations_frame(
            self._of(coder),
            sources=self._loaded.sources,
            participants=self._loaded.participants,
            group_of=self.config.group_of,
            codebook=self.codebook,
            types=self._loaded.types,
        )

    def standing(self, *, coder: str = "") -> Sequence[Coding]:
        """The codings and relations in force, or of one coder, as records; see `codings` for the frame."""
        return self._of(coder)

    def _of(self, coder: str) -> Sequence[Coding]:
        if not coder:
            return self._in_force
        return [
            c
            for (name, _), state in self._loaded.states.items()
            if name == coder
            for c in state.codings
            if not c.adrift
        ]

    def _frame(self, codings: Sequence[Coding]) -> pd.DataFrame:
        return codings_frame(
            codings,
            sources=self._loaded.sources,
            participants=self._loaded.participants,
            group_of=self.config.group_of,
            codebook=self.codebook,
            attributes=list(self.config.attributes),
        )

    @property
    def coders(self) -> pd.DataFrame:
        """How much has each coder done? One row per coder and source."""
        return states_frame(self._loaded.states)

    def differences(self) -> pd.DataFrame:
        """Where do the coders of a source differ, and how was each difference settled? One row per difference."""
        rulings = [r for state in self._loaded.states.values() for r in state.rulings]
        return differences_frame(self._differences, rulings)

    def rulings_to_make(self) -> pd.DataFrame:
        """Which differences wait for a ruling? A table to be filled in and given to `rule_table`."""
        settled = {(r.source, r.of) for state in self._loaded.states.values() for r in state.rulings}
        return batch.rulings_to_make(self._differences, settled, list(self.config.attributes))

    def shared(self) -> pd.DataFrame:
        """How much of what coders marked did all of them mark, before anything was settled? Per source and over all."""
        return shared_frame(self._by_source)

    @cached_property
    def _differences(self) -> dict[str, list[Difference]]:
        kept = str(self.config.thresholds["kept_span"])
        return {source: differences(by_coder, kept_span=kept) for source, by_coder in self._by_source.items()}

    @cached_property
    def _by_source(self) -> dict[str, dict[str, tuple[Coding, ...]]]:
        """Source -> coder -> codings, without adjudicators; a coder who has nothing standing has not coded it."""
        found: dict[str, dict[str, tuple[Coding, ...]]] = {}
        for (coder, source), state in sorted(self._loaded.states.items()):
            entry = self._loaded.coders.get(coder)
            if (state.codings or state.done) and not (entry and entry.role == "adjudicator"):
                found.setdefault(source, {})[coder] = self._resolved(state).codings
        return found

    def compared(self, coder: str, source: str) -> tuple[Coding, ...]:
        """A coder's codings of a source as they are compared: merged codes read as one, nothing adrift."""
        state = self._loaded.states.get((coder, source))
        return self._resolved(state).codings if state else ()

    def proposals(self) -> pd.DataFrame:
        """What do coders propose for the codebook? One row per proposal; none changes anything by itself."""
        journals = self._loaded.journals
        return proposals_frame(
            read_notes(journals[key].acts, coder=key[0]) for key in sorted(journals) if key[1] == CODEBOOK_ACTS
        )

    def coverage(self) -> pd.DataFrame:
        """How much of what respondents said carries a code? One row per source."""
        return coverage(self._loaded.sources.values(), self.codings())

    def completeness(self) -> tuple[int, int]:
        """How much of the codebook is written (F03)? Filled mandatory fields, and mandatory fields."""
        return completeness(self.codebook)[:2]

    def drift(self) -> pd.DataFrame:
        """Which codings were made under an older definition than the current one, and want re-reading? (F03)"""
        return drift(self.codebook, self.codings())

    @cached_property
    def document_codings(self) -> pd.DataFrame:
        """Which provision or article bears on which code, and how does practice stand to it?

        From the register and the citations, and from what coders marked in documents.
        """
        documents = self._loaded.documents
        return document_codings(
            self._loaded.provisions,
            self._loaded.citations,
            codebook=self.codebook,
            documents=documents,
            frame=self.config.frame,
            codings=[c for c in self._in_force if c.source in documents and c.relation is None],
        )

    # --- acts -----------------------------------------------------------------------------------------------------

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

    # --- pseudonyms -------------------------------------------------------------------------------------------------

    def identifiers(
        self, sources: Sequence[str] = (), *, key: Path | str | None = None, passphrase: str = ""
    ) -> pd.DataFrame:
        """What may name somebody (F42)? One row per form of words, with a label proposed and a decision to fill in.

        `analysis.study.identify.identifiers` tells the columns. The frame names people: keep it out of saved notebooks.
        """
        opened = read_key(Path(key).expanduser(), passphrase) if key else None
        return identifiers(self._loaded, sources, key=opened)

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

    # --- handing on ------------------------------------------------------------------------------------------------

    def export_annotations(
        self, path: Path | str, *, coder: str = IN_FORCE, profile: str = "", with_text: bool = False
    ) -> Exported:
        """Write the codings in force, or one coder's, as W3C Web Annotations, through the release gate."""
        return export_annotations(self, Path(path), coder=coder, profile=profile, with_text=with_text)

    # --- suggestions ----------------------------------------------------------------------------------------------

    def suggestions(self) -> pd.DataFrame:
        """What does the machine suggest? One row per suggestion; none counts until a person accepts it."""
        return suggestions_to_frame([s for found in self.suggested().values() for s in found])

    def suggested(self) -> dict[str, tuple[Suggestion, ...]]:
        """Source -> suggestions, from codings/suggester/ where all are there and fit the texts, else computed."""
        folder, sources = self.root / "codings" / SUGGESTER, analysable(self._loaded)
        try:
            kept = {key: read_lines(read_text(folder / f"{key}.jsonl"), source) for key, source in sources.items()}
            return {
                key: tuple(s for s in found if sources[key].passage_at(s.start, s.end)) for key, found in kept.items()
            }
        except (CodingError, TableError):
            return suggest_all(list(sources.values()), self.codebook)

    def suggestions_met(self) -> pd.DataFrame:
        """How often does a suggestion stand where a person put the same code? One row per code."""
        return met(self.suggestions(), in_kinds(self.codings()))

    # --- analysis -------------------------------------------------------------------------------------------------

    def themes(self, *, tiers: Sequence[str] = ("core",)) -> list[str]:
        """The codes in use of these tiers (core, extended), in the order of the codebook."""
        return [code.id for code in self.codebook.in_use if code.tier in tiers]

    def matrix(
        self, *, by: str = "role", value: str = "persons", tiers: Sequence[str] = ("core", "extended")
    ) -> pd.DataFrame:
        """How widely is each theme raised, case by case? Rows are codes, columns roles, groups, sources or persons."""
        codings = in_kinds(self.codings())
        cases: list[str] = []
        if by == "role":
            cases = [role for role in self.config.role_ids if role in set(self.participants["role"])]
        if by == "group":
            cases = [g for g in self.config.groups if g in set(self.participants["group"])]
        return code_by_case(codings, by=by, codes=self.themes(tiers=tiers), cases=cases, value=value)

    def class_sizes(self, by: str) -> dict[str, int]:
        """How many persons speak in the sources of each role, group or source?"""
        spoken = {(s.id, p) for s in self._loaded.field_sources.values() for p in s.participants if p in self._heard}
        sizes: dict[str, int] = {}
        for case in (case for person in {p for _, p in spoken} for case in self._cases(by, person, spoken)):
            sizes[case] = sizes.get(case, 0) + 1
        return dict(sorted(sizes.items()))

    def _cases(self, by: str, person: str, spoken: set[tuple[str, str]]) -> list[str]:
        if by == "source":
            return [source for source, who in spoken if who == person]
        entry = self._loaded.participants.get(person)
        role = entry.role if entry else ""
        return [role if by == "role" else self.config.group_of.get(role, "")] if role else []

    def co_occurrence(self, *, unit: str = "source") -> pd.DataFrame:
        """Which codes go together (F30)? One row per pair; it never becomes an arrow."""
        return co_occurrence(in_kinds(self.codings()), unit=unit)

    def profiles(self, *, tiers: Sequence[str] = ("core",)) -> pd.DataFrame:
        """What does each set of sources say on each theme: who can, who does, stance, examples, kind of silence?"""
        return profiles_frame(self._profiles(tiers))

    def convergence(self, *, tiers: Sequence[str] = ("core",)) -> pd.DataFrame:
        """Where do the sets agree, differ, contradict or keep silent (F08)? One row per theme and pair of sets."""
        limits = self.config.thresholds
        return convergence(
            self._profiles(tiers), prominence=float(limits["prominence"]), examples=float(limits["examples"])
        )

    def assessment(self, *, tiers: Sequence[str] = ("core",)) -> pd.DataFrame:
        """How far do the sets converge on each theme, and on how many pairs does that rest (F09)?"""
        return assess(self.convergence(tiers=tiers))

    def _profiles(self, tiers: Sequence[str]) -> dict[str, dict[str, Profile]]:
        return build_profiles(
            self.themes(tiers=tiers),
            self.config.sets,
            codings=in_kinds(self.codings()),
            documents=self.document_codings,
            sources=self._loaded.sources,
            participants=self._heard,
            group_of=self.config.group_of,
            guide=self._loaded.guide,
            codebook=self.codebook,
            coded={source for (_, source), state in self._loaded.states.items() if state.codings or state.done},
        )

    def allows(self, feature: str, *, force: bool = False, rationale: str = "") -> str:
        """Does the declared approach allow a feature (F00)? Raises ApproachError with the alternative where not."""
        return check_feature(
            self.config.approach, feature, overrides=self.config.overrides, force=force, rationale=rationale
        )

    # --- figures --------------------------------------------------------------------------------------------------

    @property
    def figures(self) -> pd.DataFrame:
        """One row per figure: number, kind, research question, title, nodes, edges."""
        language = self.config.languages[0]
        rows = [
            {
                "figure": f.name,
                "number": f.number,
                "kind": f.kind,
                "research_question": f.research_question,
                "title": words_in(f.title, language),
                "nodes": len(f.nodes),
                "edges": len(f.edges),
            }
            for f in self._loaded.figures.values()
        ]
        columns = ["figure", "number", "kind", "research_question", "title", "nodes", "edges"]
        return pd.DataFrame(rows, columns=columns).set_index("figure")

    def figure(self, name: str, *, language: str = "", profile: str = "") -> Figure:
        """The figure, drawn from the data as they stand."""
        return self.drawing(name, language=language, profile=profile).figure

    def drawing(self, name: str, *, language: str = "", profile: str = "") -> Drawing:
        """The figure with its table, caption and alternative text."""
        spec = self._spec(name)
        return draw(
            spec,
            material=self.material,
            config=self.config,
            matrix=self.matrix,
            class_sizes=self.class_sizes,
            gate=self.gate(profile),
            sources=self._loaded.sources,
            last_act=self.last_act,
            mark=self.constructed_mark(language or self.config.languages[0]),
            language=language or self.config.languages[0],
        )

    def constructed_mark(self, language: str) -> str:
        """The sentence that says on the face of an output that its material is constructed; empty where it is not."""
        coders = self._loaded.coders
        passes = {coders[name].provenance for name, _ in self._loaded.journals if name in coders}
        return constructed_mark(self._loaded.sources.values(), language, passes=passes)

    def marks(self, name: str) -> pd.DataFrame:
        """How is each mark of a figure drawn, and what speaks for and against it? One row per mark."""
        return figure_evidence.compute_marks(self._spec(name), self.material, self.config.languages[0])

    def basis(self) -> pd.DataFrame:
        """On what do the marks rest? One row per diagram, one column per status, in the order of how they are drawn."""
        counts = {
            name: self.marks(name)["status"].value_counts() for name, f in self._loaded.figures.items() if f.nodes
        }
        frame = pd.DataFrame(counts, index=list(figure_evidence.STATUSES)).T.fillna(0).astype(int)
        frame.index.name = "figure"
        return frame

    def evidence(self, name: str, mark: str, *, profile: str = "") -> pd.DataFrame:
        """Which segments and document passages stand behind a mark, e.g. `study.evidence("model", "node:A")`?

        Words that the study's release profile withholds are left out, and say so.
        """
        found = figure_evidence.find_evidence(self._spec(name), mark, self.material)
        return self.gated(found, profile)

    def gated(self, evidence: pd.DataFrame, profile: str = "", language: str = "") -> pd.DataFrame:
        """The evidence as the profile lets it through: speakers by their label, words only with consent."""
        gate, language = self.gate(profile), language or self.config.languages[0]
        people = evidence["basis"].isin(FIELD_KINDS)
        held = people & ~evidence["label"].map(gate.may_quote)
        names = [
            gate.label(label, language) if said else label
            for label, said in zip(evidence["label"], people, strict=True)
        ]
        shown = evidence.assign(label=names)
        shown.loc[held, "quote"] = WITHHELD
        if not gate.internal:
            shown.loc[people, ["role", "group", "source"]] = ""
            shown.loc[people, ["start", "end"]] = -1
        return shown

    @cached_property
    def material(self) -> figure_evidence.Material:
        """The frames that figures draw on."""
        documents = self.document_codings
        limits = self.config.thresholds
        return figure_evidence.Material(
            codings=in_kinds(self.codings()),
            relations=in_kinds(self.relations()),
            documents=documents[documents["in_frame"]].reset_index(drop=True),
            provisions=self._loaded.provisions,
            sources=self._loaded.sources,
            group_of_source=self._groups_of_sources(),
            codebook=self.codebook,
            keep=Keep(int(limits["keep_supporters"]), int(limits["keep_groups"])),
            types=self._loaded.types,
        )

    def _groups_of_sources(self) -> dict[str, str]:
        groups = {}
        for source in self._loaded.field_sources.values():
            people = [self._heard[p] for p in source.participants if p in self._heard]
            if people or not source.participants:
                groups[source.id] = next((self.config.group_of.get(p.role, "") for p in people), "")
        return groups

    @property
    def last_act(self) -> str:
        """The date of the last act in any journal that is in force; empty where nobody coded yet."""
        return max((a.at[:10] for j in self._loaded.journals.values() for a in j.acts), default="")

    def gate(self, profile: str = "") -> Gate:
        """The release gate for a profile; the study's own by default."""
        limits = self.config.thresholds
        return Gate(
            profile=profile or self.config.profile,
            participants=self._loaded.participants,
            consents=self._loaded.consents,
            labels=self.config.labels,
            k=int(limits["label_class"]),
            small=int(limits["small_cell"]),
            provenances=frozenset(s.provenance for s in self._loaded.field_sources.values()),
        )

    def _spec(self, name: str) -> FigureSpec:
        if name not in self._loaded.figures:
            have = ", ".join(self._loaded.figures) or "none"
            raise FigureError(f"figures/: the study has no figure {name!r}. It has {have}.")
        return self._loaded.figures[name]
