"""What documents say under each code: rows like codings, of norms and never of practice."""

from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.document_evidence import (
    COLUMNS,
    Citation,
    check_themes,
    document_codings,
    documents_frame,
    read_literature,
)
from analysis.errors import Problem
from analysis.model import Code, Coding, DocumentLink, Passage, Relation, Source
from analysis.retrieval import in_kinds
from analysis.sources.register import Frame, Provision


def document(name: str, *labels: str, kind: str = "law", **more: object) -> Source:
    """A document of passages that say `<label> says.`, one per line."""
    body, passages = "", []
    for number, label in enumerate(labels, start=1):
        start = len(body) + len(label) + 2
        text = f"{label} says."
        passages.append(Passage(number, label, start, start + len(text), text, number))
        body += f"{label}: {text}\n"
    return Source(name, kind, body, tuple(passages), "", f"documents/{name}.md", **more)


DOCUMENTS = {d.id: d for d in (document("ACT", "1", "2", "3"), document("BOOK", "p1", kind="literature"))}
BOOK = Codebook(
    codes={
        "A": Code("A", documents=(DocumentLink("ACT:1", "fulfilled", "notice"), DocumentLink("ACT:2", "silent"))),
        "B": Code("B", line=7),
        "OLD": Code("OLD", documents=(DocumentLink("ACT:3", "differs_by_group"),)),
    },
    history=({"op": "merge", "codes": ["OLD"], "into": "B"},),
)
NOW = Frame("now", "2014-01-01", "2020-12-31", ("national",))


def act(article: str, *themes: str, **more: str) -> Provision:
    return Provision("ACT", article, **{"scope": "national", **more}, themes=themes)


def codings_of(*provisions: Provision, citations: tuple[Citation, ...] = ()) -> pd.DataFrame:
    return document_codings(provisions, citations, codebook=BOOK, documents=DOCUMENTS, frame=NOW)


def test_a_provision_as_a_row() -> None:
    """Place, words and confidence come from document and register, norm and facet from the codebook's link."""
    frame = codings_of(act("1", "A", confidence="verified", person_group="staff"))

    assert list(frame.columns) == list(COLUMNS)
    assert frame.to_dict("records") == [
        {
            **{"ref": "ACT:1", "source": "ACT", "kind": "law", "article": "1", "start": 3, "end": 10},
            **{"quote": "1 says.", "code": "A", "mode": "norm", "norm": "fulfilled", "stance": "", "facet": "notice"},
            **{"confidence": "verified", "scope": "national", "person_group": "staff", "in_frame": True},
        }
    ]
    assert DOCUMENTS["ACT"].body[3:10] == "1 says."


def test_a_provision_takes_no_stance() -> None:
    """The register says that a row bears on a code; only the codebook says how practice stands to it."""
    frame = codings_of(act("1", "B", "A"), act("2", "A"))

    assert frame[["ref", "code", "norm", "stance"]].values.tolist() == [
        ["ACT:1", "A", "fulfilled", ""],
        ["ACT:1", "B", "", ""],
        ["ACT:2", "A", "silent", ""],
    ]


def test_what_lies_outside_the_legal_frame() -> None:
    """Repealed before it, in force after it, of another scope, or a draft: the row stays and does not hold."""
    frame = codings_of(
        act("1", "A", in_force_from="2014-06-01", in_force_to="2099-01-01"),
        act("2", "A", in_force_to="2013-12-31"),
        act("2", "B", in_force_from="2021-01-01"),
        act("3", "A", scope="province"),
        act("3", "B", status="draft"),
    )

    assert frame[["ref", "code", "in_frame"]].values.tolist() == [
        ["ACT:1", "A", True],
        ["ACT:2", "A", False],
        ["ACT:2", "B", False],
        ["ACT:3", "A", False],
        ["ACT:3", "B", False],
    ]


def test_context_bears_on_no_code() -> None:
    """A row marked context, and a theme that is no code, give no row; nothing at all gives an empty frame."""
    frame = codings_of(act("1", "context"), act("2", "NONE"))

    assert (len(frame), list(frame.columns)) == (0, list(COLUMNS))


def test_merged_codes() -> None:
    """A row under a merged code counts once under the new one, with the norm of either code's link."""
    frame = codings_of(act("3", "OLD", "B"))

    assert frame[["ref", "code", "norm"]].values.tolist() == [["ACT:3", "B", "differs_by_group"]]


def test_the_first_link_that_judges() -> None:
    """Of several links to one provision the first that says how practice stands to it holds."""
    links = (DocumentLink("ACT"), DocumentLink("ACT:1", "not_fulfilled"), DocumentLink("ACT:1", "fulfilled"))
    book = Codebook(codes={"A": Code("A", documents=links)})
    frame = document_codings([act("1", "A"), act("2", "A")], [], codebook=book, documents=DOCUMENTS, frame=NOW)

    assert frame[["ref", "norm"]].values.tolist() == [["ACT:1", "not_fulfilled"], ["ACT:2", ""]]


def test_rows_follow_the_tables() -> None:
    """References stand in the order of register and literature, the codes of one reference sorted."""
    frame = codings_of(act("3", "B", "A"), act("1", "A"), citations=(Citation("BOOK", "p1", ("A",)),))

    assert frame[["ref", "code"]].values.tolist() == [["ACT:3", "A"], ["ACT:3", "B"], ["ACT:1", "A"], ["BOOK:p1", "A"]]


def test_a_provision_without_its_document() -> None:
    """Where the text is missing (the check reports it) the row has no words and no kind."""
    frame = codings_of(Provision("LOST", "9", scope="national", themes=("A",)))

    assert frame[["ref", "kind", "start", "end", "quote"]].values.tolist() == [["LOST:9", "", 0, 0, ""]]


def test_what_coders_mark_in_documents() -> None:
    """A coding of a document stands at its own words, with its provision's marks; relations and talk are no rows."""
    marked = [
        Coding("c1", "ann", "ACT", 3, 4, "1", "OLD", attributes={"stance": "opposes"}, facet="late"),
        Coding("c2", "ann", "BOOK", 4, 6, "p1", "A"),
        Coding("c3", "ann", "ACT", 3, 4, "1", "", relation=Relation("A", "B", "causes")),
        Coding("c4", "ann", "S1", 0, 1, "x", "A"),
    ]
    frame = document_codings(
        [act("1", "context", confidence="recalled", status="draft")],
        [],
        codebook=BOOK,
        documents=DOCUMENTS,
        frame=NOW,
        codings=marked,
    )

    columns = ["ref", "start", "end", "quote", "code", "mode", "stance", "facet", "confidence", "scope", "in_frame"]
    assert frame[columns].values.tolist() == [
        ["ACT:1", 3, 4, "1", "B", "norm", "opposes", "late", "recalled", "national", False],
        ["BOOK:p1", 4, 6, "p1", "A", "", "", "", "", "", True],
    ]


def test_literature_is_no_field_evidence() -> None:
    """A cited passage holds in every legal frame, has no confidence mark, and is never among what people said."""
    frame = codings_of(citations=(Citation("BOOK", "p1", ("A", "NONE"), "supports"),))

    assert frame[["source", "kind", "code", "stance", "confidence", "in_frame"]].values.tolist() == [
        ["BOOK", "literature", "A", "supports", "", True]
    ]
    assert in_kinds(frame).empty


def test_literature_from_its_table(tmp_path: Path) -> None:
    """Themes are split at semicolons and an empty stance stays empty; the line is kept."""
    table = tmp_path / "literature.csv"
    table.write_text("source,passage,themes,stance\nBOOK,p1,A; B;,opposes\nBOOK,p1,A,\n", encoding="utf-8")

    assert read_literature(table, "documents/literature.csv", DOCUMENTS) == (
        [Citation("BOOK", "p1", ("A", "B"), "opposes", 2), Citation("BOOK", "p1", ("A",), "", 3)],
        [],
    )


def test_what_is_wrong_with_literature(tmp_path: Path) -> None:
    """A passage that is not there gives a problem and no citation; an unknown stance is a problem of its own."""
    table = tmp_path / "literature.csv"
    table.write_text("source,passage,themes,stance\nBOOK,p9,A,\nLOST,p1,A,\nBOOK,p1,A,pro\n", encoding="utf-8")
    citations, problems = read_literature(table, "lit.csv", DOCUMENTS)

    step = "Add the source and passage in documents/, or mend the row."
    assert [c.line for c in citations] == [4]
    assert problems == [
        Problem("lit.csv", 2, "a citation is a passage of a source", "BOOK:p9", step),
        Problem("lit.csv", 3, "a citation is a passage of a source", "LOST:p1", step),
        Problem(
            *("lit.csv", 4, "a stance is one of supports, opposes, qualifies, neutral", "pro"),
            "Write one of them, or leave it empty.",
        ),
    ]


def test_no_literature(tmp_path: Path) -> None:
    """A study without the table cites nothing, and that is no problem."""
    assert read_literature(tmp_path / "literature.csv", "lit.csv", DOCUMENTS) == ([], [])


def test_themes_are_codes() -> None:
    """Each theme that is no code is named with its table, row and the nearest code; context is fine in the register."""
    book = Codebook(codes={"PAY": Code("PAY")})
    provisions = [Provision("ACT", "1", themes=("PAI", "PAY"), line=2), Provision("ACT", "2", themes=("context",))]
    problems = check_themes(provisions, [Citation("BOOK", "p1", ("context",), line=4)], book, ("reg.csv", "lit.csv"))

    assert problems == [
        Problem("reg.csv", 2, "a theme is a code", "PAI", "Did you mean PAY?"),
        Problem("lit.csv", 4, "a theme is a code", "context", "See codebook/codebook.yaml."),
    ]


def test_links_reach_a_row_that_carries_the_code() -> None:
    """A link to no provision is an error; one to a provision whose row lacks the code counts nowhere: a warning."""
    links = (DocumentLink("ACT:1"), DocumentLink("ACT:2"), DocumentLink("ACT:99"))
    book = Codebook(codes={"A": Code("A", documents=links, line=5), "B": Code("B")})
    problems = check_themes([act("1", "A"), act("2", "B")], [], book, ("reg.csv", "lit.csv"))

    file, row = "codebook/codebook.yaml", 5
    assert problems == [
        Problem(
            *(file, row, "A: a linked provision names the code among its themes", "ACT:2"),
            "Add A to the row's themes in reg.csv, or delete the link; until then it counts nowhere.",
            "warning",
        ),
        Problem(
            *(file, row, "A: a linked document is a provision of the register", "ACT:99"),
            "Add the provision to reg.csv or mend the reference.",
        ),
    ]
    assert check_themes([], [], book, ("reg.csv", "lit.csv")) == []


def test_documents_as_a_table() -> None:
    """Title and notice in the language asked for, else in the first there is; a notice may be one text."""
    documents = [
        document("ACT", "1", "2", date="2014", title={"en": "Act", "id": "UU"}, meta={"notice": {"id": "parafrasa"}}),
        document("BOOK", "p1", kind="literature", meta={"notice": "a digest"}),
        document("NOTE", "1", kind="document"),
    ]

    assert documents_frame(documents, "id").reset_index().values.tolist() == [
        ["ACT", "law", "UU", "2014", 2, "parafrasa"],
        ["BOOK", "literature", "", "", 1, "a digest"],
        ["NOTE", "document", "", "", 1, ""],
    ]
    assert documents_frame([]).empty
