"""From decided names to labels: texts, translations, journals, suggestions, checksums, the key, the archive (F41).

Everything is computed and written aside first. Originals and closed journals are copied to the archive and compared,
the key is written, and only then one plan decides; from there on the run is finished, by the next one if need be.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
from filelock import FileLock

from analysis.coding.journal import Journal
from analysis.coding.passages import forget
from analysis.coding.renew import names, renew, says, to_text
from analysis.errors import ReleaseError, StudyError
from analysis.leaks import Leak, make_prints, prints_text
from analysis.model import Source
from analysis.sources.key import Key, check_outside, read_key, write_key, write_private
from analysis.sources.pseudonyms import Replacer
from analysis.study import swap
from analysis.study.archive import archive_originals, closed_journal, keyed_checksum
from analysis.study.identify import KEEP, LOG, LOG_COLUMNS, chosen_sources, identifiers, records
from analysis.study.leaks import find_leaks, remember_key, scan_file
from analysis.study.load import load
from analysis.study.loaded import CODEBOOK_ACTS, KEPT, SUGGESTER, Loaded
from analysis.study.relabel import Relabelled, decided_entities, relabel, sibling_texts
from analysis.study.review import read_decisions
from analysis.suggest.run import suggest_all, to_lines
from analysis.tables import csv_text, read_csv

ARCHIVED = "interviews/archived.csv"
ARCHIVED_COLUMNS = ("run", "file", "checksum")
KEPT_COLUMNS = ("form", "class", "reason")
_READ = (".csv", ".html", ".ipynb", ".jsonl", ".json", ".md", ".svg", ".txt", ".yaml", ".yml", ".torn", ".cff", ".toml")
_NOT_READ = (".git", ".jenjang", ".venv", "node_modules")


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What a run did. No field holds a name, but for `undecided`, which the person at the desk has to see."""

    replaced: Mapping[str, int] = field(default_factory=dict)
    """Class -> how many places now carry a label."""
    files: tuple[str, ...] = ()
    """What was written anew, relative to the study."""
    undecided: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Rows of the table without a decision: nothing was done about them."""
    memos: tuple[str, ...] = ()
    """Where a memo or a facet held a name: journal, id of the coding, field."""
    archive: Path | None = None
    """Where the originals and the closed journals lie."""
    left: tuple[Leak, ...] = ()
    """Where a replaced name still stands in the study: tables, notes and outputs that nobody but a person can mend."""


@dataclass
class _Run:
    """What a run is about to write and to take away."""

    number: int
    secret: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    log: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    memos: list[str] = field(default_factory=list)


def scrub(
    root: Path,
    decisions: pd.DataFrame | Path,
    *,
    key: Path,
    passphrase: str,
    archive: Path | None = None,
    sources: Sequence[str] = (),
) -> Scrubbed:
    """Put labels in the place of every name that a person decided to replace.

    Parameters
    ----------
    decisions : the filled-in table, as a frame or a file
    key : the key file; made where there is none, and opened with the passphrase where there is
    archive : folder for the originals and the closed journals, outside the study; needed as soon as a text changes
    sources : ids; all in which people speak, by default. Names of earlier runs are replaced there too.

    Raises
    ------
    ReleaseError
        Key or archive lie in the study or in version control, the key does not open, or a label cannot be given.
    StudyError
        The study does not check, or the decisions do not hold. Nothing is changed then.
    """
    swap.finish(root)
    key = check_outside(key, root, "the key")
    archive = check_outside(archive, root, "the archive") if archive else None
    with _journals_held(root):
        loaded = load(root)
        _require_sound(loaded)
        before = read_key(key, passphrase) if key.exists() else Key(loaded.config.id)
        if before.study != loaded.config.id:
            raise ReleaseError(
                f"{key.name}: a key belongs to one study (got the key of {before.study!r} for {loaded.config.id!r}). "
                "Name another file."
            )
        frame = read_decisions(decisions, identifiers(loaded, sources, key=before))
        entities = decided_entities(loaded, frame, before)
        after = replace(before, entities=entities)
        run = _compute(loaded, frame, after, sources)
        if run.originals and archive is None:
            raise ReleaseError(
                f"the originals leave the study (got no folder for {len(run.originals)} of them). Give one outside of "
                "it: --archive FOLDER"
            )
        home = (
            archive_originals(run.originals, run.number, run.secret, archive, loaded.config.id)
            if run.originals and archive
            else None
        )
        prints = make_prints(entities, run.secret, loaded.patterns.suffixes)
        with _undone(home, root):
            write_key(key, after, passphrase)
            write_private(scan_file(key), prints_text(prints).encode("utf-8"))
            remember_key(root, key)
            if run.files:
                swap.prepare(root, run.files)
                swap.decide(root, run.files, run.gone)
        if run.files:  # decided: from here on the archive holds the only originals
            swap.finish(root)
            for source in loaded.field_sources.values():
                if source.file in run.files:
                    forget(root, source.id)
    counts: Counter[str] = Counter()
    for (_, _, cls, _), count in run.log.items():
        counts[cls] += count
    return Scrubbed(
        replaced=dict(sorted(counts.items())),
        files=tuple(sorted(run.files)),
        undecided=frame[frame["decision"] == ""].reset_index(drop=True),
        memos=tuple(run.memos),
        archive=home,
        left=tuple(find_leaks(_texts_in(root), prints)),
    )


@contextmanager
def _journals_held(root: Path) -> Iterator[None]:
    """Nobody writes into a journal meanwhile."""
    with ExitStack() as held:
        for path in sorted((root / "codings").glob("*/*.jsonl")):
            lock = root / ".jenjang/locks" / f"{path.parent.name}-{path.stem}.lock"
            lock.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(str(lock)))
        yield


@contextmanager
def _undone(archive: Path | None, root: Path) -> Iterator[None]:
    """Where a run ends before it was decided, the copies in the archive go again: the originals are in the study."""
    try:
        yield
    except BaseException:
        if archive and not swap.is_unfinished(root):
            shutil.rmtree(archive, ignore_errors=True)
        raise


def _require_sound(loaded: Loaded) -> None:
    count = sum(problem.level == "error" for problem in loaded.problems)
    if count:
        raise StudyError(f"the study does not check ({count} errors); nothing is replaced in it:", loaded.problems)


def _compute(loaded: Loaded, frame: pd.DataFrame, key: Key, sources: Sequence[str]) -> _Run:
    """Everything that will be written, and what it takes the place of."""
    root = loaded.root
    logged = read_csv(root / ARCHIVED, required=ARCHIVED_COLUMNS) if (root / ARCHIVED).is_file() else []
    numbers = [int(row["run"]) for row in logged if row["run"].isdigit()]
    run = _Run(max(numbers, default=0) + 1, bytes.fromhex(key.secret))
    replacer = Replacer(key.entities, loaded.patterns.suffixes)
    chosen = chosen_sources(loaded, sources)
    changed: dict[str, Relabelled] = {}
    for source in chosen:
        for path in sibling_texts(loaded, source):
            found = relabel(root / path, path, replacer)
            if found is None:
                continue
            run.files[path], run.originals[path] = found.data, (root / path).read_bytes()
            run.log.update((path, r.label, r.cls, r.rule) for r in found.all_replacements)
            if path == source.file:
                changed[source.id] = found
    names_of = {source.id for source in chosen} | {CODEBOOK_ACTS}
    for (coder, name), journal in loaded.journals.items():
        if name in names_of:
            _renew(run, loaded, coder, name, journal, changed.get(name), replacer)
    _derived(run, loaded, {name: found.new for name, found in changed.items()})
    _tables(run, loaded, frame, logged)
    return run


def _renew(
    run: _Run, loaded: Loaded, coder: str, name: str, journal: Journal, text: Relabelled | None, replacer: Replacer
) -> None:
    """Close a journal whose text changed or that holds a name, and begin a new one."""
    file = f"codings/{coder}/{name}.jsonl"
    torn = journal.path.with_name(f"{journal.path.name}.torn")
    body_changed = text is not None and bool(text.replacements)
    if not body_changed and not any(replacer.find(words) for act in journal.acts for words in says(act)):
        return
    closed = closed_journal(journal, coder, name)
    run.originals[file] = closed
    if torn.is_file():
        run.gone.append(f"{file}.torn")
    if torn.is_file() or journal.torn:
        last = journal.torn.encode("utf-8", "surrogateescape")
        run.originals[f"{file}.torn"] = (torn.read_bytes() if torn.is_file() else b"") + last
    batch = f"scrub {run.number}, from the journal closed as {keyed_checksum(run.secret, closed)}"
    old = loaded.sources.get(name)
    new, replacements = (text.new, text.replacements) if text and body_changed else (old, ())
    acts = renew(
        journal, coder=coder, name=name, old=old, new=new, replacements=replacements, replacer=replacer, batch=batch
    )
    run.files[file] = to_text(acts).encode("utf-8")
    run.memos += [f"{file}: {act.id or act.code or 'source'}, {key}" for act, key in names(journal, replacer)]


def _derived(run: _Run, loaded: Loaded, changed: Mapping[str, Source]) -> None:
    """Suggestions and checksums of the new texts."""
    listed = {k: s for k, s in changed.items() if (loaded.root / "codings" / SUGGESTER / f"{k}.jsonl").is_file()}
    if listed:
        for name, found in suggest_all(list(listed.values()), loaded.codebook).items():
            run.files[f"codings/{SUGGESTER}/{name}.jsonl"] = to_lines(found).encode("utf-8")
    for folder in ("interviews", "documents"):
        file = f"{folder}/checksums.csv"
        rows = read_csv(loaded.root / file) if (loaded.root / file).is_file() else []
        if any(row["source"] in changed for row in rows):
            new = [
                {**row, "sha256": changed[row["source"]].text_sha} if row["source"] in changed else row for row in rows
            ]
            run.files[file] = csv_text(new, ("source", "sha256")).encode("utf-8")


def _tables(run: _Run, loaded: Loaded, frame: pd.DataFrame, logged: Sequence[Mapping[str, str]]) -> None:
    """What was kept and why; the log of changes, without originals; keyed checksums of what left."""
    before = read_csv(loaded.root / KEPT, required=KEPT_COLUMNS) if (loaded.root / KEPT).is_file() else []
    decided = {str(form).casefold() for form in frame.loc[frame["decision"] != "", "form"]}
    kept = [dict(row) for row in before if row["form"].casefold() not in decided]
    kept += records(frame.loc[frame["decision"] == KEEP, list(KEPT_COLUMNS)])
    text = csv_text(sorted(kept, key=lambda row: (row["form"].casefold(), row["form"])), KEPT_COLUMNS).encode("utf-8")
    if kept and (not (loaded.root / KEPT).is_file() or (loaded.root / KEPT).read_bytes() != text):
        run.files[KEPT] = text
    if not run.originals:
        return
    old = read_csv(loaded.root / LOG, required=LOG_COLUMNS) if (loaded.root / LOG).is_file() else []
    new = [
        {"run": run.number, "file": file, "label": label, "class": cls, "rule": rule, "count": count}
        for (file, label, cls, rule), count in sorted(run.log.items())
    ]
    run.files[LOG] = csv_text([*old, *new], LOG_COLUMNS).encode("utf-8")
    left = [
        {"run": run.number, "file": file, "checksum": keyed_checksum(run.secret, data)}
        for file, data in sorted(run.originals.items())
    ]
    run.files[ARCHIVED] = csv_text([*logged, *left], ARCHIVED_COLUMNS).encode("utf-8")


def _texts_in(root: Path) -> dict[str, bytes]:
    """The texts in the study's folder, without those of version control and of the program."""
    paths = (p for p in sorted(root.rglob("*")) if p.suffix in _READ and p.is_file())
    inside = ((p.relative_to(root), p) for p in paths)
    return {r.as_posix(): p.read_bytes() for r, p in inside if not set(r.parts) & set(_NOT_READ)}
