"""What is published, and where? Tables, figures and the evidence page, written through the release gate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.figures.evidence import drawn
from analysis.figures.save import save_figure, write_alt_text, write_table
from analysis.study.charts.stability import STABILITY
from analysis.study.draw import names_persons
from analysis.study.handle import Study
from analysis.study.inputs import inputs_frame
from analysis.study.page import Drawn, page_text
from analysis.tables import read_text, write_text
from analysis.triangulation import assess

Step = Callable[[str], None]


WORDS_OF_READERS = ("by", "rationale", "ending")
"""What readers wrote about a comparison: it may quote people, and stays inside."""


def output_folder(study: Study, profile: str) -> Path:
    """Where does a profile's output go?

    Into `figures/` when it is the study's own profile and may be published, else into the git-ignored `out/<profile>/`.
    """
    own = profile == study.config.profile
    return study.root / "figures" if own and study.gate(profile).publishable else study.root / "out" / profile


def tables(study: Study, profile: str) -> dict[str, pd.DataFrame]:
    """The tables beside the figures, by file name. In public, only comparisons of sets that are large enough."""
    tiers = ("core", "extended")
    pairs = study.convergence(tiers=tiers)
    gate = study.gate(profile)
    open_sets = set(study.open_sets(profile))
    shown = pairs[pairs["set_1"].isin(open_sets) & pairs["set_2"].isin(open_sets)]
    found = {
        "assessment": assess(shown).reset_index(),
        "convergence": shown.drop(columns=["difference", "similarity", *WORDS_OF_READERS]),
    }
    if gate.internal:
        found |= {
            "assessment": assess(pairs).reset_index(),
            "convergence": pairs,
            "profiles": study.profiles(tiers=tiers),
            "code_by_role": study.matrix(by="role").reset_index(),
            "co_occurrence": study.co_occurrence(),
            "coverage": study.coverage().reset_index(),
        }
    return dict(sorted(found.items()))


def left_out(study: Study, profile: str) -> dict[str, str]:
    """Figures that are not drawn -> why: nobody has coded for them yet, or each interview would be named in public."""
    found: dict[str, str] = {}
    for name, spec in study.loaded.figures.items():
        if names_persons(spec) and not study.gate(profile).internal:
            found[name] = "a table by source names each interview"
        elif spec.kind == "matrix":
            by = str(spec.layout.get("by") or "role")
            sizes = study.class_sizes(by).values()
            if study.matrix(by=by, tiers=tuple(spec.layout.get("tiers") or ("core",))).empty:
                found[name] = "there is nothing to count yet"
            elif not study.gate(profile).internal and min(sizes, default=0) < study.gate(profile).k:
                found[name] = f"a class of the table holds fewer than {study.gate(profile).k} persons"
            elif not study.gate(profile).internal and study.crosses_labels(by):
                found[name] = "its classes and the labels single a few persons out"
        elif spec.kind == "chart":
            reason = study.refused(name, profile)
            found |= {name: reason} if reason else {}
        elif not drawn(spec, study.marks(name)).nodes:
            found[name] = "no box has evidence yet"
    return found


def publish(study: Study, folder: Path, profile: str, *, on_step: Step = lambda name: None) -> list[Path]:
    """Write every table, figure and the evidence page of a study into a folder. Gives back the files, sorted."""
    written: list[Path] = []
    for name, frame in tables(study, profile).items():
        on_step(f"table {name}")
        written.append(write_table(folder / "tables", name, frame))
    pages: dict[str, dict[str, Drawn]] = {}
    missing = left_out(study, profile)
    for name, spec in study.loaded.figures.items():
        if name in missing:
            continue
        made, pages[name] = _figure(study, name, folder, profile, on_step)
        written += made
        beside = name + STABILITY
        if spec.kind == "diagram" and not study.refused(beside, profile):
            made, pages[beside] = _figure(study, beside, folder, profile, on_step)
            written += made
    written.append(write_table(folder, "inputs", inputs_frame(study.root, named=study.gate(profile).internal)))
    on_step("evidence page")
    page = folder / "evidence.html"
    write_text(page, page_text(study, pages, profile))
    return sorted([*written, page])


def _figure(study: Study, name: str, folder: Path, profile: str, on_step: Step) -> tuple[list[Path], dict[str, Drawn]]:
    """Write one figure in every language, a diagram for a page and for a column; its table once. What was drawn too."""
    written: list[Path] = []
    drawn_in: dict[str, Drawn] = {}
    diagram = study.spec(name).kind == "diagram"
    for language in study.config.languages:
        on_step(f"figure {name} ({language})")
        drawing = study.drawing(name, language=language, profile=profile)
        written += save_figure(drawing.figure, folder, f"{name}.{language}")
        if diagram:
            narrow = study.figure(name, language=language, profile=profile, width="column")
            written += save_figure(narrow, folder, f"{name}.{language}.column")
        written.append(write_alt_text(folder, f"{name}.{language}", drawing.alternative))
        if language == study.config.languages[0]:
            written.append(write_table(folder, name, drawing.table))
        svg = read_text(folder / f"{name}.{language}.svg") if diagram else ""
        drawn_in[language] = Drawn(svg, drawing.table, drawing.caption)
    return written, drawn_in
