/* What a reader takes along: an address, a quotation with where it comes from, a table. All of it is made in the page. */

const told_ = (text) => {
  el("live").textContent = text;
  const line = el("evidence").querySelector(".told");
  if (line) line.textContent = text;
};
/* Onto the clipboard; where that is not allowed, into a field from which it can be copied by hand. */
const copy = async (text, said, beside) => {
  let done = false;
  try { await navigator.clipboard.writeText(text); done = true; } catch {
    const field = h("textarea", { class: "sr", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    try { done = document.execCommand("copy"); } catch { done = false; }
    field.remove();
  }
  if (done) return told_(said), true;
  told_(t("copy_by_hand"));
  if (beside && !beside.parentNode.querySelector(".by-hand")) {
    const field = h("textarea", { class: "by-hand", readonly: true, rows: 4, "aria-label": t("copy_by_hand") });
    field.value = text;
    beside.after(field);
    field.select();
  }
  return false;
};
const base = () => location.href.split("#")[0];
const address = () => base() + write(state);
/* An address to cite: without the filters that happen to be set. Of a page on a disk the name alone: folders name a person. */
const home = () => (location.protocol === "file:" ? location.pathname.split("/").pop() : base());
const addressOf = (changes) => home() + to({ ...cleared(), ...changes });
const copyLink = (event) => copy(address(), t("copied"), event.currentTarget);

/* --- a quotation with its source --------------------------------------------------------------------------------- */

const version = () => t("facts", { last: data.facts.last || "–", codebook: data.facts.codebook || "–" });
const names_ = (acts) => [...new Set(acts.map(([who]) => who))].join(", ");
const coded = (quote) => {
  const what = quote.rel ? relation(quote) : `${quote.code} ${codeName(quote.code)}`;
  const by = quote.ruled ? quote.by.slice(0, -1) : quote.by;
  const ruled = quote.ruled ? t("ruled_by", { who: names_(quote.by.slice(-1)) }) : "";
  return [`${what} (${word(`p_${quote.position || ""}`, quote.position)})`, by.length ? t("coded_by", { who: names_(by) }) : "", ruled].filter(Boolean).join(", ");
};
const cited = (numbers) => {
  const quotes = numbers.map((n) => data.quotes[n]);
  const quote = quotes[0];
  const role = quote.role ? say(data.roles[quote.role]) || quote.role : "";
  const place = [speaker(quote), role, quote.kind ? t(`k_${quote.kind}`) : "", whereabouts(quote)].filter(Boolean).join(", ");
  const translated = quote.p !== undefined && data.passages[quote.p].lang !== state.lang ? translationOf(quote) : "";
  const parts = [
    `“${wordsOf(quote)}” (${place}).`, translated ? `${t("of_passage")}: “${translated}”` : "", quotes.map(coded).join("; ") + ".",
    `${say(data.title)}. ${version()}`, say(data.constructed), addressOf({ view: "quote", id: quote.id, figure: state.figure }),
  ];
  return parts.filter(Boolean).join("\n");
};
const citedNorm = (norm) => {
  const source = data.sources[norm.s] || {};
  const words = norm.p === undefined ? "" : `“${wordsOf(norm)}”`;
  return [`${words} (${norm.ref}, ${say(source.title)}).`.trim(), say(source.notice), norm.confidence ? `${t("confidence")}: ${word(`v_${norm.confidence}`, norm.confidence)}.` : "",
    `${say(data.title)}. ${version()}`, addressOf({ view: "doc", id: norm.id, figure: state.figure })].filter(Boolean).join("\n");
};
const copyButton = (make, label) => {
  const button = h("button", { type: "button", class: "cite", "aria-label": label, text: t("cite"), onclick: async () => {
    if (!await copy(make(), t("cited"), button)) return;
    button.textContent = t("cited");
    setTimeout(() => { button.textContent = t("cite"); }, 2500);
  } });
  return button;
};

/* --- a table ------------------------------------------------------------------------------------------------------ */

const COLUMNS = ["figure", "mark", "name", "side", "kind", "source", "passage", "date", "time", "speaker", "role", "group", "language", "words", "translation", "code", "code_name", "position", "facet", "coded_by", "ruled_by", "difference", "reason", "memos", "confidence", "link"];
const sideOf = (quote) => (FOR.includes(quote.position) ? "for" : AGAINST.includes(quote.position) ? "against" : quote.position === "hypothetical" ? "supposed" : "between");
const quoteRow = (n) => {
  const quote = data.quotes[n];
  const passage = quote.p === undefined ? quote : data.passages[quote.p];
  const by = quote.ruled ? quote.by.slice(0, -1) : quote.by;
  return {
    side: sideOf(quote), kind: quote.kind, source: quote.s, passage: quote.n, date: (data.sources[quote.s] || {}).date, time: quote.at, speaker: speaker(quote),
    role: quote.role, group: quote.group, language: passage.lang, words: quote.held ? t("no_words") : wordsOf(quote), translation: quote.held ? "" : translationOf(quote),
    code: quote.code, code_name: quote.rel ? relation(quote) : codeName(quote.code), position: quote.position, facet: quote.facet, coded_by: names_(by),
    ruled_by: quote.ruled ? names_(quote.by.slice(-1)) : "", difference: (quote.ruled || {}).difference, reason: (quote.ruled || {}).reason,
    memos: (quote.memos || []).map(([who, memo]) => `${who}: ${memo}`).join("\n"), link: addressOf({ view: "quote", id: quote.id }),
  };
};
const normRow = (n) => {
  const norm = data.norms[n];
  const passage = norm.p === undefined ? {} : data.passages[norm.p];
  return { side: norm.kind === "literature" ? "literature" : "required", kind: norm.kind, source: norm.ref, passage: norm.article, speaker: say((data.sources[norm.s] || {}).title), language: passage.lang,
    words: wordsOf(norm), translation: translationOf(norm), code: norm.code, code_name: codeName(norm.code), position: norm.position, confidence: norm.confidence, link: addressOf({ view: "doc", id: norm.id }) };
};
/* A value as one cell: a program for tables takes what begins with = + - @ for a formula, so that it gets a quote before. */
const cellOf = (value) => {
  const text = value === undefined || value === null ? "" : String(value);
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};
const csvOf = (rows) => `\ufeff${[COLUMNS.map(cellOf), ...rows.map((row) => COLUMNS.map((key) => cellOf(row[key])))].map((row) => row.join(",")).join("\r\n")}\r\n`;
const rowsOf = (quotes, norms, more = {}) => [...quotes.map(quoteRow), ...norms.map(normRow)].map((row) => ({ ...row, ...more }));
const save = (name, rows) => {
  const url = URL.createObjectURL(new Blob([csvOf(rows)], { type: "text/csv;charset=utf-8" }));
  const way = h("a", { href: url, download: `${name.replace(/[^\p{L}\p{N}.-]+/gu, "_").slice(0, 80)}.csv` });
  document.body.append(way);
  way.click();
  way.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  told_(t("saved", { n: rows.length }));
};
const csvButton = (name, make) => h("button", { type: "button", class: "csv", text: t("csv"), onclick: () => save(name, make()) });
/* What is behind one mark, as far as the filters let it through. */
const markRows = (figure, mark) => rowsOf((mark.q || []).filter((n) => passes(data.quotes[n])), (mark.d || []).filter((n) => passes(data.norms[n])),
  { figure: figure.name, mark: mark.id, name: nameOf(figure, mark) });

/* Under a print: what it is, of which version, where it can be asked. */
const colophon = () => h("p", { class: "colophon" }, `${say(data.title)}. ${version()} ${say(data.constructed)} `, h("span", { text: address() }));
