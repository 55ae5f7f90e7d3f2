/* One quotation, one provision, and lists of them that grow as they are read. */

const link = (hash, text, given = {}) => h("a", { href: hash, ...given, text });
const chip = (text, kind = "") => h("span", { class: `chip ${kind}`, text });
const ends = (figure, mark) => (mark.ends || []).map((id) => (figure.byId.has(id) ? say(figure.byId.get(id).label) : id));
const rowName = (figure, row) => say(row.name) || row.id;
const columnName = (column) => say(column.name) || word(`h_${column.id}`, column.id);
const nameOf = (figure, mark) => {
  if (mark.at) {
    const [row, column] = mark.at;
    return column < 0 ? rowName(figure, figure.rows[row]) : `${rowName(figure, figure.rows[row])} · ${columnName(figure.columns[column])}`;
  }
  const [one, other] = ends(figure, mark);
  return one === undefined ? say(mark.label) : `${one} → ${other}`;
};
const kindOf = (figure, mark) => t(mark.at ? (mark.at[1] < 0 ? "row" : "cell") : mark.ends ? "arrow" : "box");

const STEP = 25;
const waiting = new Set();
/* A list that shows its beginning at once and the rest on demand; a print shows all. */
const longList = (items, card, step = STEP) => {
  const list = h("ol", { class: "cards" });
  let at = 0;
  const button = h("button", { type: "button", class: "more" });
  const grow = (count) => {
    const first = at;
    const part = document.createDocumentFragment();
    for (; at < items.length && at < first + count; at += 1) part.append(h("li", {}, card(items[at])));
    list.append(part);
    button.hidden = at >= items.length;
    button.textContent = t("more", { n: Math.min(step, items.length - at) });
    if (at >= items.length) waiting.delete(all);
    return first;
  };
  const all = () => grow(Infinity);
  waiting.add(all);
  button.addEventListener("click", () => {
    const first = grow(step);
    const next = list.children[first];
    if (next) { next.tabIndex = -1; next.focus(); }
  });
  grow(step);
  return h("div", {}, list, button);
};

const inContext = (entry, full) => {
  const words = h("p", { class: "words" });
  if (entry.p === undefined) return words.append(h("mark", {}, shown(entry.w || ""))), words;
  const text = data.passages[entry.p].w;
  words.append(...shown(text.slice(0, entry.a)), h("mark", {}, shown(text.slice(entry.a, entry.z))), ...shown(text.slice(entry.z)));
  if (!full && text.length > 1400) words.classList.add("tall");
  return words;
};
const twoTongues = (entry, full) => {
  const lang = entry.p === undefined ? entry.lang : data.passages[entry.p].lang;
  const box = h("div", { class: "tongues" });
  box.append(h("blockquote", { lang }, h("span", { class: "tongue", lang: state.lang, text: `${t("original")}, ${word(`lang_${lang}`, lang)}` }), inContext(entry, full)));
  if (lang === state.lang || entry.alone) return box;
  const told = translationOf(entry);
  const other = h("div", { class: "translated", lang: told ? state.lang : undefined });
  other.append(h("span", { class: "tongue", text: t("translation") }), told ? h("p", { class: "words" }, shown(told)) : h("p", { class: "soft", text: t("no_translation") }));
  box.append(other);
  return box;
};

const linksTo = (marks) => h("ul", { class: "links" }, marks.map(([figure, mark]) => h("li", {},
  link(toMark(figure.name, mark.id), nameOf(figure, mark)), " ", h("span", { class: "soft", text: say(figure.title) }))));
/* The marks of diagrams, then the cells of tables. */
const linksApart = (marks) => [["marks_found", false], ["cells_found", true]].map(([key, tables]) => {
  const own = marks.filter(([figure]) => isTable(figure) === tables);
  return own.length ? h("div", {}, h("p", { class: "list-of", text: t(key) }), linksTo(own)) : null;
});
const claimOf = (entry) => h("li", {}, entry.against ? h("b", { class: "no", text: `${t("speaks_against")}: ` }) : null, entry.id ? link(to({ view: "claim", id: entry.id, figure: state.figure }), say(entry.text)) : say(entry.text));
const usedIn = (key) => {
  const entries = (data.used_in[key] || []).map((n) => data.uses[n]);
  if (!entries.length) return null;
  return h("div", { class: "used" }, h("p", { class: "list-of", text: t("used_in") }), h("ul", { class: "links" }, entries.map(claimOf)));
};
/* From words back to every mark that rests on them, of every figure. */
const back = (numbers, quote, open = false) => {
  const marks = marksOn(numbers);
  const box = h("details", { class: "back", open }, h("summary", { text: t("rests_n", { n: marks.length }) }));
  const fill = () => {
    if (box.children.length > 1) return;
    box.append(...(marks.length ? linksApart(marks).filter(Boolean) : [h("p", { class: "soft", text: t("rests_none") })]));
    const used = usedIn(quote.id);
    if (used) box.append(used);
    box.append(h("p", {}, link(to({ view: "quote", id: quote.id, figure: state.figure }), t("quote"))));
  };
  if (open) fill();
  box.addEventListener("toggle", fill);
  return box;
};

const when = (acts, key = "coded_by") => {
  const said = acts.map(([who, day]) => t(key, { who }) + (day ? `, ${day}` : ""));
  return [...new Set(said)].join("; ");
};
const coders = (quote) => {
  const ruled = quote.ruled;
  const acts = ruled ? quote.by.slice(0, -1) : quote.by;
  const box = h("details", { class: "coders" }, h("summary", { text: t("who_coded") }), h("p", { text: when(acts) }));
  if (ruled) {
    box.append(h("p", { text: when(quote.by.slice(-1), "ruled_by") }));
    if (ruled.reason) box.append(h("p", {}, h("b", { text: `${t("reason")}: ` }), ruled.reason, ruled.difference ? ` (${t("difference")}: ${word(`x_${ruled.difference}`, ruled.difference)})` : ""));
  }
  for (const [who, memo] of quote.memos || []) box.append(h("p", {}, h("b", { text: `${t("memo", { who })}: ` }), memo));
  return box;
};
const whoSpeaks = (quote) => {
  const parts = [h("b", { text: speaker(quote) })];
  const role = quote.role ? say(data.roles[quote.role]) || quote.role : "";
  for (const part of [role, quote.kind ? t(`k_${quote.kind}`) : "", whereabouts(quote)]) if (part) parts.push(` · ${part}`);
  return h("p", { class: "who" }, parts);
};
const whereabouts = (quote) => {
  const source = quote.s ? data.sources[quote.s] || {} : {};
  return [quote.s ? t("number_source", { source: quote.s, n: quote.n }) : "", source.date, quote.at].filter(Boolean).join(", ");
};
const position = (entry) => chip(word(`p_${entry.position || ""}`, entry.position), `is-${(entry.position || "none").split(" ")[0]}`);
const codesOf = (quotes) => h("p", { class: "codes" }, quotes.map((quote) => h("span", { class: "code" },
  h("span", { class: "soft", text: quote.rel ? relation(quote) : `${codeName(quote.code)} ` }), quote.rel ? " " : h("code", { text: quote.code }), " ", position(quote),
  quote.attrs && quote.attrs.mode === "norm" ? chip(t("recites"), "norm") : null,
  quote.facet ? h("span", { class: "soft", text: ` ${t("facet")}: ${quote.facet}` }) : null)));

/* Codings of the same words are one card: several codes on one quotation. */
const cardsOf = (numbers) => {
  const found = new Map();
  for (const n of numbers) {
    const quote = data.quotes[n];
    const key = quote.held ? `h${n}` : `${quote.p ?? quote.w}:${quote.a}:${quote.z}:${neutral(quote.label)}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(n);
  }
  return [...found.values()];
};
const quoteCard = (numbers, { full = false, open = false } = {}) => {
  const quotes = numbers.map((n) => data.quotes[n]);
  const quote = quotes[0];
  const card = h("article", { class: `card is-${(quote.position || "none").split(" ")[0]}` }, whoSpeaks(quote));
  if (quote.held) card.append(h("p", { class: "soft held", text: t("no_words") }));
  else {
    if (quote.b !== undefined) {
      const asked = data.passages[quote.b];
      card.append(h("p", { class: "asked soft" }, h("span", { text: `${t("asked")}: ` }), h("span", { lang: (asked.t || {})[state.lang] ? state.lang : asked.lang, text: (asked.t || {})[state.lang] || asked.w })));
    }
    card.append(twoTongues(quote, full));
    if (quote.alone) card.append(h("p", { class: "soft", text: t("alone") }));
  }
  card.append(codesOf(quotes), h("div", { class: "aside" }, quotes.length === 1 || full ? quotes.map(coders) : coders(quote), quote.held ? null : back(together(numbers[0]), quote, open),
    quote.held ? null : copyButton(() => cited(numbers), t("cite_this", { words: wordsOf(quote).slice(0, 60) }))));
  return card;
};

const confidence = (norm) => (norm.confidence ? chip(`${t("confidence")}: ${word(`v_${norm.confidence}`, norm.confidence)}`, `v-${norm.confidence}`) : null);
const inForce = ([from, until]) => (until ? t("in_force", { from, to: until }) : from ? t("since", { from }) : "");
const normCard = (n, { full = false, open = false } = {}) => {
  const norm = data.norms[n];
  const source = data.sources[norm.s] || {};
  const marks = restsOnNorm[n];
  const card = h("article", { class: "card document" });
  card.append(h("p", { class: "who" }, h("b", { text: norm.ref }), ` · ${say(source.title)}`, norm.kind ? ` · ${t(`k_${norm.kind}`)}` : "", norm.force && norm.force[0] ? ` · ${inForce(norm.force)}` : ""));
  if (say(source.notice)) card.append(h("p", { class: "notice", text: say(source.notice) }));
  if (norm.p !== undefined) card.append(twoTongues(norm, full));
  card.append(h("p", { class: "codes" }, h("span", { class: "soft", text: `${codeName(norm.code)} ` }), data.codes[norm.code] ? h("code", { text: norm.code }) : "", " ", chip(word(`p_${norm.position || ""}`, norm.position), "norm"), " ", confidence(norm)));
  const box = h("details", { class: "back", open }, h("summary", { text: t("rests_n", { n: marks.length }) }));
  box.append(...(marks.length ? linksApart(marks).filter(Boolean) : [h("p", { class: "soft", text: t("rests_none") })]), h("p", {}, link(to({ view: "doc", id: norm.id, figure: state.figure }), t("provision"))));
  card.append(h("div", { class: "aside" }, box, copyButton(() => citedNorm(norm), t("cite_this", { words: norm.ref }))));
  return card;
};
