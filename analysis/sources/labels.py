"""Who speaks in a text? Which words before a colon are speakers, and which are not?

A label is judged by its shape, its mark-up and how often it opens a line, never by one place alone. What is unsure is
said to be unsure: a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from analysis.sources.readers.form import Block, Reading, clock, seconds
from analysis.sources.wording import GENERIC_WORDS, NO_SPEAKERS, PARTICLES, ROLE_WORDS

TAKEN, UNSURE, NOT = "taken", "unsure", "not"
CHEVRON = ">>"
"""The label of a change of speaker that names nobody."""
BOLD = "**"
"""The label of paragraphs in bold, where nothing else tells questions from answers."""
EVERYTHING = "*"
"""The label of words that stand under none."""

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_SPACE = re.compile(r"^[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_TIME = re.compile(
    rf"^(?:[\[(<{{]\s*(?P<a>{_CLOCK})(?:\s*(?:-+>?|–|—|to)\s*{_CLOCK})?\s*[\])>}}]|"
    rf"(?P<b>{_CLOCK})(?:\s*(?:-+>?|–|—)\s*{_CLOCK})?(?=[\s|]|$))\s*(?:[-–—|:]\s+)?"
)
_TAIL = rf"(?:\s*[\[(]\s*(?P<t>{_CLOCK})(?:\s*(?:-+>?|–|—)\s*{_CLOCK})?\s*[\])]|\s+(?P<u>{_CLOCK}))"
_NAME = r"[^\W_][^:：\n\t\[\]<>?!;\"“”*|{}=]{0,58}?"
_MARKED = re.compile(
    rf"^(?P<m>\*\*|__|\*|_)(?P<n>{_NAME})\s*(?P<c>[:：]?)\s*(?P=m)(?:{_TAIL})?\s*(?P<d>[:：]?)[ \t]*(?P<r>.*)$", re.S
)
_COLON = re.compile(rf"^(?P<n>{_NAME})(?:{_TAIL})?\s{{0,4}}(?P<d>[:：])(?P<r>(?!//).*)$", re.S)
_BRACKET = re.compile(r"^\[(?P<n>[^\W_][^\[\]\n:]{0,48})\]\s*(?P<d>[:：]?)[ \t]*(?P<r>.*)$", re.S)
_ALONE = re.compile(rf"^(?P<n>{_NAME}){_TAIL}[ \t]*$")
_LETTER = re.compile(r"^(?P<n>[QA])[.)][ \t]+(?P<r>\S.*)$", re.S)
_TAB = re.compile(rf"^(?P<n>{_NAME})[ ]*(?P<d>[:：]?)\t+[ ]*(?P<r>.*)$", re.S)
_INSIDE = re.compile(rf"(?<=[.?!…\"”])[ \t]{{1,4}}(?=(?P<n>{_NAME})[ ]{{0,3}}[:：][ \t])")
_SENTENCE = re.compile(r"[^\W\d_]{5,}[.] ")
_BULLET = re.compile(r"^(?:[-•*]|\d{1,4}[.)])[ \t]+")
_CODE = re.compile(r"[A-Z]{1,3}[ _-]?\d{0,3}\.?")
_NUMBERED = re.compile(r"(?P<w>[^\W\d_]+(?:-[^\W\d_]+)?)[ _.#-]*(?P<k>\d{1,3}[A-Za-z]?|[A-Z])?(?:\s*\([^()]*\))?\.?")
_STAGE = re.compile(r"^[*_\s]*[\[(][^\[\]()]{1,200}[\])][*_.\s]*$")
_ID = re.compile(r"[A-Za-z]{1,10}[ _-]?\d{1,4}[A-Za-z]?")


_WEAK = ("tight", "alone", "tab", "bracket")
"""Ways to stand that make no speaker of what stands once."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a line opens: the label as written, its time, the words behind it, and how the label is marked.

    `style` is colon, tight (no blank after the colon), marked (bold or italic), bracket, letter (Q. and A.), time (a
    label with its time on a line of its own), tab or chevron.
    """

    label: str
    time: str
    rest: str
    style: str


@dataclass(slots=True)
class Label:
    """A possible speaker: how often it opens a line, with which marks, and what was decided about it and why."""

    name: str
    count: int = 0
    words: int = 0
    example: str = ""
    styles: Counter[str] = field(default_factory=Counter)
    verdict: str = UNSURE
    reason: str = ""


def take_time(line: str) -> tuple[str, str]:
    """The time with which a line opens, as a reader cites it, and the rest of the line."""
    match = _TIME.match(line)
    if not match:
        return "", line
    at = seconds(match["a"] or match["b"])
    return (clock(at), line[match.end() :]) if at >= 0 else ("", line)


def opening(line: str, strong: int = 0) -> Opening | None:
    """How a line opens, if it could open with a label. `strong`: so many of its first characters are bold."""
    lead = _SPACE.match(line)
    if lead:
        line, strong = line[lead.end() :], max(0, strong - lead.end())
    bullet = _BULLET.match(line)
    if bullet:
        line, strong = line[bullet.end() :], max(0, strong - bullet.end())
    time, rest = take_time(line)
    strong = max(0, strong - (len(line) - len(rest)))
    if rest.startswith(CHEVRON):
        rest = rest.lstrip(">").lstrip()
        named = _named(rest, strong)
        if named and named.style == "colon":
            return Opening(named.label, time or named.time, named.rest, "marked")
        return Opening(CHEVRON, time, rest, "chevron")
    found = _named(rest, strong)
    if not found:
        return None
    later, words = take_time(found.rest) if not (time or found.time) else ("", found.rest)
    return Opening(found.label, time or found.time or later, words, found.style)


def _named(line: str, strong: int) -> Opening | None:
    if match := _LETTER.match(line):
        return Opening(match["n"], "", match["r"], "letter")
    if (match := _MARKED.match(line)) and (match["c"] or match["d"] or match["t"] or not match["r"].strip()):
        return _made(match, "marked")
    if match := _BRACKET.match(line):
        return Opening(_tidy(match["n"]), "", match["r"].strip(), "bracket")
    if match := _TAB.match(line):
        return Opening(_tidy(match["n"]), "", match["r"].strip(), "marked" if strong >= len(match["n"]) else "tab")
    if match := _ALONE.match(line):
        return _made(match, "time")
    if match := _COLON.match(line):
        bold = strong >= len(match["n"].rstrip())
        tight = bool(match["r"]) and not match["r"][0].isspace() and match["d"] == ":"
        if tight and match["r"][0].isdigit():
            return None
        return _made(match, "marked" if bold else "tight" if tight else "colon")
    if strong and 0 < len(line.rstrip()) <= strong and "\n" not in line.strip() and re.fullmatch(_NAME, line.strip()):
        return Opening(_tidy(line), "", "", "alone")
    if re.fullmatch(_NAME, line.strip()) and _part_word(_tidy(line)):
        return Opening(_tidy(line), "", "", "alone")
    return None


def _made(match: re.Match[str], style: str) -> Opening:
    groups = match.groupdict()
    time = groups.get("t") or groups.get("u") or ""
    rest = (groups.get("r") or "").strip()
    style = "time" if time and not rest and style == "colon" else style
    return Opening(_tidy(match["n"]), clock(seconds(time)) if time else "", rest, style)


def _tidy(name: str) -> str:
    return " ".join(name.strip("*_ \t").split())


def is_stage(text: str) -> bool:
    """Whether a paragraph is a stage direction: all of it in brackets."""
    return _STAGE.match(text) is not None and not (opening_label_in_brackets(text) or take_time(text.strip())[0])


def opening_label_in_brackets(text: str) -> bool:
    """Whether brackets hold a label such as `[Speaker 1]` rather than a remark."""
    match = _BRACKET.match(text.strip())
    return match is not None and (_ID.fullmatch(match["n"]) is not None or _is_generic(match["n"]))


def _numbered(name: str) -> tuple[str, str]:
    match = _NUMBERED.fullmatch(name.strip())
    return (match["w"].lower(), match["k"] or "") if match else ("", "")


def _is_generic(name: str) -> bool:
    word, number = _numbered(name)
    return word in GENERIC_WORDS and bool(number)


def _part_word(name: str) -> str:
    word, _ = _numbered(name)
    return ROLE_WORDS.get(word, "")


def part_of(name: str, others: Collection[str] = ()) -> str:
    """What a speaker of this label surely is: interviewer, moderator, respondent, observer; empty where unsure.

    `Q` and `A` are sure only beside each other; a bare `P` or `I` never is, nor is `Speaker 1`.
    """
    if name in ("Q", "A") and {"Q", "A"} <= set(others):
        return "interviewer" if name == "Q" else "respondent"
    return "" if _CODE.fullmatch(name) and name.upper() not in ("INT", "INF") else _part_word(name)


def is_name(label: str) -> bool:
    """Whether a label has the shape of a name: few words, each with a capital (where the script has any) or a digit."""
    words = re.sub(r"\([^()]*\)", " ", label).replace(",", " ").split()
    if not 0 < len(words) <= 6 or label.endswith((",", "-")) or _SENTENCE.search(label):
        return False
    big = [w for w in words if w.lower() not in PARTICLES]
    return bool(big) and all(not w[0].islower() for w in big) and any(c.isalpha() for c in label)


def find_labels(reading: Reading, declared: Collection[str] = (), denied: Collection[str] = ()) -> dict[str, Label]:
    """Which labels could be speakers, and what was decided about each?

    Parameters
    ----------
    declared : labels that a person said are speakers: taken, however often they stand
    denied : labels that a person said are none

    Returns
    -------
    Label -> how often it opens a line, the verdict (taken, unsure, not) and the reason, in order of appearance.
    """
    labels: dict[str, Label] = {}
    for block in reading.blocks:
        if block.speaker:
            _note(labels, Opening(block.speaker, "", block.text, "given"))
        elif not block.aside:
            for number, line in enumerate(block.text.split("\n")):
                found = opening(line, block.strong if number == 0 else 0)
                if found:
                    _note(labels, found)
    for name in (name for block in reading.blocks if not block.speaker for _, name in inside(block.text)):
        if name in labels and len(name) > 2:
            labels[name].count += 1
    lower = _common_words(reading.blocks)
    for label in labels.values():
        label.verdict, label.reason = _judge(label, lower)
    _judge_together(labels)
    _add_bold(labels, reading.blocks)
    for name, label in labels.items():
        if name in declared:
            label.verdict, label.reason = TAKEN, "you said so"
        elif name in denied:
            label.verdict, label.reason = NOT, "you said so"
    return labels


def _note(labels: dict[str, Label], found: Opening) -> None:
    label = labels.setdefault(found.label, Label(found.label))
    label.count += 1
    label.styles[found.style] += 1
    label.words += bool(found.rest.strip())
    label.example = label.example or " ".join(found.rest.split())[:60]


def _common_words(blocks: Iterable[Block]) -> set[str]:
    """Words that stand somewhere in small letters: a name does not."""
    return {word for block in blocks for word in re.findall(r"[^\W\d_]+", block.text) if word.islower()}


def _judge(label: Label, lower: Collection[str]) -> tuple[str, str]:
    """The verdict on a label by itself. Rare plain ones are judged again beside the others."""
    name, styles = label.name, label.styles
    if styles["given"] or styles["chevron"]:
        return TAKEN, "the format names it" if styles["given"] else "a mark of a change of speaker"
    if part_of(name) or _is_generic(name):
        return TAKEN, "a word for a speaker"
    if styles["letter"] == label.count or _CODE.fullmatch(name):
        return (TAKEN, f"opens {label.count} lines") if label.count > 1 else (UNSURE, "stands once")
    if name.lower().rstrip(".") in NO_SPEAKERS and (label.count < 5 or not label.words):
        return NOT, "a word before a colon, no speaker"
    if not label.words and label.count == 1 and not styles["time"] and not styles["alone"]:
        return NOT, "nobody speaks after it"
    if styles["bracket"] == label.count:
        return _judge_bracket(label)
    if not is_name(name):
        often = label.count >= 4 and len(name.split()) <= 2 and not styles["alone"]
        return (UNSURE, f"opens {label.count} lines, but has no capital") if often else (NOT, "not the shape of a name")
    if label.count == 1:
        return UNSURE, "stands once"
    if styles["alone"] + styles["tab"] == label.count and label.count < 3:
        return UNSURE, "stands alone on its line, twice"
    if len(name.split()) == 1 and name.lower() in lower and not styles["marked"]:
        return UNSURE, "a common word of this text"
    return TAKEN, f"opens {label.count} lines"


def _judge_bracket(label: Label) -> tuple[str, str]:
    if _ID.fullmatch(label.name) or (is_name(label.name) and label.count > 1):
        return (TAKEN, f"opens {label.count} lines") if label.count > 1 else (UNSURE, "stands once")
    return NOT, "a remark in brackets"


def _judge_together(labels: dict[str, Label]) -> None:
    """What stands once is a speaker beside others that are marked like it, a question beside others, else none."""
    taken = [label for label in labels.values() if label.verdict == TAKEN]
    marked = any(label.styles["marked"] for label in taken)
    timed = sum(bool(label.styles["time"]) for label in labels.values() if label.verdict != NOT) > 1
    for label in labels.values():
        if label.verdict != UNSURE or label.reason != "stands once":
            continue
        if (marked and label.styles["marked"]) or (timed and label.styles["time"]):
            label.verdict, label.reason = TAKEN, "marked as the other speakers are"
        elif marked and all(other.styles["marked"] for other in taken):
            label.verdict, label.reason = NOT, "not marked as the speakers are"
        elif not taken or len(label.name.split()) > 4 or any(label.styles[style] for style in _WEAK):
            label.verdict, label.reason = NOT, "stands once"


def is_bold(block: Block) -> bool:
    """Whether a paragraph is bold as a whole, and long enough to be more than a name or a heading."""
    return not block.aside and block.strong >= len(block.text) and len(block.text.split()) > 2


def _add_bold(labels: dict[str, Label], blocks: Sequence[Block]) -> None:
    """Where no label is taken and bold paragraphs ask, bold is a speaker, and so is what stands between."""
    bold = [block for block in blocks if is_bold(block)]
    asking = sum(block.text.rstrip().endswith(("?", "…", "؟")) for block in bold)
    plain = sum(not (block.aside or block.strong) for block in blocks)
    if len(bold) < 2 or asking * 2 < len(bold) or not plain or taken(labels):
        return
    for label in labels.values():
        label.verdict, label.reason = (NOT, "stands once") if label.count == 1 else (label.verdict, label.reason)
    example = " ".join(bold[0].text.split())[:60]
    labels[BOLD] = Label(BOLD, len(bold), len(bold), example, verdict=TAKEN, reason="paragraphs in bold")


def inside(text: str) -> list[tuple[int, str]]:
    """Where labels could stand inside a line, after the end of a sentence (`… selesai. Sri : Baik.`), and which."""
    return [(match.end(), _tidy(match["n"])) for match in _INSIDE.finditer(text)]


def taken(labels: dict[str, Label]) -> Sequence[str]:
    """The labels that are speakers."""
    return [name for name, label in labels.items() if label.verdict == TAKEN]
