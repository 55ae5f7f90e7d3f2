"""What is published, and where? Tables, figures and the evidence page, written through the release gate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.figures.evidence import drawn
from analysis.figures.save import save_figure, write_alt_text, write_table
from analysis.study.draw import names_persons
from analysis.study.handle import Study
from analysis.study.page import ASKED, Drawn, page_text
from analysis.tables import read_text, write_text
from analysis.triangulation import assess

Step = Callable[[str], None]


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
    open_sets = {entry.id for entry in study.config.sets if not entry.groups}
    sizes = study.class_sizes("group")
    open_sets |= {e.id for e in study.config.sets if e.groups and sum(sizes.get(g, 0) for g in e.groups) >= gate.small}
    shown = pairs[pairs["set_1"].isin(open_sets) & pairs["set_2"].isin(open_sets)]
    found = {
        "assessment": assess(shown).reset_index(),
        "convergence": shown.drop(columns=["difference", "similarity"]),
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
        for language in study.config.languages:
            on_step(f"figure {name} ({language})")
            drawing = study.drawing(name, language=language, profile=profile)
            written += save_figure(drawing.figure, folder, f"{name}.{language}")
            written.append(write_alt_text(folder, f"{name}.{language}", drawing.alternative))
            if language == study.config.languages[0]:
                written.append(write_table(folder, name, drawing.table))
            if spec.kind in ASKED:
                svg = read_text(folder / f"{name}.{language}.svg") if spec.kind == "diagram" else ""
                pages.setdefault(name, {})[language] = Drawn(svg, drawing.table, drawing.caption)
    on_step("evidence page")
    page = folder / "evidence.html"
    write_text(page, page_text(study, pages, profile))
    return sorted([*written, page])
