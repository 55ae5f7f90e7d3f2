"""How much does the sample tell, for what was asked of it? Five written judgements and no formula (F20).

`codebook/information-power.yaml` holds them. Source: Malterud, Siersma and Guassora (2016), Qualitative Health
Research 26(13), doi:10.1177/1049732315617444.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import Problem
from analysis.model import Words, words_in
from analysis.tables import Record, read_list

ASPECTS: Mapping[str, tuple[str, str]] = {
    "aim": ("narrow", "broad"),
    "specificity": ("dense", "sparse"),
    "theory": ("applied", "none"),
    "dialogue": ("strong", "weak"),
    "analysis": ("case", "cross-case"),
}
"""Each aspect, and its two ends: nearer to the first, fewer people are enough."""

BETWEEN = "between"
_SEE = "See codebook/README.md."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person judged of one aspect, towards which end, and why."""

    aspect: str
    judgement: str
    text: Words
    by: str
    line: int = 0


def read_power(path: Path, name: str) -> tuple[tuple[Judgement, ...], list[Problem]]:
    """The written judgements, and everything that is wrong with the file; none without the file."""
    entries, problems = read_list(path, name, "judgements", _SEE)
    if problems or not path.is_file():
        return (), problems
    found: dict[str, Judgement] = {}
    line = 1
    for entry in entries:
        line = getattr(entry, "line", line)
        judgement = _judgement(entry, line)
        faults = list(_faults(judgement, found))
        problems += [Problem(name, line, *fault) for fault in faults]
        if not faults:
            found[judgement.aspect] = judgement
    missing = [aspect for aspect in ASPECTS if aspect not in found]
    if missing and not problems:
        step = "Write them; a formula takes the place of none."
        problems.append(Problem(name, 0, "all five aspects are judged", f"no {', '.join(missing)}", step, "warning"))
    return tuple(found[aspect] for aspect in ASPECTS if aspect in found), problems


def power_frame(judgements: Iterable[Judgement], language: str) -> pd.DataFrame:
    """What was judged of each aspect? One row per aspect: judgement, ends, text, by; None where nobody judged."""
    by_aspect = {judgement.aspect: judgement for judgement in judgements}
    rows = [_row(aspect, ends, by_aspect.get(aspect), language) for aspect, ends in ASPECTS.items()]
    return pd.DataFrame(rows, columns=["aspect", "judgement", "ends", "text", "by"], dtype=object).set_index("aspect")


def _row(aspect: str, ends: tuple[str, str], given: Judgement | None, language: str) -> tuple[str | None, ...]:
    if given is None:
        return aspect, None, " to ".join(ends), None, None
    return aspect, given.judgement, " to ".join(ends), words_in(given.text, language), given.by


def _judgement(entry: Any, line: int) -> Judgement:
    record: Mapping[str, Any] = entry if isinstance(entry, Record) else {}
    given = record.get("text")
    text = {str(key): str(value) for key, value in given.items() if value} if isinstance(given, dict) else {}
    words = [str(record.get(key) or "") for key in ("aspect", "judgement", "by")]
    return Judgement(words[0], words[1], text, words[2], line)


def _faults(given: Judgement, before: Mapping[str, Judgement]) -> Iterable[tuple[str, str, str]]:
    if given.aspect not in ASPECTS:
        yield f"an aspect is one of {', '.join(ASPECTS)}", given.aspect or "nothing", "Write one of them."
        return
    if given.aspect in before:
        yield "an aspect is judged once", given.aspect, f"Keep one; see line {before[given.aspect].line}."
    allowed = (*ASPECTS[given.aspect], BETWEEN)
    if given.judgement not in allowed:
        rule = f"{given.aspect}: a judgement is one of {', '.join(allowed)}"
        yield rule, given.judgement or "nothing", "Write one of them."
    if not given.text or not given.by:
        yield f"{given.aspect}: a judgement has its text by language, and who judged", "not both", "Write text and by."
