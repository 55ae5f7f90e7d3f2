/* Tables: every mark of a diagram as a row, and charts whose cells lead to what stands behind them. */

const SIGNS = { for: "+", against: "−", between: "±", norm: "§", none: "" };
/* What a cell says: a word of the page, a number with as many decimals as its column has, or a text of the study. */
const cellText = (cell, decimals = 2) => {
  if (cell.w !== undefined) return word(`z_${cell.w}`, word(cell.w, cell.w));
  if (typeof cell.v !== "number") return cell.v === undefined ? say(cell.t) : String(cell.v);
  return cell.v.toLocaleString(state.lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "−");
};
const decimalsOf = (figure, n) => {
  const values = figure.rows.map((row) => row.cells[n].v).filter((value) => typeof value === "number" && !Number.isInteger(value));
  return values.length ? (values.some((value) => Math.abs(value) < 0.1) ? 3 : 2) : 0;
};
const cellWords = (cell, decimals = Number.isInteger(cell.v) ? 0 : 2) => [cellText(cell, decimals), cell.tone && cell.tone !== "none" ? t(`tone_${cell.tone}`) : ""].filter(Boolean).join(", ");
const SPAN = 72;
/* Shares as a bar, with a tick at what they can reach; said in numbers beside. */
const bar = (cell) => {
  const svg = shape("svg", { class: "bar", viewBox: `0 0 ${SPAN} 8`, width: SPAN, height: 8, "aria-hidden": "true" });
  svg.append(shape("rect", { class: "rail", width: SPAN, height: 8 }));
  let at = 0;
  for (const [share, tone] of cell.bar) {
    svg.append(shape("rect", { class: `part-${tone}`, x: at * SPAN, width: Math.max(0, share * SPAN), height: 8 }));
    at += share;
  }
  if (cell.top !== undefined) svg.append(shape("rect", { class: "tick", x: Math.min(SPAN - 2, cell.top * SPAN), width: 2, height: 8 }));
  return svg;
};

const cellIn = (figure, row, cell, column, decimals) => {
  const text = cellText(cell, decimals);
  const mark = cell.m === undefined ? null : figure.marks[cell.m];
  const kind = [cell.v !== undefined || /^[\d<]/.test(text) ? "cell" : "said", cell.h === undefined ? "" : `heat-${cell.h}`, known(`z_${cell.w}`) && !mark ? "silent" : "", cell.bar && cell.bar.length ? "barred" : ""].filter(Boolean).join(" ");
  const sign = SIGNS[cell.tone] ? h("span", { class: `sign tone-${cell.tone}`, "aria-hidden": "true", text: SIGNS[cell.tone] }) : null;
  const inside = [sign, h("span", { class: "text", text: text || "·" })];
  const td = h("td", { class: kind });
  if (cell.bar && cell.bar.length) inside.unshift(bar(cell));
  if (!mark) return td.append(...inside.filter(Boolean)), td;
  const label = `${rowName(figure, row)}, ${columnName(column)}: ${cellWords(cell, decimals)}`;
  if (kind.startsWith("said")) inside.push(h("span", { class: "many", text: behindCount(mark) }));
  td.append(h("a", { href: toMark(figure.name, mark.id, kept()), "data-mark": mark.id, "aria-label": label }, inside));
  return td;
};
const behindCount = (mark) => [[mark.q, "n_quotes"], [mark.d, "n_norms"]].filter(([numbers]) => numbers && numbers.length).map(([numbers, key]) => count(numbers.length, key)).join(", ");
const TONES = ["for", "against", "between", "norm"];
/* What the signs in the cells say, where there are any. */
const legend = (figure) => {
  const tones = TONES.filter((tone) => figure.rows.some((row) => row.cells.some((cell) => cell.tone === tone)));
  const shaded = figure.rows.some((row) => row.cells.some((cell) => cell.h));
  const hint = known(`hint_${figure.name}`) ? h("span", { class: "soft", text: t(`hint_${figure.name}`) }) : null;
  return [...tones.map((tone) => h("span", {}, h("span", { class: `sign tone-${tone}`, text: SIGNS[tone] }), t(`tone_${tone}`))), shaded ? h("span", { class: "soft", text: t(figure.kind === "matrix" ? "shade_more" : "shade") }) : null, hint].filter(Boolean);
};
const gridOf = (figure) => {
  const head = figure.columns.map((column) => h("th", { scope: "col" }, columnName(column), column.n ? h("small", { text: ` n=${column.n}` }) : null));
  const decimals = figure.columns.map((_, n) => decimalsOf(figure, n));
  const rows = figure.rows.map((row) => {
    const id = row.of || (row.m === undefined ? "" : figure.marks[row.m].id);
    const name = id && figure.byId.has(id) ? h("a", { href: toMark(figure.name, id, kept()), "data-mark": id, text: rowName(figure, row) }) : rowName(figure, row);
    return h("tr", {}, h("th", { scope: "row" }, name, say(row.sub) ? h("span", { class: "sub soft", text: say(row.sub) }) : null), row.cells.map((cell, n) => cellIn(figure, row, cell, figure.columns[n], decimals[n])));
  });
  return [h("thead", {}, h("tr", {}, h("td", {}), head)), h("tbody", {}, rows)];
};
const marksTable = (figure) => {
  const head = [t("mark"), t("drawn_as"), t("persons"), t("against"), t("documents"), t("segments_col")].map((text) => h("th", { scope: "col", text }));
  const rows = figure.marks.map((mark) => {
    const n = mark.n || {};
    const cells = [n.persons ?? "", n.opposers ?? "", (mark.d || []).length, (mark.q || []).length].map((value) => h("td", { class: "number", text: amount(value) }));
    const name = h("th", { scope: "row" }, link(toMark(figure.name, mark.id, kept()), nameOf(figure, mark)), mark.ends ? h("span", { class: "soft", text: ` ${say(mark.label)}` }) : null);
    return h("tr", { "data-row": mark.id }, name, h("td", { text: t(`s_${mark.status}`) }), cells);
  });
  return [h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)];
};
/* Made anew only where language or filters changed, so that the place of the keyboard stays. */
const table = (figure, section) => {
  const made = [state.lang, ...FILTERS.map((key) => state[key] || "")].join("\n");
  const body = section.querySelector("table");
  if (figure.made !== made) {
    const at = body.contains(document.activeElement) ? document.activeElement.dataset.mark : undefined;
    body.replaceChildren(...(isTable(figure) ? gridOf(figure) : marksTable(figure)));
    figure.made = made;
    section.querySelector(".legend")?.replaceChildren(...legend(figure));
    if (at) groupOf(figure, at)?.focus();
    if (isTable(figure) && !body.dataset.live) {
      body.dataset.live = "1";
      body.addEventListener("keydown", steps);
    }
  }
  for (const row of body.querySelectorAll("[data-row]")) row.classList.toggle("here", row.dataset.row === state.mark);
};
const chooseCell = (figure) => {
  const lit = new Set(litBy(figure).filter(([f]) => f === figure).map(([, m]) => m.id));
  for (const way of groupsIn(figure)) {
    const id = way.dataset.mark;
    const here = state.view === "figure" && id === state.mark;
    way.parentNode.classList.toggle("here", here);
    way.parentNode.classList.toggle("lit", lit.has(id));
    way.parentNode.classList.toggle("dim", filtering() && !groupsOf(figure.byId.get(id)).shown);
    if (here) way.setAttribute("aria-current", "true");
    else way.removeAttribute("aria-current");
  }
};
/* Arrow keys go from cell to cell over what leads nowhere. */
const WAYS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
const steps = (event) => {
  const cell = event.target.closest("a[data-mark]")?.parentNode;
  if (!cell || !(event.key in WAYS) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const [down, right] = WAYS[event.key];
  const rows = [...cell.closest("tbody").rows];
  let y = rows.indexOf(cell.parentNode) + down;
  let x = cell.cellIndex + right;
  for (; rows[y]?.cells[x]; y += down, x += right) {
    const way = rows[y].cells[x].querySelector("a[data-mark]");
    if (!way) continue;
    event.preventDefault();
    way.focus();
    return;
  }
};
/* All that stands behind a table, cell by cell. */
const tableRows = (figure) => {
  const marks = figure.of ? readingOrder(figure).map((id) => figure.byId.get(id)) : figure.marks;
  return marks.flatMap((mark) => markRows(figure, mark));
};
/* A table is scrolled to the cell that was asked for; the page stays where it is. */
const toCell = (way) => {
  const [cell, box] = [way?.parentNode, way?.closest(".grid")];
  if (!cell || !box) return;
  const head = [box.querySelector("thead").offsetHeight, box.querySelector("tbody th").offsetWidth];
  const seen = cell.offsetTop >= box.scrollTop + head[0] && cell.offsetTop + cell.offsetHeight <= box.scrollTop + box.clientHeight;
  if (!seen) box.scrollTop = cell.offsetTop - head[0] - 60;
  if (cell.cellIndex) box.scrollLeft = cell.offsetLeft + cell.offsetWidth > box.clientWidth ? cell.offsetLeft - head[1] - 40 : 0;
};
