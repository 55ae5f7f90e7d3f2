"""What lies in a zip container (Word, OpenDocument, spreadsheet)? Unpacked part by part, each within its bounds."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from analysis.sources.readers.form import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_ENTRIES,
    MAX_PART,
    MAX_RATIO,
    MEGABYTE,
    count_note,
    refuse,
)

_ARCHIVE = re.compile(r"\.(zip|7z|rar|gz|tgz|xz|bz2|jar|docx|docm|odt|xlsx|xlsm|ods|pptx)$", re.I)
_EMBEDDED = re.compile(r"^(word/embeddings|xl/embeddings|Object ?\w*|ObjectReplacements)(/|$)", re.I)
_MACROS = re.compile(r"(vbaProject\.bin|vbaData\.xml|^Basic/|^Scripts/|^xl/macrosheets/)", re.I)
_PICTURE = re.compile(r"\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$", re.I)
_THUMBNAIL = re.compile(r"^(docProps/|Thumbnails/)", re.I)


class Container:
    """A zip file held to the bounds. Nothing is written to disk, and only the parts asked for are unpacked."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            step = "It is cut off or damaged; ask for the file again."
            raise refuse(name, "the container can be opened", "a broken zip", step) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            step = "This is no ordinary document; save it anew from the program that made it."
            raise refuse(name, f"a container has at most {MAX_ENTRIES} entries", f"{len(entries):,}", step)
        self.names = [entry.filename for entry in entries]
        nested = [n for n in self.names if _ARCHIVE.search(n) and not _EMBEDDED.search(n)]
        if nested:
            step = "Unpack it and take in the files themselves."
            raise refuse(name, "a document holds no other archive", repr(nested[0])[:60], step)

    def notes(self) -> list[str]:
        """What lies in the container beside the text and is not taken."""
        found = []
        if any(_MACROS.search(n) for n in self.names):
            found.append("macros were not run and not kept")
        pictures = sum(bool(_PICTURE.search(n)) and not _THUMBNAIL.search(n) for n in self.names)
        if pictures:
            found.append(count_note(pictures, "picture") + " left out")
        objects = sum(bool(_EMBEDDED.search(n)) and not n.endswith("/") for n in self.names)
        if objects:
            found.append(count_note(objects, "embedded object") + " not opened")
        return found

    def part(self, path: str) -> bytes:
        """The bytes of a part.

        Raises
        ------
        SourceError
            There is no such part, it is encrypted or damaged, or it unpacks beyond the bounds.
        """
        try:
            entry = self._zip.getinfo(path)
        except KeyError as error:
            step = "It is no document of this kind, or damaged; save it anew."
            raise refuse(self.name, f"the container holds {path}", "none", step) from error
        if entry.flag_bits & 1:
            raise refuse(self.name, "a document can be read", "one with a password", "Save it without the password.")
        bound = MAX_PART if entry.compress_size * MAX_RATIO > MEGABYTE else MEGABYTE
        bound = min(MAX_PART, max(bound, MEGABYTE), max(MEGABYTE, entry.compress_size * MAX_RATIO))
        try:
            with self._zip.open(entry) as file:
                data = file.read(bound + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as e:
            step = "It is cut off or damaged; ask for the file again."
            raise refuse(self.name, f"{path} can be unpacked", "damaged data", step) from e
        if len(data) > bound:
            came = f"more than {bound / MEGABYTE:.0f} MB out of {entry.compress_size:,} bytes"
            step = "It looks like a zip bomb; nothing was taken."
            raise refuse(self.name, f"{path} unpacks within the bounds", came, step)
        return data

    def events(self, path: str) -> Iterator[tuple[str, Element]]:
        """`start` and `end` of each element of an XML part, as `xml_events`."""
        return xml_events(self.part(path), f"{self.name}, {path}")


def xml_events(data: bytes, name: str) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of each element, without document types, entities or anything from outside.

    Raises
    ------
    SourceError
        The XML is damaged, declares a document type or entities, or has too many or too deep elements.
    """
    count = depth = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                count, depth = count + 1, depth + 1
                if count > MAX_ELEMENTS or depth > MAX_DEPTH:
                    came = f"{count:,} elements, {depth} deep"
                    bound = f"at most {MAX_ELEMENTS:,} elements, {MAX_DEPTH} deep"
                    raise refuse(name, bound, came, "It is no ordinary document; save it anew.")
            else:
                depth -= 1
            yield event, element
    except DefusedXmlException as error:
        step = "Documents do not need them; this one may be an attack. Save it anew from its program."
        raise refuse(name, "XML declares no document type and no entities", "a declaration", step) from error
    except (ParseError, ValueError, LookupError) as error:
        raise refuse(name, "the XML can be read", str(error)[:80], "The file is damaged; ask for it again.") from error


def local(tag: Any) -> str:
    """The name of an element without its namespace."""
    return str(tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace; empty where there is none."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def first_of(container: Container, *paths: str) -> str:
    """The first of the parts that is there; empty where none is."""
    return next((path for path in paths if path in container.names), "")
