// The coding desk's page. It owns nothing: Python holds the codings, this shows them and sends moves.
// Whatever comes from a text, a codebook or a person goes in by textContent alone.
//
// One file, because a widget's module is loaded by itself. It reads from top to bottom; the parts are
//
//   words of the interface      WORDS in both languages, KEYS
//   small tools                 el, button, field, choice
//   offsets and snapping        Ruler, wordsOf, snap, wilson, lanes
//   what Python told us         Store
//   sending                     Mail, the outbox
//   drafts                      Drafts
//   the desk                    Desk: messages, frame, text, cursor, handles, mouse and touch, keys, moves, dialogs
//   a code by typing            Quick
//   find                        Finder
//   the codebook                Tree
//   what stands at the cursor   Inspector
//   review of suggestions       Review
//   settling differences        Compare
//
// A move goes this way: a key or a click ends in Desk.send, Mail.act keeps it in the outbox and posts it, Python writes
// it and answers, Desk.onSaved takes what changed into the Store and repaints the passages that look different.

// --- words of the interface ------------------------------------------------------------------------------------

export const WORDS = {
  en: {
    text: "Text of {id}", textHelp: "Arrow keys move by word and passage, Shift selects, Space takes the sentence, then type a code.",
    codes: "Codes", searchCodes: "Search codes", inspector: "At the cursor", toolbar: "Desk", find: "Find in text",
    previous: "Previous", next: "Next", found: "{n} of {all}", foundNone: "not found", undo: "Undo", redo: "Redo",
    memoSource: "Memo on this source", finish: "Finish", help: "Keys", translation: "Translation", panelCodes: "Codes",
    saved: "Saved", saving: "Saving …", unsaved: "NOT SAVED", unsavedWhy: "{n} not saved. The kernel does not answer: run the cell again; nothing is lost while this page stays open.",
    again: "Send again", progress: "{done} of {all} {units} coded", count: "{n} codings", count1: "1 coding", asks: "interviewer", pickOne: "Select the words to keep first: one stretch of the text.",
    barred: "This speaker does not allow analysis; the words cannot be coded.", codesIn: "Codes in {place}",
    more: "{n} more", nothingHere: "No coding here. Select words and type the name of a code.",
    favourite: "Favourite", notFavourite: "No favourite", hot: "At hand", useWhen: "Use when", notWhen: "Not when", statement: "Statement",
    example: "Example", codeMemo: "My memo on this code", proposeChange: "Propose another definition", proposeNew: "Propose a new code",
    nextOf: "Next coding of {code}", previousOf: "Previous coding of {code}", stance: "Stance", facet: "Facet", memo: "Memo", none_: "–",
    change: "Change code", remove: "Remove", split: "Split at the cursor", take: "Move {code} here", history: "History",
    start: "Start", end: "End", earlier: "earlier", later: "later", relate: "Link two codes …", relation: "Link", from: "From", to: "To",
    type: "Type", polarity: "Polarity", modality: "Modality", plus: "+ present", minus: "− through a lack", zero: "0 open",
    asserted: "asserted", denied: "denied", hypothetical: "if, would", ok: "Save", cancel: "Cancel", close: "Close",
    quick: "Type a code", quickHelp: "Enter codes, Shift+Enter adds another code", inVivo: "New code in these words", id: "Id", name: "Name", parent: "Below",
    definition: "Definition", reason: "Reason", selected: "{n} words selected in {place}", coded: "{code} put on {n} words",
    finishAsk: "Finish this pass? The journal is closed, and an adjudicator may compare the passes once all have finished. It can be reopened later; that is recorded, with your reason.",
    finishLeft: "{n} {units} carry no code.", finished: "This pass is finished. Nothing more can be written until it is reopened.", reopen: "Reopen …", reopenWhy: "Why does this pass go on?",
    reopenBlind: "The other coders’ work is still hidden from you. The journal says that the pass was reopened, and why.",
    reopenSeen: "The work of {who} can be seen by now: this pass is no longer blind. The journal says so, with your reason.",
    early: "Opened before {who} had finished. Your journal says so, and study.coders shows it.",
    pickFirst: "Select words first (Space takes the sentence); then {number} codes them with {code}.", allCoded: "Each of the {units} carries a code.",
    asksNo: "These are the interviewer’s words. They are read, not coded: select an answer.", barredNo: "This speaker does not allow analysis: the words are not coded.",
    leftOut: "Left out: {n} turns of the interviewer, or of somebody who does not allow analysis.", copy: "Copy", copied: "Copied", typed: "What you wrote is kept here:",
    draft: "draft", drafts: "{n} not sent yet", draftKept: "Kept as a draft; it is not saved yet. Open the same place again to go on.", draftBack: "Your draft is here again.", discard: "Discard",
    draftGone: "This difference is settled or gone. What you wrote about it is kept here:", pageSaved: "The coded text lies in {path}",
    supports: "supports", opposes: "opposes", qualifies: "qualifies", neutral: "neutral", mean: "({low} to {high} % with 95 % confidence)",
    u_people: "answers", u_articles: "provisions", u_passages: "passages", u1_people: "answer", u1_articles: "provision", u1_passages: "passage", p_people: "passage {n}", p_passages: "passage {n}", p_articles: "article {n}", accept: "Accept", reject: "Reject",
    other: "Other code", skip: "Next", back: "Back", wholeSentence: "Sentence", wordsOnly: "Words only", open: "open", accepted: "accepted",
    edge_left: "Width of the list on the left", edge_right: "Width of the panel on the right", goneElsewhere: "The coding chosen here was removed elsewhere.", rejected: "rejected", there: "coded already", otherDone: "another code", queue: "Suggestions", queueLeft: "{n} of {all} wait", rule: "Rule",
    version: "version {v}", matched: "Matched", negated: "Stands near a negation.", record: "So far {yes} of {all} accepted ({share} %)",
    recordNone: "No decision on this rule yet", allOfRule: "Accept all of this rule …", sample: "Read these {n} before you accept all {all}:",
    acceptAll: "I have read them: accept all {all}", allDone: "Every suggestion has been decided.", allRules: "All rules",
    differences: "Differences", settled: "settled", notMarked: "marked nothing like it here", outcome: "Ruling", kept: "keep",
    dropped: "drop", kind: "Type of difference", k_definition: "definition: the codebook leaves it open", k_unit: "unit: the segment is cut otherwise",
    k_oversight: "oversight: one passed over it", k_reading: "reading: the words are understood differently", words: "Words to keep", spanOf: "as {coder} cut it",
    spanAll: "all that was marked", spanSelection: "the selection", settle: "Settle", takeBack: "Take this ruling back", why: "Reason in a sentence",
    not_shared: "not by all", attributes: "attributes", beside: "has beside it", nextEmpty: "Next {unit} without a code",
    leave: "Press Esc again to leave the desk", left: "You have left the desk", adrift: "Without a place since the text was edited", waits: "being saved",
    line: "line {n}", question: "question {q}", refused: "Not done:", proposed: "Proposed", withdraw: "Take back", removed: "{n} removed",
    o_add: "coding", o_remove: "removal", o_recode: "change", o_move: "move", o_memo: "memo", o_relate: "link", o_accept: "acceptance", o_reject: "rejection", o_rule: "ruling", o_anchor: "new place", o_undo: "undo", o_close: "finish", o_reopen: "reopening", o_unblind: "early look",
    takenBack: "taken back", silent: "The kernel does not answer. Run this cell again to open the desk.",
  },
  id: {
    text: "Teks {id}", textHelp: "Tombol panah berpindah per kata dan bagian, Shift memilih, Spasi mengambil kalimat, lalu ketik kode.",
    codes: "Kode", searchCodes: "Cari kode", inspector: "Pada kursor", toolbar: "Meja kode", find: "Cari dalam teks",
    previous: "Sebelumnya", next: "Berikutnya", found: "{n} dari {all}", foundNone: "tidak ada", undo: "Urungkan", redo: "Ulangi",
    pickOne: "Pilih dahulu kata-kata yang dipertahankan: satu bagian teks.", memoSource: "Memo untuk sumber ini", finish: "Selesai", help: "Pintasan papan tombol", translation: "Terjemahan", panelCodes: "Kode",
    saved: "Tersimpan", saving: "Menyimpan …", unsaved: "BELUM TERSIMPAN", unsavedWhy: "{n} belum tersimpan. Kernel tidak menjawab: jalankan sel ini lagi; tidak ada yang hilang selama halaman ini terbuka.",
    again: "Kirim lagi", progress: "{done} dari {all} {units} sudah dikode", count: "{n} pengodean", count1: "1 pengodean", asks: "pewawancara",
    barred: "Penutur ini tidak mengizinkan analisis; kata-katanya tidak dapat dikode.", codesIn: "Kode pada {place}",
    more: "{n} lagi", nothingHere: "Belum ada kode di sini. Pilih kata-kata, lalu ketik nama kode.",
    favourite: "Favorit", notFavourite: "Bukan favorit", hot: "Sering dipakai", useWhen: "Gunakan bila", notWhen: "Jangan gunakan bila", statement: "Pernyataan",
    example: "Contoh", codeMemo: "Memo saya untuk kode ini", proposeChange: "Usulkan definisi lain", proposeNew: "Usulkan kode baru",
    nextOf: "{code} berikutnya", previousOf: "{code} sebelumnya", stance: "Sikap", facet: "Faset", memo: "Memo", none_: "–",
    change: "Ganti kode", remove: "Hapus", split: "Pisah pada kursor", take: "Pindahkan {code} ke sini", history: "Riwayat",
    start: "Awal", end: "Akhir", earlier: "mundur", later: "maju", relate: "Hubungkan dua kode …", relation: "Hubungan", from: "Dari", to: "Ke",
    type: "Jenis", polarity: "Arah", modality: "Modalitas", plus: "+ ada", minus: "− karena tiada", zero: "0 terbuka",
    asserted: "dinyatakan", denied: "disangkal", hypothetical: "andaian", ok: "Simpan", cancel: "Batal", close: "Tutup",
    quick: "Ketik kode", quickHelp: "Enter mengode, Shift+Enter menambah kode lain", inVivo: "Kode baru dengan kata-kata ini", id: "Id", name: "Nama", parent: "Di bawah",
    definition: "Definisi", reason: "Alasan", selected: "{n} kata dipilih pada {place}", coded: "{code} dipasang pada {n} kata",
    finishAsk: "Selesaikan pengodean ini? Jurnal ditutup, dan penengah boleh membandingkan setelah semua pengode selesai. Nanti masih dapat dibuka kembali; hal itu dicatat beserta alasannya.",
    finishLeft: "{n} {units} belum berkode.", finished: "Pengodean ini sudah selesai. Tidak ada yang dapat ditulis sebelum dibuka kembali.", reopen: "Buka kembali …", reopenWhy: "Mengapa pengodean ini dilanjutkan?",
    reopenBlind: "Pekerjaan pengode lain masih tersembunyi bagi Anda. Jurnal mencatat bahwa pengodean dibuka kembali, beserta alasannya.",
    reopenSeen: "Pekerjaan {who} kini sudah dapat dilihat: pengodean ini tidak lagi buta. Jurnal mencatatnya, beserta alasan Anda.",
    early: "Dibuka sebelum {who} selesai. Jurnal Anda mencatatnya, dan study.coders menampilkannya.",
    pickFirst: "Pilih kata-kata dahulu (Spasi mengambil kalimat); setelah itu {number} mengodenya dengan {code}.", allCoded: "Semua {units} sudah berkode.",
    asksNo: "Ini ucapan pewawancara. Ucapan itu dibaca, tidak dikode: pilih sebuah jawaban.", barredNo: "Penutur ini tidak mengizinkan analisis: kata-katanya tidak dikode.",
    leftOut: "Tidak diikutkan: {n} bagian dari pewawancara atau dari orang yang tidak mengizinkan analisis.", copy: "Salin", copied: "Tersalin", typed: "Tulisan Anda disimpan di sini:",
    draft: "draf", drafts: "{n} belum dikirim", draftKept: "Disimpan sebagai draf; belum tersimpan dalam jurnal. Buka tempat yang sama untuk melanjutkan.", draftBack: "Draf Anda ada di sini lagi.", discard: "Buang",
    draftGone: "Perbedaan ini sudah diputuskan atau tidak ada lagi. Tulisan Anda tentangnya disimpan di sini:", pageSaved: "Teks berkode ada di {path}",
    supports: "mendukung", opposes: "menentang", qualifies: "bersyarat", neutral: "netral", mean: "({low} sampai {high} % dengan kepercayaan 95 %)",
    u_people: "jawaban", u_articles: "ketentuan", u_passages: "bagian", u1_people: "Jawaban", u1_articles: "Ketentuan", u1_passages: "Bagian", p_people: "bagian {n}", p_passages: "bagian {n}", p_articles: "pasal {n}", accept: "Terima", reject: "Tolak",
    other: "Kode lain", skip: "Berikutnya", back: "Kembali", wholeSentence: "Kalimat", wordsOnly: "Kata saja", open: "menunggu", accepted: "diterima",
    edge_left: "Lebar daftar di kiri", edge_right: "Lebar panel di kanan", goneElsewhere: "Pengodean yang dipilih di sini telah dihapus di tempat lain.", rejected: "ditolak", there: "sudah dikode", otherDone: "kode lain", queue: "Saran", queueLeft: "{n} dari {all} menunggu", rule: "Aturan",
    version: "versi {v}", matched: "Cocok", negated: "Ada kata ingkar di dekatnya.", record: "Sejauh ini {yes} dari {all} diterima ({share} %)",
    recordNone: "Belum ada keputusan untuk aturan ini", allOfRule: "Terima semua saran dari aturan ini …", sample: "Baca {n} saran ini sebelum menerima semuanya ({all}):",
    acceptAll: "Sudah saya baca: terima semuanya ({all})", allDone: "Semua saran sudah diputuskan.", allRules: "Semua aturan",
    differences: "Perbedaan", settled: "diputuskan", notMarked: "tidak menandai yang serupa di sini", outcome: "Putusan", kept: "pertahankan",
    dropped: "lepaskan", kind: "Jenis perbedaan", k_definition: "definisi: buku kode belum menentukannya", k_unit: "satuan: potongannya berbeda",
    k_oversight: "terlewat: salah satu melewatinya", k_reading: "bacaan: kata-kata dipahami berbeda", words: "Kata yang dipertahankan", spanOf: "potongan {coder}",
    spanAll: "semua yang ditandai", spanSelection: "pilihan sekarang", settle: "Putuskan", takeBack: "Tarik kembali putusan ini", why: "Alasan dalam satu kalimat",
    not_shared: "tidak oleh semua", attributes: "atribut", beside: "di sampingnya ada", nextEmpty: "{unit} berikutnya tanpa kode",
    leave: "Tekan Esc sekali lagi untuk keluar dari meja kode", left: "Anda telah keluar dari meja kode", adrift: "Kehilangan tempat sejak teks disunting", waits: "sedang disimpan",
    line: "baris {n}", question: "pertanyaan {q}", refused: "Tidak dilakukan:", proposed: "Usulan", withdraw: "Tarik kembali", removed: "{n} dihapus",
    o_add: "pengodean", o_remove: "penghapusan", o_recode: "perubahan", o_move: "pemindahan", o_memo: "memo", o_relate: "hubungan", o_accept: "penerimaan", o_reject: "penolakan", o_rule: "putusan", o_anchor: "tempat baru", o_undo: "pembatalan", o_close: "penyelesaian", o_reopen: "pembukaan kembali", o_unblind: "pembukaan lebih awal",
    takenBack: "ditarik kembali", silent: "Kernel tidak menjawab. Jalankan sel ini lagi untuk membuka meja kode.",
  },
};

// Keys, then what they do; both in English and Indonesian, since keyboards name them differently.
const KEYS = [
  [["← → ↑ ↓", "move by word, by passage"], ["← → ↑ ↓", "berpindah per kata, per bagian"]],
  [["Ctrl+← →", "move by sentence"], ["Ctrl+← →", "berpindah per kalimat"]],
  [["Shift+← → ↑ ↓", "select by word, by passage"], ["Shift+← → ↑ ↓", "memilih per kata, per bagian"]],
  [["Ctrl+Shift+← →", "move the end of the selection by one character"], ["Ctrl+Shift+← →", "menggeser akhir pilihan satu karakter"]],
  [["Space", "select the sentence; again: the next one too"], ["Spasi", "memilih kalimat; sekali lagi: kalimat berikutnya juga"]],
  [["a … z", "with a selection: find a code by its name; Enter codes, Shift+Enter takes several"], ["a … z", "bila ada pilihan: cari kode menurut nama; Enter mengode, Shift+Enter mengambil beberapa"]],
  [["1 … 9", "code the selection with a favourite or recent code"], ["1 … 9", "mengode pilihan dengan kode favorit atau yang baru dipakai"]],
  [["Ctrl+I · Ctrl+L", "a new code in the selected words; a link between two codes on them"], ["Ctrl+I · Ctrl+L", "kode baru dengan kata yang dipilih; hubungan dua kode padanya"]],
  [["[  ] · {  }", "previous, next coding; of the same code"], ["[  ] · {  }", "pengodean sebelumnya, berikutnya; dengan kode yang sama"]],
  [["Alt+← →", "move the end of the chosen coding"], ["Alt+← →", "menggeser akhir pengodean terpilih"]],
  [["Alt+Shift+← →", "move its start"], ["Alt+Shift+← →", "menggeser awalnya"]],
  [["\\", "split it at the cursor"], ["\\", "memisahnya pada kursor"]],
  [["r · m · i", "change its code, its memo, its attributes"], ["r · m · i", "ganti kode, memo, atribut"]],
  [["Delete", "remove it"], ["Delete (Hapus)", "menghapusnya"]],
  [["Ctrl+Z · Ctrl+Shift+Z", "undo, redo"], ["Ctrl+Z · Ctrl+Shift+Z", "urungkan, ulangi"]],
  [["Ctrl+F · Ctrl+S", "find, save the page of the coded text"], ["Ctrl+F · Ctrl+S", "cari, simpan halaman teks berkode"]],
  [["e", "next passage without a code"], ["e", "bagian berikutnya tanpa kode"]],
  [["in the codebook: Enter · * · [ ]", "code the selection, favourite, go to its codings"], ["di buku kode: Enter · * · [ ]", "mengode pilihan, favorit, menuju pengodeannya"]],
  [["a · r · o · w · n · p", "in review: accept, reject, another code, sentence or words, next, back"], ["a · r · o · w · n · p", "saat meninjau: terima, tolak, kode lain, kalimat atau kata, berikutnya, kembali"]],
  [["n · p · Enter", "in comparison: next, previous difference; to the ruling"], ["n · p · Enter", "saat membandingkan: perbedaan berikutnya, sebelumnya; ke putusan"]],
  [["Esc Esc", "leave the desk"], ["Esc Esc", "keluar dari meja kode"]],
];

// A browser without the Custom Highlight API shows codings as stripes and lists only.
const highlights = globalThis.CSS?.highlights ?? new Map();
const Marks = globalThis.Highlight ?? class extends Set {};

// --- small tools -----------------------------------------------------------------------------------------------

const FOCUSABLE = new Set(["BUTTON", "INPUT", "SELECT", "TEXTAREA", "SUMMARY", "A", "DIALOG"]);
const AS_PROPERTY = new Set(["value", "checked", "disabled", "hidden", "tabIndex", "className", "htmlFor", "type", "selected", "open", "max"]);

// An element; strings among the children become text, never markup. What can hold the focus keeps JupyterLab's keys away.
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") for (const [name, act] of Object.entries(value)) node.addEventListener(name, act);
    else if (key === "style") for (const [name, given] of Object.entries(value)) node.style.setProperty(name, given);
    else if (key === "text") node.textContent = value;
    else if (AS_PROPERTY.has(key)) node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  if (FOCUSABLE.has(node.tagName) || node.hasAttribute("tabindex")) node.setAttribute("data-lm-suppress-shortcuts", "true");
  return node;
}

function button(label, act, props = {}) {
  return el("button", { type: "button", className: "jd-button", on: { click: act, mousedown: (e) => e.preventDefault() }, ...props }, label);
}

function field(label, control, className = "") {
  return el("label", { className: `jd-field ${className}` }, el("span", { text: label }), control);
}

function choice(options, value, props = {}) {
  const control = el("select", props, ...options.map(([id, name]) => el("option", { value: id, text: name, selected: id === value })));
  control.value = value;
  return control;
}

// How a control is called; a key cap in it is part of the name.
const nameOf = (node) => node.dataset?.id || node.getAttribute("aria-label") || node.textContent;

let counter = 0;
const fresh = (what) => `jd-${what}-${(counter += 1)}`;

// --- offsets and snapping --------------------------------------------------------------------------------------

// The page counts UTF-16 units, Python counts code points; this is the one place where they meet.

export class Ruler {
  constructor(text) {
    this.wide = [];
    if (!/[\ud800-\udbff]/.test(text)) return;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit >= 0xd800 && unit < 0xdc00) this.wide.push(at++);
    }
  }

  points(units) {
    let below = 0;
    while (below < this.wide.length && this.wide[below] < units) below += 1;
    return units - below;
  }

  units(points) {
    let units = points;
    for (const at of this.wide) {
      if (at >= units) break;
      units += 1;
    }
    return units;
  }
}

const segmenters = new Map(); // making one is dear
const segmenter = (granularity, language) => {
  const key = `${granularity} ${language}`;
  if (!segmenters.has(key)) {
    let made;
    try {
      made = new Intl.Segmenter(language || undefined, { granularity });
    } catch {
      made = new Intl.Segmenter(undefined, { granularity });
    }
    segmenters.set(key, made);
  }
  return segmenters.get(key);
};

// The words of a text as [start, end]; what a hyphen or an apostrophe joins is one word.
export function wordsOf(text, language = "") {
  const words = [];
  for (const { segment, index, isWordLike } of segmenter("word", language).segment(text)) {
    if (!isWordLike && !/\p{Extended_Pictographic}/u.test(segment)) continue;
    const last = words.at(-1);
    if (last && /^['’‑-]$/u.test(text.slice(last[1], index))) last[1] = index + segment.length;
    else words.push([index, index + segment.length]);
  }
  return words;
}

// The stretch without space at its ends, and grown to whole words; `exact` grows it to whole characters only, as seen:
// a flag, a family or a letter with its accents is one.
export function snap(text, start, end, { language = "", exact = false, words = null } = {}) {
  while (start < end && /\s/u.test(text[start])) start += 1;
  while (end > start && /\s/u.test(text[end - 1])) end -= 1;
  if (start >= end) return null;
  for (const [a, b] of exact ? [] : words || wordsOf(text, language)) {
    if (a < start && start < b) start = a;
    if (a < end && end < b) end = b;
  }
  const characters = segmenter("grapheme", language).segment(text);
  const last = characters.containing(end - 1);
  return [characters.containing(start).index, last.index + last.segment.length];
}

// Between which shares the true one lies with 95 % confidence, in per cent (Wilson 1927, JASA 22, 209-212).
export function wilson(yes, all) {
  const z = 1.96;
  const middle = (yes + (z * z) / 2) / (all + z * z);
  const width = (z / (all + z * z)) * Math.sqrt((yes * (all - yes)) / all + (z * z) / 4);
  return [middle - width, middle + width].map((share) => Math.round(100 * Math.min(1, Math.max(0, share))));
}

// Which lane each stretch lies in, so that none lies on another: the first that is free.
export function lanes(stretches) {
  const ends = [];
  return stretches.map(({ a, b }) => {
    let lane = ends.findIndex((end) => end <= a);
    if (lane < 0) lane = ends.length;
    ends[lane] = b;
    return lane;
  });
}

// --- what Python told us ---------------------------------------------------------------------------------------

class Store {
  constructor(data) {
    Object.assign(this, data);
    this.passages = data.passages.map((p, i) => ({ ...p, i, ruler: new Ruler(p.text), mine: [] }));
    for (const p of this.passages) p.end = p.start + p.ruler.points(p.text.length);
    this.setCodes(data.codes);
    this.items = new Map();
    this.byCode = new Map();
    this.others = data.others || null;
    this.adrift = [];
    for (const [coder, codings] of Object.entries(this.others || {})) for (const c of codings) this.put({ ...c, coder });
    this.take(data);
  }

  setCodes(codes) {
    this.codeList = codes;
    this.codes = new Map(codes.map((code) => [code.id, code]));
  }

  // New and changed codings in, gone ones out; the passages that look different now.
  take(data) {
    const touched = new Set();
    for (const id of data.gone || []) this.drop(id, touched);
    for (const coding of data.codings || []) {
      this.drop(coding.id, touched);
      if (!this.others) this.put(coding, touched);
    }
    for (const key of ["undo", "redo", "memo", "notes", "proposals", "finished", "verdicts", "rulings", "count", "insight"]) if (key in data) this[key] = data[key];
    return touched;
  }

  put(coding, touched = new Set()) {
    const passage = this.passageAt(coding.start);
    if (coding.adrift || !passage || coding.end > passage.end) {
      this.adrift.push(coding);
      return;
    }
    const a = passage.ruler.units(coding.start - passage.start);
    const item = { ...coding, p: passage.i, a, b: passage.ruler.units(coding.end - passage.start) };
    this.items.set(item.id, item);
    const at = passage.mine.findIndex((other) => other.a > item.a || (other.a === item.a && other.b < item.b));
    passage.mine.splice(at < 0 ? passage.mine.length : at, 0, item);
    for (const code of this.codesOf(item)) this.byCode.set(code, (this.byCode.get(code) || 0) + 1);
    touched.add(passage.i);
  }

  drop(id, touched) {
    this.adrift = this.adrift.filter((c) => c.id !== id);
    const item = this.items.get(id);
    if (!item) return;
    this.items.delete(id);
    const mine = this.passages[item.p].mine;
    mine.splice(mine.indexOf(item), 1);
    for (const code of this.codesOf(item)) this.byCode.set(code, this.byCode.get(code) - 1);
    touched.add(item.p);
  }

  codesOf(item) {
    return item.relation ? [item.relation.from, item.relation.to] : [item.code];
  }

  passageAt(point) {
    let low = 0;
    let high = this.passages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.passages[middle].start <= point) low = middle;
      else high = middle - 1;
    }
    const found = this.passages[low];
    return found && found.start <= point && point < found.end ? found : null;
  }

  // A stretch of the page as Python counts it, with its words.
  span({ p, a, b }) {
    const passage = this.passages[p];
    return { start: passage.start + passage.ruler.points(a), end: passage.start + passage.ruler.points(b), quote: passage.text.slice(a, b) };
  }

  stretch(start, end) {
    const passage = this.passageAt(start);
    return passage && { p: passage.i, a: passage.ruler.units(start - passage.start), b: passage.ruler.units(end - passage.start) };
  }

  codable(p) {
    const passage = this.passages[p];
    return !passage.asks && !passage.barred;
  }

  words(p) {
    const passage = this.passages[p];
    passage.words ||= wordsOf(passage.text, this.source.language);
    return passage.words;
  }

  sentences(p) {
    const passage = this.passages[p];
    passage.sentences ||= [...segmenter("sentence", this.source.language).segment(passage.text)]
      .map((s) => snap(passage.text, s.index, s.index + s.segment.length, { exact: true }))
      .filter(Boolean);
    return passage.sentences;
  }

  name(code) {
    return this.codes.get(code)?.name || code;
  }

  // How the study calls an attribute, or a value of it; the id where it gives no name.
  called(attribute, value = "") {
    return this.names?.[attribute]?.[value] || (value || attribute).replaceAll("_", " ");
  }

  // People answer, laws have provisions, everything else has passages.
  get kind() {
    if (["interview", "focus_group", "verification"].includes(this.source.kind)) return "people";
    return this.source.kind === "law" ? "articles" : "passages";
  }

  label(item) {
    if (!item.relation) return item.code;
    const { from, to, polarity } = item.relation;
    return `${from} ${polarity === "-" ? "⊸" : "→"} ${to}`;
  }

  get answers() {
    return this.passages.filter((p) => this.codable(p.i));
  }

  get inOrder() {
    return this.passages.flatMap((p) => p.mine);
  }
}

// --- sending ---------------------------------------------------------------------------------------------------

// An act is kept until it is acknowledged. One is on its way at a time: where a kernel gives messages to its threads, two that
// were sent shortly after each other need not arrive in that order, and an undo would meet the wrong act.

const PATIENCE = 6000; // milliseconds without an answer after which an act counts as not saved
const KEPT = Symbol.for("jenjang.desk.unsent"); // of the page, so that a cell that is run again sends what the old one could not
const outbox = (globalThis[KEPT] ||= new Map());

class Mail {
  constructor(model, desk) {
    this.model = model;
    this.desk = desk;
    this.timers = new Map();
    this.own = new Map();
  }

  mine() {
    return [...outbox.values()].filter((entry) => entry.owner === this.desk.owner);
  }

  act(act, args) {
    const key = crypto.randomUUID ? crypto.randomUUID().replaceAll("-", "") : `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    const entry = { key, act, args, owner: this.desk.owner, late: false, posted: false };
    outbox.set(key, entry);
    this.own.set(key, entry);
    this.next();
    return key;
  }

  // The first one that waits goes out; one that got no answer goes out again.
  next() {
    const first = [...this.own.values()].find((entry) => outbox.has(entry.key));
    if (first && (!first.posted || first.late)) this.post(first);
    else this.desk.showStatus();
  }

  // The page closes: there is no time to wait for answers.
  rush() {
    for (const entry of this.own.values()) if (outbox.has(entry.key) && !entry.posted) this.post(entry);
  }

  post(entry) {
    clearTimeout(this.timers.get(entry.key));
    entry.late = false;
    entry.posted = true;
    try {
      this.model.send({ type: "act", act: entry.act, args: entry.args, key: entry.key });
      this.timers.set(entry.key, setTimeout(() => this.late(entry), this.desk.patience));
    } catch {
      entry.late = true;
    }
    this.desk.showStatus();
  }

  late(entry, message = "") {
    if (!outbox.has(entry.key)) return;
    entry.late = true;
    entry.message = message;
    this.desk.showStatus();
  }

  resend() {
    this.own = new Map(this.mine().map((entry) => [entry.key, entry]));
    for (const entry of this.own.values()) entry.posted = false;
    this.next();
  }

  tell(message) {
    try {
      this.model.send(message);
    } catch {
      /* asked again when the page is looked at */
    }
  }

  settle(key) {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const entry = this.own.get(key); // another view of the page may have heard the answer first
    this.own.delete(key);
    outbox.delete(key);
    this.next();
    return entry;
  }
}

// --- drafts ----------------------------------------------------------------------------------------------------

// What was typed and not sent yet. Drafts live in the page and in the tab's own storage, never in what a notebook saves: a cell that is run again, a new
// kernel or a reloaded page finds them.
const DRAFTS = Symbol.for("jenjang.desk.drafts");
const SHELF = "jenjang.desk.drafts";
const drafts = (globalThis[DRAFTS] ||= readShelf());

function readShelf() {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(SHELF) || "[]"));
  } catch {
    return new Map();
  }
}

class Drafts {
  constructor(desk) {
    this.desk = desk;
  }

  key(about) {
    return `${this.desk.owner}|${about}`;
  }

  get(about) {
    return drafts.get(this.key(about));
  }

  // Fields by name; null takes the draft away.
  keep(about, fields) {
    if (fields) drafts.set(this.key(about), fields);
    else if (!drafts.delete(this.key(about))) return;
    try {
      sessionStorage.setItem(SHELF, JSON.stringify([...drafts]));
    } catch {
      /* a frame without storage: the page's memory has to do */
    }
    this.desk.showStatus();
    this.desk.mode?.drafted?.(about);
  }

  mine() {
    const own = this.key("");
    return [...drafts.keys()].filter((key) => key.startsWith(own)).map((key) => key.slice(own.length));
  }
}

// --- the desk --------------------------------------------------------------------------------------------------

const LANES = 3;
const NARROWEST = 160; // pixels of a side panel
const ACTS = /^(\p{L}|[1-9\\]|Enter|Delete|Backspace)$/u; // keys that would change something
const FIRST_VIEW = 1200; // pixels of text, about, that are put there before anything is shown
let views = 0;

// What every passage looks like, to be copied.
const SKELETON = el(
  "div",
  { className: "jd-passage" },
  el("div", { className: "jd-gutter" }, el("span", { className: "jd-who" })),
  el("div", { className: "jd-body" }, el("div", { className: "jd-line-of-text" }, el("p", { className: "jd-words" }), el("div", { className: "jd-stripes", "aria-hidden": "true" }))),
  el("ul", { className: "jd-codes" }),
);

class Desk {
  constructor(model, host, signal) {
    this.model = model;
    this.host = host;
    this.signal = signal;
    this.view = `v${(views += 1)}${Math.random().toString(36).slice(2, 7)}`;
    this.patience = host.dataset.patience ? Number(host.dataset.patience) : PATIENCE;
    this.mail = new Mail(model, this);
    this.drafts = new Drafts(this);
    this.sheet = el("style");
    this.drawn = new Map();
    this.near = new Set();
    this.painted = new Map();
    this.recent = [];
    this.chosen = "";
    this.selection = [];
    this.cursor = null;
    this.root = el("div", { className: "jd", tabindex: -1, "data-view": this.view });
    host.append(this.root);
    this.listen();
    this.mail.tell({ type: "ready", view: this.view });
    setTimeout(() => { if (!this.store) this.root.replaceChildren(el("p", { className: "jd-silent", text: `${WORDS.en.silent} ${WORDS.id.silent}` })); }, this.patience);
  }

  t(key, values = {}) {
    const words = WORDS[this.store?.language] || WORDS.en;
    return (words[key] ?? WORDS.en[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  // What the parts of this source are called: answers, provisions, passages.
  units(key, values = {}) {
    const { kind } = this.store;
    return this.t(key, { units: this.t(`u_${kind}`), unit: this.t(`u1_${kind}`), ...values });
  }

  // Where a passage stands, in words: passage 3, article 5, considerations.
  placeOf(p) {
    const { kind } = this.store;
    return kind === "articles" && !/^\d/.test(p.label) ? p.label : this.t(`p_${kind}`, { n: kind === "articles" ? p.label : p.number });
  }

  listen() {
    const { signal } = this;
    const hear = (message) => this.hear(message);
    this.model.on("msg:custom", hear);
    const themes = new MutationObserver(() => this.showTheme());
    themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.showTheme(), { signal });
    this.showTheme();
    this.root.addEventListener("focusout", (e) => this.onLeave(e), { signal });
    this.root.addEventListener("focusin", () => this.look(), { signal });
    this.root.addEventListener("pointerenter", () => this.look(), { signal });
    this.root.addEventListener("keydown", (e) => this.onKey(e), { signal });
    for (const name of ["keydown", "click", "focusin"]) this.root.addEventListener(name, (e) => this.remark(e), { capture: true, signal });
    document.addEventListener("selectionchange", () => this.onTouchSelection(), { signal });
    addEventListener("beforeunload", (e) => {
      this.inspector?.flush(); // what was typed last is sent now
      this.mail.rush();
      if (this.store && (this.mail.mine().length || this.drafts.mine().length)) e.preventDefault();
    }, { signal });
    signal.addEventListener("abort", () => {
      this.model.off("msg:custom", hear);
      themes.disconnect();
      this.observer?.disconnect();
      for (const name of [...highlights.keys()]) if (name.startsWith(`${this.view}-`)) highlights.delete(name);
    });
  }

  showTheme() {
    const light = document.body.dataset.jpThemeLight;
    const dark = light ? light === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.root.classList.toggle("jd-dark", dark);
  }

  // What has the focus may be drawn anew by what was pressed, now or when the answer comes: the focus goes to its
  // successor, or into the text. It never falls out of the desk.
  remark({ target }) {
    if (target === this.scroller || !this.root.contains(target)) return;
    this.held = { target, like: `${target.tagName}.${[...target.classList].join(".")}`.replace(/\.$/, ""), home: target.parentElement.closest("[class]"), name: nameOf(target) };
    setTimeout(() => this.holdFocus());
  }

  holdFocus() {
    const { held } = this;
    if (!held || held.target.isConnected || this.signal.aborted) return;
    this.held = null;
    if (document.activeElement && document.activeElement !== document.body) return;
    const alike = [held.home, this.root].flatMap((home) => (home.isConnected ? [...home.querySelectorAll(held.like)] : []));
    const next = alike.find((node) => nameOf(node) === held.name && !node.disabled && node.offsetParent);
    if (next) this.held = { ...held, target: next, home: next.parentElement.closest("[class]") }; // the answer may draw it once more
    (next || this.scroller)?.focus({ preventScroll: true });
  }

  look() {
    const now = performance.now();
    if (!this.store || now - (this.looked || 0) < 1000) return;
    this.looked = now;
    this.mail.tell({ type: "look" });
  }

  // --- what Python says ---

  hear(message) {
    if (message.type === "desk") {
      if (!message.to || message.to === this.view) this.open(message);
      return;
    }
    if (!this.store) return;
    if (message.type === "saved") this.onSaved(message);
    else if (message.type === "refused") this.onRefused(message);
    else if (message.type === "unsaved") {
      const entry = this.mail.own.get(message.key);
      if (entry) this.mail.late(entry, message.message);
      else if (!message.key) this.alert(message.message); // a page that could not be written
    } else if (message.type === "history") this.showHistory(message);
    else if (message.type === "page") this.hint(this.t("pageSaved", { path: message.path }));
  }

  open(data) {
    const place = this.scroller ? this.scroller.scrollTop : null;
    this.store = new Store(data);
    this.owner = `${data.study}|${data.source.id}|${data.coder}|${data.mode}`;
    this.recent = data.kept.recent || [];
    this.favourites = data.kept.favourites;
    this.widths = { ...data.kept.widths };
    this.place = Math.min(data.kept.place, this.store.passages.length);
    this.build();
    if (place) {
      this.buildAll();
      this.scroller.scrollTop = place;
    } else if (place === null && this.place > 1) this.passageNode(this.place - 1).scrollIntoView({ block: "start" });
    this.paintFirst();
    this.mail.resend();
  }

  onSaved(message) {
    const entry = this.mail.settle(message.key);
    if (message.codes) {
      this.store.setCodes(message.codes);
      this.tree?.draw();
    }
    const back = entry && ["undo", "redo"].includes(entry.act) && { step: this.store[entry.act], act: entry.act, was: this.atIds(message.gone) };
    const touched = this.store.take(message);
    if (entry?.provisional) this.store.drop(entry.provisional, touched);
    const gone = this.chosen && !this.store.items.has(this.chosen);
    if (gone) this.chosen = "";
    if (entry && ["add", "relate", "new_code"].includes(entry.act) && message.acts?.length) this.chosen = message.acts.at(-1);
    for (const p of touched) this.repaint(p);
    if (back && this.inspector) this.showBack(back, this.atIds(message.codings.map((c) => c.id)));
    this.refresh();
    if (gone && !entry) this.hint(this.t("goneElsewhere"));
    if (entry?.draft) this.drafts.keep(entry.draft, null);
    if (entry) this.mode?.settled?.(entry, message);
  }

  atIds(ids) {
    return (ids || []).map((id) => this.store.items.get(id)).find(Boolean);
  }

  // What was taken back, or done again, is looked for in the text, so that nothing changes unseen.
  showBack({ step, act, was }, now) {
    if (now) this.chosen = now.id;
    const at = now || was;
    if (at) {
      this.cursor = { p: at.p, a: at.a, b: at.b };
      this.mark("cursor", []);
      this.show(at);
    }
    if (step) this.say(this.stepName(act, step));
  }

  stepName(act, step) {
    return `${this.t(act)}: ${this.t(`o_${step.op}`)} ${step.code || ""}${step.count > 1 ? ` (${step.count})` : ""}`.trim();
  }

  onRefused(message) {
    const entry = this.mail.settle(message.key);
    if (entry?.provisional) {
      const touched = new Set();
      this.store.drop(entry.provisional, touched);
      for (const p of touched) this.repaint(p);
    }
    if (entry) this.mode?.refused?.(entry);
    const typed = entry && [entry.args.memo, entry.args.reason, entry.args.definition, entry.args.facet].filter(Boolean).join("\n\n");
    this.alert(`${this.t("refused")} ${message.message}`, typed);
    this.refresh();
  }

  // --- frame ---

  build() {
    const s = this.store;
    this.observer?.disconnect();
    this.near.clear();
    for (const i of [...this.painted.keys()]) this.unpaint(i);
    this.buildText();
    this.buildFrame();
    this.observer = new IntersectionObserver((seen) => this.onSeen(seen), { root: this.scroller, rootMargin: "600px 0px" });
    this.root.lang = s.language;
    this.root.setAttribute("aria-label", `${s.source.id} ${s.coder}`);
    this.root.setAttribute("role", "group");
    this.root.dataset.mode = s.mode;
    this.main = el("div", { className: "jd-main" }, this.left, this.center, this.right);
    this.root.replaceChildren(this.sheet, this.toolbar(), this.warning, this.main, this.saying);
    this.center.append(this.edge("left"), this.edge("right"));
    this.tree = this.inspector = this.mode = null;
    if (s.mode === "review") this.mode = new Review(this);
    else if (s.mode === "compare") this.mode = new Compare(this);
    else {
      this.tree = new Tree(this);
      this.inspector = new Inspector(this);
    }
    this.buildUpTo(this.firstView());
    this.buildRest();
    this.refresh();
  }

  buildText() {
    const s = this.store;
    const help = fresh("help");
    const longest = Math.max(0, ...s.passages.map((p) => Math.max(...p.label.split(/\s+/).map((word) => word.length))));
    this.parts = [];
    this.content = el("div", { className: "jd-content", style: { "--gutter": `${Math.min(132, Math.max(66, longest * 7.4 + 20))}px` } });
    this.pane = el("div", { className: "jd-pane" }, this.content);
    this.scroller = el("div", { className: "jd-text", tabindex: 0, role: "region", "aria-label": this.t("text", { id: s.source.id }), "aria-describedby": help }, this.pane);
    this.quick = new Quick(this);
    this.notice = el("p", { className: "jd-notice", hidden: true, "aria-hidden": "true" });
    this.center = el("div", { className: "jd-center" }, this.scroller, this.quick.node, this.notice, el("p", { id: help, className: "jd-sr", text: this.t("textHelp") }));
    this.scroller.addEventListener("pointerup", (e) => this.onPointerUp(e));
    this.scroller.addEventListener("pointerdown", (e) => { this.pointer = e.pointerType; this.hint(""); this.quick.close(); });
  }

  buildFrame() {
    const s = this.store;
    const listed = { code: "codes", review: "queue", compare: "differences" }[s.mode];
    this.saying = el("div", { className: "jd-sr", role: "status", "aria-live": "polite" });
    this.lateBox = el("div");
    this.passBox = el("div");
    this.alerts = el("div");
    this.warning = el("div", { className: "jd-warning", role: "alert" }, this.lateBox, this.passBox, this.alerts);
    this.status = el("span", { className: "jd-status", role: "status" });
    this.left = el("div", { className: "jd-left", role: "group", "aria-label": this.t(listed) });
    this.right = el("div", { className: "jd-right", role: "group", "aria-label": this.t("inspector") });
  }

  // Between the text and what stands beside it: dragged, moved by arrow keys, put back by Home or a double click. How wide the
  // sides are is remembered, for comparing apart, as its right side holds more.
  edge(side) {
    const node = el("div", { className: `jd-edge jd-edge-${side}`, role: "separator", tabindex: 0, "aria-orientation": "vertical", "aria-valuemin": NARROWEST, "aria-label": this.t(`edge_${side}`) });
    const named = side === "right" && this.mode instanceof Compare ? "compare" : side;
    const wide = () => Math.round(this[side].getBoundingClientRect().width);
    const set = (width) => {
      const widest = Math.max(NARROWEST, Math.round(this.main.clientWidth * 0.4));
      if (width) this.widths[named] = Math.round(Math.min(widest, Math.max(NARROWEST, width)));
      else delete this.widths[named];
      this.main.style.setProperty(`--${side}`, width ? `${this.widths[named]}px` : "");
      node.setAttribute("aria-valuemax", String(widest));
      node.setAttribute("aria-valuenow", String(this.widths[named] || wide()));
    };
    const keep = () => this.mail.tell({ type: "keep", what: { widths: this.widths } });
    node.addEventListener("pointerdown", (e) => {
      e.preventDefault();
      node.setPointerCapture(e.pointerId);
      const [from, was] = [e.clientX, wide()];
      node.onpointermove = (event) => set(was + (side === "left" ? event.clientX - from : from - event.clientX));
      node.onlostpointercapture = () => { node.onpointermove = null; keep(); };
    });
    node.addEventListener("dblclick", () => { set(0); keep(); });
    node.addEventListener("keydown", (e) => {
      const step = { ArrowLeft: -16, ArrowRight: 16, Home: 0 }[e.key];
      if (step === undefined || e.ctrlKey || e.metaKey || e.altKey) return;
      e.preventDefault();
      e.stopPropagation();
      set(step && wide() + (side === "left" ? step : -step));
      keep();
    });
    set(this.widths[named] || 0);
    return node;
  }

  // The text is put there piece by piece: what is seen first at once, the rest while the page has nothing to do. The
  // order is that of the text, so a passage that is asked for brings those before it along.
  firstView() {
    const { passages } = this.store;
    let [at, room] = [Math.max(0, this.place - 1), FIRST_VIEW];
    while (at < passages.length - 1 && room > 0) room -= this.size(passages[at++]);
    return at;
  }

  buildUpTo(i) {
    if (i < this.parts.length) return;
    const piece = document.createDocumentFragment();
    const from = this.parts.length;
    while (this.parts.length <= i) piece.append(this.passage(this.store.passages[this.parts.length]));
    this.content.append(piece);
    for (const { node } of this.parts.slice(from)) this.observer.observe(node);
  }

  buildAll() {
    this.buildUpTo(this.store.passages.length - 1);
  }

  buildRest() {
    const { store } = this;
    const step = () => {
      if (this.store !== store || this.signal.aborted) return;
      this.buildUpTo(Math.min(this.parts.length + 120, store.passages.length) - 1);
      if (this.parts.length < store.passages.length) setTimeout(step);
    };
    setTimeout(step);
  }

  // Codings of what is seen first are drawn with it; the observer says later what is near.
  paintFirst() {
    const frame = this.scroller.getBoundingClientRect();
    const first = Math.max(0, this.place - 2);
    for (let i = first, room = frame.height + 200; i < this.parts.length && room > 0; i += 1) {
      room -= this.size(this.store.passages[i]);
      if (this.near.has(i)) continue;
      this.near.add(i);
      this.paint(i);
    }
  }

  toolbar() {
    const s = this.store;
    this.bar = el("progress", { max: Math.max(1, s.answers.length), "aria-label": this.units("progress", { done: 0, all: s.answers.length }) });
    this.barText = el("span", { className: "jd-count" });
    this.finder = new Finder(this);
    this.undoButton = button("↶", () => this.undo(), { title: this.t("undo") });
    this.redoButton = button("↷", () => this.redo(), { title: this.t("redo") });
    const title = s.source.title ? `${s.source.id} · ${s.source.title}` : s.source.id;
    const translated = s.passages.some((p) => p.translation);
    this.translationButton = button(s.language.toUpperCase(), () => this.toggleTranslation(), { title: this.t("translation"), "aria-label": this.t("translation"), "aria-pressed": "false" });
    const drawer = button("☰", () => this.root.classList.toggle("jd-drawer"), { "aria-label": this.t("panelCodes"), className: "jd-button jd-menu" });
    return el(
      "div",
      { className: "jd-toolbar", role: "toolbar", "aria-label": this.t("toolbar") },
      drawer,
      el("h2", { className: "jd-title", text: title, title }),
      el("span", { className: "jd-coder", text: s.coder }),
      el("span", { className: "jd-progress" }, this.bar, this.barText),
      s.mode === "code" && button("⇥", () => this.nextEmpty(), { title: this.units("nextEmpty"), "aria-label": this.units("nextEmpty") }),
      this.finder.node,
      this.undoButton,
      this.redoButton,
      translated && this.translationButton,
      s.mode !== "review" && button("✎", () => this.memoDialog(), { title: this.t("memoSource"), "aria-label": this.t("memoSource") }),
      s.mode !== "review" && button(this.t("finish"), () => this.finishDialog()),
      button("?", () => this.helpDialog(), { title: this.t("help"), "aria-label": this.t("help") }),
      this.status,
    );
  }

  refresh() {
    const s = this.store;
    const coded = s.answers.filter((p) => p.mine.length).length;
    this.bar.value = coded;
    const progress = this.units("progress", { done: coded, all: s.answers.length });
    this.bar.setAttribute("aria-label", progress);
    this.barText.textContent = `${coded}/${s.answers.length} · ${this.t(s.count === 1 ? "count1" : "count", { n: s.count })}`;
    this.barText.title = progress;
    for (const [node, what, step] of [[this.undoButton, "undo", s.undo], [this.redoButton, "redo", s.redo]]) {
      const label = step ? this.stepName(what, step) : this.t(what);
      node.title = label;
      node.setAttribute("aria-label", label);
      node.disabled = !step || s.finished;
    }
    this.showStatus();
    this.tree?.refresh();
    this.inspector?.refresh();
    this.mode?.refresh?.();
    this.markChosen();
    this.holdFocus();
  }

  // What waits for the disk, the worst first. "Saved" is said only when nothing typed or done waits anywhere.
  waiting() {
    const sent = this.mail.mine();
    if (sent.some((entry) => entry.late)) return "unsaved";
    if (sent.length || this.inspector?.typing) return "saving";
    return this.drafts.mine().length ? "draft" : "saved";
  }

  showStatus() {
    if (!this.status) return;
    const state = this.waiting();
    const n = this.drafts.mine().length;
    const said = { saved: `✓ ${this.t("saved")}`, saving: this.t("saving"), draft: `✎ ${this.t("drafts", { n })}`, unsaved: `⚠ ${this.t("unsaved")}` }[state];
    this.status.dataset.state = state;
    if (this.status.textContent !== said) this.status.textContent = said;
    this.showLate();
    this.showPass();
  }

  showLate() {
    const sent = this.mail.mine();
    const late = sent.filter((entry) => entry.late);
    const why = late.length ? late.find((entry) => entry.message)?.message || this.t("unsavedWhy", { n: sent.length }) : "";
    if (this.lateBox.dataset.what === why) return;
    this.lateBox.dataset.what = why;
    this.lateBox.replaceChildren(...(why ? [el("strong", { text: `${this.t("unsaved")}. ` }), why, " ", button(this.t("again"), () => this.mail.resend())] : []));
  }

  // Above the text: that the pass is finished, or that a comparison was opened early.
  showPass() {
    const { store } = this;
    const what = store.finished ? "finished" : store.waiting?.length ? "early" : "";
    if (this.passBox.dataset.what === what) return;
    this.passBox.dataset.what = what;
    const said = what === "early" ? this.t("early", { who: store.waiting.join(", ") }) : what && this.t(what);
    this.passBox.replaceChildren(...(said ? [said, " ", what === "finished" && button(this.t("reopen"), () => this.reopenDialog())].filter(Boolean) : []));
  }

  // A sentence that stays until it is closed; what a person wrote beside it, to be copied.
  alert(text, typed = "") {
    const kept = typed && el("textarea", { rows: 3, readonly: true, value: typed, "aria-label": this.t("typed") });
    const copy = () => {
      kept.select();
      (navigator.clipboard?.writeText(typed) || Promise.reject()).catch(() => document.execCommand("copy")).then(() => this.say(this.t("copied")), () => {});
    };
    const box = el("div", { className: "jd-alert" }, el("span", { text }), button("×", () => { box.remove(); this.scroller.focus({ preventScroll: true }); }, { "aria-label": this.t("close") }), kept && el("p", { text: this.t("typed") }), kept, kept && button(this.t("copy"), copy));
    for (const old of [...this.alerts.children]) if (!old.querySelector("textarea")) old.remove();
    this.alerts.append(box);
  }

  // What to do instead: said, and shown below the text until the next step.
  hint(text) {
    this.notice.textContent = text;
    this.notice.hidden = !text;
    if (text) this.say(text);
  }

  say(text) {
    this.saying.textContent = text === this.saying.textContent ? `${text}\u00a0` : text; // said twice, heard twice
  }

  // --- text ---

  passage(p) {
    const s = this.store;
    const node = SKELETON.cloneNode(true);
    const [gutter, body, list] = node.children;
    const [words, stripes] = body.firstChild.children;
    node.dataset.i = p.i;
    if (p.asks) node.classList.add("jd-asks");
    if (p.barred) node.classList.add("jd-closed");
    words.lang = s.source.language;
    words.textContent = p.text;
    gutter.firstChild.textContent = p.label;
    for (const part of [
      p.time && el("span", { text: p.time }),
      el("span", { className: "jd-line", text: String(p.line), title: this.t("line", { n: p.line }) }),
      p.question && el("span", { className: "jd-question", text: p.question, title: this.t("question", { q: p.question }) }),
      p.asks && el("span", { className: "jd-sr", text: this.t("asks") }),
    ]) if (part) gutter.append(part);
    if (p.barred) body.append(el("p", { className: "jd-barred", text: this.t("barred") }));
    if (p.translation) body.append(el("p", { className: "jd-translation", lang: s.language, text: p.translation }));
    list.setAttribute("aria-label", this.t("codesIn", { place: this.placeOf(p) }));
    node.style.cssText = `--rows:${this.rows(p)};--size:${this.size(p)}px`;
    this.parts.push({ node, text: words.firstChild, stripes, list });
    this.far(p.i);
    return node;
  }

  // About how high a passage will be.
  size(p) {
    return Math.max(1, Math.ceil(p.text.length / 62)) * 27 + 14;
  }

  passageNode(i) {
    this.buildUpTo(i);
    return this.parts[i].node;
  }

  textNode(i) {
    this.buildUpTo(i);
    return this.parts[i].text;
  }

  // How many codes fit beside a passage; the rest is folded.
  room(p) {
    return Math.max(3, Math.ceil(p.text.length / 62));
  }

  rows(p) {
    return Math.min(p.mine.length, this.room(p) + 1);
  }

  far(i) {
    const { mine } = this.store.passages[i];
    const { list } = this.parts[i];
    list.hidden = !mine.length;
    if (mine.length) list.replaceChildren(el("li", { className: "jd-sr", text: mine.map((item) => this.store.label(item)).join(", ") }));
    else list.replaceChildren();
  }

  onSeen(seen) {
    for (const entry of seen) {
      const i = Number(entry.target.dataset.i);
      if (entry.isIntersecting && !this.near.has(i)) {
        this.near.add(i);
        this.paint(i);
      } else if (!entry.isIntersecting && this.near.has(i)) {
        this.near.delete(i);
        this.unpaint(i);
        this.far(i);
      }
    }
    this.placeHandles();
  }

  repaint(i) {
    if (i >= this.parts.length) return; // it is not there yet and will be put there as it is then
    this.parts[i].node.style.setProperty("--rows", String(this.rows(this.store.passages[i])));
    if (this.near.has(i)) {
      this.unpaint(i);
      this.paint(i);
    } else this.far(i);
  }

  paint(i) {
    const p = this.store.passages[i];
    const { stripes, list } = this.parts[i];
    const lane = lanes(p.mine);
    this.painted.set(i, p.mine.flatMap((item, at) => (lane[at] < LANES ? this.underline(item, lane[at]) : [])));
    stripes.replaceChildren(...p.mine.flatMap((item, at) => (lane[at] < 8 ? [this.stripe(item, lane[at], p.text.length)] : [])));
    list.replaceChildren(...this.chips(i));
    list.hidden = !p.mine.length;
  }

  underline(item, lane) {
    const { text } = this.parts[item.p];
    if (!text) return [];
    const highlight = this.highlight(this.ink(item), lane);
    const range = new StaticRange({ startContainer: text, startOffset: item.a, endContainer: text, endOffset: item.b });
    highlight.add(range);
    return [[highlight, range]];
  }

  // In the margin, by the share of characters before it: exact to the line, and nothing needs to be measured.
  stripe({ a, b, ...item }, lane, long) {
    const share = (n) => `${(n / Math.max(1, long)) * 100}%`;
    const node = document.createElement("i");
    node.className = `jd-ink-${this.ink(item)}`;
    node.style.cssText = `top:${share(a)};height:max(8px, ${share(b - a)});left:${lane * 5}px`;
    return node;
  }

  chips(i) {
    const { mine } = this.store.passages[i];
    const room = this.opened?.has(i) ? Infinity : this.room(this.store.passages[i]);
    const rows = mine.slice(0, room).map((item) => el("li", {}, this.chip(item)));
    if (mine.length > rows.length) {
      const open = () => { (this.opened ||= new Set()).add(i); this.repaint(i); };
      rows.push(el("li", {}, button(`+ ${this.t("more", { n: mine.length - rows.length })}`, open, { className: "jd-more" })));
    }
    return rows;
  }

  unpaint(i) {
    for (const [highlight, range] of this.painted.get(i) || []) highlight.delete(range);
    this.painted.delete(i);
  }

  chip(item) {
    const s = this.store;
    const stance = { supports: "+", opposes: "−", qualifies: "±", neutral: "·" }[item.attributes?.stance] || "";
    const label = s.label(item);
    const who = item.coder ? `${item.coder}: ` : "";
    const name = item.relation ? "" : s.name(item.code);
    const title = `${who}${label} ${name}${item.attributes?.stance ? `, ${this.t(item.attributes.stance)}` : ""}${item.pending ? ` (${this.t("waits")})` : ""}`;
    return el(
      "button",
      { type: "button", className: `jd-chip jd-ink-${this.ink(item)}${item.pending ? " jd-pending" : ""}`, "data-id": item.id, title, "aria-label": title, "aria-pressed": String(item.id === this.chosen), on: { click: (e) => this.onChip(e, item), keydown: (e) => this.onChipKey(e, item) } },
      el("b", { text: who + label }),
      name && el("span", { text: name }),
      stance && el("em", { text: stance }),
      item.memo && el("em", { text: "✎" }),
    );
  }

  // After the mouse the focus is in the text, where keys change the coding.
  onChip(e, item) {
    this.choose(item.id);
    if (e.detail) this.scroller.focus({ preventScroll: true });
  }

  onChipKey(e, item) {
    const acting = e.altKey || ["r", "m", "i", "\\"].includes(e.key);
    if (e.ctrlKey || e.metaKey) return;
    if (acting && this.chosen !== item.id) this.choose(item.id);
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      e.stopPropagation();
      this.choose(item.id);
      this.inspector?.focus();
    } else if (e.key === "Delete") {
      e.preventDefault();
      this.choose(item.id);
      this.removeChosen();
    }
  }

  // The name of a colour in the style sheet; colours come from two numbers alone.
  ink(item) {
    if (item.coder) return this.colour([[255, 28, 150, 310][this.store.coders.indexOf(item.coder) % 4], 0], item.coder === this.store.coders[0] ? "solid" : "dashed");
    const code = this.store.codes.get(item.relation ? item.relation.from : item.code);
    return this.colour(code ? code.hue : [0, 0], item.relation ? "dotted" : "solid");
  }

  colour([hue, member], line = "solid") {
    const key = `${Number(hue) | 0}-${(Number(member) | 0) % 4}-${line}`;
    if (!this.drawn.has(key)) {
      const step = (Number(member) | 0) % 4;
      const turned = (Number(hue) | 0) + (step - 1) * 9;
      const light = `oklch(${0.46 + step * 0.045} 0.15 ${turned})`;
      const dark = `oklch(${0.7 + step * 0.045} 0.13 ${turned})`;
      this.drawn.set(key, { light, dark, line });
      const here = `.jd[data-view="${this.view}"]`;
      let rules = `${here} .jd-ink-${key}{--ink:${light}}${here}.jd-dark .jd-ink-${key}{--ink:${dark}}`;
      for (let lane = 0; lane < LANES; lane += 1) {
        const name = `${this.view}-${key}-${lane}`;
        const shape = `2px; text-underline-offset:${2 + lane * 4}px; text-decoration-skip-ink:none`;
        rules += `${here} .jd-words::highlight(${name}){text-decoration:underline ${line} ${light} ${shape}}`;
        rules += `${here}.jd-dark .jd-words::highlight(${name}){text-decoration:underline ${line} ${dark} ${shape}}`;
      }
      this.style(rules);
    }
    return key;
  }

  // A style element is read anew when something is put into it: once for all that comes at a time.
  style(rules) {
    if (!this.rules) queueMicrotask(() => { this.sheet.append(this.rules); this.rules = ""; });
    this.rules = (this.rules || "") + rules;
  }

  highlight(ink, lane) {
    const name = `${this.view}-${ink}-${lane}`;
    let found = highlights.get(name);
    if (!found) highlights.set(name, (found = new Marks()));
    return found;
  }

  // One highlight of a kind (selection, chosen, cursor, found, matched), over these stretches.
  mark(kind, stretches, priority = 1) {
    const name = `${this.view}-${kind}`;
    if (!this.marks?.has(kind)) {
      (this.marks ||= new Set()).add(kind);
      const look = { selection: "background:var(--jd-select)", chosen: "background:var(--jd-chosen)", cursor: "background:var(--jd-cursor)", found: "background:var(--jd-found);color:var(--jd-found-ink)", matched: "background:var(--jd-matched);color:var(--jd-found-ink)" }[kind];
      this.style(`.jd[data-view="${this.view}"] .jd-words::highlight(${name}){${look}}`);
    }
    const highlight = new Marks();
    highlight.priority = priority;
    for (const { p, a, b } of stretches) {
      const text = this.textNode(p);
      if (text) highlight.add(new StaticRange({ startContainer: text, startOffset: a, endContainer: text, endOffset: b }));
    }
    highlights.set(name, highlight);
  }

  toggleTranslation() {
    const on = this.root.classList.toggle("jd-translated");
    this.translationButton.setAttribute("aria-pressed", String(on));
  }

  // --- where we are: cursor, selection, chosen coding ---

  setCursor(p, a, b, { keep = false, show = true } = {}) {
    this.cursor = { p, a, b };
    if (!keep) {
      this.anchor = { p, a, b };
      this.setSelection([]);
    }
    this.mark("cursor", [this.cursor], 3);
    if (show) this.show(this.cursor);
    this.inspector?.refresh();
  }

  // The stretches that may be coded; why the others may not is said.
  setSelection(stretches) {
    this.selection = stretches.filter(({ p }) => this.store.codable(p));
    this.mark("selection", this.selection, 2);
    const shut = stretches.filter(({ p }) => !this.store.codable(p));
    if (!this.selection.length && shut.length) this.hint(this.t(this.store.passages[shut[0].p].asks ? "asksNo" : "barredNo"));
    else this.hint(shut.length ? this.t("leftOut", { n: shut.length }) : "");
    if (this.selection.length) {
      const said = this.t("selected", { n: this.countWords(this.selection), place: this.placeOf(this.store.passages[this.selection[0].p]) });
      this.say(shut.length ? `${said}. ${this.notice.textContent}` : said);
    }
    this.mode?.selected?.(this.selection);
  }

  countWords(stretches) {
    return stretches.reduce((sum, s) => sum + this.store.words(s.p).filter(([a, b]) => a < s.b && s.a < b).length, 0);
  }

  choose(id) {
    this.chosen = id;
    const item = this.store.items.get(id);
    if (item) {
      this.cursor = { p: item.p, a: item.a, b: item.b };
      this.show(item);
    }
    this.setSelection([]);
    this.inspector?.refresh();
    this.mode?.chose?.(item);
    this.markChosen();
  }

  markChosen() {
    const item = this.store.items.get(this.chosen);
    this.mark("chosen", item ? [item] : [], 1);
    this.pressed?.setAttribute("aria-pressed", "false");
    this.pressed = item ? this.passageNode(item.p).querySelector(`.jd-chip[data-id="${CSS.escape(item.id)}"]`) : null;
    this.pressed?.setAttribute("aria-pressed", "true");
    this.placeHandles();
  }

  rects({ p, a, b }) {
    const range = document.createRange();
    const text = this.textNode(p);
    if (!text) return [];
    range.setStart(text, a);
    range.setEnd(text, b);
    return [...range.getClientRects()];
  }

  show(stretch, tries = 3) {
    const frame = this.scroller.getBoundingClientRect();
    let [rect] = this.rects(stretch);
    const [low, high] = [frame.top + 24, frame.bottom - 60];
    if (rect && rect.top >= low && rect.bottom <= high) return;
    if (!rect || rect.bottom < frame.top - frame.height || rect.top > frame.bottom + frame.height) this.passageNode(stretch.p).scrollIntoView({ block: "start" });
    [rect] = this.rects(stretch);
    if (!rect) {
      // Text far from the view is not laid out yet.
      if (tries) requestAnimationFrame(() => this.show(stretch, tries - 1));
      return;
    }
    const near = rect.bottom > high && rect.top < high + 90; // one line further: keep the eye where it is
    this.scroller.scrollTop += near ? rect.bottom - high : rect.top - frame.top - frame.height * 0.3;
  }

  // --- the ends of the chosen coding can be dragged ---

  placeHandles() {
    const item = this.store?.items.get(this.chosen);
    this.handles ||= ["start", "end"].map((end) => {
      const node = el("i", { className: `jd-handle jd-handle-${end}`, "aria-hidden": "true" });
      node.addEventListener("pointerdown", (e) => this.dragHandle(e, end));
      return node;
    });
    const editable = item && !item.coder && !item.pending && this.inspector && !this.store.finished;
    const rects = editable && this.near.has(item.p) ? this.rects(item) : [];
    if (!rects.length) {
      for (const handle of this.handles) handle.remove();
      return;
    }
    const frame = this.pane.getBoundingClientRect();
    const [start, end] = this.handles;
    this.pane.append(start, end);
    const [first, last] = [rects[0], rects.at(-1)];
    start.style.cssText = `left:${first.left - frame.left}px;top:${first.top - frame.top}px;height:${first.height}px`;
    end.style.cssText = `left:${last.right - frame.left}px;top:${last.top - frame.top}px;height:${last.height}px`;
  }

  dragHandle(e, end) {
    e.preventDefault();
    e.stopPropagation();
    this.dragging = true; // where it is let go is no click
    const item = this.store.items.get(this.chosen);
    const { text } = this.store.passages[item.p];
    let now = [item.a, item.b];
    const move = (event) => {
      const at = this.caretAt(event.clientX, event.clientY);
      if (!at || at.p !== item.p) return;
      const wanted = end === "start" ? [Math.min(at.a, item.b - 1), item.b] : [item.a, Math.max(at.a, item.a + 1)];
      const snapped = snap(text, ...wanted, { exact: event.altKey, words: this.store.words(item.p) });
      if (snapped) now = end === "start" ? [snapped[0], item.b] : [item.a, snapped[1]];
      this.mark("chosen", [{ p: item.p, a: now[0], b: now[1] }], 1);
    };
    const stop = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", stop);
      removeEventListener("pointercancel", stop);
      this.dragging = false;
      if (now[0] !== item.a || now[1] !== item.b) this.moveTo(item, ...now);
      else this.markChosen();
    };
    addEventListener("pointermove", move, { signal: this.signal });
    addEventListener("pointerup", stop, { signal: this.signal });
    addEventListener("pointercancel", stop, { signal: this.signal });
  }

  caretAt(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? null : document.caretRangeFromPoint?.(x, y);
    const node = caret ? caret.offsetNode : range?.startContainer;
    const offset = caret ? caret.offset : range?.startOffset;
    const words = node?.parentElement?.closest?.(".jd-words");
    if (!words || !this.root.contains(words) || node.nodeType !== 3) return null;
    return { p: Number(words.closest(".jd-passage").dataset.i), a: offset };
  }

  // The coding that was chosen before words were selected: it may be moved to them.
  remember() {
    if (this.item) this.before = this.item.id;
  }

  // --- mouse and touch ---

  onPointerUp(e) {
    if (this.dragging || e.target.closest("button, .jd-handle")) return;
    const { clientX, clientY, altKey } = e;
    if (e.pointerType === "touch") {
      setTimeout(() => { if (e.target.closest(".jd-words") && !this.native(false).length) this.tap(clientX, clientY); });
      return;
    }
    setTimeout(() => {
      const stretches = this.native(altKey);
      if (stretches.length) {
        if (stretches.some(({ p }) => this.store.codable(p))) getSelection().removeAllRanges(); // what is not coded can be copied
        this.take(stretches);
      } else if (e.target.closest(".jd-words")) this.click(clientX, clientY);
    });
  }

  // A tap goes to a word or a coding, as a click does; a second one there takes the sentence, for a finger that cannot
  // type. A long press selects as the phone does.
  tap(x, y) {
    const last = this.tapped;
    const again = last && performance.now() - last.when < 450 && Math.hypot(last.x - x, last.y - y) < 24;
    this.tapped = { x, y, when: performance.now() };
    this.click(x, y);
    if (!again) return;
    this.sentence();
    if (this.selection.length && this.inspector) this.quick.offer();
  }

  onTouchSelection() {
    if (this.pointer !== "touch" || !this.store) return;
    clearTimeout(this.touching);
    this.touching = setTimeout(() => {
      const stretches = this.native(false);
      if (stretches.length) this.take(stretches);
    }, 350);
  }

  // What is selected in the browser, as stretches of passages, snapped.
  native(exact) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    if (!this.content.contains(range.commonAncestorContainer) && range.commonAncestorContainer !== this.content) return [];
    const found = [];
    const index = (node, other) => Number((node.nodeType === 1 ? node : node.parentElement).closest(".jd-passage")?.dataset.i ?? other);
    const last = index(range.endContainer, this.store.passages.length - 1);
    for (let i = index(range.startContainer, 0); i <= last; i += 1) {
      const text = this.textNode(i);
      if (!text || !range.intersectsNode(text)) continue;
      const a = range.startContainer === text ? range.startOffset : 0;
      const b = range.endContainer === text ? range.endOffset : text.length;
      const { text: words } = this.store.passages[i];
      const snapped = a < b && snap(words, a, b, { exact, words: this.store.words(i), language: this.store.source.language });
      if (snapped) found.push({ p: i, a: snapped[0], b: snapped[1] });
    }
    return found;
  }

  take(stretches) {
    this.remember();
    const last = stretches.at(-1);
    this.cursor = { ...last };
    this.anchor = { ...stretches[0] };
    this.chosen = "";
    this.markChosen();
    this.mark("cursor", []);
    this.setSelection(stretches);
    this.scroller.focus({ preventScroll: true });
    this.inspector?.refresh();
    if (!this.selection.length || !this.inspector) return;
    if (this.store.finished) this.hint(this.t("finished"));
    else this.quick.offer();
  }

  click(x, y) {
    const at = this.caretAt(x, y);
    if (!at) return;
    this.scroller.focus({ preventScroll: true });
    const words = this.store.words(at.p);
    const [a, b] = words.find(([s, e]) => s <= at.a && at.a <= e) || [at.a, at.a];
    const here = this.store.passages[at.p].mine.filter((c) => c.a <= at.a && at.a <= c.b).sort((m, n) => m.b - m.a - (n.b - n.a));
    const next = here.length ? here[(here.findIndex((c) => c.id === this.chosen) + 1) % here.length].id : "";
    this.chosen = next;
    this.setCursor(at.p, a, b, { show: false });
    this.mode?.chose?.(this.store.items.get(next));
    this.markChosen();
  }

  // --- keys ---

  onKey(e) {
    if (!this.store || e.defaultPrevented) return;
    const ctrl = e.ctrlKey || e.metaKey;
    const inField = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && e.target.type !== "radio";
    const done = () => { e.preventDefault(); e.stopPropagation(); };
    if (ctrl && e.key.toLowerCase() === "s") { done(); this.inspector?.flush(); this.mail.tell({ type: "page" }); this.look(); return; }
    if (e.target.closest("dialog")) return;
    if (ctrl && e.key.toLowerCase() === "f") { done(); this.finder.focus(); return; }
    if (!inField && ctrl && e.key.toLowerCase() === "z") { done(); if (e.shiftKey) this.redo(); else this.undo(); return; }
    if (!inField && ctrl && e.key.toLowerCase() === "y") { done(); this.redo(); return; }
    if (e.key === "Escape") { done(); this.escape(e.target); return; }
    this.leaving = false;
    if (inField) return;
    if (this.mode?.key?.(e)) { done(); return; }
    const chip = e.target.closest(".jd-chip");
    if (e.target !== this.scroller && !chip && !(e.altKey && /^Arrow(Left|Right)$/.test(e.key))) return; // Alt+← would leave the page
    if (!this.textKey(e, ctrl)) return;
    done();
    if (chip && document.activeElement === chip) this.scroller.focus({ preventScroll: true });
  }

  textKey(e, ctrl) {
    const { key, shiftKey: shift, altKey: alt } = e;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (ctrl && key.toLowerCase() === "i" && this.inspector) return this.inVivoDialog() || true;
    if (ctrl && key.toLowerCase() === "l" && this.inspector) return this.relateDialog() || true;
    if (ctrl && shift && step) return this.byCharacter(step) || true;
    if (ctrl && step) return this.moveSentence(step) || true;
    if (ctrl) return false;
    if (step && alt) return this.nudge(shift ? "start" : "end", step) || true;
    if (step) return this.moveWord(step, shift) || true;
    if (key === "ArrowUp" || key === "ArrowDown") return this.movePassage(key === "ArrowUp" ? -1 : 1, shift) || true;
    if (key === "Home" || key === "End") return this.jump(key === "Home" ? 0 : this.store.passages.length - 1) || true;
    if (key === " ") return this.sentence() || true;
    if (key === "[" || key === "]") return this.nextCoding(key === "[" ? -1 : 1) || true;
    if (key === "{" || key === "}") return this.nextSame(key === "{" ? -1 : 1) || true;
    if (!this.inspector) return false;
    if (this.store.finished) {
      if (ACTS.test(key)) this.hint(this.t("finished"));
      return ACTS.test(key);
    }
    if (key === "\\") return this.splitChosen() || true;
    if (key === "Delete" || key === "Backspace") return this.removeChosen() || true;
    if (/^[1-9]$/.test(key)) return this.hot(Number(key)) || true;
    if (key === "Enter") {
      if (this.selection.length) this.quick.ask();
      else this.inspector.focus();
      return true;
    }
    if (this.selection.length && /^[\p{L}]$/u.test(key)) return this.quick.ask(key) || true;
    const commands = { r: () => this.recodeChosen(), m: () => this.inspector.focus("memo"), i: () => this.inspector.focus(), e: () => this.nextEmpty(), "?": () => this.helpDialog() };
    if (key in commands) return commands[key]() || true;
    return false;
  }

  escape(target) {
    if (this.quick.openNow) return this.quick.close(true);
    if (target !== this.scroller && this.root.contains(target) && target !== this.root) {
      this.leaving = false;
      return this.scroller.focus({ preventScroll: true });
    }
    if (this.selection.length || this.chosen) {
      this.chosen = "";
      this.setSelection([]);
      this.refresh();
      return null;
    }
    if (!this.leaving) {
      this.leaving = true;
      return this.say(this.t("leave"));
    }
    this.leaving = false;
    this.say(this.t("left"));
    document.activeElement?.blur();
    this.host.closest(".jp-Notebook")?.focus({ preventScroll: true });
    return null;
  }

  onLeave(e) {
    if (e.relatedTarget && this.root.contains(e.relatedTarget)) return;
    setTimeout(() => { if (this.held?.target === e.target && e.target.isConnected) this.held = null; }); // left, not drawn anew
    if (!this.store) return;
    const top = this.scroller.getBoundingClientRect().top;
    const first = [...this.near].sort((a, b) => a - b).find((i) => this.passageNode(i).getBoundingClientRect().bottom > top + 20);
    if (first !== undefined && first + 1 !== this.place) {
      this.place = first + 1;
      this.mail.tell({ type: "keep", what: { place: this.place } });
    }
    if (this.dirty) {
      this.dirty = false;
      this.mail.tell({ type: "page", quiet: true });
    }
  }

  start() {
    const top = this.scroller.getBoundingClientRect().top;
    const i = [...this.near].sort((a, b) => a - b).find((n) => this.passageNode(n).getBoundingClientRect().bottom > top + 20) ?? 0;
    const word = this.store.words(i)[0] || [0, 0];
    this.setCursor(i, ...word);
  }

  moveWord(step, extend) {
    if (!this.cursor) return this.start();
    let { p } = this.cursor;
    let words = this.store.words(p);
    let at = step > 0 ? words.findIndex(([a]) => a >= this.cursor.b) : words.findLastIndex(([, b]) => b <= this.cursor.a);
    while (at < 0) {
      p += step;
      if (p < 0 || p >= this.store.passages.length) return null;
      words = this.store.words(p);
      at = step > 0 ? (words.length ? 0 : -1) : words.length - 1;
    }
    return this.place_(p, words[at], extend);
  }

  // To the first word of the next sentence; back to the beginning of this one, then of the one before.
  moveSentence(step) {
    if (!this.cursor) return this.start();
    const { p, a, b } = this.cursor;
    const sentences = this.store.sentences(p);
    const next = step > 0 ? sentences.find(([from]) => from >= b) : sentences.findLast(([from]) => from < a);
    const word = next && this.store.words(p).find(([from, to]) => to > next[0] && from < next[1]);
    return word ? this.place_(p, word, false, this.store.passages[p].text.slice(...next)) : this.movePassage(step, false);
  }

  movePassage(step, extend) {
    if (!this.cursor) return this.start();
    let { p } = this.cursor;
    do p += step;
    while (p >= 0 && p < this.store.passages.length && !this.store.words(p).length);
    if (p < 0 || p >= this.store.passages.length) return null;
    const words = this.store.words(p);
    return this.place_(p, extend && step > 0 ? words.at(-1) : words[0], extend, this.spoken(p));
  }

  // A passage as it is said: who speaks, the words, the codes.
  spoken(p) {
    const { label, text, mine } = this.store.passages[p];
    return `${label}: ${text}${mine.length ? ` (${this.t("codes")}: ${mine.map((item) => this.store.label(item)).join(", ")})` : ""}`;
  }

  jump(p) {
    const words = this.store.words(p);
    if (words.length) this.setCursor(p, ...words[0]);
  }

  place_(p, [a, b], extend, said = "") {
    this.remember();
    if (!extend) {
      this.chosen = "";
      this.setCursor(p, a, b);
      this.markChosen();
      this.say(said || this.store.passages[p].text.slice(a, b));
      return;
    }
    this.anchor ||= { ...this.cursor };
    this.setCursor(p, a, b, { keep: true });
    this.setSelection(this.between(this.anchor, { p, a, b }));
  }

  between(one, two) {
    const [first, last] = one.p < two.p || (one.p === two.p && one.a <= two.a) ? [one, two] : [two, one];
    const found = [];
    for (let p = first.p; p <= last.p; p += 1) {
      const words = this.store.words(p);
      if (!words.length) continue;
      found.push({ p, a: p === first.p ? first.a : words[0][0], b: p === last.p ? Math.max(last.b, p === first.p ? first.b : 0) : this.store.passages[p].text.trimEnd().length });
    }
    return found;
  }

  sentence() {
    if (!this.cursor) this.start();
    const last = this.selection.at(-1);
    const at = last || this.cursor;
    const sentences = this.store.sentences(at.p);
    const grown = last ? sentences.find(([, b]) => b > last.b) : sentences.find(([a, b]) => a <= at.a && at.a < b);
    if (!grown) return;
    const begin = last ? last.a : grown[0];
    this.remember();
    this.chosen = "";
    const rest = this.selection.slice(0, -1);
    this.anchor ||= { p: at.p, a: begin, b: grown[1] };
    this.cursor = { p: at.p, a: grown[0], b: grown[1] };
    this.setSelection([...rest, { p: at.p, a: begin, b: grown[1] }]);
    this.mark("cursor", []);
    this.show({ p: at.p, a: grown[0], b: grown[1] });
    this.inspector?.refresh();
    this.markChosen();
  }

  nextCoding(step, code = "") {
    const all = this.store.inOrder.filter((c) => !code || this.store.codesOf(c).includes(code));
    if (!all.length) return;
    const now = all.findIndex((c) => c.id === this.chosen);
    const from = this.cursor || { p: -1, a: -1 };
    let at = now >= 0 ? now + step : step > 0 ? all.findIndex((c) => c.p > from.p || (c.p === from.p && c.a >= from.a)) : all.findLastIndex((c) => c.p < from.p || (c.p === from.p && c.a <= from.a));
    if (at < 0 || at >= all.length) at = step > 0 ? 0 : all.length - 1;
    const item = all[at];
    this.choose(item.id);
    this.say(`${this.store.label(item)} ${this.store.name(item.code)}: ${this.store.passages[item.p].text.slice(item.a, item.b)}`);
  }

  // The next coding with the code of the chosen one, else with the code that is shown in the codebook.
  nextSame(step) {
    const item = this.store.items.get(this.chosen);
    const code = item ? this.store.codesOf(item)[0] : this.tree?.current;
    if (code) this.nextCoding(step, code);
  }

  // The end of the selection, one character further or back: for words that a segmenter cuts otherwise.
  byCharacter(step) {
    const last = this.selection.at(-1);
    if (!last) return;
    const { text } = this.store.passages[last.p];
    const characters = segmenter("grapheme", this.store.source.language).segment(text);
    const edge = step > 0 ? characters.containing(last.b) : characters.containing(last.b - 1);
    const b = step > 0 ? (edge ? edge.index + edge.segment.length : last.b) : edge.index;
    if (b <= last.a) return;
    this.cursor = { ...last, b };
    this.setSelection([...this.selection.slice(0, -1), { ...last, b }]);
    this.mark("cursor", []);
    this.inspector?.refresh();
  }

  nextEmpty() {
    const empty = this.store.answers.filter((p) => !p.mine.length);
    const next = empty.find((p) => p.i > (this.cursor?.p ?? -1)) || empty[0];
    if (next) this.jump(next.i);
    else this.hint(this.units("allCoded"));
    this.scroller.focus({ preventScroll: true });
  }

  // --- moves ---

  // `more` stays with the act until it is answered: what was drawn for it, the draft it came from.
  send(act, args, more = {}) {
    if (this.store.finished && act !== "reopen") {
      this.alert(this.t("finished"), args.memo || args.reason || "");
      return null;
    }
    const key = this.mail.act(act, args);
    Object.assign(outbox.get(key), more);
    this.dirty = true;
    return key;
  }

  code(codes, more = {}) {
    const stretches = this.selection.length ? this.selection : [];
    if (!stretches.length || !codes.length) return;
    const spans = stretches.map((s) => this.store.span(s));
    this.recent = [...codes, ...this.recent.filter((c) => !codes.includes(c))].slice(0, 12);
    const single = stretches.length === 1 && codes.length === 1;
    const provisional = single ? fresh("wait") : null;
    if (single) {
      const [{ start, end }] = spans;
      this.store.put({ id: provisional, code: codes[0], start, end, attributes: {}, pending: true });
      this.repaint(stretches[0].p);
    }
    this.send("add", { spans, codes, ...more }, { provisional });
    const last = stretches.at(-1);
    this.anchor = this.cursor = { p: last.p, a: last.a, b: last.b };
    this.setSelection([]);
    this.say(this.t("coded", { code: codes.join(", "), n: this.countWords(stretches) }));
    this.tree?.refresh();
  }

  hotCodes() {
    return [...this.favourites, ...this.recent.filter((c) => !this.favourites.includes(c))].filter((c) => this.store.codes.get(c)?.usable).slice(0, 9);
  }

  hot(number) {
    const code = this.hotCodes()[number - 1];
    if (!code) return;
    if (!this.selection.length) {
      this.hint(this.t("pickFirst", { number, code }));
      return;
    }
    this.quick.close();
    this.code([code]);
  }

  undo() {
    this.nudged = null;
    if (this.store.undo || this.mail.mine().length) this.send("undo", {}); // the latest one, also where it is still on its way
  }

  redo() {
    if (this.store.redo) this.send("redo", {});
  }

  get item() {
    const item = this.store.items.get(this.chosen);
    return item && !item.pending && !item.coder ? item : null;
  }

  removeChosen() {
    if (!this.item) return;
    this.send("remove", { ids: [this.item.id] });
    this.say(this.t("removed", { n: 1 }));
    this.scroller.focus({ preventScroll: true });
  }

  recodeChosen() {
    const { item } = this;
    if (!item) return;
    if (item.relation) this.relateDialog(item);
    else this.quick.ask("", { at: item, multiple: false, apply: ([code]) => this.send("recode", { id: item.id, code }) });
  }

  moveTo(item, a, b) {
    this.send("move", { id: item.id, span: this.store.span({ p: item.p, a, b }) });
  }

  // One end of the chosen coding, one word further or back.
  nudge(end, step) {
    const chosen = this.item;
    if (!chosen) return;
    const going = this.nudged?.id === chosen.id && performance.now() - this.nudged.when < 3000; // the last move may be on its way
    const item = going ? { ...chosen, a: this.nudged.a, b: this.nudged.b } : chosen;
    const words = this.store.words(item.p);
    if (end === "end") {
      const to = step > 0 ? words.find(([, b]) => b > item.b)?.[1] : words.findLast(([a, b]) => b < item.b && b > item.a)?.[1];
      if (to) this.nudgeTo(item, item.a, to);
    } else {
      const to = step > 0 ? words.find(([a]) => a > item.a && a < item.b)?.[0] : words.findLast(([a]) => a < item.a)?.[0];
      if (to !== undefined) this.nudgeTo(item, to, item.b);
    }
  }

  nudgeTo(item, a, b) {
    this.nudged = { id: item.id, a, b, when: performance.now() };
    this.moveTo(item, a, b);
  }

  splitChosen() {
    const { item, cursor } = this;
    if (!item || !cursor || cursor.p !== item.p) return;
    let at = cursor.a;
    if (at <= item.a || at >= item.b) {
      const words = this.store.words(item.p).filter(([a, b]) => a >= item.a && b <= item.b);
      if (words.length < 2) return;
      [at] = words[Math.floor(words.length / 2)];
    }
    this.send("split", { id: item.id, at: this.store.span({ p: item.p, a: at, b: item.b }).start });
  }

  moveHere() {
    const item = this.store.items.get(this.before);
    if (!item || this.selection.length !== 1) return;
    this.send("move", { id: item.id, span: this.store.span(this.selection[0]) });
    this.chosen = item.id;
    this.setSelection([]);
  }

  favour(code) {
    this.favourites = this.favourites.includes(code) ? this.favourites.filter((c) => c !== code) : [...this.favourites, code];
    this.mail.tell({ type: "keep", what: { favourites: this.favourites } });
    this.tree?.refresh();
  }

  // --- dialogs ---

  // A dialog; where `draft` names what it is about, what was typed there outlives Esc and is there when it opens again.
  dialog(title, content, { ok = this.t("ok"), act = null, draft = "" } = {}) {
    const name = fresh("title");
    const close = () => node.close();
    const submit = () => {
      const missing = [...node.querySelectorAll("input, textarea, select")].find((control) => !control.checkValidity());
      if (missing) missing.reportValidity();
      else if (act() !== false) close();
    };
    const node = el(
      "dialog",
      { className: "jd-dialog", "aria-labelledby": name, on: {
        close: () => { node.remove(); this.scroller.focus({ preventScroll: true }); },
        keydown: (e) => {
          e.stopPropagation();
          if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && act) { e.preventDefault(); submit(); }
        },
      } },
      el("h3", { id: name, tabindex: -1, text: title }),
      ...content,
    );
    const discard = draft && this.keepDraft(node, draft, close);
    node.append(el("div", { className: "jd-row jd-end" }, discard, button(this.t(act && !draft ? "cancel" : "close"), close), act && button(ok, submit, { className: "jd-button jd-first" })));
    this.root.append(node);
    node.showModal();
    (node.querySelector("textarea, input, select") || node.firstChild).focus(); // not the button below, which would scroll
    return node;
  }

  // Whatever is typed into a dialog is kept as it is typed; it goes when it is sent or thrown away. Gives the button
  // that throws it away.
  keepDraft(node, draft, close) {
    const controls = [...node.querySelectorAll("input, textarea, select")];
    const kept = this.drafts.get(draft);
    const note = el("p", { className: "jd-hint", role: "status", text: this.t("draftBack"), hidden: !kept });
    const discard = button(this.t("discard"), () => { this.drafts.keep(draft, null); close(); }, { className: "jd-button jd-danger", hidden: !kept });
    if (kept) controls.forEach((control, i) => { control.value = kept[i] ?? control.value; });
    node.addEventListener("input", () => {
      this.drafts.keep(draft, controls.map((control) => control.value));
      discard.hidden = false;
    });
    node.addEventListener("close", () => { if (this.drafts.get(draft) && !this.mail.mine().some((entry) => entry.draft === draft)) this.hint(this.t("draftKept")); });
    node.append(note);
    return discard;
  }

  memoDialog() {
    const text = el("textarea", { rows: 6, value: this.store.memo || "", "aria-label": this.t("memoSource") });
    const draft = "memo";
    this.dialog(this.t("memoSource"), [text], { draft, act: () => { this.send("memo", { memo: text.value }, { draft }); } });
  }

  // A finished pass goes on: with a reason, and told what that means for blindness.
  reopenDialog() {
    const seen = this.store.insight || [];
    const draft = "reopen";
    const reason = el("textarea", { rows: 3, required: true });
    const said = seen.length ? this.t("reopenSeen", { who: seen.join(", ") }) : this.t("reopenBlind");
    const notes = this.store.mode === "compare" ? [] : [el("p", { text: said })];
    this.dialog(this.t("reopen").replace(" …", ""), [...notes, field(this.t("reopenWhy"), reason)], {
      ok: this.t("reopen").replace(" …", ""), draft,
      act: () => Boolean(reason.value.trim() && this.send("reopen", { memo: reason.value }, { draft })),
    });
  }

  helpDialog() {
    const language = this.store.language === "id" ? 1 : 0;
    this.dialog(this.t("help"), [el("dl", { className: "jd-keys" }, ...KEYS.flatMap((row) => [el("dt", { text: row[language][0] }), el("dd", { text: row[language][1] })]))]);
  }

  finishDialog() {
    const left = this.store.answers.filter((p) => !p.mine.length).length;
    const notes = [el("p", { text: this.t("finishAsk") })];
    if (this.store.mode === "code") notes.push(el("p", { text: this.units("finishLeft", { n: left }) }));
    this.dialog(this.t("finish"), notes, { ok: this.t("finish"), act: () => { this.send("finish", {}); } });
  }

  codeChoice(value) {
    return choice([["", "…"], ...this.store.codeList.filter((c) => c.usable).map((c) => [c.id, `${c.id} ${c.name}`])], value, { required: true });
  }

  relateDialog(item = null) {
    const s = this.store;
    const old = item?.relation;
    const on = item ? [] : this.selection.length ? this.selection : this.item ? [this.item] : [];
    if (!item && !on.length) return;
    const here = this.item && !this.item.relation ? this.item.code : "";
    const parts = {
      from: this.codeChoice(old?.from || here),
      type: choice(s.types.map((t) => [t.id, t.name]), old?.type || s.types[0]?.id),
      to: this.codeChoice(old?.to || ""),
      polarity: choice(s.polarities.map((p) => [p, { "+": this.t("plus"), "-": this.t("minus"), 0: this.t("zero") }[p]]), old?.polarity || "+"),
      modality: choice(s.modalities.map((m) => [m, this.t(m)]), old?.modality || s.modalities[0]),
    };
    const words = item || on[0];
    this.dialog(
      this.t("relation"),
      [el("blockquote", { text: s.passages[words.p].text.slice(words.a, words.b) }), ...Object.entries(parts).map(([key, control]) => field(this.t(key), control))],
      { act: () => {
        const relation = Object.fromEntries(Object.entries(parts).map(([key, control]) => [key, control.value]));
        if (!relation.from || !relation.to) return false;
        if (item) this.send("recode", { id: item.id, relation });
        else this.send("relate", { spans: on.map((one) => s.span(one)), relation });
        return true;
      } },
    );
  }

  codeForm({ id = "", name = "", definition = "" }) {
    const families = this.store.codeList.filter((c) => !c.retired).map((c) => [c.id, `${c.id} ${c.name}`]);
    return { code: el("input", { value: id, required: true }), name: el("input", { value: name, required: true }), parent: choice([["", "–"], ...families], ""), definition: el("textarea", { rows: 3, value: definition }) };
  }

  newId() {
    let n = 1;
    while (this.store.codes.has(`NEW.${n}`)) n += 1;
    return `NEW.${n}`;
  }

  inVivoDialog() {
    if (this.selection.length !== 1) return;
    const span = this.store.span(this.selection[0]);
    const form = this.codeForm({ id: this.newId(), name: span.quote.replace(/\s+/g, " ").slice(0, 60) });
    const draft = `invivo ${span.start}-${span.end}`;
    this.dialog(this.t("inVivo"), [el("blockquote", { text: span.quote }), field(this.t("name"), form.name), field(this.t("id"), form.code), field(this.t("parent"), form.parent), field(this.t("definition"), form.definition)], {
      draft,
      act: () => {
        if (!form.name.value.trim() || !form.code.value.trim()) return false;
        this.send("new_code", { spans: [span], code: form.code.value.trim(), name: form.name.value, parent: form.parent.value, definition: form.definition.value }, { draft });
        this.setSelection([]);
        return true;
      },
    }).querySelector("input").select();
  }

  proposeDialog(code = null, name = "") {
    const reason = el("textarea", { rows: 3 });
    const quote = this.selection.length ? this.store.span(this.selection[0]).quote : "";
    const more = { source: this.store.source.id, quote };
    const draft = `propose ${code?.id || ""}`;
    if (code) {
      const definition = el("textarea", { rows: 5, value: code.definition });
      this.dialog(`${this.t("proposeChange")}: ${code.id}`, [field(this.t("definition"), definition), field(this.t("reason"), reason)], {
        draft,
        act: () => { this.send("propose", { change: "redefine", code: code.id, definition: definition.value, memo: reason.value, ...more }, { draft }); },
      });
      return;
    }
    const form = this.codeForm({ id: this.newId(), name });
    this.dialog(this.t("proposeNew"), [field(this.t("name"), form.name), field(this.t("id"), form.code), field(this.t("parent"), form.parent), field(this.t("definition"), form.definition), field(this.t("reason"), reason)], {
      draft,
      act: () => {
        this.send("propose", { change: "create", code: form.code.value.trim(), name: form.name.value, parent: form.parent.value, definition: form.definition.value, memo: reason.value, ...more }, { draft });
      },
    });
  }

  noteDialog(code) {
    const text = el("textarea", { rows: 5, value: this.store.notes[code.id] || "", "aria-label": this.t("codeMemo") });
    const draft = `code ${code.id}`;
    this.dialog(`${this.t("codeMemo")}: ${code.id}`, [text], { draft, act: () => { this.send("note_code", { code: code.id, memo: text.value }, { draft }); } });
  }

  attributeName(key) {
    return key === "stance" || key === "facet" ? this.t(key) : this.store.called(key);
  }

  valueName(key, value) {
    return key === "stance" ? this.t(value) : this.store.called(key, value);
  }

  showHistory({ id, acts }) {
    const item = this.store.items.get(id);
    const rows = acts.map((a) => {
      const said = [a.code, ...Object.entries(a.attributes).map(([k, v]) => `${this.attributeName(k)}: ${v ? this.valueName(k, v) : "–"}`), a.facet, a.memo].filter(Boolean).join(" · ");
      return el("li", { className: a.held ? "" : "jd-gone" }, el("time", { text: a.at.replace("T", " ").replace("Z", " UTC") }), ` ${this.t(`o_${a.op}`)} `, said, a.held ? "" : ` (${this.t("takenBack")})`);
    });
    this.dialog(`${this.t("history")}: ${item ? this.store.label(item) : id}`, [el("ol", { className: "jd-history" }, ...rows)]);
  }
}

// --- a code by typing ------------------------------------------------------------------------------------------

class Quick {
  constructor(desk) {
    this.desk = desk;
    const list = fresh("list");
    this.taken = [];
    this.tokens = el("span", { className: "jd-tokens" });
    this.input = el("input", {
      type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": list, "aria-autocomplete": "list", "aria-label": desk.t("quick"),
      placeholder: desk.t("quick"), autocomplete: "off", spellcheck: "false",
      on: { input: () => this.draw(), keydown: (e) => this.key(e), blur: () => setTimeout(() => { if (this.asked && !this.node.contains(document.activeElement)) this.close(); }) },
    });
    this.list = el("ul", { id: list, role: "listbox", "aria-label": desk.t("codes") });
    this.node = el("div", { className: "jd-quick", hidden: true }, el("div", { className: "jd-row" }, this.tokens, this.input), this.list, el("small", { text: desk.t("quickHelp") }));
    this.node.addEventListener("mousedown", (e) => { if (e.target !== this.input) e.preventDefault(); });
  }

  get openNow() {
    return !this.node.hidden;
  }

  // Shown beside a selection made by mouse or touch; the focus stays in the text until a letter is typed.
  offer() {
    this.begin(null);
  }

  ask(prefix = "", purpose = null) {
    this.begin(purpose);
    this.asked = true;
    this.input.value = prefix;
    this.draw();
    this.input.focus({ preventScroll: true });
  }

  begin(purpose) {
    this.purpose = purpose;
    this.asked = false;
    this.taken = [];
    this.at = 0;
    this.input.value = "";
    this.node.hidden = false;
    this.draw();
    this.place();
  }

  place() {
    const { desk } = this;
    const stretch = this.purpose?.at || desk.selection.at(-1) || desk.cursor;
    const frame = desk.center.getBoundingClientRect();
    const rect = (stretch && desk.rects(stretch).at(-1)) || frame;
    const below = rect.bottom - frame.top + 8;
    const fits = below + this.node.offsetHeight < frame.height;
    const first = (stretch && desk.rects(stretch)[0]) || rect;
    const top = fits ? below : Math.max(4, first.top - frame.top - this.node.offsetHeight - 8);
    const left = Math.max(6, Math.min(rect.right - frame.left - 140, frame.width - this.node.offsetWidth - 10));
    this.node.style.top = `${top}px`;
    this.node.style.left = `${left}px`;
  }

  close(focus = false) {
    if (!this.openNow) return;
    this.node.hidden = true;
    this.asked = false;
    if (focus) this.desk.scroller.focus({ preventScroll: true });
  }

  matches() {
    const { desk } = this;
    const usable = desk.store.codeList.filter((code) => code.usable && !this.taken.includes(code.id)).sort((a, b) => Number(a.family) - Number(b.family));
    const query = this.input.value.trim().toLocaleLowerCase();
    const hot = desk.hotCodes();
    if (!query) return [...hot.map((id) => desk.store.codes.get(id)).filter((c) => usable.includes(c)), ...usable.filter((c) => !hot.includes(c.id))].slice(0, 5);
    const score = (code) => {
      const [id, name, brief] = [code.id, code.name, code.brief].map((text) => (text || "").toLocaleLowerCase());
      if (id === query || name === query) return -1;
      if (id.startsWith(query) || name.startsWith(query)) return 0;
      if (id.split(/[./-]/).some((part) => part.startsWith(query)) || name.split(/\s+/).some((word) => word.startsWith(query))) return 1;
      if (id.includes(query) || name.includes(query)) return 2;
      if (query.length > 2 && brief.includes(query)) return 3;
      return 9;
    };
    return usable.map((code) => [score(code), code]).filter(([s]) => s < 9).sort(([a], [b]) => a - b).map(([, code]) => code).slice(0, 7);
  }

  draw() {
    const { desk } = this;
    this.options = this.matches().map((code) => ({ code }));
    const words = this.input.value.trim();
    if (!this.purpose) {
      if (!words) this.options.push({ label: desk.t("inVivo"), run: () => desk.inVivoDialog() }, { label: desk.t("relate"), run: () => desk.relateDialog() });
      const before = desk.store.items.get(desk.before);
      if (!words && before && desk.selection.length === 1) this.options.push({ label: desk.t("take", { code: desk.store.label(before) }), run: () => desk.moveHere() });
      if (words) this.options.push({ label: `${desk.t("proposeNew")}: ${words}`, run: () => desk.proposeDialog(null, words) });
    }
    this.at = Math.min(this.at, this.options.length - 1);
    if (words) this.at = 0;
    const hot = desk.hotCodes();
    this.tokens.replaceChildren(...this.taken.map((id) => el("span", { className: "jd-token", text: id })));
    this.list.replaceChildren(
      ...this.options.map((option, i) => {
        const number = option.code ? hot.indexOf(option.code.id) + 1 : 0;
        const parts = option.code ? [el("i", { className: `jd-dot jd-ink-${desk.colour(option.code.hue)}` }), el("b", { text: option.code.id }), el("span", { text: option.code.name }), number > 0 && el("kbd", { text: String(number) })] : [el("span", { className: "jd-plus", text: `+ ${option.label}` })];
        return el("li", { role: "option", id: `${this.list.id}-${i}`, "aria-selected": String(i === this.at), title: option.code?.definition || "", on: { click: () => this.pick(i, false) } }, ...parts);
      }),
    );
    this.input.setAttribute("aria-activedescendant", this.options.length ? `${this.list.id}-${Math.max(0, this.at)}` : "");
  }

  key(e) {
    if (e.key === "Escape") return;
    e.stopPropagation();
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const n = this.options.length;
      this.at = n ? (this.at + (e.key === "ArrowDown" ? 1 : -1) + n) % n : 0;
      const kept = this.at;
      for (const [i, node] of [...this.list.children].entries()) node.setAttribute("aria-selected", String(i === kept));
      this.input.setAttribute("aria-activedescendant", `${this.list.id}-${kept}`);
    } else if (e.key === "Enter") {
      e.preventDefault();
      this.pick(this.at, e.shiftKey);
    } else if (e.key === "Backspace" && !this.input.value && this.taken.length) {
      this.taken.pop();
      this.draw();
    }
  }

  pick(i, more) {
    const option = this.options[i];
    const { purpose } = this;
    if (option && !option.code) {
      this.close(true);
      option.run();
      return;
    }
    const typed = this.input.value.trim();
    if (option && (typed || more || !this.taken.length)) this.taken.push(option.code.id);
    if (!this.taken.length) return;
    if (more && !(purpose && purpose.multiple === false)) {
      this.input.value = "";
      this.at = 0;
      this.draw();
      this.input.focus({ preventScroll: true });
      return;
    }
    const codes = this.taken;
    this.close(true);
    if (purpose) purpose.apply(codes);
    else this.desk.code(codes);
  }
}

// --- find ------------------------------------------------------------------------------------------------------

class Finder {
  constructor(desk) {
    this.desk = desk;
    this.hits = [];
    this.at = -1;
    this.input = el("input", { type: "search", "aria-label": desk.t("find"), placeholder: desk.t("find"), on: { input: () => this.search(), keydown: (e) => this.key(e) } });
    this.count = el("span", { className: "jd-count", role: "status" });
    this.node = el("span", { className: "jd-finder" }, this.input, this.count, button("‹", () => this.go(-1), { "aria-label": `${desk.t("find")}: ${desk.t("previous")}` }), button("›", () => this.go(1), { "aria-label": `${desk.t("find")}: ${desk.t("next")}` }));
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  key(e) {
    if (e.key !== "Enter") return;
    e.preventDefault();
    e.stopPropagation();
    this.go(e.shiftKey ? -1 : 1);
  }

  search() {
    const query = this.input.value.trim().normalize("NFC"); // as texts are kept
    this.hits = [];
    this.at = -1;
    if (query) {
      const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu");
      for (const p of this.desk.store.passages) for (const m of p.text.matchAll(pattern)) this.hits.push({ p: p.i, a: m.index, b: m.index + m[0].length });
    }
    this.desk.mark("found", this.hits, 4);
    this.count.textContent = query ? (this.hits.length ? this.desk.t("found", { n: 0, all: this.hits.length }) : this.desk.t("foundNone")) : "";
  }

  go(step) {
    if (!this.hits.length) return;
    const from = this.desk.cursor;
    if (this.at < 0 && from && step > 0) this.at = this.hits.findIndex((h) => h.p > from.p || (h.p === from.p && h.a >= from.a)) - 1;
    this.at = (this.at + step + this.hits.length) % this.hits.length;
    const hit = this.hits[this.at];
    this.desk.chosen = "";
    this.desk.setCursor(hit.p, hit.a, hit.b);
    this.count.textContent = this.desk.t("found", { n: this.at + 1, all: this.hits.length });
  }
}

// --- the codebook ----------------------------------------------------------------------------------------------

class Tree {
  constructor(desk) {
    this.desk = desk;
    this.closed = new Set();
    this.search = el("input", { type: "search", "aria-label": desk.t("searchCodes"), placeholder: desk.t("searchCodes"), on: { input: () => this.draw(), keydown: (e) => this.searchKey(e) } });
    this.hot = el("div", { className: "jd-hot", role: "group", "aria-label": desk.t("hot") });
    this.list = el("div", { className: "jd-tree", role: "tree", "aria-label": desk.t("codes"), on: { keydown: (e) => this.key(e) } });
    this.about = el("div", { className: "jd-about" });
    desk.left.append(el("h3", { className: "jd-sr", text: desk.t("codes") }), this.search, this.hot, this.list, this.about, el("div", { className: "jd-row" }, button(`+ ${desk.t("proposeNew")}`, () => desk.proposeDialog(), { className: "jd-button jd-quiet" })));
    this.draw();
  }

  draw() {
    const { desk } = this;
    const { store } = desk;
    const query = this.search.value.trim().toLocaleLowerCase();
    const fits = (code) => !query || [code.id, code.name, code.brief].some((text) => (text || "").toLocaleLowerCase().includes(query));
    const children = new Map();
    for (const code of store.codeList) {
      if (code.retired) continue;
      const parent = store.codes.has(code.parent) ? code.parent : "";
      children.set(parent, [...(children.get(parent) || []), code]);
    }
    const rows = [];
    const walk = (parent, level) => {
      let any = false;
      for (const code of children.get(parent) || []) {
        const at = rows.length;
        rows.push(null);
        const below = children.has(code.id) && (query || !this.closed.has(code.id)) ? walk(code.id, level + 1) : false;
        if (fits(code) || below) {
          rows[at] = this.row(code, level, children.has(code.id), !(this.closed.has(code.id) && !query));
          any = true;
        } else rows.length = at;
      }
      return any;
    };
    walk("", 1);
    this.list.replaceChildren(...rows.filter(Boolean));
    const first = this.list.querySelector(`[data-code="${CSS.escape(this.current || "")}"]`) || this.list.firstChild;
    if (first) first.tabIndex = 0;
    this.refresh();
  }

  // Arrow down goes into the tree; Enter codes the selection with the first code that was found.
  searchKey(e) {
    if (e.key !== "ArrowDown" && e.key !== "Enter") return;
    e.preventDefault();
    const first = [...this.list.children].map((row) => this.desk.store.codes.get(row.dataset.code)).find((code) => code.usable);
    if (e.key === "ArrowDown") this.focus();
    else if (first) this.press(first, true);
  }

  row(code, level, parent, open) {
    const node = el(
      "div",
      {
        className: `jd-code${code.family || !code.usable ? " jd-family" : ""}`, role: "treeitem", tabindex: -1, "data-code": code.id, "aria-level": level, "aria-expanded": parent ? String(open) : undefined, style: { "--level": String(level) },
        on: { click: () => this.press(code), focus: () => this.tell(code), mouseenter: () => this.tell(code, true), mousedown: (e) => e.preventDefault() },
      },
      el("i", { className: `jd-dot jd-ink-${this.desk.colour(code.hue)}`, "aria-hidden": "true" }),
      el("b", { text: code.id }),
      el("span", { text: code.name }),
      el("em", { className: "jd-n" }),
    );
    return node;
  }

  refresh() {
    const { store } = this.desk;
    for (const node of this.list.children) {
      const n = store.byCode.get(node.dataset.code) || 0;
      node.lastChild.textContent = n ? String(n) : "";
    }
    const hot = this.desk.hotCodes();
    this.hot.replaceChildren(...hot.map((id, i) => el("button", { type: "button", className: `jd-hotcode jd-ink-${this.desk.colour(store.codes.get(id).hue)}`, title: `${id} ${store.name(id)}`, on: { mousedown: (e) => e.preventDefault(), click: () => this.desk.hot(i + 1) } }, el("kbd", { text: String(i + 1) }), id)));
    this.hot.hidden = !hot.length;
  }

  focus() {
    (this.list.querySelector('[tabindex="0"]') || this.list.firstChild)?.focus();
  }

  // By mouse a code may be pressed to read about it; whoever presses a key wants to code.
  press(code, keyed = false) {
    const { desk } = this;
    this.tell(code);
    if (!code.usable) {
      if (this.closed.has(code.id)) this.closed.delete(code.id);
      else this.closed.add(code.id);
      const had = this.list.contains(document.activeElement);
      this.current = code.id;
      this.draw();
      if (had) this.focus();
    } else if (desk.selection.length) {
      desk.quick.close();
      desk.code([code.id]);
    } else if (keyed) desk.hint(desk.t(desk.store.finished ? "finished" : "pickFirst", { number: "Enter", code: code.id }));
  }

  key(e) {
    const rows = [...this.list.children];
    const at = rows.indexOf(document.activeElement);
    const code = this.desk.store.codes.get(rows[at]?.dataset.code);
    const go = (to) => rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
    const acts = {
      ArrowDown: () => go(at + 1), ArrowUp: () => (at ? go(at - 1) : this.search.focus()), Home: () => go(0), End: () => go(rows.length - 1),
      ArrowLeft: () => { if (rows[at].getAttribute("aria-expanded") === "true") this.fold(code, true); else go(rows.findIndex((r) => r.dataset.code === code.parent)); },
      ArrowRight: () => { if (rows[at].getAttribute("aria-expanded") === "false") this.fold(code, false); else go(at + 1); },
      Enter: () => this.press(code, true), " ": () => this.press(code, true), "*": () => this.desk.favour(code.id),
      "[": () => this.desk.nextCoding(-1, code.id), "]": () => this.desk.nextCoding(1, code.id),
    };
    if (at < 0 || !acts[e.key] || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    e.stopPropagation();
    acts[e.key]();
  }

  fold(code, close) {
    if (close) this.closed.add(code.id);
    else this.closed.delete(code.id);
    this.current = code.id;
    this.draw();
    this.focus();
  }

  // What a code means; shown where the focus or the pointer rests on it.
  tell(code, hover = false) {
    const { desk } = this;
    if (!hover) {
      this.current = code.id;
      for (const node of this.list.children) node.tabIndex = node.dataset.code === code.id ? 0 : -1;
    } else if (this.list.contains(document.activeElement)) return;
    const part = (key, text) => (text ? el("p", {}, el("b", { text: `${desk.t(key)}: ` }), text) : "");
    const favourite = desk.favourites.includes(code.id);
    this.about.replaceChildren(
      el("h4", {}, el("i", { className: `jd-dot jd-ink-${desk.colour(code.hue)}`, "aria-hidden": "true" }), `${code.id} ${code.name}`),
      el(
        "div",
        { className: "jd-row" },
        code.usable && button(favourite ? "★" : "☆", () => { desk.favour(code.id); this.tell(code); }, { title: desk.t(favourite ? "notFavourite" : "favourite"), "aria-label": desk.t("favourite"), "aria-pressed": String(favourite) }),
        button("‹", () => desk.nextCoding(-1, code.id), { title: desk.t("previousOf", { code: code.id }), "aria-label": desk.t("previousOf", { code: code.id }) }),
        button("›", () => desk.nextCoding(1, code.id), { title: desk.t("nextOf", { code: code.id }), "aria-label": desk.t("nextOf", { code: code.id }) }),
        button("✎", () => desk.noteDialog(code), { title: desk.t("codeMemo"), "aria-label": desk.t("codeMemo") }),
        button("Δ", () => desk.proposeDialog(code), { title: desk.t("proposeChange"), "aria-label": desk.t("proposeChange") }),
      ),
      el("p", { text: code.definition || code.brief || "" }),
      part("useWhen", code.use_when),
      part("notWhen", code.not_when),
      part("statement", code.statement),
      part("example", code.example),
      part("memo", desk.store.notes[code.id]),
    );
  }
}

// --- what stands at the cursor ------------------------------------------------------------------------------------

class Inspector {
  constructor(desk) {
    this.desk = desk;
    this.here = el("div", { className: "jd-here" });
    this.card = el("div", { className: "jd-card" });
    this.rest = el("div", { className: "jd-rest" });
    desk.right.append(el("h3", { text: desk.t("inspector") }), this.here, this.card, this.rest);
  }

  refresh() {
    const { desk } = this;
    const { store } = desk;
    const { cursor, item } = desk;
    const here = cursor ? store.passages[cursor.p].mine.filter((c) => c.a < Math.max(cursor.b, cursor.a + 1) && cursor.a < c.b) : [];
    const listed = item && !here.includes(item) ? [item, ...here] : here;
    this.here.replaceChildren(...(listed.length ? listed.map((c) => desk.chip(c)) : [el("p", { className: "jd-hint", text: desk.t("nothingHere") })]));
    const shown = item?.id || "";
    if (shown !== this.shown) this.build(item);
    else if (item) for (const sync of this.syncs) sync(item);
    this.rest.replaceChildren(...this.lost(), ...this.proposals());
  }

  lost() {
    const { desk } = this;
    if (!desk.store.adrift.length) return [];
    return [el("h4", { text: desk.t("adrift") }), el("ul", {}, ...desk.store.adrift.map((c) => el("li", {}, el("b", { text: `${c.code} ` }), `${c.quote || ""} `, button(desk.t("remove"), () => desk.send("remove", { ids: [c.id] })))))];
  }

  proposals() {
    const { desk } = this;
    const list = desk.store.proposals || [];
    if (!list.length) return [];
    return [el("h4", { text: desk.t("proposed") }), el("ul", {}, ...list.map((p) => el("li", {}, el("b", { text: `${p.code} ` }), `${p.name} `, button(desk.t("withdraw"), () => desk.send("withdraw", { id: p.id })))))];
  }

  build(item) {
    const { desk } = this;
    this.flush();
    this.shown = item?.id || "";
    this.syncs = [];
    this.timers = new Map();
    if (!item) {
      this.card.replaceChildren();
      return;
    }
    const { store } = desk;
    const id = item.id;
    const title = el("h4", {});
    const quote = el("blockquote", {});
    this.syncs.push((c) => {
      title.replaceChildren(el("i", { className: `jd-dot jd-ink-${desk.ink(c)}`, "aria-hidden": "true" }), `${store.label(c)} ${c.relation ? "" : store.name(c.code)}`);
      const words = store.passages[c.p].text.slice(c.a, c.b);
      quote.textContent = words.length > 180 ? `${words.slice(0, 110)} … ${words.slice(-60)}` : words;
    });
    const parts = [title, quote];
    for (const [key, values] of Object.entries(store.attributes)) parts.push(key === "stance" ? this.stance(id, values) : this.attribute(id, key, values));
    if (!item.relation) parts.push(this.text(id, "facet", el("input", { type: "text", list: this.facets(item) })));
    parts.push(this.text(id, "memo", el("textarea", { rows: 2 })));
    const ends = (end) => el("div", { className: "jd-row" }, el("span", { className: "jd-what", text: desk.t(end) }), button("‹", () => desk.nudge(end, -1), { "aria-label": `${desk.t(end)}: ${desk.t("earlier")}` }), button("›", () => desk.nudge(end, 1), { "aria-label": `${desk.t(end)}: ${desk.t("later")}` }));
    parts.push(
      el("div", { className: "jd-row jd-wrap" }, ends("start"), ends("end")),
      el(
        "div",
        { className: "jd-row jd-wrap" },
        button(desk.t("change"), () => desk.recodeChosen()),
        button(desk.t("split"), () => desk.splitChosen()),
        button(desk.t("relate"), () => desk.relateDialog()),
        button(desk.t("history"), () => desk.mail.tell({ type: "history", id })),
        button(desk.t("remove"), () => desk.removeChosen(), { className: "jd-button jd-danger" }),
      ),
    );
    this.card.replaceChildren(...parts.filter(Boolean));
    for (const sync of this.syncs) sync(item);
  }

  stance(id, values) {
    const name = fresh("stance");
    const signs = { supports: "+", opposes: "−", qualifies: "±", neutral: "·" };
    const inputs = ["", ...values].map((value) => [value, el("input", { type: "radio", name, value, on: { change: () => this.desk.send("recode", { id, attributes: { stance: value } }) } })]);
    this.syncs.push((c) => { for (const [value, input] of inputs) input.checked = (c.attributes?.stance || "") === value; });
    return el("fieldset", { className: "jd-stance" }, el("legend", { text: this.desk.t("stance") }), ...inputs.map(([value, input]) => el("label", {}, input, el("span", {}, el("b", { text: signs[value] || "" }), ` ${value ? this.desk.t(value) : this.desk.t("none_")}`))));
  }

  attribute(id, key, values) {
    const control = choice([["", this.desk.t("none_")], ...values.map((v) => [v, this.desk.store.called(key, v)])], "", { on: { change: () => this.desk.send("recode", { id, attributes: { [key]: control.value } }) } });
    this.syncs.push((c) => { if (document.activeElement !== control) control.value = c.attributes?.[key] || ""; });
    return field(this.desk.store.called(key), control, "jd-inline");
  }

  facets(item) {
    const list = el("datalist", { id: fresh("facets") }, ...(this.desk.store.facets[item.code] || []).map((value) => el("option", { value })));
    this.card.after(list);
    this.oldFacets?.remove();
    this.oldFacets = list;
    return list.id;
  }

  // A text that saves itself: two seconds after the last key, and when the focus leaves.
  text(id, key, control) {
    let last = "";
    const save = () => {
      clearTimeout(this.timers.get(key));
      this.timers.delete(key);
      this.desk.showStatus();
      if (control.value.trim() === last.trim()) return;
      last = control.value;
      if (key === "memo") this.desk.send("memo", { id, memo: control.value });
      else this.desk.send("recode", { id, facet: control.value });
    };
    control.addEventListener("input", () => {
      clearTimeout(this.timers.get(key));
      this.timers.set(key, setTimeout(save, 2000));
      this.desk.showStatus();
    });
    control.addEventListener("change", save);
    control.jdSave = save;
    control.dataset.field = key;
    this.syncs.push((c) => {
      if (document.activeElement === control || this.timers.has(key)) return;
      last = c[key] || "";
      control.value = last;
    });
    return field(this.desk.t(key), control);
  }

  // Whether something was typed that is not sent yet.
  get typing() {
    return Boolean(this.timers?.size);
  }

  flush() {
    for (const control of this.card.querySelectorAll("[data-field]")) if (this.timers?.has(control.dataset.field)) control.jdSave();
  }

  focus(what = "") {
    const { desk } = this;
    if (!desk.item) {
      const first = desk.cursor && desk.store.passages[desk.cursor.p].mine.find((c) => c.a < desk.cursor.b && desk.cursor.a < c.b);
      if (!first) return;
      desk.choose(first.id);
    }
    (this.card.querySelector(what ? `[data-field="${what}"]` : "input:checked") || this.card.querySelector("input, textarea"))?.focus();
  }
}

// --- review of suggestions ----------------------------------------------------------------------------------------

class Review {
  constructor(desk) {
    this.desk = desk;
    this.hits = desk.store.hits || [];
    for (const hit of this.hits) {
      hit.matched = desk.store.stretch(...hit.words);
      hit.sentence = desk.store.stretch(hit.start, hit.end);
    }
    this.rule = "";
    this.filter = el("select", { "aria-label": desk.t("rule"), on: { change: () => { this.rule = this.filter.value; this.refresh(); this.go(this.queue()[0]); } } });
    this.left = el("p", { className: "jd-hint", role: "status" });
    this.list = el("ol", { className: "jd-queue" });
    desk.left.append(el("h3", { text: desk.t("queue") }), this.filter, this.left, this.list);
    this.card = el("div", { className: "jd-card" });
    desk.right.append(this.card);
    this.rows = new Map();
    for (const hit of this.hits) {
      const node = el("button", { type: "button", className: "jd-hit", on: { click: () => this.go(hit) } }, el("b", { className: `jd-ink-${desk.colour(desk.store.codes.get(hit.code)?.hue || [0, 0])}`, text: hit.code }), el("span", { text: this.quote(hit.matched) }), el("em", {}));
      this.rows.set(hit.id, node);
      this.list.append(el("li", {}, node));
    }
    setTimeout(() => this.go(this.queue()[0] || this.hits[0], false));
  }

  quote({ p, a, b }) {
    return this.desk.store.passages[p].text.slice(a, b);
  }

  verdict(hit) {
    return this.desk.store.verdicts?.[hit.id] || this.sent?.get(hit.id) || "open";
  }

  queue() {
    return this.hits.filter((hit) => this.verdict(hit) === "open" && (!this.rule || hit.rule === this.rule));
  }

  go(hit, focus = true) {
    this.now = hit || null;
    this.span = hit ? { ...hit.sentence } : null;
    if (hit) this.desk.show(hit.matched);
    this.refresh();
    this.rows.get(hit?.id)?.scrollIntoView({ block: "nearest" });
    if (focus) this.desk.scroller.focus({ preventScroll: true });
    if (hit) this.desk.say(`${hit.code} ${this.desk.store.name(hit.code)}: ${this.quote(hit.matched)}`);
  }

  step(by) {
    const queue = this.queue();
    const pool = queue.length ? queue : this.hits;
    const at = this.hits.indexOf(this.now);
    const next = by > 0 ? pool.find((hit) => this.hits.indexOf(hit) > at) || pool[0] : pool.findLast((hit) => this.hits.indexOf(hit) < at) || pool.at(-1);
    this.go(next);
  }

  // So far: accepted and decided hits of a rule, in other sources and in this one.
  soFar(rule) {
    let [yes, all] = this.desk.store.record?.[rule] || [0, 0];
    for (const hit of this.hits) {
      const verdict = hit.rule === rule ? this.verdict(hit) : "";
      if (["accepted", "rejected", "other"].includes(verdict)) all += 1;
      if (verdict === "accepted") yes += 1;
    }
    return [yes, all];
  }

  refresh() {
    const { desk } = this;
    const open = this.hits.filter((hit) => this.verdict(hit) === "open");
    const rules = new Map();
    for (const hit of open) rules.set(hit.rule, (rules.get(hit.rule) || 0) + 1);
    if (this.rule && !rules.has(this.rule)) this.rule = "";
    this.filter.replaceChildren(el("option", { value: "", text: desk.t("allRules") }), ...[...rules].sort().map(([rule, n]) => el("option", { value: rule, text: `${rule} (${n})`, selected: rule === this.rule })));
    this.filter.value = this.rule;
    const shown = (hits) => hits.filter((hit) => !this.rule || hit.rule === this.rule).length;
    this.left.textContent = open.length ? desk.t("queueLeft", { n: shown(open), all: shown(this.hits) }) : desk.t("allDone");
    for (const hit of this.hits) {
      const node = this.rows.get(hit.id);
      const verdict = this.verdict(hit);
      node.dataset.verdict = verdict;
      node.parentElement.hidden = Boolean(this.rule && hit.rule !== this.rule);
      node.setAttribute("aria-current", String(hit === this.now));
      node.lastChild.textContent = desk.t(verdict === "other" ? "otherDone" : verdict);
    }
    this.showSpan();
    desk.mark("matched", this.now ? [this.now.matched] : [], 3);
    this.draw();
  }

  draw() {
    const { desk, now } = this;
    if (!now) {
      this.card.replaceChildren(el("p", { className: "jd-hint", text: desk.t("allDone") }));
      return;
    }
    const code = desk.store.codes.get(now.code);
    const verdict = this.verdict(now);
    const [yes, all] = this.soFar(now.rule);
    const same = this.queue().filter((hit) => hit.rule === now.rule).length;
    const off = verdict !== "open";
    const key = (letter, label, act, props = {}) => el("button", { type: "button", className: "jd-button jd-key", disabled: off, on: { click: act, mousedown: (e) => e.preventDefault() }, ...props }, el("kbd", { text: letter }), label);
    this.card.replaceChildren(
      el("h4", {}, el("i", { className: `jd-dot jd-ink-${desk.colour(code.hue)}`, "aria-hidden": "true" }), `${code.id} ${code.name}`),
      el("p", { text: code.definition }),
      code.not_when ? el("p", {}, el("b", { text: `${desk.t("notWhen")}: ` }), code.not_when) : "",
      el("p", {}, el("b", { text: `${desk.t("matched")}: ` }), el("mark", { text: this.quote(now.matched) }), el("br"), el("small", { text: `${desk.t("rule")} ${now.rule}, ${desk.t("version", { v: now.version })}` })),
      now.negated ? el("p", { className: "jd-negated", text: `⚠ ${desk.t("negated")}` }) : "",
      el("blockquote", { text: this.quote(this.span) }),
      el("p", { className: "jd-hint", text: this.record(yes, all) }),
      off ? el("p", { className: "jd-verdict", text: desk.t(verdict === "other" ? "otherDone" : verdict) }) : "",
      el("div", { className: "jd-keys-row" }, key("a", desk.t("accept"), () => this.decide("accept"), { className: "jd-button jd-key jd-first" }), key("r", desk.t("reject"), () => this.decide("reject")), key("o", desk.t("other"), () => this.other()), key("w", desk.t(this.isSentence() ? "wordsOnly" : "wholeSentence"), () => this.toggle())),
      el("div", { className: "jd-keys-row" }, key("p", desk.t("back"), () => this.step(-1), { disabled: false }), key("n", desk.t("skip"), () => this.step(1), { disabled: false })),
      same > 1 ? button(desk.t("allOfRule"), () => this.sample(), { className: "jd-button jd-quiet" }) : "",
    );
  }

  record(yes, all) {
    if (!all) return this.desk.t("recordNone");
    const [low, high] = wilson(yes, all);
    return `${this.desk.t("record", { yes, all, share: Math.round((100 * yes) / all) })} ${this.desk.t("mean", { low, high })}`;
  }

  isSentence() {
    return this.span.a === this.now.sentence.a && this.span.b === this.now.sentence.b;
  }

  showSpan() {
    const on = this.now && this.verdict(this.now) === "open";
    this.desk.mark("selection", on ? [this.span] : [], 2);
  }

  toggle() {
    this.span = this.isSentence() ? { ...this.now.matched } : { ...this.now.sentence };
    this.refresh();
  }

  adjust(end, step) {
    const words = this.desk.store.words(this.span.p);
    const { a, b } = this.span;
    if (end === "end") this.span.b = (step > 0 ? words.find(([, to]) => to > b)?.[1] : words.findLast(([from, to]) => to < b && from >= a)?.[1]) ?? b;
    else this.span.a = (step > 0 ? words.find(([from]) => from > a && from < b)?.[0] : words.findLast(([from]) => from < a)?.[0]) ?? a;
    this.refresh();
  }

  selected(stretches) {
    if (stretches.length === 1 && this.now && this.verdict(this.now) === "open") {
      [this.span] = stretches.map((s) => ({ ...s }));
      this.draw();
    } else if (!stretches.length && this.span) this.showSpan();
  }

  decide(act, more = {}) {
    const { now, desk } = this;
    if (!now || this.verdict(now) !== "open") return;
    const args = { hit: now.id, ...more };
    if (act !== "reject") args.span = desk.store.span(this.span);
    (this.sent ||= new Map()).set(now.id, act === "accept" ? "accepted" : act === "reject" ? "rejected" : "other");
    const key = desk.send(act, args);
    if (key && outbox.get(key)) outbox.get(key).hit = now.id;
    this.step(1);
  }

  other() {
    if (this.now && this.verdict(this.now) === "open") this.desk.quick.ask("", { at: this.span, multiple: false, apply: ([code]) => this.decide("accept_other", { code }) });
  }

  settled(entry) {
    if (entry.hit) this.sent?.delete(entry.hit);
    if (entry.act === "undo") {
      this.sent?.clear();
      const first = this.queue()[0];
      if (first) this.go(first);
    }
  }

  refused(entry) {
    this.sent?.delete(entry.hit);
  }

  sample() {
    const { desk, now } = this;
    const open = this.hits.filter((hit) => this.verdict(hit) === "open" && hit.rule === now.rule);
    const n = Math.min(5, open.length);
    const shown = Array.from({ length: n }, (_, i) => open[Math.floor((i * open.length) / n)]);
    const rows = shown.map((hit) => {
      const { p, a, b } = hit.sentence;
      const { text } = desk.store.passages[p];
      return el("li", {}, text.slice(a, hit.matched.a), el("mark", { text: this.quote(hit.matched) }), text.slice(hit.matched.b, Math.max(b, hit.matched.b)));
    });
    desk.dialog(`${desk.t("rule")} ${now.rule}`, [el("p", { text: desk.t("sample", { n, all: open.length }) }), el("ol", { className: "jd-sample" }, ...rows)], {
      ok: desk.t("acceptAll", { all: open.length }),
      act: () => { desk.send("accept_rule", { rule: now.rule, shown: shown.map((hit) => hit.id) }); },
    });
  }

  key(e) {
    const { key, shiftKey: shift, altKey: alt } = e;
    if (e.ctrlKey || e.metaKey) return false;
    const acts = { a: () => this.decide("accept"), r: () => this.decide("reject"), o: () => this.other(), w: () => this.toggle(), n: () => this.step(1), p: () => this.step(-1), "?": () => this.desk.helpDialog() };
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (this.now && step && (shift || alt)) {
      this.adjust(alt ? "start" : "end", step);
      return true;
    }
    if (!acts[key]) return false;
    acts[key]();
    return true;
  }
}

// --- settling differences ---------------------------------------------------------------------------------------

class Compare {
  constructor(desk) {
    this.desk = desk;
    this.list = el("ol", { className: "jd-queue" });
    this.left = el("p", { className: "jd-hint", role: "status" });
    this.card = el("div", { className: "jd-card" });
    const legend = desk.store.coders.map((coder, i) => el("span", { className: `jd-legend jd-ink-${desk.ink({ coder })}`, "data-line": i ? "dashed" : "solid", text: coder }));
    desk.left.append(el("h3", { text: desk.t("differences") }), el("p", { className: "jd-row" }, ...legend), this.left, this.list);
    desk.right.append(this.card);
    this.rows = new Map();
    for (const d of desk.store.differences) {
      const node = el("button", { type: "button", className: "jd-hit", title: desk.store.label(d.coding), on: { click: () => this.go(d) } }, el("b", { text: desk.store.label(d.coding) }), el("span", { text: this.words(d) }), el("em", {}));
      this.rows.set(d.of, node);
      this.list.append(el("li", {}, node));
    }
    setTimeout(() => { this.strays(); this.go(this.open().find((d) => this.draft(d)) || this.open()[0] || desk.store.differences[0], false); });
  }

  words(d) {
    const at = this.stretch(d);
    return at ? this.desk.store.passages[at.p].text.slice(at.a, at.b) : "";
  }

  stretch(d) {
    const { store } = this.desk;
    return store.stretch(d.coding.start, d.coding.end);
  }

  ruling(d) {
    return (this.desk.store.rulings || []).find((r) => r.of === d.of);
  }

  open() {
    return this.desk.store.differences.filter((d) => !this.ruling(d));
  }

  go(d, focus = true) {
    this.now = d || null;
    this.shown = "";
    const at = d && this.stretch(d);
    if (at) this.desk.show(at);
    this.refresh();
    this.rows.get(d?.of)?.scrollIntoView({ block: "nearest" });
    if (focus) this.card.querySelector("input, button")?.focus();
  }

  refresh() {
    const { desk } = this;
    this.left.textContent = desk.t("queueLeft", { n: this.open().length, all: desk.store.differences.length });
    for (const d of desk.store.differences) {
      const node = this.rows.get(d.of);
      const ruling = this.ruling(d);
      node.dataset.verdict = ruling ? ruling.outcome : "open";
      node.setAttribute("aria-current", String(d === this.now));
      const draft = this.draft(d) ? `✎ ${desk.t("draft")}` : desk.t(d.kind);
      node.lastChild.textContent = ruling ? `${desk.t("settled")}: ${desk.t(ruling.outcome)}` : draft;
    }
    const at = this.now && this.stretch(this.now);
    desk.mark("matched", at ? [at] : [], 1);
    const state = this.now ? `${this.now.of}|${this.ruling(this.now)?.id || ""}` : "-";
    if (state !== this.shown) {
      this.shown = state;
      this.draw();
    }
  }

  parts(d) {
    return d.of.split("+").map((id) => this.desk.store.items.get(id)).filter(Boolean);
  }

  draw() {
    const { desk, now } = this;
    if (!now) {
      this.card.replaceChildren(el("p", { className: "jd-hint", text: desk.t("allDone") }));
      return;
    }
    const ruling = this.ruling(now);
    const sides = el("div", { className: "jd-sides" }, ...desk.store.coders.map((coder) => this.side(coder, now)));
    const title = [desk.store.label(now.coding), !now.coding.relation && desk.store.name(now.coding.code)].filter(Boolean).join(" ");
    this.card.replaceChildren(el("h4", { text: title }), sides, ruling ? this.settledCard(ruling) : this.form(now));
  }

  side(coder, d) {
    const { desk } = this;
    const mine = this.parts(d).filter((item) => item.coder === coder);
    const beside = d.beside.map((id) => desk.store.items.get(id)).filter((item) => item?.coder === coder);
    const tell = (item) => [
      el("b", { text: `${desk.store.label(item)} ${desk.store.name(item.code)}` }),
      el("q", { text: desk.store.passages[item.p].text.slice(item.a, item.b) }),
      ...Object.entries(item.attributes).map(([key, value]) => el("span", { className: key in d.differs ? "jd-differs" : "", text: `${desk.attributeName(key)}: ${desk.valueName(key, value)}` })),
      item.facet && el("span", { className: "facet" in d.differs ? "jd-differs" : "", text: `${desk.t("facet")}: ${item.facet}` }),
      item.memo && el("span", { text: `✎ ${item.memo}` }),
    ];
    return el(
      "section",
      { "aria-label": coder },
      el("h5", { className: `jd-legend jd-ink-${desk.ink({ coder })}`, "data-line": desk.store.coders.indexOf(coder) ? "dashed" : "solid", text: coder }),
      ...(mine.length ? mine.flatMap(tell) : [el("p", { className: "jd-hint", text: desk.t("notMarked") })]),
      ...(beside.length ? [el("p", { className: "jd-hint", text: `${desk.t("beside")}: ` }), ...beside.flatMap(tell)] : []),
    );
  }

  settledCard(ruling) {
    const { desk } = this;
    return el("div", {}, el("p", {}, el("b", { text: `${desk.t(ruling.outcome)} · ${desk.t(`k_${ruling.difference}`).split(":")[0]}` })), el("blockquote", { text: ruling.reason }), button(desk.t("takeBack"), () => desk.send("unrule", { id: ruling.id })));
  }

  form(d) {
    const { desk } = this;
    const { outcomes, kinds } = desk.store;
    const outcome = this.radios("outcome", outcomes.map((o) => [o, desk.t(o)]), desk.t("outcome"));
    const kind = this.radios("kind", kinds.map((k) => [k, desk.t(`k_${k}`)]), desk.t("kind"));
    const span = choice(this.spans(d), "all", { "data-draft": "span" });
    const attributes = this.attributes(d);
    const facet = "facet" in d.differs ? choice([...new Set(d.differs.facet)].map((v) => [v, v || desk.t("none_")]), d.differs.facet[0], { "data-draft": "facet" }) : null;
    const reason = el("textarea", { rows: 3, required: true, "data-draft": "reason" });
    const settle = () => this.settle(d, form);
    const form = el(
      "form",
      { className: "jd-form", on: {
        submit: (e) => { e.preventDefault(); settle(); },
        input: () => this.keep(d, form),
        change: () => this.keep(d, form),
        keydown: (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); settle(); } },
      } },
      outcome,
      kind,
      field(desk.t("words"), span),
      ...attributes.map(([key, control]) => field(desk.attributeName(key), control)),
      facet && field(desk.t("facet"), facet),
      field(desk.t("why"), reason),
      el("button", { type: "submit", className: "jd-button jd-first", text: desk.t("settle") }),
    );
    this.restore(d, form);
    return form;
  }

  radios(name, options, legend) {
    const group = fresh(name);
    return el("fieldset", { className: `jd-radios jd-${name}`, "data-draft": name }, el("legend", { text: legend }), ...options.map(([value, label]) => el("label", {}, el("input", { type: "radio", name: group, value }), el("span", { text: label }))));
  }

  // Whose words are kept.
  spans(d) {
    const { desk } = this;
    const parts = this.parts(d);
    const each = parts.length > 1 ? parts.map((item) => [item.id, desk.t("spanOf", { coder: item.coder })]) : [];
    return [["all", desk.t("spanAll")], ...each, ["selection", desk.t("spanSelection")]];
  }

  attributes(d) {
    const { desk } = this;
    const values = (said) => [...new Set(said.flatMap((v) => v.split("/")))].filter(Boolean);
    return Object.entries(d.differs)
      .filter(([key]) => key !== "facet")
      .map(([key, said]) => [key, choice([["", desk.t("none_")], ...values(said).map((v) => [v, desk.valueName(key, v)])], "", { "data-draft": `= ${key}` })]);
  }

  // What the form says, by the names of its parts.
  said(form) {
    return Object.fromEntries([...form.querySelectorAll("[data-draft]")].map((part) => [part.dataset.draft, part.matches("fieldset") ? part.querySelector("input:checked")?.value || "" : part.value]));
  }

  settle(d, form) {
    const { desk } = this;
    const said = this.said(form);
    if (said.span === "selection" && desk.selection.length !== 1) {
      desk.alert(desk.t("pickOne"));
      return;
    }
    const args = { of: d.of, outcome: said.outcome, difference: said.kind, reason: said.reason };
    const given = Object.entries(said).filter(([key, value]) => key.startsWith("= ") && value);
    if (given.length) args.attributes = Object.fromEntries(given.map(([key, value]) => [key.slice(2), value]));
    if (said.facet) args.facet = said.facet;
    if (said.span === "selection") args.span = desk.store.span(desk.selection[0]);
    else if (desk.store.items.has(said.span)) args.span = desk.store.span(desk.store.items.get(said.span));
    desk.send("rule", args, { draft: this.about(d) });
  }

  // --- drafts: what is half written about a difference stays with it ---

  about(d) {
    return `rule ${d.of}`;
  }

  draft(d) {
    return this.desk.drafts.get(this.about(d));
  }

  keep(d, form) {
    const said = this.said(form);
    const some = said.reason.trim() || said.outcome || said.kind;
    this.desk.drafts.keep(this.about(d), some ? said : null);
  }

  restore(d, form) {
    const kept = this.draft(d) || {};
    for (const part of form.querySelectorAll("[data-draft]")) {
      const value = kept[part.dataset.draft];
      if (!value) continue;
      if (!part.matches("fieldset")) part.value = value;
      else for (const input of part.querySelectorAll("input")) input.checked = input.value === value;
    }
  }

  drafted() {
    this.refresh();
  }

  // A draft whose difference is gone or settled elsewhere cannot be sent: its words are shown, to be copied.
  strays() {
    const open = new Set(this.open().map((d) => this.about(d)));
    for (const about of this.desk.drafts.mine()) {
      if (!about.startsWith("rule ") || open.has(about)) continue;
      if (this.desk.mail.mine().some((entry) => entry.draft === about)) continue;
      const { reason } = this.desk.drafts.get(about);
      if (reason) this.desk.alert(this.desk.t("draftGone"), reason);
      this.desk.drafts.keep(about, null);
    }
  }

  settled(entry) {
    if (entry.act === "rule") this.go(this.open()[0] || this.now);
    else if (entry.act !== "memo") this.refresh();
  }

  // A coding of one coder was clicked: the difference that it is part of.
  chose(item) {
    const d = item && this.desk.store.differences.find((one) => one.of.split("+").includes(item.id));
    if (d && d !== this.now) this.go(d, false);
  }

  key(e) {
    if (e.ctrlKey || e.metaKey || e.target !== this.desk.scroller) return false;
    const all = this.desk.store.differences;
    const at = all.indexOf(this.now);
    const acts = { n: () => this.go(all[(at + 1) % all.length], false), p: () => this.go(all[(at - 1 + all.length) % all.length], false), Enter: () => this.card.querySelector("input, button")?.focus() };
    if (!acts[e.key]) return false;
    acts[e.key]();
    return true;
  }
}

function render({ model, el: host, signal }) {
  const stop = signal || new AbortController().signal;
  new Desk(model, host, stop);
}

export default { render };
