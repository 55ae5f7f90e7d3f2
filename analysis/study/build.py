"""From the folder to everything that is published: check, suggest, compute, figures, evidence page, notebooks.

A stage whose inputs did not change is passed over. A study that does not check is not drawn.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from analysis.coding.passages import remember
from analysis.errors import Problem, StudyError
from analysis.study.handle import Study, open_study
from analysis.study.leaks import key_place, require_safe, scan_file, scan_note
from analysis.study.loaded import SUGGESTER, Loaded, analysable
from analysis.study.notebooks import run_notebooks
from analysis.study.outgoing import check_release
from analysis.study.publish import left_out, output_folder, publish
from analysis.study.stamps import Stamps, digest_file, program_key, study_key
from analysis.suggest.run import suggest_all, to_lines
from analysis.tables import write_bytes, write_csv, write_text

Report = Callable[[str, str], None]
"""Called with the stage and what happens in it."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: stage -> files written, and the seconds it took (for the benchmark; never in an output)."""

    made: dict[str, list[Path]]
    seconds: dict[str, float]
    folder: Path
    left_out: dict[str, str] = field(default_factory=dict)
    """Figures that were not drawn, and why."""
    note: str = ""
    """What the build could not look for; empty where it could."""
    release: tuple[Problem, ...] = ()
    """What lint L19 and L20 say of the profile: what the gate holds back, and what a person should look at."""


def build(
    root: Path, *, profile: str = "", notebooks: bool = True, on_step: Report = lambda stage, name: None
) -> Built:
    """Build a study.

    Parameters
    ----------
    profile : public or internal; the study's own by default
    notebooks : run those in notebooks/ too (with the study's own profile only)

    Raises
    ------
    StudyError
        The study does not check; nothing was written.
    ReleaseError
        No such profile, and nothing was written; or an output names somebody, and that stage wrote nothing.
    """
    made: dict[str, list[Path]] = {}
    seconds: dict[str, float] = {}

    def stage(name: str, work: Callable[[], list[Path]]) -> None:
        start = time.perf_counter()
        made[name] = work()
        seconds[name] = time.perf_counter() - start

    study = open_study(root)
    require_sound(study)
    root, chosen = study.root, profile or study.config.profile
    study.gate(chosen)
    release = tuple(check_release(study, chosen))
    stamps, program = Stamps(root), program_key()
    stage("freeze", lambda: freeze(study.loaded))
    stage("suggest", lambda: write_suggestions(study, stamps, program, on_step))
    folder = output_folder(study, chosen)
    place = key_place(root)
    names = digest_file(scan_file(place)) if place else ""
    key = f"{program}/{study_key(root)}/{chosen}" + (f"/{names}" if names else "")
    stage("figures", lambda: _publish(study, folder, chosen, stamps, key, on_step))
    if notebooks and chosen == study.config.profile:
        stage("notebooks", lambda: _notebooks(study, stamps, key, on_step))
    return Built(made, seconds, folder, left_out(study, chosen), scan_note(study.loaded), release)


def require_sound(study: Study) -> None:
    """Raises StudyError with every problem where the study has an error."""
    if study.errors:
        count = len(study.errors)
        raise StudyError(
            f"the study does not check ({count} error{'s' if count > 1 else ''}); nothing is drawn from it:",
            study.problems,
        )


def freeze(loaded: Loaded) -> list[Path]:
    """List the checksums of texts that are new, and take those off the list that are gone."""
    written = []
    for folder in ("interviews", "documents"):
        own = {key: s for key, s in loaded.sources.items() if s.file.startswith(f"{folder}/")}
        rows = [{"source": key, "sha256": loaded.checksums.get(key) or s.text_sha} for key, s in sorted(own.items())]
        path = loaded.root / folder / "checksums.csv"
        if (rows or path.is_file()) and write_csv(path, rows, ("source", "sha256")):
            written.append(path)
    remember(
        loaded.root, (s for key, s in loaded.sources.items() if loaded.checksums.get(key, s.text_sha) == s.text_sha)
    )
    return written


def write_suggestions(study: Study, stamps: Stamps, program: str, on_step: Report) -> list[Path]:
    """Write codings/suggester/, for the sources whose text or rules changed."""
    rules = f"{program}/{study.codebook.version}/{digest_file(study.root / 'codebook' / 'codebook.yaml')}"
    folder = study.root / "codings" / SUGGESTER
    todo, keys = [], {}
    for name, source in analysable(study.loaded).items():
        # Whose words may be analysed is an input too; where all may, the key says nothing of it.
        left_out = len(study.loaded.field_sources[name].passages) - len(source.passages)
        barred = f"/{sorted({p.label for p in source.passages})}" if left_out else ""
        keys[name] = f"{rules}/{source.text_sha}{barred}"
        if not stamps.fresh(f"suggest/{name}", keys[name]):
            todo.append(source)
    made: list[Path] = []
    if todo:
        found = suggest_all(todo, study.codebook, on_source=lambda source: on_step("suggest", source.id))
        for source in todo:
            path = folder / f"{source.id}.jsonl"
            write_text(path, to_lines(found[source.id]))
            stamps.set(f"suggest/{source.id}", keys[source.id], [path])
            made.append(path)
    for path in folder.glob("*.jsonl"):
        if path.stem not in study.loaded.field_sources:
            path.unlink()
    return made


def _publish(study: Study, folder: Path, profile: str, stamps: Stamps, key: str, on_step: Report) -> list[Path]:
    """Draw everything aside and put it in place when all of it is there; what an earlier build made in vain goes."""
    unit = f"figures/{profile}"
    if stamps.fresh(unit, key):
        return []
    with tempfile.TemporaryDirectory(prefix="build-") as name:
        aside = Path(name)
        made = publish(study, aside, profile, on_step=lambda step: on_step("figures", step))
        ready = {folder / path.relative_to(aside): path.read_bytes() for path in made}
    require_safe(study.loaded, {p.relative_to(study.root).as_posix(): data for p, data in ready.items()}, profile)
    written = [path for path, data in ready.items() if write_bytes(path, data)]
    for path in (folder / "tables").glob("*.csv"):
        if path not in ready:
            path.unlink()  # made by a build with another profile
    for path, digest in stamps.outputs("figures").items():
        if path not in ready and path.is_relative_to(folder) and digest_file(path) == digest:
            path.unlink()
    stamps.set(unit, key, ready)
    return written


def _notebooks(study: Study, stamps: Stamps, key: str, on_step: Report) -> list[Path]:
    """Run the notebooks. Where a source is recorded, their outputs go to the git-ignored folder."""
    gate = study.gate()
    home = study.root / "notebooks"
    folder = home if "recorded" not in gate.provenances else study.root / "out" / "internal" / "notebooks"
    paths = sorted(p for p in home.glob("*.ipynb") if not p.name.startswith("."))
    # Outputs that go elsewhere leave the notebook as it is; it is then an input like any other.
    keys = {p.name: key if folder == home else f"{key}/{digest_file(p)}" for p in paths}
    todo = [p for p in paths if not stamps.fresh(f"notebook/{p.name}", keys[p.name])]

    def safe(path: Path, text: str) -> None:
        require_safe(study.loaded, {path.relative_to(study.root).as_posix(): text.encode("utf-8")}, gate.profile)

    made = run_notebooks(todo, folder, check=safe, on_done=lambda name: on_step("notebooks", name))
    for path in made:
        stamps.set(f"notebook/{path.name}", keys[path.name], [path])
    return made
