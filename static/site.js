// Improves pages that are complete without it: theme, copy buttons, sortable and filterable tables, shortcuts.
// Loaded in the head so that the chosen theme is there before the first paint; the rest waits for the document.
(function () {
  "use strict";
  var root = document.documentElement;
  var THEME = "catalog-gen-theme";

  function stored() {
    try { return localStorage.getItem(THEME); } catch (error) { return null; } // blocked on some file systems
  }
  function store(value) {
    try { localStorage.setItem(THEME, value); } catch (error) { /* the choice lasts for this page */ }
  }
  if (stored() === "light" || stored() === "dark") root.dataset.theme = stored();

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) made.textContent = text;
    return made;
  }

  function setUpTheme() {
    var button = document.querySelector(".theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      store(root.dataset.theme);
    });
  }

  function copy(text, done) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done, function () { copyBySelection(text, done); });
    } else {
      copyBySelection(text, done);
    }
  }
  function copyBySelection(text, done) {
    var field = element("textarea", { "aria-hidden": "true", tabindex: "-1", class: "unseen" });
    field.value = text;
    document.body.append(field);
    field.select();
    if (document.execCommand("copy")) done();
    field.remove();
  }
  function setUpCopying() {
    document.querySelectorAll(".listing, .prose pre").forEach(function (box) {
      var pre = box.matches("pre") ? box : box.querySelector("pre");
      if (!pre) return;
      if (box === pre) {
        box = element("div", { class: "listing" });
        pre.replaceWith(box);
        box.append(pre);
      }
      var button = element("button", { type: "button", class: "copy" }, "Copy");
      button.addEventListener("click", function () {
        copy(pre.textContent, function () {
          button.textContent = "Copied";
          setTimeout(function () { button.textContent = "Copy"; }, 1600);
        });
      });
      box.append(button);
    });
  }

  function setUpSorting(table) {
    var body = table.tBodies[0];
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell, column) {
      var button = element("button", { type: "button" }, cell.textContent);
      cell.replaceChildren(button);
      button.addEventListener("click", function () {
        var down = cell.getAttribute("aria-sort") === "ascending";
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        var rows = Array.prototype.map.call(body.rows, function (row) { return [row.cells[column].textContent.trim(), row]; });
        rows.sort(function (one, other) { return one[0].localeCompare(other[0], undefined, { numeric: true, sensitivity: "base" }); });
        if (down) rows.reverse();
        body.append.apply(body, rows.map(function (pair) { return pair[1]; }));
      });
    });
  }

  function setUpFilter(table) {
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    if (rows.length < 6) return;
    var label = "Filter " + table.dataset.filter.toLowerCase();
    var box = element("div", { class: "filter" });
    var input = element("input", { type: "search", placeholder: label + (document.querySelector(".pager") ? " on this page" : ""), "aria-label": label });
    var output = element("output", {});
    var texts = null;
    input.addEventListener("input", function () {
      texts = texts || rows.map(function (row) { return row.textContent.toLowerCase(); });
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var left = 0;
      rows.forEach(function (row, number) {
        var shown = words.every(function (word) { return texts[number].indexOf(word) >= 0; });
        row.hidden = !shown;
        if (shown) left += 1;
      });
      output.textContent = words.length ? left + " of " + rows.length : "";
    });
    box.append(input, output);
    table.before(box);
  }

  function setUpTrees() {
    document.querySelectorAll(".tree").forEach(function (tree) {
      var folds = tree.querySelectorAll("details");
      if (folds.length < 2) return;
      var button = element("button", { type: "button", class: "expand" }, "Expand all");
      button.addEventListener("click", function () {
        var open = Array.prototype.some.call(folds, function (fold) { return !fold.open; });
        folds.forEach(function (fold) { fold.open = open; });
        button.textContent = open ? "Collapse all" : "Expand all";
      });
      tree.before(button);
    });
  }

  // A link to a field inside a folded part of a tree opens everything around it.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && document.getElementById(id);
    if (!place) return;
    for (var fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    place.scrollIntoView();
  }

  function setUpKeys() {
    document.addEventListener("keydown", function (event) {
      if (event.defaultPrevented || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      var field = document.querySelector("#search-input, #bar-search");
      if (field) {
        event.preventDefault();
        field.focus();
      }
    });
    document.addEventListener("click", function (event) {
      var menu = document.querySelector(".bar-menu[open]");
      if (menu && !menu.contains(event.target)) menu.open = false;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    setUpTheme();
    setUpCopying();
    document.querySelectorAll("table[data-filter]").forEach(function (table) {
      setUpSorting(table);
      setUpFilter(table);
    });
    setUpTrees();
    setUpKeys();
    reveal();
    addEventListener("hashchange", reveal);
  });
})();
