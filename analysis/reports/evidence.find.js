/* What is chosen, and what is searched for. */

const filtering = () => FILTERS.some((key) => state[key]);
const passes = (entry) => {
  if (state.role && entry.role !== state.role) return false;
  if (state.group && entry.group !== state.group) return false;
  if (state.label && neutral(entry.label) !== state.label) return false;
  if (state.kind && entry.kind !== state.kind) return false;
  if (state.stance && (entry.position || "") !== state.stance) return false;
  if (!state.code) return true;
  return (entry.rel ? [entry.rel[0], entry.rel[2]] : [entry.code]).some((code) => within(code, state.code));
};

/* --- search ------------------------------------------------------------------------------------------------------- */

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let index = null;
const passageText = (n) => {
  const passage = data.passages[n];
  return [passage.w, ...Object.values(passage.t || {})].join("\n");
};
const all = (words) => (words && typeof words === "object" ? Object.values(words).join(" ") : words || "");
const names = (code) => (data.codes[code] ? `${code} ${all(data.codes[code].name)}` : code);
const build = () => {
  const texts = data.passages.map((_, n) => plain(passageText(n)));
  const quotes = data.quotes.map((quote) => {
    const codes = quote.rel ? `${names(quote.rel[0])} ${names(quote.rel[2])}` : names(quote.code);
    return plain(`${codes} ${all(quote.label)} ${quote.facet || ""} ${quote.s || ""} ${quote.w || ""}`) + (quote.p === undefined ? "" : `\n${texts[quote.p]}`);
  });
  const norms = data.norms.map((norm) => {
    const source = data.sources[norm.s] || {};
    return plain(`${norm.ref} ${norm.article} ${all(source.title)} ${names(norm.code)}`) + (norm.p === undefined ? "" : `\n${texts[norm.p]}`);
  });
  const marks = data.figures.flatMap((figure) => figure.marks.filter((mark) => !mark.at || mark.at[1] < 0).map((mark) => [figure, mark, plain(`${mark.id} ${all(mark.label)} ${mark.code ? names(mark.code) : ""}`)]));
  index = { quotes, norms, marks };
};
const terms = (q) => plain(q).split(/\s+/).filter(Boolean);
const find = (q) => {
  if (!index) build();
  const wanted = terms(q);
  const has = (text) => wanted.every((term) => text.includes(term));
  const some = wanted.length > 0;
  const quotes = [];
  data.quotes.forEach((quote, n) => { if ((!some || has(index.quotes[n])) && passes(quote)) quotes.push(n); });
  const norms = [];
  data.norms.forEach((norm, n) => { if ((!some || has(index.norms[n])) && passes(norm)) norms.push(n); });
  const direct = new Set(some ? quotes.filter((n) => has(plain(wordsOf(data.quotes[n])))) : []);
  quotes.sort((a, b) => direct.has(b) - direct.has(a) || a - b);
  return { quotes, norms, marks: some && !filtering() ? index.marks.filter((entry) => has(entry[2])) : [] };
};
/* How many quotations and provisions are in the choice of the filters. */
const inChoice = () => data.quotes.filter(passes).length + data.norms.filter(passes).length;
/* The text in pieces, those that were searched for marked. */
const shown = (text) => {
  const wanted = state.view === "search" ? terms(state.q || "") : [];
  if (!wanted.length) return [text];
  const folded = [];
  let flat = "";
  for (let at = 0; at < text.length; ) {
    const letter = String.fromCodePoint(text.codePointAt(at));
    for (const unit of plain(letter)) { flat += unit; for (let i = 0; i < unit.length; i += 1) folded.push(at); }
    at += letter.length;
  }
  folded.push(text.length);
  const hits = [];
  for (const term of wanted) for (let at = flat.indexOf(term); at >= 0; at = flat.indexOf(term, at + term.length)) hits.push([folded[at], folded[at + term.length]]);
  hits.sort((a, b) => a[0] - b[0]);
  const pieces = [];
  let done = 0;
  for (const [start, end] of hits) {
    if (start < done || end <= start) continue;
    pieces.push(text.slice(done, start), h("b", { class: "hit", text: text.slice(start, end) }));
    done = end;
  }
  return [...pieces, text.slice(done)];
};
