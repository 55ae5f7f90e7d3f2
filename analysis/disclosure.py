"""Would what is about to be published tell who somebody is? Labels that cover too few, cells that are too small.

Counts first: a cell of a small class is hidden, and so is what would give it back (F44). Then labels: how many share
one, and whether all of them say the same, so that the label tells it of each (F43). Lint L20 gathers both.

Source: k-anonymity after Sweeney (2002); diversity after Machanavajjhala et al. (2007), doi:10.1145/1217299.1217302.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.errors import Problem
from analysis.model import words_in
from analysis.release import NONE, SOME, Gate
from analysis.suppression import differing

MARGIN = "all"
"""The column of a table that sums its classes."""
CONFIG = "study.yaml"
_STEP = "Give those roles a wider label together (release.labels in study.yaml)."


def suppress(counts: pd.DataFrame, sizes: Mapping[str, int], *, small: int = 5, language: str = "en") -> pd.DataFrame:
    """The table as it may be printed: small classes as none or some, and the margin where it gives nothing back (F44).

    Parameters
    ----------
    counts : frame, one row per theme, one column per class of persons; persons who raise the theme
    sizes : class -> how many persons it has

    Returns
    -------
    frame of words, the same shape, with the margin `all` as last column. The margin is empty where exactly one cell of
    the row is hidden, or where it tells what several hidden cells are: that each is one, or that each is everybody.
    """
    hidden = [case for case in counts.columns if sizes.get(str(case), 0) < small]
    shown = counts.astype(int).astype(str).astype(object)
    for case in hidden:
        shown[case] = [words_in(SOME if number else NONE, language) for number in counts[case]]
    totals = [
        "" if _gives_back(row, hidden, sizes) else str(int(sum(row.values()))) for row in counts.to_dict("records")
    ]
    return shown.assign(**{MARGIN: totals})


def _gives_back(row: Mapping[object, float], hidden: Sequence[object], sizes: Mapping[str, int]) -> bool:
    """Whether the sum, less what is printed, leaves a hidden cell one answer. A hidden `none` is told anyway."""
    most = {case: sizes.get(str(case), 0) for case in hidden if row[case]}
    left = sum(row[case] for case in most)
    return any(
        max(1, left - (sum(most.values()) - size)) >= min(size, left - (len(most) - 1)) for size in most.values()
    )


def check_cells(
    shown: pd.DataFrame, sizes: Mapping[str, int], name: str, *, small: int = 5, margin: str = MARGIN
) -> list[Problem]:
    """L20: does a table print a number of a class below the limit, or a sum that gives a hidden one back? Errors.

    `shown` has one row per theme and one column per class, as it is printed; columns that are no class are passed over.
    The row of a problem is that of the table as a file, below its header.
    """
    found = []
    cases = [case for case in shown.columns if str(case) in sizes]
    for line, (theme, row) in enumerate(zip(map(str, shown.index), shown.to_dict("records"), strict=True), start=2):
        bare = [case for case in cases if sizes[str(case)] < small and _is_number(row[case])]
        rule = f"L20: no count from a class of fewer than {small} persons is published (F44)"
        found += [Problem(name, line, rule, f"{theme}, {case}: {row[case]}", "Print none or some.") for case in bare]
        words = [case for case in cases if not _is_number(row[case]) and str(row[case]) not in NONE.values()]
        if margin in row and _is_number(row[margin]) and len(words) == 1:
            rule = "L20: a sum does not give back the one cell that is hidden (F44)"
            step = "Hide the sum, or a second cell."
            found.append(Problem(name, line, rule, f"{theme}: {row[margin]} in all, {words[0]} hidden", step))
    return found


def _is_number(value: object) -> bool:
    return str(value).strip().isdigit()


def check_labels(gate: Gate, name: str = CONFIG) -> list[Problem]:
    """L20: does each label cover enough persons, and does leaving somebody out of all of them betray them? (F43)

    Warnings: the gate prints no such label, it falls back to a wider word or withholds; this says why and what to do.
    """
    found = []
    lines = {label.id: label.line for label in gate.labels}
    for label, size in gate.label_classes().items():
        if 0 < size < gate.k:
            rule = f"L20: a published label covers at least {gate.k} persons (F43)"
            found.append(
                Problem(name, lines[label], rule, f"{label}: {size}", f"Nobody is called so. {_STEP}", "warning")
            )
    covered = {role for label in gate.labels for role in label.roles}
    rest = sorted({entry.role for entry in gate.participants.values()} - covered)
    if gate.labels and rest:
        size = sum(entry.role in rest for entry in gate.participants.values())
        rule = "L20: who stands under no label is not told apart by that (F43)"
        if size < gate.k:
            came = f"{size} of the roles {', '.join(rest)}"
            first = min(lines.values())
            found.append(Problem(name, first, rule, came, f"Until then nobody keeps a label. {_STEP}", "warning"))
    return found


def check_alike(codings: pd.DataFrame, gate: Gate, name: str = CONFIG, *, language: str = "en") -> list[Problem]:
    """L20: do all who share a label say the same of a theme, so that the label tells it of each of them? (F43)

    Numbers that would say so leave in no public table: the sides of a class in which all, or all but one, stand alike
    are not counted (`analysis.displays.ordered.hide_small`), so that nobody knows which of the two it is. Words cannot
    be hidden by rule without silencing everybody who agrees with his or her like, which is what a study is about: a
    quotation says that one of them said it, and no number of voices. So of words a person is warned and decides.

    Parameters
    ----------
    codings : frame with person, code and stance, one row per coding; rows without a person are passed over

    Returns
    -------
    One warning per label, with the codes on which every person under it takes the same single side. That a theme is
    raised without a stance says nothing and is passed over.

    Source
    ------
    Homogeneity: Machanavajjhala et al. (2007); that what is hidden must not be told by the hiding: Wong et al. (2007),
    Minimality attack in privacy preserving data publishing, VLDB 2007, 543-554.
    """
    rows = codings[(codings["person"] != "") & codings["stance"].isin(("supports", "opposes"))]
    if rows.empty:
        return []
    names = {p: gate.label(p, language) for p in gate.participants}
    sizes = pd.Series(names).value_counts()
    lines = {words_in(entry.name, language) or entry.id: entry.line for entry in gate.labels}
    rows = rows.assign(label=rows["person"].map(names))
    groups = rows.groupby(["label", "code"])
    spread = pd.DataFrame({"persons": groups["person"].nunique(), "sides": groups["stance"].nunique()}).reset_index()
    alike = spread[(spread["sides"] == 1) & (spread["persons"] == spread["label"].map(sizes))]
    rule = "L20: a label does not tell of each person what all under it say (F43)"
    step = "Numbers do not tell it. Look at the words: quote by a wider label, or keep some back in withheld.csv."
    return [
        Problem(
            name,
            lines.get(str(label), 0),
            rule,
            f"{label}: all {sizes[label]} alike on {_some(list(part['code']))}",
            step,
            "warning",
        )
        for label, part in alike.groupby("label")
    ]


def check_classes(
    classes: Mapping[str, Collection[str]], small: int, name: str = CONFIG, line: int = 0
) -> list[Problem]:
    """L20: do two classes of persons that are counted side by side differ by a few, so that these are counted too?

    `classes`: name -> persons, of those whose numbers would be published; `lines`: where a name stands in the file.
    Warnings: the second is left out.
    """
    rule = f"L20: two classes counted side by side differ by nobody, or by {small} persons at least (F44)"
    step = "The second is left out in public. Make the classes the same, or far apart."
    return [Problem(name, line, rule, f"{one}, {other}", step, "warning") for one, other in differing(classes, small)]


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
