"""How does the desk refuse in Indonesian? Each sentence beside its English one; {} stands for what came.

The sentences are made in English all over the program; here they are said again for whoever works in Indonesian. A
sentence without its twin is shown in English. A test reads the sentences out of the program and misses none of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # the moves
    "{}: an act names words and a code (got none). Select words, then a code.": (
        "{}: sebuah langkah menyebut kata-kata dan kode (belum ada). Pilih kata-kata, lalu kodenya."
    ),
    "{}: an act names words (got none). Select them.": (
        "{}: sebuah langkah menyebut kata-kata (belum ada). Pilih kata-katanya."
    ),
    "{}: a span has a start and an end (got {}). Select again.": (
        "{}: penggalan punya awal dan akhir (yang diterima: {}). Pilih sekali lagi."
    ),
    "{}: {} stands on these words already. Nothing was added.": (
        "{}: {} sudah ada pada kata-kata ini. Tidak ada yang ditambahkan."
    ),
    "{}, offset {}: a cut lies inside the segment {}-{}. Put the cursor between two of its words.": (
        "{}, posisi {}: titik pisah harus berada di dalam penggalan {}-{}. Letakkan kursor di antara dua katanya."
    ),
    "{}: a relation stands on words (got none). Select them.": (
        "{}: hubungan diletakkan pada kata-kata (belum ada). Pilih kata-katanya."
    ),
    "{} of a relation is one of {} (got {}). Choose one.": (
        "{} pada hubungan harus salah satu dari {} (yang diterima: {}). Pilih salah satu."
    ),
    "{}: nothing is left to undo.": "{}: tidak ada lagi yang dapat diurungkan.",
    "{}: nothing is left to do again.": "{}: tidak ada lagi yang dapat diulangi.",
    "{}: a pass is reopened after it was finished (it is open). Go on coding.": (
        "{}: pengodean baru dapat dibuka kembali setelah selesai (ini masih terbuka). Lanjutkan mengode."
    ),
    "{}: a reopened pass says why (got no reason). Write a sentence.": (
        "{}: pengodean yang dibuka kembali perlu alasan (belum ada). Tulis satu kalimat."
    ),
    "{}: only a coding that stands can be changed (got {}, which was removed meanwhile, here or in another window). "
    "Undo the removal, or code the words again.": (
        "{}: hanya pengodean yang masih ada yang dapat diubah ({} sementara itu sudah dihapus, di sini atau di "
        "jendela lain). Urungkan penghapusannya, atau kode kata-katanya lagi."
    ),
    "{}, offset {}: a coder puts a code on the same words once (got {} again). Remove one of the two instead.": (
        "{}, posisi {}: kode yang sama hanya dipasang sekali pada kata-kata yang sama ({} sudah ada). Hapus salah "
        "satu dari keduanya."
    ),
    "{}, offset {}: a coder puts a code on the same words once (got {} again; it stands as {}). Remove that one "
    "first, or leave it.": (
        "{}, posisi {}: kode yang sama hanya dipasang sekali pada kata-kata yang sama ({} sudah ada sebagai {}). "
        "Hapus dahulu yang itu, atau biarkan saja."
    ),
    "a move at this desk is one of {} (got {}).": (
        "langkah di meja ini adalah salah satu dari {} (yang diterima: {})."
    ),
    "the desk knows no message {}.": "meja kode tidak mengenal pesan {}.",
    # words and codes
    "{}, offset {}: the quote is the text between the offsets (got {} where {} stands). The text was edited, or an "
    "offset counts other units.": (
        "{}, posisi {}: kutipan harus sama dengan teks di posisi itu (yang diterima {}, padahal di sana tertulis "
        "{}). Teksnya telah disunting, atau posisinya dihitung dengan satuan lain. Buka meja kode sekali lagi."
    ),
    "{}, offset {}: a segment lies in a turn of somebody who answers (got {}, said by {}). Code the answer.": (
        "{}, posisi {}: yang dikode adalah ucapan orang yang menjawab (yang dipilih: {}, diucapkan {}). Kode "
        "jawabannya."
    ),
    "{}, offset {}: words are coded whose speaker allows analysis (got words of somebody who does not, or whose "
    "consent is not recorded). See interviews/consent.csv.": (
        "{}, posisi {}: hanya kata-kata penutur yang mengizinkan analisis yang dikode (penutur ini tidak "
        "mengizinkannya, atau persetujuannya tidak tercatat). Lihat interviews/consent.csv."
    ),
    "{}, offset {}: a segment lies inside the text of {} characters (got {}-{}). Give the quote instead of the "
    "offsets.": (
        "{}, posisi {}: penggalan harus berada di dalam teks sepanjang {} karakter (yang diterima: {}-{}). Pilih "
        "kata-katanya sekali lagi."
    ),
    "{}, offset {}: a segment lies within one passage's text and touches no label (got {}-{}, {}). Code each passage "
    "on its own.": (
        "{}, posisi {}: penggalan berada di dalam satu bagian teks dan tidak menyentuh labelnya (yang diterima: "
        "{}-{}, {}). Kode setiap bagian sendiri-sendiri."
    ),
    "{}, offset {}: a segment does not cut a character in two (got {}). Move the end by one.": (
        "{}, posisi {}: penggalan tidak boleh memotong sebuah karakter (yang diterima: {}). Geser ujungnya satu "
        "langkah."
    ),
    "code {} is not in the codebook. {}": "kode {} tidak ada dalam buku kode. {}",
    "codebook/codebook.yaml: code {} is not in the codebook. {}": "kode {} tidak ada dalam buku kode. {}",
    "Did you mean {}?": "Apakah yang dimaksud {}?",
    "Did you mean {} or {}?": "Apakah yang dimaksud {} atau {}?",
    "Did you mean {} or {} or {}?": "Apakah yang dimaksud {}, {} atau {}?",
    "See codebook/codebook.yaml.": "Lihat codebook/codebook.yaml.",
    "code {} was retired in version {} of the codebook. {}": (
        "kode {} tidak dipakai lagi sejak versi {} buku kode. {}"
    ),
    "Use {} or another code.": "Pakai {} atau kode lain.",
    "Use another code.": "Pakai kode lain.",
    "code {} is a family that does not say when it codes a segment itself. {}": (
        "kode {} adalah rumpun yang tidak menyebutkan kapan ia sendiri dipasang. {}"
    ),
    "Use one of {}.": "Pakai salah satu dari {}.",
    "Create a code below it.": "Buat kode di bawahnya.",
    "{} is one of {} (got {}). Write one of them.": (
        "{} harus salah satu dari {} (yang diterima: {}). Tulis salah satu."
    ),
    "an attribute is declared in study.yaml (got {}). Use {}.": (
        "atribut harus dinyatakan dalam study.yaml (yang diterima: {}). Pakai {}."
    ),
    "{}: an act holds text that UTF-8 can write (got {}). Set the terminal to UTF-8 and write it again.": (
        "{}: teks harus dapat ditulis dalam UTF-8 (yang diterima: {}). Hapus tanda itu dan tulis sekali lagi."
    ),
    # new codes and proposals
    "study.yaml: with the approach {} the codebook stands before the coding (got a new code {}). Propose it instead.": (
        "study.yaml: dengan pendekatan {} buku kode ditetapkan sebelum mengode (kode baru: {}). Usulkan saja."
    ),
    "a new code has a name (got none). Write one.": "kode baru perlu nama (belum ada). Tulis namanya.",
    "a proposal is one of {} (got {}). Choose one.": (
        "usulan harus salah satu dari {} (yang diterima: {}). Pilih salah satu."
    ),
    "a new code has an id of its own, of letters, digits, '.', '_', '/', '-' (got {}).": (
        "kode baru perlu id sendiri dari huruf, angka, '.', '_', '/', '-' (yang diterima: {})."
    ),
    "a change of definition gives the new wording (got none). Write it.": (
        "perubahan definisi perlu rumusan baru (belum ada). Tulis rumusannya."
    ),
    "{}: a change of the codebook has a reason (got none). Say why.": (
        "{}: perubahan buku kode perlu alasan (belum ada). Sebutkan alasannya."
    ),
    "{}: a new code has a new id (got {}). Choose another.": (
        "{}: kode baru perlu id yang belum dipakai (yang diterima: {}). Pilih yang lain."
    ),
    # review
    "{}: rule {} has no open suggestion here.": "{}: aturan {} tidak punya saran yang menunggu di sini.",
    "{}: all of a rule is accepted after {} of its suggestions were read (got {}).": (
        "{}: semua saran sebuah aturan baru dapat diterima setelah {} di antaranya dibaca (baru {})."
    ),
    "{}: a decision is about a suggestion (got {}). Open the desk again.": (
        "{}: keputusan harus menyangkut sebuah saran (yang diterima: {}). Buka meja kode sekali lagi."
    ),
    # comparison
    "{}: a ruling is about a difference (got {}). Choose one from the list.": (
        "{}: putusan harus menyangkut sebuah perbedaan (yang diterima: {}). Pilih satu dari daftar."
    ),
    "{}: a ruling that is taken back stands in the journal (got {}).": (
        "{}: hanya putusan yang ada dalam jurnal yang dapat ditarik kembali (yang diterima: {})."
    ),
    "{}: a ruling gives its reason (got none). Write a sentence.": (
        "{}: putusan perlu alasan (belum ada). Tulis satu kalimat."
    ),
    "outcome is one of {} (got {}). Write one of them.": "Putusan belum dipilih. Pilih pertahankan atau lepaskan.",
    "difference is one of {} (got {}). Write one of them.": (
        "Jenis perbedaan belum dipilih. Pilih definisi, satuan, terlewat, atau bacaan."
    ),
    "{}: a difference is settled once (got {} again). Remove that ruling first.": (
        "{}: satu perbedaan hanya diputuskan sekali ({} sudah diputuskan). Tarik kembali dahulu putusan itu."
    ),
    "{}: differences are settled by an adjudicator (got {}, a {}). Ask somebody who did not code, and list that "
    "person with the role adjudicator.": (
        "{}: perbedaan diputuskan oleh penengah ({} terdaftar sebagai {}). Mintalah orang yang tidak ikut mengode, "
        "dan daftarkan dengan peran adjudicator."
    ),
    # journals and disks
    "{}: a closed journal takes no more acts (got {}). Reopen the pass first.": (
        "{}: jurnal yang ditutup tidak menerima langkah lagi (yang diterima: {}). Buka kembali pengodeannya dahulu."
    ),
    "{}: act {} ({}) cannot be written: {}. Mend the act.": (
        "{}: langkah {} ({}) tidak dapat ditulis: {}. Perbaiki langkahnya."
    ),
    "what is read back differs (got {})": "yang terbaca kembali berbeda ({})",
    "{}: a journal changes only under its lock (got {} bytes where {} were read). Another program wrote to it: close "
    "that, and send the act again.": (
        "{}: jurnal hanya berubah di bawah kuncinya (ada {} bita, padahal {} yang terbaca). Program lain telah "
        "menulis ke dalamnya: tutup program itu, lalu kirim lagi."
    ),
    "{}: an act is saved when it is on the disk (got {}). It is NOT saved. {}, then send it again.": (
        "{}: sebuah langkah tersimpan bila sudah ada di disk ({}). Langkah ini BELUM tersimpan. {}, lalu kirim lagi."
    ),
    "Make room on the disk": "Kosongkan ruang di disk",
    "See that the folder may be written to": "Pastikan folder itu boleh ditulisi",
    "See to the disk, and have a copy of the study elsewhere before you go on": (
        "Periksa disk, dan simpan salinan studi di tempat lain sebelum melanjutkan"
    ),
    "No space left on device": "tidak ada ruang tersisa",
    "Read-only file system": "hanya dapat dibaca",
    "Permission denied": "tidak diizinkan",
    "Input/output error": "kesalahan baca/tulis",
    "{}: the act was not saved ({}). Mend the disk; it is kept here.": (
        "{}: langkah ini tidak tersimpan ({}). Perbaiki disknya; langkahnya disimpan di halaman ini."
    ),
    "{}: the page of the coded text was not written ({}). The codings are not touched by this. See that the folder "
    "may be written to, then ask again.": (
        "{}: halaman teks berkode tidak tertulis ({}). Pengodean tidak terpengaruh. Pastikan folder itu boleh "
        "ditulisi, lalu coba lagi."
    ),
    "{}: the desk failed here ({}). The act is kept; open the desk again.": (
        "{}: meja kode gagal di sini ({}). Langkahnya disimpan; buka meja kode sekali lagi."
    ),
}


def say(message: str, language: str) -> str:
    """The message in the desk's language; as it is, where it has no twin there."""
    return _twin(message) if language == "id" else message


def _twin(message: str) -> str:
    for pattern, twin in _patterns():
        found = pattern.fullmatch(message)
        if found:
            return twin.format(*map(_twin, found.groups()))
    return message


@functools.cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentences as patterns, the most particular first: the one with most words of its own."""
    ordered = sorted(SENTENCES.items(), key=lambda pair: -len(pair[0].replace("{}", "")))
    return [(re.compile("(.*?)".join(map(re.escape, en.split("{}"))), re.DOTALL), twin) for en, twin in ordered]
