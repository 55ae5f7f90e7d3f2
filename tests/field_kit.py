"""Files as they come from the field, made small: Word, OpenDocument, PDF, workbooks, and archives that are attacks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

from analysis.sources.readers.door import Ways, read_data
from analysis.sources.readers.form import Reading

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
O = (  # noqa: E741
    f'xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0" xmlns:style="{OFFICE}:style:1.0" '
    f'xmlns:table="{OFFICE}:table:1.0" xmlns:fo="{OFFICE}:xsl-fo-compatible:1.0"'
)
TALK = (
    "Pewawancara: Sudah lama di sini?\n\nInforman 1: Sudah. Sejak 2010.\n\n"
    "Ya, lama sekali. 👩‍👩‍👧\n\nPewawancara: Lalu?\n"
)


def read(data: bytes | str, name: str, **ways: object) -> Reading:
    """What a reader makes of the bytes."""
    return read_data(data.encode("utf-8") if isinstance(data, str) else data, name, Ways(**ways))  # type: ignore[arg-type]


def texts(data: bytes | str, name: str, **ways: object) -> list[str]:
    """The paragraphs of the file."""
    return [block.text for block in read(data, name, **ways).blocks]


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in parts.items():
            file.writestr(path, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word file: the XML of its body, and other parts (`footnotes`, `comments`, `styles`)."""
    text = f"<?xml version='1.0'?><w:document {W}><w:body>{body}</w:body></w:document>"
    return archive({"word/document.xml": text, **{f"word/{key}.xml": value for key, value in parts.items()}})


def p(*runs: str) -> str:
    """A paragraph of Word; a run that begins with `*` is bold."""
    made = "".join(
        f"<w:r>{'<w:rPr><w:b/></w:rPr>' if run.startswith('*') else ''}"
        f'<w:t xml:space="preserve">{escape(run.removeprefix("*"))}</w:t></w:r>'
        for run in runs
    )
    return f"<w:p>{made}</w:p>"


def talk_docx(lines: Sequence[str]) -> bytes:
    """A Word file with a paragraph for each line."""
    return docx("".join(p(line) for line in lines))


def odt(body: str) -> bytes:
    """An OpenDocument text with this XML in it."""
    text = f"<?xml version='1.0'?><office:document-content {O}>{body}</office:document-content>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": text})


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose pages hold these lines."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = []
    for lines in pages:
        drawn = b"".join(b"(%s) Tj 0 -14 Td " % line.encode("latin-1") for line in lines)
        stream = b"BT /F1 11 Tf 72 720 Td " + drawn + b"ET" if lines else b""
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources "
            b"<< /Font << /F1 %s >> >> >>" % (len(objects) + 2, font)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def bomb(path: str = "word/document.xml", megabytes: int = 60) -> bytes:
    """A small archive that unpacks to very much."""
    return archive({path: b"<a>" + b" " * (megabytes * 1024 * 1024)})
