/* Search over the whole catalog: a palette on every page (press / or Ctrl-K) and the search page. No server, no fetch: the data are
   classic scripts under search/ that call catalogSearch.push; see catalog_gen/site/search_index.py for how they are written. Texts
   from the catalog only ever become text nodes. */
(() => {
"use strict";

const ROOT = new URL("../", document.currentScript.src);
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = new Map([...DIGITS].map((digit, value) => [digit, value]));
const KINDS = {
  event: ["Event", "Messages"], command: ["Command", "Messages"], query: ["Query", "Messages"], message: ["Message", "Messages"],
  service: ["Service", "Services"], channel: ["Channel", "Channels"], domain: ["Domain", "Domains"], team: ["Team", "Teams"],
  user: ["Person", "People"], schema: ["Schema", "Schemas"], doc: ["Doc", "Docs"],
};
const STATES = ["", "draft", "deprecated", "sunset", "retired"];
const FILTERS = { field: "field", owner: "owner", team: "owner", user: "owner", channel: "channel", topic: "channel", domain: "domain" };

/* How good a find is, best first. A score is a tier and, within it, the length of the name; 0 means not found. */
const EXACT = 0, PREFIX = 1, WORD = 2, INFIX = 3, HUMPS = 4, FIELD = 5, LINKED = 6, FIELD_PREFIX = 7, SCATTERED = 8, TYPO = 9, TEXT = 10, TEXT_PREFIX = 11;
const score = (tier, length) => 1 + tier * 64 + Math.min(63, length);
const BIAS = { service: 3, domain: 3, team: 6, user: 12, doc: 12, channel: 14, schema: 14 }; // of equally good finds, what people look for most
const ENOUGH = 8; // names with the fragment itself that make it needless to look for abbreviations; any makes typing errors unlikely

// --- reading the data

const SEPARATORS = /[ \t\n\-._/\\:#$]+/g;
const isAscii = (text) => !/[^\x00-\x7f]/.test(text);

function normal(text) {
  const plain = isAscii(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.toLowerCase().replace(SEPARATORS, "");
}

/* Numbers of five bits a digit, lowest first. */
function readNumbers(text) {
  const values = [];
  let value = 0, shift = 0;
  for (const character of text) {
    const digit = DIGIT.get(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit < 32) {
      values.push(value);
      value = shift = 0;
    }
  }
  return values;
}

/* Increasing numbers from steps; after a step of 0 comes how many steps of 1 follow. */
function readSteps(text) {
  const rows = [];
  const steps = readNumbers(text);
  let last = -1;
  for (let place = 0; place < steps.length; place += 1) {
    if (steps[place]) rows.push(last += steps[place]);
    else for (let left = steps[place += 1]; left > 0; left -= 1) rows.push(last += 1);
  }
  return rows;
}

function readRuns(text, length) {
  const values = new Uint16Array(length);
  const pairs = readNumbers(text);
  for (let place = 0, row = 0; place < pairs.length; place += 2) values.fill(pairs[place], row, row += pairs[place + 1]);
  return values;
}

/* Front-coded lines as arrays: the name, then what stands behind it between tabs. */
function readLines(text) {
  let above = "";
  return text.split("\n").map((line) => {
    const parts = line.slice(1).split("\t");
    parts[0] = above = above.slice(0, DIGIT.get(line[0])) + parts[0];
    return parts;
  });
}

function slugOf(name) {
  let humped = "";
  for (let place = 0; place < name.length; place += 1) {
    if (place && startsWord(name, place) && !/[0-9]/.test(name[place])) humped += "-";
    humped += name[place];
  }
  return humped.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

const isUpper = (character) => character >= "A" && character <= "Z";
const isLower = (character) => character >= "a" && character <= "z";
const isDigit = (character) => character >= "0" && character <= "9";

/* Whether a new word begins inside a name: orderPlaced, HTTPServer, order2. */
function startsWord(name, place) {
  const before = name[place - 1], here = name[place];
  if (isUpper(here)) return isLower(before) || isDigit(before) || (isUpper(before) && isLower(name[place + 1] || ""));
  return isDigit(here) && !isDigit(before);
}

/* Loads files of data, each once; tells whoever waits. */
const loader = {
  asked: new Map(),
  get(path) {
    if (!this.asked.has(path)) {
      this.asked.set(path, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = new URL("search/" + path + (index.rows ? "?" + index.rows : ""), ROOT).href;
        script.onload = done;
        script.onerror = () => { this.asked.delete(path); failed(new Error(path)); };
        document.head.append(script);
      }));
    }
    return this.asked.get(path);
  },
};

// --- the index

const index = {
  ready: false,
  generation: 0, // of the data: what was worked out before more arrived is worked out again
  terms: new Map(),
  links: new Map(),
  cache: new Map(),

  /* A file of another build, out of a cache, numbers the rows otherwise: it counts as empty. */
  receive([kind, name, value, rows]) {
    if (kind === "names") {
      this.rows = rows;
      this.read(value);
    } else if (rows !== this.rows) {
      if (kind === "terms") this.terms.set(name, []);
      return;
    }
    if (kind === "terms") this.terms.set(name, readLines(value).map(([term, spelling, rows]) => ({ term, kind: spelling[0], name: spelling.slice(1), rows })));
    if (kind === "links") {
      for (const line of value.split("\n")) {
        const blank = line.indexOf(" ");
        this.links.set(Number(line.slice(0, blank)), line.slice(blank + 1));
      }
    }
    this.generation += 1;
    this.cache.clear();
  },

  read(value) {
    this.names = [];
    this.slugs = [];
    this.kinds = [];
    this.groups = value.kinds.map(([kind, folder, count]) => ({ kind, folder, count }));
    this.first = {};
    value.kinds.forEach(([kind, , count, text], group) => {
      this.first[kind] = this.names.length;
      if (!count) return;
      for (const [name, slug] of readLines(text)) {
        this.names.push(name);
        this.slugs.push(slug);
        this.kinds.push(group);
      }
    });
    this.size = this.names.length;
    this.placed = this.first.channel; // messages and services come first, and only they have a domain
    this.domains = readRuns(value.domains, this.placed);
    this.states = readRuns(value.states, this.first.service);
    this.shards = value.terms;
    this.firsts = value.links;
    this.fold();
    this.ready = true;
  },

  /* All names in one text without case and separators, where each begins, and where its words begin. */
  fold() {
    const texts = new Array(this.size);
    this.starts = new Int32Array(this.size + 1);
    let length = 0;
    const words = [];
    for (let row = 0; row < this.size; row += 1) {
      const folded = foldName(this.names[row]);
      texts[row] = folded.text;
      this.starts[row] = length;
      for (const place of folded.words) words.push(length + place);
      length += folded.text.length + 1;
    }
    this.starts[this.size] = length;
    this.text = texts.join("\n") + "\n";
    this.words = new Uint8Array(length + 1);
    for (const place of words) this.words[place] = 1;
  },

  kind(row) { return this.groups[this.kinds[row]].kind; },

  url(row) {
    const slug = this.slugs[row] || slugOf(this.names[row]);
    return new URL(this.groups[this.kinds[row]].folder + slug.split("/").map(encodeURIComponent).join("/") + "/index.html", ROOT).href;
  },

  domain(row) {
    const number = row < this.placed ? this.domains[row] : 0;
    return number ? this.names[this.first.domain + number - 1] : "";
  },

  state(row) { return row < this.first.service ? STATES[this.states[row]] : ""; },
};

/* A name without case and separators, and the places in it where words begin. `from` says which character of the name each came from. */
function foldName(name, withOrigin = false) {
  const words = [], origin = [];
  let text = "", begins = true, place = 0;
  for (const character of isAscii(name) ? name : Array.from(name)) {
    const plain = normal(character);
    if (!plain) {
      begins = begins || /[\s\-._/\\:#$]/.test(character);
    } else {
      if (begins || (place && startsWord(name, place))) words.push(text.length);
      if (withOrigin) for (let unit = 0; unit < plain.length; unit += 1) origin.push(place);
      text += plain;
      begins = false;
    }
    place += character.length;
  }
  return { text, words, origin };
}

// --- finding a term in names

/* Score of each row for a term of the query; looks for poorer likenesses only when there are few good ones, or none. */
function findNames(term) {
  const scores = new Uint16Array(index.size);
  let found = findFragments(term, scores);
  if (found < ENOUGH && term.length > 1) found += findLikenesses(scores, (start, end) => humps(term, start, end));
  if (!found && term.length > 3) found += findTypos(term, scores);
  if (!found && term.length > 2) findLikenesses(scores, (start, end) => scattered(term, start, end));
  return scores;
}

function findFragments(term, scores) {
  const { text, starts, words } = index;
  let found = 0, row = 0;
  for (let at = text.indexOf(term); at >= 0;) {
    while (starts[row + 1] <= at) row += 1;
    const start = starts[row], end = starts[row + 1] - 1;
    const tier = at === start ? (at + term.length === end ? EXACT : PREFIX) : words[at] ? WORD : INFIX;
    const value = score(tier, end - start);
    if (!scores[row]) found += 1;
    if (!scores[row] || value < scores[row]) scores[row] = value;
    at = text.indexOf(term, tier <= PREFIX ? end : at + 1);
  }
  return found;
}

function findLikenesses(scores, likeness) {
  let found = 0;
  for (let row = 0; row < index.size; row += 1) {
    if (!scores[row] && (scores[row] = likeness(index.starts[row], index.starts[row + 1] - 1))) found += 1;
  }
  return found;
}

/* ordpl for OrderPlaced: each letter goes on in its word or begins a later one. */
function humps(term, start, end) {
  const { text, words } = index;
  let letter = 0, joined = false;
  for (let at = start; at < end; at += 1) {
    if ((joined || words[at]) && text.charCodeAt(at) === term.charCodeAt(letter)) {
      joined = true;
      letter += 1;
      if (letter === term.length) return score(HUMPS, end - start);
    } else {
      joined = false;
    }
  }
  return 0;
}

/* All letters in this order, not too far apart, the first of them at the beginning of a word. */
function scattered(term, start, end) {
  const { text, words } = index;
  let letter = 0, from = 0;
  for (let at = start; at < end; at += 1) {
    if (text.charCodeAt(at) !== term.charCodeAt(letter) || (!letter && !words[at])) continue;
    if (!letter) from = at;
    letter += 1;
    if (letter === term.length) return at - from < term.length * 3 ? score(SCATTERED, end - start) : 0;
  }
  return 0;
}

/* One letter wrong, missing, too many, or two exchanged: then half of the term is right, and is looked for. */
function findTypos(term, scores) {
  const half = term.length >> 1, left = term.slice(0, half), right = term.slice(half);
  const exchanged = term.slice(0, half - 1) + term[half] + term[half - 1] + term.slice(half + 1);
  const { text, starts } = index;
  let found = 0;
  const look = (part, fits) => {
    for (let at = text.indexOf(part), row = 0; at >= 0; at = text.indexOf(part, at + 1)) {
      while (starts[row + 1] <= at) row += 1;
      if (!scores[row] && fits(at)) {
        scores[row] = score(TYPO, starts[row + 1] - starts[row]);
        found += 1;
      }
    }
  };
  look(left, (at) => nearly(right, 0, 1, at + half, 1));
  look(right, (at) => nearly(left, half - 1, -1, at - 1, -1));
  look(exchanged, () => true);
  return found;
}

/* Whether the rest of a term, read in one direction, stands at a place with at most one mistake. */
function nearly(term, letter, way, at) {
  const { text } = index;
  const inside = () => letter >= 0 && letter < term.length;
  while (inside() && text[at] === term[letter]) { letter += way; at += way; }
  if (!inside()) return true;
  const rest = (fromLetter, fromAt) => {
    while (fromLetter >= 0 && fromLetter < term.length && text[fromAt] === term[fromLetter]) { fromLetter += way; fromAt += way; }
    return fromLetter < 0 || fromLetter >= term.length;
  };
  return rest(letter + way, at + way) || rest(letter + way, at) || rest(letter, at + way)
    || (text[at] === term[letter + way] && text[at + way] === term[letter] && rest(letter + 2 * way, at + 2 * way));
}

// --- finding a term elsewhere

/* The shards that hold words beginning with a term: few, or none while the term is too short to tell. */
function shardsOf(term) {
  const longer = index.shards.filter((prefix) => prefix.length > term.length && prefix.startsWith(term));
  const own = index.shards.filter((prefix) => term.startsWith(prefix));
  return term.length > 1 && longer.length <= 4 ? own.concat(longer) : term.length > 1 ? own : [];
}

const shardFile = (prefix) => "terms/t-" + Array.from(prefix, (letter) => (/[a-z0-9]/.test(letter) ? letter : "_" + letter.codePointAt(0).toString(16))).join("") + ".js";

/* Rows by a field, word, owner or channel, with the reason; adds files that are not there yet to `missing`. */
class Finds {
  constructor(scores) {
    this.scores = scores;
    this.reasons = new Map();
  }

  add(row, value, reason) {
    if (this.scores[row] && this.scores[row] <= value) return;
    this.scores[row] = value;
    this.reasons.set(row, reason);
  }

  addTerms(whole, kinds, missing) {
    const term = whole.slice(0, 60);
    for (const prefix of shardsOf(term)) {
      const lines = index.terms.get(prefix);
      if (!lines) missing.add(shardFile(prefix));
      else for (const line of lines) if (kinds.includes(line.kind) && line.term.startsWith(term)) this.addLine(line, term);
    }
  }

  addLine(line, term) {
    const whole = line.term === term;
    const name = line.name || line.term;
    const tier = line.kind === "f" ? (whole ? FIELD : FIELD_PREFIX) : whole ? TEXT : TEXT_PREFIX;
    line.found = line.found || readSteps(line.rows);
    const value = score(tier, name.length);
    const reason = line.kind === "f" ? ["field", name] : ["mentions", name];
    for (const row of line.found) this.add(row, value, reason);
  }

  /* What belongs to the channels, people and domains whose names were found. */
  addLinked(names, kinds, most, missing) {
    let left = most;
    for (const kind of kinds) {
      const first = index.first[kind], last = first + index.groups.find((group) => group.kind === kind).count;
      for (let row = first; row < last && left > 0; row += 1) {
        if (!names[row] || names[row] >= score(HUMPS, 0)) continue;
        left -= 1;
        const rows = kind === "domain" ? rowsOfDomain(row) : linkedRows(row, missing);
        const reason = [kind === "channel" ? "on" : kind === "domain" ? "in" : "owned by", index.names[row]];
        for (const other of rows) this.add(other, score(LINKED, names[row] >> 6), reason);
      }
    }
  }
}

function linkedRows(row, missing) {
  const known = index.links.get(row);
  if (known !== undefined) return typeof known === "string" ? (index.links.set(row, readSteps(known)), index.links.get(row)) : known;
  let shard = index.firsts.length - 1;
  while (shard >= 0 && index.firsts[shard] > row) shard -= 1;
  if (shard >= 0 && !loader.asked.has(`links/${shard}.js`)) missing.add(`links/${shard}.js`);
  return [];
}

function rowsOfDomain(row) {
  const number = row - index.first.domain + 1, rows = [];
  for (let other = 0; other < index.placed; other += 1) if (index.domains[other] === number) rows.push(other);
  return rows;
}

const LINKING = { owner: ["team", "user"], channel: ["channel"], domain: ["domain"] };

/* Scores and reasons for one part of the query. */
function findPart(part, missing) {
  const key = part.filter + ":" + part.term;
  const known = index.cache.get(key);
  if (known) return known;
  const waiting = new Set();
  let finds;
  if (part.filter === "field") {
    finds = new Finds(new Uint16Array(index.size));
    finds.addTerms(part.term, "f", waiting);
  } else if (part.filter) {
    const kinds = LINKING[part.filter], names = findNames(part.term);
    finds = new Finds(names.map((value, row) => (kinds.includes(index.kind(row)) && value < score(HUMPS, 0) ? value : 0)));
    finds.addLinked(finds.scores.slice(), kinds, 400, waiting);
  } else {
    const names = findNames(part.term);
    finds = new Finds(names.slice());
    finds.addTerms(part.term, "ft", waiting);
    if (part.term.length > 2) finds.addLinked(names, ["channel", "team", "user", "domain"], 40, waiting);
  }
  for (const file of waiting) missing.add(file);
  if (!waiting.size) {
    if (index.cache.size > 40) index.cache.clear();
    index.cache.set(key, finds);
  }
  return finds;
}

/* `order field:total "x y"` as parts, each a term without separators and perhaps a filter. */
function parse(query) {
  const parts = [];
  for (const [, filter, quoted, plain] of query.matchAll(/(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi)) {
    const known = filter && FILTERS[filter.toLowerCase()];
    const text = (quoted ?? plain) || "";
    const term = normal(known || !filter ? text : filter + text);
    if (term) parts.push({ filter: known || "", term });
  }
  return parts;
}

/* Everything that fits all parts of a query, best first, and how much there is of each kind. */
function find(query) {
  const missing = new Set();
  const parts = parse(query);
  if (!parts.length) return { rows: [], counts: new Map(), parts, missing, reason: () => null };
  const found = parts.map((part) => findPart(part, missing));
  const plain = parts.filter((part) => !part.filter);
  const whole = plain.length > 1 && plain.length === parts.length ? findNames(plain.map((part) => part.term).join("")) : null;
  const keys = [];
  const counts = new Map();
  for (let row = 0; row < index.size; row += 1) {
    let sum = 0;
    for (const finds of found) {
      const value = finds.scores[row];
      if (!value) { sum = 0; break; }
      sum += value;
    }
    if (whole && whole[row] && whole[row] < score(HUMPS, 0) && (!sum || whole[row] < sum)) sum = whole[row];
    if (!sum) continue;
    const kind = index.kind(row);
    keys.push((sum + (BIAS[kind] || 0)) * 1048576 + row);
    const label = KINDS[kind][1];
    counts.set(label, (counts.get(label) || 0) + 1);
  }
  const rows = Float64Array.from(keys).sort();
  const reason = (row) => found.map((finds) => finds.reasons.get(row)).filter(Boolean);
  return { rows: Array.from(rows, (key) => key % 1048576), counts, parts, missing, reason };
}

// --- showing what was found

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/* A name with the found fragments marked. */
function marked(name, parts) {
  const folded = foldName(name, true);
  const bright = new Uint8Array(name.length);
  for (const { term } of parts) {
    const at = folded.text.indexOf(term);
    if (at >= 0) bright.fill(1, folded.origin[at], (folded.origin[at + term.length - 1] ?? name.length - 1) + 1);
  }
  const pieces = [];
  for (let from = 0; from < name.length;) {
    let to = from + 1;
    while (to < name.length && bright[to] === bright[from]) to += 1;
    const text = name.slice(from, to);
    pieces.push(bright[from] ? element("mark", {}, text) : text);
    from = to;
  }
  return pieces;
}

let finders = 0;

/* An input with its results: the palette has one, the search page another. */
class Finder {
  constructor(input, place, { shown, changed }) {
    finders += 1;
    this.id = "found-" + finders;
    this.input = input;
    this.shown = shown;
    this.changed = changed;
    this.kind = "";
    this.limit = shown;
    this.active = -1;
    this.chips = element("div", { class: "find-kinds", role: "group", "aria-label": "Show only", hidden: true });
    this.status = element("p", { class: "find-status", role: "status" });
    this.list = element("div", { class: "find-list", role: "listbox", id: this.id, "aria-label": "Results", hidden: true });
    this.more = element("button", { class: "find-more", type: "button", hidden: true }, "Show more");
    place.append(this.chips, this.status, this.list, this.more);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id, autocomplete: "off" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.renew());
    input.addEventListener("keydown", (event) => this.press(event));
    this.more.addEventListener("click", () => { this.limit += 200; this.show(); input.focus(); });
  }

  /* The query changed: show what is known at once, and load what is missing once typing pauses. */
  renew() {
    this.hurried = false;
    this.limit = this.shown;
    this.show();
    this.changed(this.input.value.trim());
  }

  show() {
    clearTimeout(this.timer);
    const query = this.input.value.trim();
    if (!index.ready) {
      this.status.textContent = query ? "Loading…" : "";
      loader.get("names.js").then(() => this.show(), () => { this.status.textContent = "The search data could not be loaded."; });
      return;
    }
    const result = find(query);
    this.result = result;
    this.active = -1;
    this.showKinds(result);
    const rows = this.kind ? result.rows.filter((row) => KINDS[index.kind(row)][1] === this.kind) : result.rows;
    this.list.replaceChildren(...rows.slice(0, this.limit).map((row, place) => this.option(row, place, result)));
    this.list.hidden = !rows.length;
    this.more.hidden = rows.length <= this.limit;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    const waiting = result.missing.size > 0;
    this.status.textContent = !query ? "" : rows.length ? `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "result" : "results"}` : waiting ? "Searching…" : `Nothing found for “${query}”.`;
    if (waiting) this.timer = setTimeout(() => this.fetch(result.missing), rows.length ? 120 : 0);
    this.hurry();
  }

  fetch(files) {
    Promise.allSettled([...files].map((file) => loader.get(file))).then((done) => {
      if (done.some(({ status }) => status === "fulfilled")) this.show();
      else if (!this.list.childElementCount) this.status.textContent = "Part of the search data could not be loaded.";
    });
  }

  showKinds({ counts }) {
    if (this.kind && !counts.has(this.kind)) this.kind = "";
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const labels = [...new Set(Object.values(KINDS).map(([, label]) => label))].filter((label) => counts.has(label));
    const chip = (label, kind, count) => {
      const button = element("button", { type: "button", "aria-pressed": String(this.kind === kind) }, label + " ", element("span", {}, count.toLocaleString("en")));
      button.addEventListener("click", () => { this.kind = kind; this.limit = this.shown; this.show(); this.input.focus(); });
      return button;
    };
    this.chips.hidden = labels.length < 2;
    this.chips.replaceChildren(chip("All", "", all), ...labels.map((label) => chip(label, label, counts.get(label))));
  }

  option(row, place, { parts, reason }) {
    const kind = index.kind(row), state = index.state(row);
    const notes = [];
    if (index.domain(row)) notes.push(index.domain(row));
    for (const [word, name] of reason(row)) if (word !== "in") notes.push(`${word} ${name}`);
    const shown = parts.filter((part) => !part.filter || (LINKING[part.filter] || []).includes(kind));
    const line = element("a", { role: "option", class: "find-option", id: `${this.id}-${place}`, tabindex: "-1", "aria-selected": "false", href: index.url(row) },
      element("span", { class: `kind kind-${kind}` }, KINDS[kind][0]), element("span", { class: "find-name" }, ...marked(index.names[row], shown)));
    if (state) line.lastChild.append(" ", element("span", { class: `state state-${state}` }, state));
    if (notes.length) line.append(element("span", { class: "find-note" }, notes.join(" · ")));
    return line;
  }

  press(event) {
    if (event.isComposing) return;
    const options = this.list.children;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in moves && options.length) {
      event.preventDefault();
      const far = Math.abs(moves[event.key]) > 1;
      const next = this.active + moves[event.key];
      this.choose(far ? Math.max(0, Math.min(options.length - 1, next)) : next < -1 ? options.length - 1 : next >= options.length ? 0 : next);
    } else if (event.key === "Enter") {
      const chosen = options[Math.max(0, this.active)];
      if (chosen && !this.list.hidden) {
        event.preventDefault();
        if (event.ctrlKey || event.metaKey) window.open(chosen.href, "_blank", "noopener");
        else location.href = chosen.href;
      } else if (this.input.value.trim()) {
        this.hurried = true;
      }
    }
  }

  /* Enter was pressed before there was anything to go to: go now. */
  hurry() {
    const first = this.list.firstElementChild;
    if (!this.hurried || !first) return;
    this.hurried = false;
    location.href = first.href;
  }

  choose(place) {
    const options = this.list.children;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const chosen = options[place];
    if (!chosen) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }
}

// --- the palette and the page

const HINTS = [["orderpl", "any fragment of a name"], ["field:amount", "by a field of the payload"], ["owner:checkout", "by who owns it"], ["channel:orders", "by where it travels"], ["domain:billing", "by domain"]];

const palette = {
  open(query = "") {
    if (!this.dialog) this.build();
    if (!this.dialog.open) this.dialog.showModal();
    if (query) this.input.value = query;
    this.input.focus();
    if (!query) this.input.select();
    this.finder.show();
    this.hint();
  },

  build() {
    this.input = element("input", { type: "text", "aria-label": "Search the catalog", placeholder: "Find a message, field, owner or channel", spellcheck: "false", autocapitalize: "none", enterkeyhint: "go" });
    const close = element("button", { type: "button", class: "find-close" }, "Close");
    const results = element("div", { class: "find-results" });
    this.hints = element("dl", { class: "find-hints" }, ...HINTS.map(([query, meaning]) => element("div", {}, element("dt", {}, element("code", {}, query)), element("dd", {}, meaning))));
    this.dialog = element("dialog", { class: "find", "aria-label": "Search" },
      element("div", { class: "find-top" }, this.input, close), results, this.hints);
    this.finder = new Finder(this.input, results, { shown: 30, changed: () => this.hint() });
    document.body.append(this.dialog);
    close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); this.dialog.close(); }
    });
  },

  hint() { this.hints.hidden = this.input.value.trim() !== ""; },
};

/* The search page: the same results in the page, and the query in its address. */
function setUpPage(input, place) {
  const rest = [...place.children];
  place.removeAttribute("aria-live");
  const results = element("div", { class: "find-results" });
  place.prepend(results);
  const changed = (query) => {
    for (const one of rest) one.hidden = query !== "";
    const address = new URL(location.href);
    address.search = query ? "?q=" + encodeURIComponent(query) : "";
    try { history.replaceState(null, "", address); } catch { /* some browsers keep addresses of files as they are */ }
  };
  const finder = new Finder(input, results, { shown: 30, changed });
  input.form?.addEventListener("submit", (event) => event.preventDefault());
  const query = new URLSearchParams(location.search).get("q") || input.value;
  input.value = query;
  for (const one of rest) one.hidden = query.trim() !== "";
  finder.show();
}

/* Another input, in the bar or on the first page, opens the palette; without <dialog> its form leads to the search page. */
function setUpDoor(input) {
  if (typeof HTMLDialogElement === "undefined") return;
  const open = () => {
    palette.open(input.value);
    input.value = "";
  };
  input.addEventListener("focus", () => loader.get("names.js").catch(() => {}));
  input.addEventListener("click", open);
  input.addEventListener("input", (event) => { if (!event.isComposing) open(); });
  input.addEventListener("compositionend", open);
}

function setUp() {
  const page = document.querySelector("#search-input");
  const results = document.querySelector("#search-results");
  if (page && results) setUpPage(page, results);
  for (const input of document.querySelectorAll("input[type=search][name=q]")) if (input !== page) setUpDoor(input);
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!slash && !control) return;
    if (slash && event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    if (page && results && !palette.dialog?.open) { page.focus(); page.select(); }
    else if (typeof HTMLDialogElement !== "undefined") palette.open();
  }, true);
}

const early = self.catalogSearch || [];
self.catalogSearch = { push: (item) => index.receive(item) };
early.forEach((item) => index.receive(item));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
else setUp();
})();
