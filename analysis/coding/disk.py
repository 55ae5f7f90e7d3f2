"""When is a line on the disk? After it was written whole and flushed, and its folder with it.

A write that fails is taken back, so that what nobody acknowledged does not stand. Linux reports a failed flush once and
then holds the lost bytes for written: they must not be built on. The file is therefore cut back to what was there
before, which makes the machine write its last block anew, and what memory holds of the file is let go, so that the next
reader sees what the disk has. Who calls holds the lock of the file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import CodingError

_BINARY = getattr(os, "O_BINARY", 0)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_NO_FLUSH = (errno.EINVAL, errno.ENOTSUP)
"""What file systems answer that have no flush for folders."""


def write_lines(path: Path, lines: bytes, *, size: int, torn: bytes = b"") -> None:
    """Put lines at the end of a file and flush it. They are on the disk then; after an error they are taken back.

    Parameters
    ----------
    size : bytes that are good
    torn : what stands behind them; it goes to `<file>.torn`, and is on the disk there before it is cut off here

    Raises
    ------
    OSError
        The disk is full, read-only or failing.
    CodingError
        The file has another length: somebody wrote to it without the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o666)
    try:
        found = os.fstat(file).st_size
        if found != size + len(torn):
            raise CodingError(
                f"{path.name}: a journal changes only under its lock (got {found} bytes where {size + len(torn)} were "
                "read). Another program wrote to it: close that, and send the act again."
            )
        if not size:  # nobody flushed the folders yet, or nobody knows
            flush_folder(path.parent)
            flush_folder(path.parent.parent)
        if torn:
            keep_aside(path.with_name(f"{path.name}.torn"), torn)
            os.ftruncate(file, size)
        try:
            _write_all(file, lines)
            os.fsync(file)
        except BaseException:  # an interrupt too: it was not acknowledged
            _take_back(file, size, size + len(lines))
            raise
    finally:
        os.close(file)


def write_again(path: Path, content: bytes) -> None:
    """Write what a file holds over itself and flush it: a flush alone would pass over what memory holds for written."""
    file = os.open(path, os.O_RDWR | _BINARY)
    try:
        _write_all(file, content)
        os.fsync(file)
    finally:
        os.close(file)
    flush_folder(path.parent)
    flush_folder(path.parent.parent)


def keep_aside(path: Path, torn: bytes) -> None:
    """Put the rest of a stopped write on a line of its own at the end of a file, once, and flush it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o666)
    try:
        kept = path.read_bytes()
        line = torn + b"\n"
        if not (b"\n" + kept).endswith(b"\n" + line):
            _write_all(file, line if not kept or kept.endswith(b"\n") else b"\n" + line)
        os.fsync(file)
    finally:
        os.close(file)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder: a new file is on the disk when its name is, too."""
    if sys.platform == "win32":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(file)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what a disk refuses in a sentence: a `CodingError` with what came and the next step."""
    try:
        yield
    except OSError as error:
        step = "See to the disk, and have a copy of the study elsewhere before you go on"
        if error.errno in _FULL:
            step = "Make room on the disk"
        elif error.errno in _CLOSED:
            step = "See that the folder may be written to"
        raise CodingError(
            f"{path.name}: an act is saved when it is on the disk (got {error.strerror or error}). "
            f"It is NOT saved. {step}, then send it again."
        ) from error


def _write_all(file: int, content: bytes) -> None:
    """Write every byte: a disk that is nearly full, or a signal, may take only some of them at a time."""
    rest = memoryview(content)
    while rest:
        count = os.write(file, rest)
        if not count:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[count:]


def _take_back(file: int, size: int, end: int) -> None:
    """Cut the file back to its good bytes, as far as the disk lets us, and forget what memory holds of it."""
    with contextlib.suppress(OSError):
        if os.fstat(file).st_size <= end:  # longer: somebody else wrote behind ours without the lock
            os.ftruncate(file, size)
        os.fsync(file)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
