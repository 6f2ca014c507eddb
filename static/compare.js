/* Compares any two versions of a message, from the data on the page: no server, no fetch. The same merging and the same words as
   catalog_gen/evolution/fields/merging.py, catalog_gen/site/field_diff.py and field_diff_words.py. Texts from the catalog only ever
   become text nodes. */
(function () {
  "use strict";

  var DEPTH = 24, FIELDS = 4000, NAMES = 40, VALUES = 12;
  var SIGNS = { added: 1, removed: 1, changed: 1 };
  var YES_OR_NO = {
    "required": ["now required", "no longer required"], "null": ["may be null now", "may no longer be null"],
    "read-only": ["now read-only", "no longer read-only"], "write-only": ["now write-only", "no longer write-only"],
    "deprecated": ["now deprecated", "no longer deprecated"]
  };
  var NAMED = { "type": 1, "format": 1, "always": 1, "default": 1, "encoding": 1, "media type": 1 };
  var nodes = [], left = 0;

  function make(name, kind, text) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }
  function link(address) { return new URL(address + "index.html", new URL(document.documentElement.dataset.root, location.href)).href; }

  // --- reading the data: [name, path, is part, facts, children, more, shown at]

  function field(number) {
    var node = nodes[number];
    return { name: node[0], path: node[1], part: node[2], facts: node[3], children: node[4], more: node[5], shownAt: node[6], number: number };
  }
  var EMPTY = { name: "", path: "", part: 0, facts: [], children: [], more: 0, shownAt: null, number: -1 };

  function paths(root) {
    var found = new Map(), waiting = root.children.slice();
    found.set(root.path, root);
    while (waiting.length) {
      var one = field(waiting.pop());
      if (!one.part && !found.has(one.path)) found.set(one.path, one);
      waiting.push.apply(waiting, one.children);
    }
    return found;
  }

  // --- merging

  function keyed(numbers) {
    var seen = {};
    return numbers.map(function (number) {
      var one = field(number), name = one.part + " " + one.name;
      seen[name] = (seen[name] || 0) + 1;
      return [name + " " + seen[name], one];
    });
  }

  function Merging(old, fresh) { this.old = paths(old); this.fresh = paths(fresh); }

  Merging.prototype.join = function (old, fresh, depth) {
    left -= 1;
    var changes = differ(old.facts, fresh.facts);
    var children = this.children(old, fresh, depth);
    var inside = children.some(function (child) { return child.sign !== "same"; });
    return { sign: changes.length ? "changed" : inside ? "inside" : "same", node: fresh, changes: changes, children: children };
  };
  Merging.prototype.children = function (old, fresh, depth) {
    if (depth >= DEPTH || left <= 0) return [];
    var before = old.children, after = fresh.children, shown;
    if (before.length && !after.length && fresh.shownAt !== null) {
      shown = this.fresh.get(fresh.shownAt);
      after = shown ? shown.children : after;
    } else if (after.length && !before.length && old.shownAt !== null) {
      shown = this.old.get(old.shownAt);
      before = shown ? shown.children : before;
    }
    var was = keyed(before), now = keyed(after), known = new Map(was), kept = new Map(now), gone = new Map(), last = "", self = this, rows = [];
    was.forEach(function (pair) {
      if (kept.has(pair[0])) last = pair[0];
      else gone.set(last, (gone.get(last) || []).concat([pair[1]]));
    });
    function lose(key) { (gone.get(key) || []).forEach(function (one) { rows.push(self.alone(one, "removed")); }); }
    lose("");
    now.forEach(function (pair) {
      var matched = known.get(pair[0]);
      rows.push(matched ? self.join(matched, pair[1], depth + 1) : self.alone(pair[1], "added"));
      lose(pair[0]);
    });
    return rows;
  };
  Merging.prototype.alone = function (one, sign) {
    left -= 1;
    var self = this;
    return { sign: sign, node: one, changes: [], children: left > 0 ? one.children.map(function (child) { return self.alone(field(child), sign); }) : [] };
  };

  function differ(before, after) {
    var old = new Map(before), fresh = new Map(after), found = [];
    fresh.forEach(function (words, label) {
      var was = old.get(label) || "";
      if (was === words) return;
      if (label === "values" && was) {
        var gone = was.split("\n"), come = words.split("\n");
        found.push([label, gone.filter(function (one) { return come.indexOf(one) < 0; }).join("\n"), come.filter(function (one) { return gone.indexOf(one) < 0; }).join("\n")]);
      } else found.push([label, was, words]);
    });
    old.forEach(function (words, label) { if (!fresh.has(label)) found.push([label, words, ""]); });
    return found;
  }

  // --- words

  function code(text) { return text.indexOf("`") >= 0 ? text : "`" + text + "`"; }
  function list(values) {
    return values.slice(0, VALUES).map(code).join(", ") + (values.length > VALUES ? " and " + (values.length - VALUES) + " more" : "");
  }
  function changeWords(change) {
    var label = change[0], before = change[1], after = change[2];
    if (label === "description") return before && after ? "described differently" : after ? "described now" : "no longer described";
    if (label === "required" && ((before !== "yes" && after !== "yes") || (before && after))) {
      return after && after !== "yes" ? "required " + after : after ? "always required now" : "no longer required " + before;
    }
    if (YES_OR_NO[label]) return YES_OR_NO[label][after ? 0 : 1];
    if (label === "values") {
      return [["permits new", after], ["no longer permits", before]].filter(function (pair) { return pair[1]; })
        .map(function (pair) { return pair[0] + " " + list(pair[1].split("\n")); }).join("; ");
    }
    if (!before) return "now " + (NAMED[label] ? label + " " + code(after) : after);
    if (!after) return "no longer " + (NAMED[label] ? label + " " + code(before) : before);
    return NAMED[label] ? label + " was " + code(before) + ", is now " + code(after) : "was " + before + ", is now " + after;
  }
  function factWords(facts) {
    var said = [];
    facts.forEach(function (fact) {
      var label = fact[0], text = fact[1];
      if (label === "type" || label === "description") return;
      if (YES_OR_NO[label]) said.push(label === "null" ? "nullable" : text === "yes" ? label : label + " " + text);
      else if (label === "values") said.push("one of " + list(text.split("\n")));
      else said.push(NAMED[label] ? label + " " + code(text) : text);
    });
    return said;
  }

  // --- drawing

  function ticked(kind, text) {
    var made = make("span", kind), pieces = text.indexOf("matches `") === 0 ? ["matches ", text.slice(9, -1), ""] : text.split("`");
    pieces.forEach(function (piece, number) {
      if (piece) made.append(number % 2 && pieces.length % 2 ? make("code", "", piece) : piece);
    });
    return made;
  }
  function tell(row, merged) {
    var facts = new Map(merged.node.facts), typed = merged.changes.some(function (change) { return change[0] === "type"; });
    if (facts.get("type") && !typed && merged.node.path) row.append(make("span", "df-t", facts.get("type")), " ");
    if (merged.sign === "added" || merged.sign === "removed") factWords(merged.node.facts).forEach(function (text) { row.append(ticked("df-f", text), " "); });
    merged.changes.forEach(function (change) { row.append(ticked("df-w", changeWords(change)), " "); });
    if (merged.node.more) row.append(make("span", "muted", merged.node.more + " more are not shown"), " ");
  }
  function draw(fields, around) {
    var holder = make("ul"), run = [];
    function quiet() {
      if (!run.length) return;
      var row = make("li", "df-same");
      row.append(make("span", "unseen", "unchanged: "));
      run.slice(0, NAMES).forEach(function (one, number) { row.append(number ? ", " : "", one.node.part ? ticked("", one.node.name) : make("code", "", one.node.name || '""')); });
      if (run.length > NAMES) row.append(" and " + (run.length - NAMES) + " more");
      holder.append(row);
      run = [];
    }
    fields.forEach(function (one) {
      if (one.sign === "same") { run.push(one); return; }
      quiet();
      var item = make("li", "df-" + one.sign), row = make("div", "df-row");
      if (SIGNS[one.sign] && one.sign !== around) row.append(make("span", "unseen", one.sign + ": "));
      row.append(one.node.part ? ticked("df-p", one.node.name) : make("code", "df-n", one.node.name || '""'), " ");
      tell(row, one);
      item.append(row);
      if (one.children.length) item.append(draw(one.children, one.sign));
      holder.append(item);
    });
    quiet();
    return holder;
  }
  function count(merged, counts) {
    if (!merged.node.part) counts[merged.sign] = (counts[merged.sign] || 0) + 1;
    if (merged.node.part || (merged.sign !== "added" && merged.sign !== "removed")) merged.children.forEach(function (child) { count(child, counts); });
  }
  function summary(counts) {
    var said = ["added", "removed", "changed"].filter(function (sign) { return counts[sign]; });
    var words = said.map(function (sign, number) { return counts[sign] + " " + (number ? "" : counts[sign] === 1 ? "field " : "fields ") + sign; }).join(", ");
    return words ? words + "." : "No field changed.";
  }

  // --- the page

  function show(box, old, fresh) {
    box.replaceChildren();
    var counts = {}, parts = make("div"), wanted = [["Payload", 3], ["Headers", 4]];
    wanted.forEach(function (part) {
      if (old[part[1]] < 0 && fresh[part[1]] < 0) return;
      var before = old[part[1]] < 0 ? EMPTY : field(old[part[1]]), after = fresh[part[1]] < 0 ? EMPTY : field(fresh[part[1]]);
      left = FIELDS;
      var merged = new Merging(before, after).join(before, after, 0);
      count(merged, counts);
      parts.append(make("h3", "", part[0]));
      if (merged.sign === "same") { parts.append(make("p", "muted", "No field changed.")); return; }
      var tree = make("div", "df");
      if (merged.changes.length) {
        var own = make("div", "df-root df-" + merged.sign), row = make("div", "df-row");
        tell(row, merged);
        own.append(row);
        tree.append(own);
      }
      if (merged.children.length) tree.append(draw(merged.children, merged.sign));
      parts.append(tree);
    });
    var step = fresh[2] && old.next === fresh[0] ? make("a", "", "Verdicts and payloads of this step") : null;
    if (step) step.href = link(fresh[2]);
    var note = make("p", "muted", step ? "" : "Verdicts and payloads are worked out when the site is built, for versions that follow each other. ");
    if (step) note.append(step);
    box.append(make("p", "lead", summary(counts)), parts, note);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var holder = document.querySelector(".compare-data"), section = document.querySelector(".chosen");
    if (!holder || !section) return;
    var data = JSON.parse(holder.textContent), versions = data.versions;
    nodes = data.nodes;
    versions.forEach(function (one, number) { one.next = number ? versions[number - 1][0] : ""; });
    var form = make("form", "chooser"), box = make("div", "compared-any");
    box.setAttribute("aria-live", "polite");
    function chooser(label) {
      var made = make("select");
      made.setAttribute("aria-label", label);
      versions.forEach(function (one) { made.append(new Option(one[0], one[0])); });
      return made;
    }
    var from = chooser("Older version"), to = chooser("Newer version");
    form.append(from, make("span", "muted", "to"), to);
    function place(label) { return versions.findIndex(function (one) { return one[0] === label; }); }
    function update() {
      var older = Math.max(from.selectedIndex, to.selectedIndex), newer = Math.min(from.selectedIndex, to.selectedIndex);
      from.selectedIndex = older;
      to.selectedIndex = newer;
      show(box, versions[older], versions[newer]);
      history.replaceState(null, "", "#" + encodeURIComponent(versions[older][0]) + "..." + encodeURIComponent(versions[newer][0]));
    }
    function start() {
      var asked = location.hash.slice(1).split("...").map(decodeURIComponent).map(place);
      var known = asked.length === 2 && asked[0] >= 0 && asked[1] >= 0;
      from.selectedIndex = known ? asked[0] : versions.length - 1;
      to.selectedIndex = known ? asked[1] : 0;
      show(box, versions[Math.max(from.selectedIndex, to.selectedIndex)], versions[Math.min(from.selectedIndex, to.selectedIndex)]);
    }
    form.addEventListener("change", update);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    addEventListener("hashchange", start);
    section.append(form, box);
    section.hidden = false;
    start();
  });
})();
