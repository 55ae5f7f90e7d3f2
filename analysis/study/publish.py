"""What is published, and where? Tables, figures and the evidence page, written through the release gate."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.figures.evidence import drawn
from analysis.figures.material import names_of
from analysis.figures.save import save_figure, write_alt_text, write_table
from analysis.figures.spec import FigureSpec
from analysis.model import words_in
from analysis.release import gaps
from analysis.reports.page import Panel, evidence_page
from analysis.study.charts.registry import chart_of
from analysis.study.charts.stability import STABILITY
from analysis.study.draw import Drawing, names_persons
from analysis.study.handle import Study
from analysis.study.inputs import inputs_frame
from analysis.study.views.drawn import WITHHELD
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
        elif spec.kind == "chart":
            reason = chart_of(spec).refused(study, spec, profile)
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
    panels: list[Panel] = []
    missing = left_out(study, profile)
    for name, spec in study.loaded.figures.items():
        if name in missing:
            continue
        made, drawing = _figure(study, name, folder, profile, on_step)
        written += made
        if spec.kind == "diagram":
            panels.append(_panel(study, spec, drawing, folder, profile))
            beside = study.spec(name + STABILITY)
            if not chart_of(beside).refused(study, beside, profile):
                written += _figure(study, beside.name, folder, profile, on_step)[0]
    written.append(write_table(folder, "inputs", inputs_frame(study.root, named=study.gate(profile).internal)))
    on_step("evidence page")
    page = folder / "evidence.html"
    write_text(page, _page(study, panels, profile))
    return sorted([*written, page])


def _figure(study: Study, name: str, folder: Path, profile: str, on_step: Step) -> tuple[list[Path], Drawing]:
    """Write one figure in every language, with its table in the first; its drawing in the first language."""
    written, first = [], None
    for language in study.config.languages:
        on_step(f"figure {name} ({language})")
        drawing = study.drawing(name, language=language, profile=profile)
        written += save_figure(drawing.figure, folder, f"{name}.{language}")
        written.append(write_alt_text(folder, f"{name}.{language}", drawing.alternative))
        if first is None:
            first = drawing
            written.append(write_table(folder, name, drawing.table))
    assert first is not None
    return written, first


def _page(study: Study, panels: list[Panel], profile: str) -> str:
    language = study.config.languages[0]
    gate = study.gate(profile)
    return evidence_page(
        panels,
        title=words_in(study.config.title, language),
        about=words_in(study.config.about, language),
        constructed_mark=study.constructed_mark(language),
        held_back=[] if gate.internal else sorted(set(map(_unnamed, gaps(gate)))),
        language=language,
        counted=gate.internal,
    )


def _unnamed(line: str) -> str:
    """A gap without the person's id and without a date, for readers outside."""
    return "Of some persons: " + re.sub(r"withdrawn [^,]*,", "withdrawn,", line.split(": ", 1)[1])


def _panel(study: Study, spec: FigureSpec, drawing: Drawing, folder: Path, profile: str) -> Panel:
    language = study.config.languages[0]
    found = {m: _with_translation(study, study.evidence(spec.name, m, profile=profile)) for m in spec.marks}
    held: set[str] = set()
    if not study.gate(profile).internal:
        held = {m for m, frame in found.items() if (frame["quote"] == WITHHELD).any()}
        found = {m: frame[frame["quote"] != WITHHELD] for m, frame in found.items()}
    marks = drawing.table
    return Panel(
        name=spec.name,
        title=words_in(spec.title, language),
        svg=read_text(folder / f"{spec.name}.{language}.svg"),
        caption=drawing.caption,
        marks=marks.assign(ends=marks["mark"].map(names_of(spec, language)), held=marks["mark"].isin(held)),
        evidence=found,
    )


def _with_translation(study: Study, evidence: pd.DataFrame) -> pd.DataFrame:
    """The evidence with the translated passage beside words that may be shown."""
    language = study.config.languages[0]

    def translated(row: pd.Series) -> str:
        source = study.loaded.sources.get(str(row["source"]))
        if source is None or language not in source.translations or row["quote"] == WITHHELD:
            return ""
        passage = source.passage_at(int(row["start"]), int(row["end"]))
        return source.translations[language][passage.number - 1] if passage else ""

    def notice(name: str) -> str:
        source = study.loaded.sources.get(name)
        return words_in(source.meta.get("notice") or {}, language) if source else ""

    if evidence.empty:
        return evidence.assign(translation="", notice="")
    texts = evidence.apply(translated, axis=1)
    return evidence.assign(translation=texts.where(evidence["quote"] != "", ""), notice=evidence["source"].map(notice))
