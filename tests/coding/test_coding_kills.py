"""Who is killed while writing loses nothing that was acknowledged. 10,000 kills: `python -m benchmarks.kills`."""

import subprocess
import sys

import kill_kit
import pytest
from kill_kit import KINDS, Desk, Writers, kill

from analysis.coding.journal import read_journal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a writer is forked and killed as POSIX does it")


@pytest.fixture(scope="module")
def writers():
    """The program that forks writers."""
    with Writers() as program:
        yield program


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_kill_loses_nothing_acknowledged(tmp_path, writers, kind):
    """A dozen kills of each kind (over 100 in all): all acts in order and once, readable, and the next act fits."""
    seen = kill(tmp_path, writers, kind, 12, seed=20225)

    assert seen["killed"] >= 12
    assert seen["acknowledged"] <= seen["standing"]
    assert seen["torn"] or kind not in (kill_kit.mid_line, kill_kit.in_repair)


def test_two_writers_at_once_lose_nothing(tmp_path, writers):
    """200 acts each on one journal: 400 acts, one chain, each writer's in his or her order (`Desk.look`)."""
    desk = Desk(tmp_path, writers)

    assert desk.run(desk.order("ana", 200), desk.order("ben", 200)) == [0, 0]
    assert len(read_journal(desk.journal).acts) == desk.seen["acknowledged"] == 400


def test_the_look_after_a_kill_sees_what_is_lost(tmp_path, writers):
    """A control: an acknowledged act that is cut off, or that stands twice, is noticed."""
    desk = Desk(tmp_path, writers)
    desk.run(desk.order("ana", 3))
    raw = desk.journal.read_bytes()

    desk.journal.write_bytes(raw[: raw[:-1].rfind(b"\n") + 1])
    desk.raw = b""
    with pytest.raises(AssertionError):
        desk.look(["ana"])


def test_a_journal_opens_without_the_rest_of_the_program():
    """The writing process starts in milliseconds: no frames, no language models, no figures are loaded for it."""
    say = "import sys, analysis.coding.journal; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", say], cwd=kill_kit.ROOT, capture_output=True, text=True, check=True)

    assert {"numpy", "pandas", "spacy", "matplotlib", "typer", "rich"}.isdisjoint(loaded.stdout.split())
