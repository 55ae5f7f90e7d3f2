"""By which words does a transcript say what somebody is in the talk? English and Indonesian; data, without logic."""

from __future__ import annotations

from collections.abc import Mapping

ROLE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("interviewer", "interviewers", "int", "researcher", "pewawancara", "peneliti"), "interviewer"),
    **dict.fromkeys(("penanya", "question", "pertanyaan", "tanya"), "interviewer"),
    **dict.fromkeys(("moderator", "facilitator", "fasilitator", "pemandu"), "moderator"),
    **dict.fromkeys(("interviewee", "respondent", "participant", "informant", "informan", "narasumber"), "respondent"),
    **dict.fromkeys(("responden", "partisipan", "peserta", "subjek", "subject", "inf", "answer"), "respondent"),
    **dict.fromkeys(("jawaban", "jawab", "terwawancara"), "respondent"),
    **dict.fromkeys(("observer", "note-taker", "notetaker", "pengamat", "notulis", "pencatat"), "observer"),
}
"""A label of this word, with a number or letter behind it or alone -> what the speaker is."""
GENERIC_WORDS = frozenset(
    ("speaker", "spk", "voice", "person", "unknown", "pembicara", "penutur", "suara", "orang", "male", "female")
)
"""Words that speech-to-text programs and hurried transcribers put before a number: who that is, they do not say."""
NO_SPEAKERS = frozenset(
    (
        *("date", "place", "time", "location", "duration", "length", "topic", "subject matter", "title", "project"),
        *("note", "notes", "nb", "ps", "example", "source", "url", "http", "https", "kind", "language", "file"),
        *("recording", "transcriber", "transcribed by", "transcript", "transcription", "interview", "version"),
        *(
            "participants",
            "present",
            "attendees",
            "age",
            "gender",
            "occupation",
            "summary",
            "background",
            "break",
            "jingle",
            "intro",
            "outro",
        ),
        *("first", "second", "third", "finally", "remember", "important", "warning", "conclusion", "result", "music"),
        *("tanggal", "hari", "hari/tanggal", "tempat", "lokasi", "waktu", "jam", "pukul", "durasi", "topik", "judul"),
        *("catatan", "contoh", "contohnya", "misalnya", "misal", "yaitu", "yakni", "artinya", "maksudnya", "sumber"),
        *("jadi", "pertama", "kedua", "ketiga", "keempat", "kelima", "terakhir", "kesimpulan", "intinya", "hasil"),
        *("usia", "umur", "jenis kelamin", "jabatan", "pekerjaan", "pendidikan", "alamat", "kode", "nama", "peserta"),
        *("hadir", "diposkan pada", "transkrip", "wawancara", "rekaman", "ditranskrip oleh", "keterangan", "penting"),
        *("masalahnya", "pertanyaannya", "jawabannya", "persoalannya", "alasannya", "begini", "rahasia", "no", "nomor"),
    )
)
"""Words that stand before a colon and speak in no talk: heads of a page, and turns of speech."""
DATE_KEYS = frozenset(
    ("date", "date of interview", "interview date", "tanggal", "hari/tanggal", "hari, tanggal", "tanggal wawancara")
)
MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            *(("january", "januari", "jan"), ("february", "februari", "feb"), ("march", "maret", "mar")),
            *(("april", "apr"), ("may", "mei"), ("june", "juni", "jun"), ("july", "juli", "jul")),
            *(("august", "agustus", "aug", "agu", "agt"), ("september", "sep", "sept")),
            *(("october", "oktober", "oct", "okt"), ("november", "nov"), ("december", "desember", "dec", "des")),
        ),
        start=1,
    )
    for name in names
}
PARTICLES = frozenset(
    ("de", "da", "di", "del", "van", "von", "der", "den", "la", "le", "al", "el", "bin", "binti", "dan", "and", "of")
)
"""Small words within names."""
ARTICLE_WORDS = ("pasal", "article", "art", "section", "§", "bagian")
"""Words with which a provision opens, alone on its line with its number."""
