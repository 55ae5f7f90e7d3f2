"""Which charts can a figure file ask for?

A file `figures/<name>.yaml` with `kind: chart` and `chart: <key>` asks for one of `CHARTS`; its `layout` holds the
chart's own options. A new chart is a function `(study, spec, language, profile) -> Drawing` in a module beside this
one, and a line in `CHARTS`. Whatever it shows goes through `study.gate(profile)`; what may not leave in a profile at
all, or cannot be drawn yet, says why (`refused`). Its table has a column `mark`, in the words of
`analysis.study.selection`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import FigureError
from analysis.figures.spec import FigureSpec
from analysis.study.charts.balance import nobody_to_quote, quote_balance_chart
from analysis.study.charts.convergence import convergence_chart, no_convergence
from analysis.study.charts.display import display_chart, not_displayed
from analysis.study.charts.sample import nobody, sample_chart
from analysis.study.charts.stability import no_stability, stability_chart
from analysis.study.charts.structure import data_structure_chart, no_concepts
from analysis.study.draw import Drawing

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn


def _allowed(study: Drawn, spec: FigureSpec, profile: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Chart:
    """How a chart is drawn, and why it may not leave in a profile, or cannot be drawn yet; nothing where it may."""

    draw: Callable[[Drawn, FigureSpec, str, str], Drawing]
    refused: Callable[[Drawn, FigureSpec, str], str] = _allowed
    options: tuple[str, ...] = ()
    """Keys that its `layout` may have."""


def _display(name: str, *options: str) -> Chart:
    return Chart(display_chart(name), not_displayed(name), options)


CHARTS: Mapping[str, Chart] = {
    "clustered": _display("clustered", "by", "value"),
    "co-occurrence": _display("co-occurrence", "unit"),
    "convergence": Chart(convergence_chart, no_convergence, ("tiers",)),
    "data-structure": Chart(data_structure_chart, no_concepts, ("dimensions", "concepts")),
    "framework": _display("framework", "rows", "themes", "tiers"),
    "quote-balance": Chart(quote_balance_chart, nobody_to_quote, ("of",)),
    "role-ordered": _display("role-ordered", "by", "themes", "tiers"),
    "sample": Chart(sample_chart, nobody),
    "saturation": _display("saturation", "kinds"),
    "stability": Chart(stability_chart, no_stability, ("of",)),
    "stance-balance": _display("stance-balance", "unit", "themes", "tiers"),
}
"""Name in a figure file -> chart."""


def chart_of(spec: FigureSpec) -> Chart:
    """The chart that a figure file asks for.

    Raises
    ------
    FigureError
        There is no such chart.
    """
    if spec.chart not in CHARTS:
        raise FigureError(
            f"figures/{spec.name}.yaml: a chart is one of {', '.join(CHARTS)} (got {spec.chart!r}). Write one of them."
        )
    return CHARTS[spec.chart]
