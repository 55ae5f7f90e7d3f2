"""What does the desk know, and how does a person's move become a saved act? No widget here.

Moves come from a kernel thread of their own while cells run, so one lock stands around everything.
"""

from __future__ import annotations

import dataclasses
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from analysis.coding.code import now
from analysis.coding.fold import Folding, State
from analysis.coding.journal import Journal, read_journal
from analysis.coding.proposals import Notebook, read_notes
from analysis.coding.undo import Trail, trail
from analysis.desk.codes import create_code
from analysis.desk.compare import Comparison, compare, role_at, rulings, unblind
from analysis.desk.edits import EDITS, Bench, Maker
from analysis.desk.notes import NOTES
from analysis.desk.passes import passes_of, with_passes
from analysis.desk.review import Hit, decisions, hits_of
from analysis.errors import AnalysisError, CodingError
from analysis.model import Act, Coding, Source
from analysis.study.acts import write_fitting
from analysis.study.handle import Study
from analysis.study.loaded import CODEBOOK_ACTS, Loaded

MODES = ("code", "review", "compare")
LANGUAGES = ("en", "id")
"""Of the interface."""


@dataclass(frozen=True, slots=True, repr=False)
class Saved:
    """What a move came to: the acts that were written (none where it had been written before), and what changed."""

    key: str
    acts: tuple[Act, ...] = ()
    changed: tuple[Coding, ...] = ()
    gone: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Counts alone: a cell that ends in a move must not write a participant's words into the notebook."""
        return f"Saved({len(self.acts)} acts, {len(self.changed)} codings changed, {len(self.gone)} gone)"


@dataclass(slots=True)
class _Shown:
    """The coder's codings as they were last handed out."""

    codings: Mapping[str, Coding] = field(default_factory=dict)


class Desk:
    """One coder's work on one source. `do` makes a move; it is on the disk when `do` returns.

    Raises
    ------
    AnalysisError
        No such source, mode or language; the journal is broken; a comparison by somebody who is no adjudicator, or
        while somebody has not finished.
    """

    def __init__(
        self,
        study: Study,
        source: str,
        *,
        coder: str,
        mode: str = "code",
        language: str = "",
        role: str = "",
        provenance: str = "recorded",
        blind: bool = True,
    ) -> None:
        if mode not in MODES:
            raise AnalysisError(f"a desk's mode is one of {', '.join(MODES)} (got {mode!r}). Write one of them.")
        if not blind and mode != "compare":
            raise AnalysisError(f"blind=False is about a comparison (got mode {mode!r}). Leave it out.")
        if language and language not in LANGUAGES:
            raise AnalysisError(f"the desk speaks {', '.join(LANGUAGES)} (got {language!r}). Write one of them.")
        self.study, self.coder, self.mode, self.provenance = study, coder, mode, provenance
        self.role = role_at(study.loaded, coder, role=role, mode=mode)
        self.text: Source = study.source(source)
        spoken = [known for known in study.config.languages if known in LANGUAGES]
        self.language = language or (spoken or LANGUAGES)[0]
        self.lock = threading.RLock()
        self._shown = _Shown()
        self._folding = Folding(coder, self.text.id)
        self._trail: tuple[tuple[Act, ...], Trail] = ((), Trail())
        self._open_journal()
        self.comparison: Comparison | None = self._compare(blind) if mode == "compare" else None
        self.hits: tuple[Hit, ...] = hits_of(study, self.text) if mode == "review" else ()
        self._moves: dict[str, Maker] = dict(EDITS)
        if mode == "review":
            self._moves |= decisions(self.hits)
        if self.comparison:
            kept = ("undo", "redo", "finish", "reopen", "memo")
            self._moves = {key: EDITS[key] for key in kept} | rulings(self.comparison)

    @property
    def loaded(self) -> Loaded:
        """The study's records."""
        return self.study.loaded

    @property
    def journal(self) -> Journal:
        """The coder's journal of this source, as it was last read."""
        path = self.loaded.root / "codings" / self.coder / f"{self.text.id}.jsonl"
        return self.loaded.journals.get((self.coder, self.text.id), Journal(path))

    @property
    def state(self) -> State:
        """What the coder's acts add up to."""
        return self._folding.after(self.journal.acts)

    @property
    def trail(self) -> Trail:
        """What can be undone and done again."""
        acts = self.journal.acts
        if self._trail[0] is not acts:
            self._trail = (acts, trail(acts))
        return self._trail[1]

    @property
    def notes(self) -> Notebook:
        """The coder's memos on codes, and proposals for the codebook."""
        journal = self.loaded.journals.get((self.coder, CODEBOOK_ACTS))
        return read_notes(journal.acts if journal else (), coder=self.coder)

    def do(self, move: str, *, key: str = "", **args: Any) -> Saved:
        """Make a move: `add`, `remove`, `recode`, `move`, `split`, `memo`, `relate`, `undo`, `redo`, `finish`, …

        Parameters
        ----------
        key : names this one move; the same key again writes nothing again

        Raises
        ------
        CodingError
            The move is not valid; nothing was written.
        """
        key = key or uuid.uuid4().hex
        with self.lock:
            if move in NOTES:
                self._write(CODEBOOK_ACTS, NOTES[move], key, args)
                return Saved(key)
            if move == "new_code" and move in self._moves:
                self._bench(self.journal.acts, [], key, "", self.text.id).check_spans(args)
                self.study.stand_on(create_code(self.loaded, self.coder, args))
            if move == "reopen":
                self._see_passes()
            if move not in self._moves:
                raise CodingError(f"a move at this desk is one of {', '.join(self._moves)} (got {move!r}).")
            made = self._write(self.text.id, self._moves[move], key, args)
            return dataclasses.replace(self._changes(key), acts=tuple(made))

    def look(self) -> Saved:
        """What others wrote into the journal meanwhile (another window, the command line)."""
        with self.lock:
            self._open_journal()
            return self._changes("")

    def _write(self, source: str, maker: Maker, key: str, args: Mapping[str, Any]) -> list[Act]:
        moment = now()

        def make(journal: Journal) -> list[Act]:
            before = [act for act in journal.acts if act.batch == key]
            bench = self._bench(journal.acts, before, key, moment, source)
            try:
                made = [bench.placed(act, number) for number, act in enumerate(maker(bench, args))]
            except CodingError:
                if before:
                    return []
                raise
            return made[len(before) :]

        folding = self._folding if source == self.text.id else None
        loaded, made = write_fitting(
            self.loaded, self.coder, source, make, provenance=self.provenance, role=self.role, folding=folding
        )
        here = (self.coder, source)
        journals = dict(sorted({**self.loaded.journals, here: loaded.journals[here]}.items()))
        coders = {**self.loaded.coders, **loaded.coders}  # a cell may have written meanwhile
        self.study.stand_on(dataclasses.replace(self.loaded, journals=journals, coders=coders))
        return made

    def _bench(self, acts: tuple[Act, ...], before: list[Act], key: str, moment: str, source: str) -> Bench:
        """What the move finds; what it wrote when it was cut off is left out."""
        own = "" if source == CODEBOOK_ACTS else source
        acts = tuple(act for act in acts if act.batch != key) if before else acts
        folding = Folding(self.coder, source) if before or not own else self._folding
        return Bench(self.loaded, self.text, self.coder, folding.after(acts), moment, key, acts, own)

    def in_sight(self) -> tuple[str, ...]:
        """Whose work the coder of a finished pass could see by now: it is recorded when the pass is reopened."""
        if not self.state.done or self.role != "coder":
            return ()
        return passes_of(with_passes(self.loaded, self.text.id), self.text.id).in_sight(self.coder)

    def _compare(self, blind: bool) -> Comparison:
        """The coders side by side; who has not finished is named in an act first."""
        self._see_passes()
        passes = passes_of(self.loaded, self.text.id)
        found = compare(self.study, passes, self.text.id, blind=blind)
        if found.waiting:
            self._write(self.text.id, partial(unblind, found.waiting), uuid.uuid4().hex, {})
        return found

    def _see_passes(self) -> None:
        loaded = with_passes(self.loaded, self.text.id)
        if loaded is not self.loaded:
            self.study.stand_on(loaded)

    def _open_journal(self) -> None:
        known = self.journal
        journal = read_journal(known.path, name=f"codings/{self.coder}/{known.path.name}", known=known)
        broken = [problem for problem in journal.problems if problem.level == "error"]
        if broken:
            raise CodingError(str(broken[0]))
        if journal != known or (self.coder, self.text.id) not in self.loaded.journals:
            journals = dict(sorted({**self.loaded.journals, (self.coder, self.text.id): journal}.items()))
            if journal.acts:
                self.study.stand_on(dataclasses.replace(self.loaded, journals=journals))

    def _changes(self, key: str) -> Saved:
        """What is other than when it was last handed out."""
        codings = {coding.id: coding for coding in self.state.codings}
        shown = self._shown.codings
        changed = tuple(c for c in codings.values() if shown.get(c.id) is not c and shown.get(c.id) != c)
        gone = tuple(sorted(set(shown) - set(codings)))
        self._shown = _Shown(codings)
        return Saved(key, (), changed, gone)
