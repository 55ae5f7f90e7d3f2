"""Who put which code where, what is in force, where do coders differ, and what does the machine suggest?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd

from analysis.adjudication import Difference, differences, differences_frame, shared_frame, what
from analysis.codebook import completeness, drift
from analysis.coding.fold import State
from analysis.coding.layer import in_force
from analysis.coding.proposals import proposals_frame, read_notes
from analysis.document_evidence import document_codings
from analysis.errors import CodingError, TableError
from analysis.model import Coding, Suggestion
from analysis.relations import relations_frame
from analysis.retrieval import codings_frame, coverage, in_kinds, met, states_frame
from analysis.sources.register import Frame
from analysis.study import batch
from analysis.study.loaded import CODEBOOK_ACTS, SUGGESTER, analysable, may_analyse
from analysis.study.views.records import Records
from analysis.suggest.run import read_lines, suggest_all
from analysis.suggest.run import to_frame as suggestions_to_frame
from analysis.tables import read_text


class Coded(Records):
    """Codings of a study as frames."""

    @cached_property
    def _in_force(self) -> list[Coding]:
        return self._held(self._loaded.states)

    def _held(self, journals: Mapping[tuple[str, str], State]) -> list[Coding]:
        """The codings in force where these are the journals."""
        coders = self._loaded.coders
        judges = [c for c, entry in coders.items() if entry.role == "adjudicator"]
        states = {key: self._resolved(state) for key, state in journals.items()}
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

    def codings(self, *, coder: str = "") -> pd.DataFrame:
        """Who said what under which code? One row per coding in force, or per coding of one coder."""
        return self._frame(self._of(coder))

    def relations(self, *, coder: str = "") -> pd.DataFrame:
        """Who links which codes? One row per relation in force, or per relation of one coder."""
        return self._relations_frame(self._of(coder))

    def held_without(self) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
        """Coder -> codings and relations that would be in force if the coder had coded nothing (F31).

        Only the sources in which the coder did something are worked out anew; rulings of the others stay.
        """
        states, found = self._loaded.states, {}
        whole = self.codings(), self.relations()
        for coder in sorted({name for name, _ in states}):
            own = {source for name, source in states if name == coder}
            left = {key: state for key, state in states.items() if key[1] in own and key[0] != coder}
            held = self._held(left)
            anew = self._frame(held), self._relations_frame(held)
            rest = [old[~old["source"].isin(own)] for old in whole]
            both = [pd.concat([a, b], ignore_index=True) if len(b) else a for a, b in zip(rest, anew, strict=True)]
            found[coder] = (both[0], both[1])
        return found

    def _relations_frame(self, codings: Sequence[Coding]) -> pd.DataFrame:
        return relations_frame(
            codings,
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
        """Where do the coders of a source differ, and how was each difference settled? One row per difference.

        The last column, `blindness`, says of the source what was seen before all had finished, or afterwards by
        somebody who went on; it is empty where nothing is recorded.
        """
        rulings = [r for state in self._loaded.states.values() for r in state.rulings]
        seen: dict[str, list[str]] = {}
        for (_, source), state in sorted(self._loaded.states.items()):
            seen.setdefault(source, []).extend(str(sight) for sight in state.sights if sight.others)
        frame = differences_frame(self._differences, rulings)
        return frame.assign(blindness=[("; ".join(seen.get(source, ()))) for source in frame["source"]])

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
        return self._document_codings(self.config.frame)

    def _document_codings(self, frame: Frame) -> pd.DataFrame:
        """What documents say under each code, as they stand in one legal frame."""
        documents = self._loaded.documents
        return document_codings(
            self._loaded.provisions,
            self._loaded.citations,
            codebook=self.codebook,
            documents=documents,
            frame=frame,
            codings=[c for c in self._in_force if c.source in documents and c.relation is None],
        )

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
