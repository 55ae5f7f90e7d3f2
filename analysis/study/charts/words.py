"""The charts' own words in captions and alternative texts."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "stability": "Stability",
        "kept": "kept",
        "not kept": "not kept",
        "bootstrap": "bootstrap",
        "of at most": "of at most",
        "falls without": "falls without",
        "sources": "{n} sources",
        "groups": "{n} groups",
        "no role": "without a role",
        "in general": "{name} (in general)",
        "method": "Each mark: the share of draws of the sources, with replacement, in which the keep rule holds "
        "({exact}), beside the ceiling that its number of supporters sets; diamonds draw within roles "
        "({n} resamples). With few supporters the share is low, whatever was said.",
        "method outside": "Each mark: the share of draws of the sources, with replacement, in which the keep rule "
        "holds as far as it counts sources, not groups ({exact}), beside the ceiling that its number of supporters "
        "sets. With few supporters the share is low, whatever was said.",
        "marks held": "Left out because their numbers would tell how many of a small class speak: {n} marks.",
        "exact": "counted exactly",
        "drawn": "resampled where there are too many sources to count",
        "fixed": "Roles with one source do not vary, by design: {strata}.",
        "balance": "{total} quotes from {voices} of {heard} voices; largest share {most}, HHI {hhi}, effective voices "
        "{effective} of {heard}",
        "quotes all": "Quotes are the different stretches of coded words of each person who may be quoted.",
        "quotes of": "Quotes are the different stretches of words behind the marks of the figure “{figure}”.",
        "one voice": "Warning: one voice has more than 40% of the quotes",
        "few voices": "Warning: fewer effective voices than half of those heard",
        "explained": "explained by consent",
        "measures": "HHI: the squared shares added up, 1 where one voice has all; effective voices: 1/HHI.",
        "illustrate": "Quotes illustrate; they do not validate.",
        "withheld": "may not be quoted",
        "structure found": "{drawn} of {themes} themes, in {of} dimensions, each with up to {most} concepts, "
        "those that most persons name",
        "structure": "{concepts} concepts ({in_vivo} in the informants' own words: {share}), {themes} themes, "
        "{dimensions} dimensions; drawn: {drawn}. In brackets: persons. Labels in the informants' words stand in "
        "quotation marks.",
        "more": "and {n} more",
        "convergence": "k/n: how many speak of those who could. {pairs} pairs of sets for each theme; shares "
        "that differ "
        "by {prominence} or less and examples with a similarity of {examples} or more count as the same. Pairs without "
        "particulars on both sides are left open.",
        "sets held": "Sets of too few persons are not shown.",
        "norm": "states norms",
        "for": "for",
        "against": "against",
        "open": "takes no side",
        "silence": "nobody speaks of it",
        "contradictions": "{n} contradicting pairs",
        "sample": "{n} persons were heard. Each sign is one source at its date; a source stands in the line of "
        "who speaks "
        "first in it.",
        "sample labels": "{n} persons were heard, by the labels under which they may be named.",
        "persons": "persons",
    },
    "id": {
        "stability": "Kestabilan",
        "kept": "disertakan",
        "not kept": "tidak disertakan",
        "bootstrap": "penarikan ulang",
        "of at most": "dari paling tinggi",
        "falls without": "gugur tanpa",
        "sources": "{n} sumber",
        "groups": "{n} kelompok",
        "no role": "tanpa peran",
        "in general": "{name} (umum)",
        "method": "Tiap unsur: bagian dari penarikan ulang sumber dengan pengembalian yang tetap memenuhi aturan "
        "penyertaan ({exact}), di samping batas atas menurut jumlah pendukungnya; belah ketupat ditarik dalam tiap "
        "peran ({n} penarikan). Dengan pendukung yang sedikit, bagian itu rendah apa pun yang dikatakan.",
        "method outside": "Tiap unsur: bagian dari penarikan ulang sumber dengan pengembalian yang tetap memenuhi "
        "aturan penyertaan sejauh menghitung sumber, bukan kelompok ({exact}), di samping batas atas menurut jumlah "
        "pendukungnya. Dengan pendukung yang sedikit, bagian itu rendah apa pun yang dikatakan.",
        "marks held": "Tidak ditampilkan karena angkanya mengungkap berapa orang dari kelompok kecil yang berbicara: "
        "{n} unsur.",
        "exact": "dihitung tepat",
        "drawn": "ditarik ulang bila sumber terlalu banyak untuk dihitung tepat",
        "fixed": "Peran dengan satu sumber memang tidak bervariasi menurut rancangan: {strata}.",
        "balance": "{total} kutipan dari {voices} di antara {heard} suara; bagian terbesar {most}, HHI {hhi}, suara "
        "efektif {effective} dari {heard}",
        "quotes all": "Kutipan adalah potongan kata yang berbeda dan berkode dari tiap orang yang boleh dikutip.",
        "quotes of": "Kutipan adalah potongan kata yang berbeda di balik unsur gambar “{figure}”.",
        "one voice": "Peringatan: satu suara memuat lebih dari 40% kutipan",
        "few voices": "Peringatan: suara efektif kurang dari separuh orang yang didengar",
        "explained": "karena batas persetujuan",
        "measures": "HHI: jumlah kuadrat bagian tiap suara, 1 bila satu suara memuat semuanya; suara efektif: 1/HHI.",
        "illustrate": "Kutipan menggambarkan, bukan membuktikan.",
        "withheld": "tidak boleh dikutip",
        "structure found": "{drawn} dari {themes} tema, dalam {of} dimensi, masing-masing dengan paling banyak {most} "
        "konsep yang disebut oleh orang terbanyak",
        "structure": "{concepts} konsep ({in_vivo} dengan kata-kata informan sendiri: {share}), {themes} tema, "
        "{dimensions} dimensi; digambar: {drawn}. Dalam kurung: orang. Label dengan kata-kata informan ditulis "
        "di antara "
        "tanda petik.",
        "more": "dan {n} lagi",
        "convergence": "k/n: berapa yang berbicara dari yang dapat berbicara. {pairs} pasangan kelompok data "
        "untuk tiap "
        "tema; bagian yang berbeda paling banyak {prominence} dan contoh dengan kemiripan paling sedikit {examples} "
        "dianggap sama. Pasangan tanpa rincian pada kedua sisi dibiarkan terbuka.",
        "sets held": "Kelompok data dengan terlalu sedikit orang tidak ditampilkan.",
        "norm": "menyatakan norma",
        "for": "mendukung",
        "against": "menentang",
        "open": "tidak memihak",
        "silence": "tidak ada yang membicarakannya",
        "contradictions": "{n} pasangan bertentangan",
        "sample": "{n} orang didengar. Tiap tanda adalah satu sumber pada tanggalnya; sumber berada pada baris "
        "orang yang "
        "berbicara pertama di dalamnya.",
        "sample labels": "{n} orang didengar, menurut label yang boleh dipakai untuk menyebut mereka.",
        "persons": "orang",
    },
}
