"""What is acknowledged is on the disk, and a disk that fails leaves what was there before."""

import errno
import os
import tempfile
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_writer import FaultyDisk, act

from analysis.coding import disk
from analysis.coding.journal import read_journal
from analysis.coding.writing import append, merge
from analysis.errors import CodingError

PAGE = 256


@pytest.fixture
def desk(tmp_path):
    """A journal of two acts, and its lock."""
    path, lock = tmp_path / "codings" / "ana" / "S01.jsonl", tmp_path / "locks" / "S01.lock"
    append(path, [act("ana", 1), act("ana", 2)], lock=lock)
    return path, lock


def failing(*faults):
    """The disk of `analysis.coding.disk`, with faults."""
    return mock.patch.object(disk, "os", FaultyDisk(faults))


def fault(call, do, nth=1, **more):
    """One call that fails."""
    return {"call": call, "nth": nth, "do": do, **more}


FAULTS = [
    (fault("write", "ENOSPC", when="part", part=0.4), "No space left on device.*NOT saved. Make room on the disk"),
    (fault("write", "EDQUOT"), "Make room"),
    (fault("open", "EROFS"), "Read-only file system.*See that the folder may be written to"),
    (fault("open", "EACCES"), "Permission denied"),
    (fault("fsync", "EIO"), "Input/output error.*have a copy of the study elsewhere"),
    (fault("write", "EIO", when="part", part=0.99), "Input/output error"),
]


@pytest.mark.parametrize(("how", "message"), FAULTS)
def test_a_disk_that_fails_acknowledges_nothing_and_changes_nothing(desk, how, message):
    """Full, read-only, failing: a sentence with the next step; the file is what it was; the act can be sent again."""
    path, lock = desk
    before = path.read_bytes()

    with failing(how), pytest.raises(CodingError, match=f"S01.jsonl: .*{message}.*then send it again"):
        append(path, [act("ana", 3)], lock=lock)
    assert path.read_bytes() == before
    append(path, [act("ana", 3)], lock=lock)
    found = read_journal(path)
    assert ([a.id for a in found.acts], found.problems) == (["ana-1", "ana-2", "ana-3"], ())


def test_an_interrupted_write_is_taken_back(desk):
    """A kernel that is interrupted between write and flush: nobody was told, and nothing stands."""
    path, lock = desk
    before = path.read_bytes()

    with mock.patch.object(disk.os, "fsync", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        append(path, [act("ana", 3)], lock=lock)
    assert path.read_bytes() == before


def test_a_write_in_small_pieces_is_whole(desk):
    """The system may take some of the bytes at a time."""
    path, lock = desk
    pieces = [fault("write", "short", nth, when="part", part=0.3) for nth in range(1, 6)]

    with failing(*pieces):
        (new,) = append(path, [act("ana", 3)], lock=lock)
    assert read_journal(path).acts[-1] == new
    assert read_journal(path).problems == ()


def test_a_file_that_may_not_grow_is_a_full_disk(desk):
    """The system's own limit, no stand-in for it: it takes part of the line, then none."""
    resource = pytest.importorskip("resource")
    path, lock = desk
    before, limit = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, limit[1]))
    try:
        with pytest.raises(CodingError, match="Make room on the disk"):
            append(path, [act("ana", 3)], lock=lock)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert path.read_bytes() == before


def test_a_torn_line_stays_where_it_cannot_be_kept_aside(desk):
    """First the copy, then the cut: with no room for the copy nothing is cut, and later it is kept in full."""
    path, lock = desk
    path.write_bytes(path.read_bytes() + b'{"torn')
    before = path.read_bytes()

    with failing(fault("write", "ENOSPC", when="part", part=0.5)), pytest.raises(CodingError, match="Make room"):
        append(path, [act("ana", 3)], lock=lock)
    assert path.read_bytes() == before
    append(path, [act("ana", 3)], lock=lock)
    assert b'\n{"torn\n' in path.with_name("S01.jsonl.torn").read_bytes()


def test_a_torn_line_is_kept_once(desk):
    """Stopped between copy and cut, the next append finds the copy."""
    path, lock = desk
    path.write_bytes(path.read_bytes() + b'{"torn')

    with failing(fault("ftruncate", "EIO")), pytest.raises(CodingError, match="NOT saved"):
        append(path, [act("ana", 3)], lock=lock)
    append(path, [act("ana", 3)], lock=lock)
    assert path.with_name("S01.jsonl.torn").read_bytes() == b'{"torn\n'


def test_the_names_of_a_new_file_and_its_folder_are_flushed_before_its_first_line(tmp_path):
    """Also where somebody was stopped after making the file: as long as it is empty."""
    path, lock = tmp_path / "codings" / "ana" / "S01.jsonl", tmp_path / "locks" / "S01.lock"
    path.parent.mkdir(parents=True)
    path.touch()
    calls = []

    class Noting(FaultyDisk):
        def _call(self, name, real, given):
            calls.append((name, str(given[0]) if name == "open" else ""))
            return real(*given)

    with mock.patch.object(disk, "os", Noting(())):
        append(path, [act("ana", 1)], lock=lock)
    names = [name for name, _ in calls]
    opened = [folder for name, folder in calls[: names.index("write")] if name == "open"]
    assert opened == [str(path), str(path.parent), str(path.parent.parent)]
    assert names[: names.index("write")].count("fsync") == 2


def test_a_folder_that_cannot_be_flushed_keeps_the_first_act_back(tmp_path):
    """Its name might be gone after a power cut; sent again, the folder is flushed again."""
    path, lock = tmp_path / "codings" / "ana" / "S01.jsonl", tmp_path / "locks" / "S01.lock"

    with failing(fault("fsync", "EIO")), pytest.raises(CodingError, match="NOT saved"):
        append(path, [act("ana", 1)], lock=lock)
    assert path.read_bytes() == b""
    with failing(fault("fsync", "EINVAL")):  # a file system that has no flush for folders
        append(path, [act("ana", 1)], lock=lock)
    assert len(read_journal(path).acts) == 1


def test_a_journal_that_somebody_changes_meanwhile_is_left_alone(desk):
    """Without the lock, between reading and writing: nothing is cut off, nothing written."""
    path, lock = desk

    class Meddling(FaultyDisk):
        def _call(self, name, real, given):
            if name == "open":
                path.write_bytes(path.read_bytes() + b"{}\n")
            return real(*given)

    with mock.patch.object(disk, "os", Meddling(())), pytest.raises(CodingError, match="changes only under its lock"):
        append(path, [act("ana", 3)], lock=lock)
    assert path.read_bytes().endswith(b"{}\n")


def test_a_merge_that_fails_is_said_in_a_sentence(desk):
    """As an append: not saved, and both ends stand."""
    path, lock = desk
    other = path.with_name("other.jsonl")
    append(other, [act("ben", 1)], lock=lock)
    path.write_bytes(path.read_bytes() + other.read_bytes())
    before = path.read_bytes()

    with failing(fault("fsync", "EIO")), pytest.raises(CodingError, match="NOT saved"):
        merge(path, by="ana", at="2024-05-06T07:08:09Z", lock=lock)
    assert path.read_bytes() == before


class ForgetfulDisk(FaultyDisk):
    """A disk behind a memory of pages, as Linux keeps it: a flush that fails is told once; the pages count as written.

    `outcomes` are those of the flushes and cuts of the journal, in order: "ok", "lost" (an error, the pages never reach
    the disk) or "hole" (as lost, but the new length does). Afterwards all is well.
    """

    def __init__(self, path, outcomes):
        super().__init__(())
        self.path, self.outcomes = path, list(outcomes)
        self.disk, self.dirty, self.files = b"", set(), set()

    def _call(self, name, real, given):
        mine = given[0] in self.files
        outcome = self.outcomes.pop(0) if mine and name in ("fsync", "ftruncate") and self.outcomes else "ok"
        if name == "fsync" and mine:
            self._flush(outcome)
        if outcome != "ok":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        result = real(*given)
        if name == "open" and Path(given[0]) == self.path:
            self.files.add(result)
        if name == "close":
            self.files.discard(given[0])
        if name == "write" and mine:
            end = os.lseek(given[0], 0, os.SEEK_CUR)
            self.dirty |= set(range((end - result) // PAGE, (end - 1) // PAGE + 1))
        if name == "ftruncate" and mine and given[1] % PAGE:
            self.dirty.add(given[1] // PAGE)
        return result

    def _flush(self, outcome):
        memory = self.path.read_bytes()
        size = len(self.disk) if outcome == "lost" else len(memory)
        pages = bytearray(self.disk.ljust(size, b"\0")[:size])
        for page in self.dirty if outcome == "ok" else ():
            pages[page * PAGE : (page + 1) * PAGE] = memory[page * PAGE : (page + 1) * PAGE]
        self.disk = bytes(pages)
        self.dirty.clear()

    def posix_fadvise(self, file, *_):
        """Pages that count as written are forgotten: what is read next comes from the disk."""
        memory = bytearray(self.path.read_bytes())
        there = self.disk.ljust(len(memory), b"\0")
        for page in set(range(len(memory) // PAGE + 1)) - self.dirty:
            memory[page * PAGE : (page + 1) * PAGE] = there[: len(memory)][page * PAGE : (page + 1) * PAGE]
        self.path.write_bytes(memory)


def test_an_act_that_only_memory_holds_is_written_anew_when_it_is_sent_again(tmp_path):
    """Killed after a flush that failed and before the cut: a second flush would say that all is well."""
    path, lock = tmp_path / "codings" / "ana" / "S01.jsonl", tmp_path / "S01.lock"
    there = ForgetfulDisk(path, ["ok", "lost"])

    with mock.patch.object(disk, "os", there):
        append(path, [act("ana", 0)], lock=lock)
        with mock.patch.object(disk, "_take_back"), pytest.raises(CodingError, match="NOT saved"):
            append(path, [act("ana", 1)], lock=lock)
        assert path.read_bytes() != there.disk
        append(path, [act("ana", 1)], lock=lock)
    assert path.read_bytes() == there.disk
    assert [a.id for a in read_journal(path).acts] == ["ana-0", "ana-1"]


def test_what_was_taken_back_is_off_the_disk(tmp_path):
    """The cut is flushed: an act that was refused does not come back after a power cut."""
    path, lock = tmp_path / "codings" / "ana" / "S01.jsonl", tmp_path / "S01.lock"
    there = ForgetfulDisk(path, ["ok", "hole"])

    with mock.patch.object(disk, "os", there):
        append(path, [act("ana", 0)], lock=lock)
        before = path.read_bytes()
        with pytest.raises(CodingError, match="NOT saved"):
            append(path, [act("ana", 1)], lock=lock)
    assert path.read_bytes() == there.disk == before


OUTCOMES = st.lists(st.sampled_from(["ok", "ok", "lost", "hole"]), max_size=12)


@settings(max_examples=60)
@given(OUTCOMES, st.lists(st.booleans(), min_size=3, max_size=8))
def test_what_was_acknowledged_is_on_a_disk_whose_flushes_fail(outcomes, again):
    """The power may go after any acknowledgement: every acknowledged act is on the disk, in one chain without errors.

    An act that was refused is sent again, or given up for the next one.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, lock = Path(folder) / "codings" / "ana" / "S01.jsonl", Path(folder) / "S01.lock"
        there = ForgetfulDisk(path, outcomes)
        after = Path(folder) / "after.jsonl"
        acknowledged = []
        with mock.patch.object(disk, "os", there):
            for number, patient in enumerate(again):
                for _ in range(9 if patient else 1):
                    try:
                        acknowledged += append(path, [act("ana", number)], lock=lock)
                        break
                    except CodingError:
                        pass
                    finally:
                        after.write_bytes(there.disk)
                        found = read_journal(after)
                        assert [p for p in found.problems if p.level == "error"] == []
                        assert [a for a in found.acts if a in acknowledged] == acknowledged
        assert max(Counter(a.id for a in read_journal(path).acts).values(), default=1) == 1
