"""Every sentence with which the desk can refuse has its twin in Indonesian."""

import ast
import string
from pathlib import Path

import pytest
from desk_kit import CAFE, add, desk, span

import analysis
from analysis.desk.indonesian import SENTENCES, say
from analysis.desk.messages import answer

HOME = Path(analysis.__file__).parent
ROOMS = ("desk/codes.py", "desk/compare.py", "desk/edits.py", "desk/notes.py", "desk/review.py", "desk/state.py")
ROOMS += ("desk/messages.py", "coding/code.py", "coding/disk.py", "coding/journal.py", "study/acts.py")
ELSEWHERE = (  # said before a desk is open, by the command line, or about a journal that is broken
    "a desk's mode is",
    "blind=False is",
    "the desk speaks",
    "a role is one of",
    "{}: {} is listed as",
    "{}: two coders are compared",
    "{}: coders are compared",
    "{}: an act names a quote or offsets",
    "source {} is not",
    "codings/{}/{}.jsonl",
    "a coder's name",
    "coders' names",
    "provenance is",
    "{}: passages and occurrences",
    "a line is one JSON object",
    "a field of an act",
    "an act names seq",
    "an operation is",
    "{} is {} (got",
    "{} holds texts",
    "{}: a merge joins",
    "{}, line {}: a journal is UTF-8",
)


def template(node):
    """The words of a string in the program, with {} for what is put in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


def raised(room):
    """The sentences that a file of the program raises."""
    tree = ast.parse((HOME / room).read_text(encoding="utf-8"))
    calls = [n.exc for n in ast.walk(tree) if isinstance(n, ast.Raise) and isinstance(n.exc, ast.Call) and n.exc.args]
    return [said for call in calls if (said := template(call.args[0]))]


@pytest.mark.parametrize("room", ROOMS)
def test_no_refusal_is_left_in_english(room):
    """What a room of the desk or of the acts raises has a twin, unless it is never said on a page."""
    said = [s for s in raised(room) if not s.startswith(ELSEWHERE)]
    missing = [s for s in said if s not in SENTENCES and say(s.replace("{}", "x"), "id") == s.replace("{}", "x")]

    assert missing == []


def test_twins_put_in_what_came():
    """As many places as the English sentence, so that nothing that came is lost."""
    short = ("codebook/codebook.yaml", "outcome is one of", "difference is one of")
    for english, twin in SENTENCES.items():
        fields = [name for _, name, _, _ in string.Formatter().parse(twin) if name is not None]
        if not english.startswith(short):
            assert len(fields) == english.count("{}"), english


def test_what_came_is_never_taken_for_a_place():
    """Braces, line ends and English sentences among the words of a text stay as they were."""
    quote = "'{0} a {1}\\n', said by"
    english = f"S01, offset 3: a segment lies in a turn of somebody who answers (got {quote!r}, said by INT). "

    assert quote.replace("\\", "\\\\") in say(f"{english}Code the answer.", "id")
    assert say("no such sentence", "id") == "no such sentence"
    assert say("S01: nothing is left to undo.", "en") == "S01: nothing is left to undo."


def test_the_desk_refuses_in_its_language(root):
    """Through messages, a step within a sentence too."""
    at = desk(root, language="id")
    add(at, CAFE)
    tell = {"type": "act", "act": "add", "key": "k", "args": {"spans": [span(at, CAFE)], "codes": ["EXP.STAYY"]}}
    unknown = answer(at, tell)[0]["message"]
    tell["args"]["codes"] = ["EXP.STAY"]

    assert unknown == "kode 'EXP.STAYY' tidak ada dalam buku kode. Apakah yang dimaksud EXP.STAY, EXP.FIRST atau EXP?"
    assert answer(at, tell)[0]["message"] == ("S01: EXP.STAY sudah ada pada kata-kata ini. Tidak ada yang ditambahkan.")


def test_a_full_disk_is_told_in_indonesian(root, monkeypatch):
    """The reason and the step are said too."""
    at = desk(root, language="id")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.coding.disk.os.fsync", full)
    tell = {"type": "act", "act": "add", "key": "k", "args": {"spans": [span(at, CAFE)], "codes": ["EXP.STAY"]}}

    assert (
        "(tidak ada ruang tersisa). Langkah ini BELUM tersimpan. Kosongkan ruang di disk"
        in (answer(at, tell)[0]["message"])
    )
