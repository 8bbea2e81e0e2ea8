// Opens the numbers of the report: a list (#sel=table/row/column or #q=words), a record (#rec=ID).
// Plain script, no library; every text from the data goes in as text, never as markup.
(() => {
  "use strict";
  const read = document.getElementById("data");
  const data = JSON.parse(read.textContent);
  if (!data.cells) return;
  const { words, labels, cells, links, problems, records } = data;
  const unpack = (column) => (Array.isArray(column) ? column : column.v.map((place) => column.d[place]));
  const unpackAll = (table, skip) => {
    const told = {};
    for (const name of Object.keys(table)) told[name] = skip.includes(name) ? table[name] : unpack(table[name]);
    return told;
  };
  const coops = unpackAll(data.coops, []);
  const rec = unpackAll(records, ["fields", "files"]);
  const fields = unpackAll(records.fields, []);
  const link = unpackAll(links, ["why", "phrases"]);
  const problem = unpackAll(problems, []);
  const rules = data.rules.map((one) => ({ ...one, r: unpack(one.r), w: unpack(one.w) }));
  for (const one of rules) coops["rule:" + one.c] = one.r;
  const placeOf = new Map(coops.id.map((id, place) => [id, place]));
  const rowsOf = coops.id.map(() => []);
  rec.coop.forEach((coop, row) => rowsOf[coop].push(row));

  const report = document.getElementById("report");
  const view = document.getElementById("view");
  const announce = document.getElementById("announce");
  const find = document.getElementById("find");
  const title = document.title;
  const PAGE = 200;
  let returnTo = "";
  let scrolled = 0;
  let opener = null;

  const number = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, words.thousands);
  const fill = (sentence, told) => sentence.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
  const word = (group, code) => (code === null || code === undefined ? "" : (labels[group] || {})[code] || String(code).replace(/_/g, " "));
  const result = (code) => code || "unknown";
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  function el(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "class") made.className = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children.flat(3)) if (child !== null && child !== undefined && child !== "") made.append(child);
    return made;
  }
  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#i-" + name);
    svg.append(use);
    return svg;
  }
  const status = (code) => el("span", { class: "lb-status is-" + result(code) }, word("result", result(code)));
  const sourceRow = (row) => fill(words.sourceRow, { source: word("source", rec.source[row]), key: rec.key[row] });
  const where = (row) => {
    const told = { file: records.files[rec.source[row]] || "", sheet: rec.sheet[row], row: number(rec.row[row]) };
    return fill(rec.sheet[row] ? words.place : words.placeBare, told);
  };

  // ---- Which cooperatives a number means ------------------------------------------------------------
  function pick(predicate) {
    const tests = Object.entries(predicate).map(([column, wanted]) => [coops[column], new Set(Array.isArray(wanted) ? wanted : [wanted])]);
    const hit = [];
    for (let place = 0; place < coops.id.length; place += 1) {
      if (tests.every(([values, wanted]) => values && wanted.has(values[place] === undefined ? null : values[place]))) hit.push(place);
    }
    return hit;
  }
  // A list line is a cooperative, or one register row of it where the number counts rows.
  function linesOf(selection, cell) {
    const places = pick(cell.p);
    if (cell.u !== "row") return places.map((place) => ({ place, rows: rowsOf[place] }));
    const surplus = /^[^/]*\/duplicate/.test(decodeURIComponent(selection)) ? 1 : 0;
    return places.flatMap((place) => rowsOf[place].filter((row) => rec.source[row] === "register").slice(surplus).map((row) => ({ place, rows: [row] })));
  }
  function search(query) {
    const wanted = fold(query).split(/\s+/).filter(Boolean);
    return coops.id.map((_, place) => place)
      .filter((place) => wanted.every((part) => fold(coops.name[place] + " " + coops.nik[place]).includes(part)))
      .map((place) => ({ place, rows: rowsOf[place] }));
  }

  // ---- The list ------------------------------------------------------------------------------------
  const COLUMNS = [
    ["name", (line) => coops.name[line.place]],
    ["kind", (line) => word("category", coops.category[line.place])],
    ["district", (line) => word("district", coops.district[line.place])],
    ["status", (line) => word("result", result(coops.standing[line.place]))],
    ["visited", (line) => coops.day[line.place].split("/").reverse().join("-")],
    ["sources", (line) => line.rows.map((row) => sourceRow(row)).join(" ")],
  ];
  function lineOf(line) {
    const place = line.place;
    return el("tr", {},
      el("th", { scope: "row" },
        el("a", { class: "name", href: "#rec=" + encodeURIComponent(coops.id[place]) }, coops.name[place] || coops.id[place]),
        el("small", {}, coops.nik[place] || words.noNik)),
      el("td", {}, word("category", coops.category[place])),
      el("td", {}, word("district", coops.district[place]), el("small", {}, coops.village[place])),
      el("td", {}, status(coops.standing[place]), el("small", {}, word("reason", coops.reason[place]))),
      el("td", {}, coops.day[place] || el("span", { class: "muted" }, words.notYet)),
      el("td", {}, line.rows.map((row) => el("span", { class: "src small" }, sourceRow(row)))));
  }
  function showList(heading, lines, unit) {
    let shown = lines;
    let limit = PAGE;
    let order = { column: -1, down: false };
    const body = el("tbody");
    const state = el("p", { class: "muted small", role: "status" });
    const more = el("div", { class: "lb-more" });
    const table = el("table", { class: "lb-table lb-list" });
    const headings = COLUMNS.map(([name, value], column) => el("th", { scope: "col" },
      el("button", { type: "button", onclick: () => sortBy(column, value) }, words[name])));
    table.append(el("caption", { class: "visually-hidden" }, heading), el("thead", {}, el("tr", {}, headings)), body);
    const download = el("button", { type: "button", class: "btn", onclick: () => save(heading, shown) });
    const box = el("input", { type: "search", "aria-label": words.search, placeholder: words.search, autocomplete: "off", oninput: filter });
    const empty = el("p", { class: "lb-empty" });
    function draw() {
      body.replaceChildren(...shown.slice(0, limit).map(lineOf));
      table.hidden = shown.length === 0;
      empty.hidden = shown.length > 0;
      empty.textContent = lines.length ? words.noHit : words.empty;
      state.textContent = fill(words.of, { shown: number(Math.min(limit, shown.length)), n: number(shown.length) });
      download.replaceChildren(icon("download"), fill(words.download, { n: number(shown.length) }));
      download.hidden = shown.length === 0;
      more.replaceChildren();
      if (shown.length > limit) {
        more.append(el("button", { type: "button", class: "btn", onclick: () => {
          const next = limit;
          limit = shown.length;
          draw();
          const first = body.rows[next];
          if (first) first.querySelector("a").focus();
        } }, fill(words[unit === "row" ? "rows" : "cooperatives"], { n: "+" + number(shown.length - limit) })));
      }
    }
    function filter() {
      const wanted = fold(box.value).split(/\s+/).filter(Boolean);
      shown = lines.filter((line) => {
        const text = fold(COLUMNS.map(([, value]) => value(line)).join(" ") + " " + coops.nik[line.place] + " " + coops.village[line.place]);
        return wanted.every((part) => text.includes(part));
      });
      if (order.column >= 0) sort();
      limit = PAGE;
      draw();
    }
    function sort() {
      const value = COLUMNS[order.column][1];
      const turn = order.down ? -1 : 1;
      shown = [...shown].sort((a, b) => turn * value(a).localeCompare(value(b), document.documentElement.lang, { numeric: true }));
    }
    function sortBy(column) {
      order = { column, down: order.column === column && !order.down };
      headings.forEach((one, place) => one.removeAttribute("aria-sort") || (place === column && one.setAttribute("aria-sort", order.down ? "descending" : "ascending")));
      sort();
      draw();
      announce.textContent = words[COLUMNS[column][0]] + ", " + (order.down ? words.sortedDown : words.sortedUp);
    }
    const unitWord = unit === "row" ? words.rows : words.cooperatives;
    const top = heading_(fill(unitWord, { n: number(lines.length) }) + ": " + heading, words.list + " · " + words.circumstances, "#report", words.back);
    view.replaceChildren(top, counts(lines), el("div", { class: "lb-tools" }, el("div", { class: "lb-find" }, icon("search"), box), download), table, empty, more, state);
    draw();
  }
  // How many of the list are active, unknown, inactive; said only where they differ.
  function counts(lines) {
    const told = new Map();
    for (const line of lines) told.set(result(coops.standing[line.place]), (told.get(result(coops.standing[line.place])) || 0) + 1);
    if (told.size < 2) return "";
    return el("ul", { class: "lb-keys" }, Object.keys(labels.result).filter((code) => told.has(code))
      .map((code) => el("li", {}, status(code), " ", el("span", { class: "v" }, number(told.get(code))))));
  }
  function heading_(text, crumb, back, backWord) {
    return el("div", { class: "lb-head" }, el("div", {},
      el("p", {}, el("a", { class: "btn btn-quiet", href: back }, icon("back"), backWord)),
      el("p", { class: "lb-crumb" }, crumb),
      el("h1", { tabindex: "-1" }, text)));
  }

  // ---- One cooperative -------------------------------------------------------------------------------
  function showRecord(place) {
    const own = rowsOf[place];
    const code = result(coops.standing[place]);
    const facts = [coops.nik[place] ? words.nik + " " + coops.nik[place] : words.noNik, word("category", coops.category[place]), word("district", coops.district[place])];
    view.replaceChildren(
      heading_(coops.name[place] || coops.id[place], facts.filter(Boolean).join(" · "), returnTo || "#report", returnTo ? words.backList : words.back),
      el("div", { class: "lb-standing is-" + code }, status(code),
        el("p", {}, word("reason", coops.reason[place]) + (coops.day[place] ? " · " + words.visited + " " + coops.day[place] : ""), el("br"), el("small", {}, words.circumstances))),
      otherRules(place) || "", ...sideBySide(place, own), ...pairs(own), findings(own) || "");
  }
  function otherRules(place) {
    if (rules.length < 2) return null;
    return el("ul", { class: "lb-rules" }, el("li", { class: "muted head" }, words.underRules),
      rules.slice(1).map((one) => el("li", {}, status(one.r[place]), " ", one.t, one.w[place] ? el("small", {}, ": " + word("reason", one.w[place])) : "")));
  }
  const plain = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const ALWAYS = ["name", "kind", "legal_number", "coop_nik", "address", "village", "district", "visited_on", "outcome"];
  function sideBySide(place, own) {
    const names = Object.keys(fields).filter((name) => own.some((row) => fields[name][row]));
    const differ = names.filter((name) => new Set(own.map((row) => plain(fields[name][row])).filter(Boolean)).size > 1);
    const first = own.length > 1 ? [...differ, ...names.filter((name) => ALWAYS.includes(name) && !differ.includes(name))] : names;
    const rest = names.filter((name) => !first.includes(name));
    const heading = own.length > 1 ? fill(words.sideBySide, { n: number(differ.length) }) : words.oneSource;
    const table = (shown, title) => el("table", { class: "lb-table lb-sources" }, el("caption", { class: "visually-hidden" }, title),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words.field),
        own.map((row) => el("th", { scope: "col" }, sourceRow(row), el("small", {}, where(row)))),
        own.length > 1 ? el("th", { scope: "col" }, words.why) : null)),
      el("tbody", {}, shown.map((name) => fieldLine(place, name, own, differ.includes(name)))));
    const more = rest.length ? el("details", { class: "lb-rest" },
      el("summary", {}, el("b", {}, fill(words.rest, { n: number(rest.length) })), ": " + rest.map((name) => word("field", name)).join(", ")),
      table(rest, words.rest)) : null;
    return [section(heading, own.length > 1 ? words.violet : "", table(first, heading), more)];
  }
  function fieldLine(place, name, own, differs) {
    const texts = own.map((row) => fields[name][row]);
    const marked = differs ? marks(texts) : texts;
    const used = own.length > 1 ? own.findIndex((row) => rec.led[row].split(",").includes(name)) : -1;
    return el("tr", {}, el("th", { scope: "row" }, word("field", name)),
      texts.map((text, column) => el("td", { class: column === used ? "used" : null, "data-label": sourceRow(own[column]) },
        column === used ? el("b", {}, "✓ " + words.used) : null, text ? marked[column] : el("span", { class: "muted" }, words.notTold))),
      own.length > 1 ? el("td", { class: "lb-why" }, why(place, name, own, texts, used)) : null);
  }
  const LED_BY_VISIT = ["kind", "pattern", "village", "district", "address", "latitude", "longitude"];
  function why(place, name, own, texts, used) {
    if (own.length < 2) return "";
    const visit = own.map((row, column) => (rec.source[row] === "census" ? column : -1)).filter((column) => column >= 0);
    if (used < 0) {
      const silent = visit.length && ["kind", "village", "district"].includes(name) && visit.every((column) => !texts[column]);
      return silent && coops.visited[place] && texts.some(Boolean) ? words.silent : "";
    }
    if (texts.filter(Boolean).length === 1) return words.onlySource;
    if (rec.source[own[used]] === "census") return LED_BY_VISIT.includes(name) ? words.visitLeads : "";
    return visit.length ? words.registerLeads : "";
  }
  function pairs(own) {
    const mine = new Set(own);
    const hit = link.left.map((_, at) => at).filter((at) => mine.has(link.left[at]) || mine.has(link.right[at]));
    const line = (at) => el("li", { class: link.linked[at] ? "is-active" : "is-waiting" }, icon(link.linked[at] ? "check" : "alert"),
      el("div", {}, el("strong", {}, sourceRow(link.left[at]) + " ↔ " + sourceRow(link.right[at]) + ": " + word("tier", link.tier[at])), el("p", {}, link.why[at].map((one) => link.phrases[one]).join("; "))));
    const inside = hit.filter((at) => link.linked[at]);
    const waits = hit.filter((at) => !link.linked[at]);
    return [
      inside.length ? section(words.links, "", el("ul", { class: "lb-checks" }, inside.map(line))) : "",
      waits.length ? section(words.waiting, "", el("ul", { class: "lb-checks" }, waits.map(line))) : "",
    ];
  }
  function findings(own) {
    const mine = new Set(own);
    const hit = problem.record.map((_, at) => at).filter((at) => mine.has(problem.record[at]));
    if (!hit.length) return null;
    return section(words.findings, "", el("ul", { class: "lb-checks" }, hit.map((at) => el("li", { class: "is-waiting" }, icon("alert"),
      el("div", {}, el("strong", {}, sourceRow(problem.record[at])), el("p", {}, problem.what[at] + " " + problem.mend[at]))))));
  }
  const section = (heading, note, ...content) => el("section", { class: "lb-section" },
    el("header", {}, el("h2", {}, heading), note ? el("p", {}, note) : null), content);

  // Letters that differ are marked on both sides alike; where little agrees the whole value is marked, and
  // a match of one or two letters is chance.
  function marks(texts) {
    const first = texts.find(Boolean);
    return texts.map((text) => {
      const other = text === first ? texts.find((one) => one && plain(one) !== plain(text)) || first : first;
      if (!text || plain(text) === plain(other)) return text;
      const kept = common(text, other);
      const share = kept.filter(Boolean).length / Math.max(text.length, 1);
      if (share < 0.45) return el("mark", {}, text);
      const pieces = [];
      for (let at = 0; at < text.length;) {
        let end = at;
        while (end < text.length && kept[end] === kept[at]) end += 1;
        const piece = text.slice(at, end);
        pieces.push(kept[at] || !piece.trim() ? piece : el("mark", {}, piece));
        at = end;
      }
      return pieces;
    });
  }
  function common(text, other) {
    const a = [...fold1(text)], b = [...fold1(other)];
    if (a.length !== text.length || a.length * b.length > 40000) return new Array(text.length).fill(false);
    const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) for (let j = b.length - 1; j >= 0; j -= 1) {
      best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
    const kept = new Array(a.length).fill(false);
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      if (a[i] === b[j]) { kept[i] = true; i += 1; j += 1; } else if (best[i + 1][j] >= best[i][j + 1]) i += 1; else j += 1;
    }
    for (let at = 0; at < kept.length;) {
      let end = at;
      while (end < kept.length && kept[end] === kept[at]) end += 1;
      const alone = end - at < 3 && at > 0 && end < kept.length && !/\s/.test(text.slice(at, end));
      if (kept[at] && alone) kept.fill(false, at, end);
      at = end;
    }
    return kept;
  }
  const fold1 = (text) => text.toLowerCase();

  // ---- Download: the same guard against formulas as the files beside the report ----------------------
  function save(heading, lines) {
    const guard = (cell) => (/^[=+\-@\t\r]/.test(cell) ? "'" + cell : cell);
    const cell = (text) => '"' + guard(String(text)).replace(/"/g, '""') + '"';
    const head = ["name", "nik", "kind", "district", "status", "reason", "visited", "sources", "place"].map((name) => words[name] || name);
    const body = lines.map(({ place, rows }) => [coops.name[place], coops.nik[place], word("category", coops.category[place]),
      word("district", coops.district[place]), word("result", result(coops.standing[place])), word("reason", coops.reason[place]),
      coops.day[place], rows.map(sourceRow).join("; "), rows.map(where).join("; ")]);
    head[8] = words.file + ", " + words.sheet + ", " + words.row;
    const note = (words.example ? words.example + " · " : "") + words.circumstances;
    const text = "\ufeff" + [[heading], [note], head, ...body].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const anchor = el("a", { href: address, download: fold(heading).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) + ".csv" });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  // ---- Addresses -------------------------------------------------------------------------------------
  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }
  function route() {
    const hash = location.hash.slice(1);
    const [kind, ...rest] = hash.split("=");
    const value = rest.join("=");
    if (!["sel", "rec", "q"].includes(kind)) return showReport(hash);
    if (!report.hidden) scrolled = window.scrollY;
    let lines = null;
    if (kind === "sel" && cells[value]) {
      const cell = cells[value];
      lines = linesOf(value, cell);
      showList(cell.t, lines, cell.u);
    } else if (kind === "q") {
      lines = search(decoded(value));
      showList(fill(words.searchResults, { q: decoded(value) }), lines, "cooperative");
    } else if (kind === "rec" && placeOf.has(decoded(value))) {
      showRecord(placeOf.get(decoded(value)));
    } else {
      view.replaceChildren(heading_(words.gone, words.list, "#report", words.back));
    }
    if (kind !== "rec") returnTo = "#" + hash;
    report.hidden = true;
    view.hidden = false;
    window.scrollTo(0, 0);
    const top = view.querySelector("h1");
    document.title = top.textContent + " · Lumbung";
    top.focus({ preventScroll: true });
    announce.textContent = top.textContent;
  }
  function showReport(anchor) {
    returnTo = "";
    document.title = title;
    if (report.hidden) {
      view.hidden = true;
      view.replaceChildren();
      report.hidden = false;
      window.scrollTo(0, scrolled);
      if (opener && opener.isConnected) opener.focus({ preventScroll: true });
      announce.textContent = title;
      return;
    }
    const target = anchor && document.getElementById(anchor);
    if (target) target.scrollIntoView();
  }
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[href^='#']");
    if (anchor && report.contains(anchor)) opener = anchor;
    const point = event.target.closest("[data-i]");
    if (point) location.hash = "rec=" + encodeURIComponent(coops.id[Number(point.dataset.i)]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !view.hidden) location.hash = location.hash.startsWith("#rec=") && returnTo ? returnTo.slice(1) : "report";
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(event.target.tagName)) {
      const box = view.querySelector("input[type=search]") || (find && find.querySelector("input"));
      if (box) { event.preventDefault(); box.focus(); }
    }
  });
  if (find) {
    find.hidden = false;
    find.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = find.querySelector("input").value.trim();
      if (query) location.hash = "q=" + encodeURIComponent(query);
    });
  }
  document.documentElement.classList.add("has-script");
  window.addEventListener("hashchange", route);
  if (location.hash) route();
})();
