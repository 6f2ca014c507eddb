/* The live preview's side in the browser: reloads the page when it changed, and shows what is wrong while something is.
   Only `catalog-gen serve` adds this script; a published site has none of it. */
(function () {
  "use strict";

  const script = document.currentScript;
  const site = script.dataset.site;
  const scrollKey = "catalog-gen-preview-scroll";
  const dismissedKey = "catalog-gen-preview-dismissed";
  let events = null;
  let notice = null;
  let leaving = false;

  /* Session storage may be forbidden; then scrolling and dismissals are forgotten, and nothing else. */
  function recall(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function remember(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch {
      /* see above */
    }
  }

  function reload() {
    if (leaving) return;
    leaving = true;
    const open = Array.from(document.querySelectorAll("details"), (details) => details.open);
    remember(scrollKey, JSON.stringify({ page: location.pathname, left: scrollX, top: scrollY, open }));
    location.reload();
  }

  function restore() {
    const text = recall(scrollKey);
    remember(scrollKey, null);
    if (!text) return;
    const kept = JSON.parse(text);
    if (kept.page !== location.pathname) return;
    const details = document.querySelectorAll("details");
    if (details.length === kept.open.length) details.forEach((one, at) => { one.open = kept.open[at]; });
    const scroll = () => scrollTo({ left: kept.left, top: kept.top, behavior: "instant" });
    scroll();
    addEventListener("load", scroll, { once: true });
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function build() {
    const host = element("div");
    host.id = "catalog-gen-preview";
    const root = host.attachShadow({ mode: "open" });
    const style = element("link");
    style.rel = "stylesheet";
    style.href = new URL("preview.css", script.src).href;
    const panel = element("section", "panel");
    panel.setAttribute("role", "alertdialog");
    panel.setAttribute("aria-labelledby", "title");
    panel.setAttribute("aria-describedby", "explanation");
    panel.tabIndex = -1;
    const head = element("div", "head");
    const words = element("div");
    const title = element("h2");
    title.id = "title";
    const explanation = element("p", "explanation");
    explanation.id = "explanation";
    words.append(title, explanation);
    const close = element("button", "", "Dismiss");
    close.type = "button";
    head.append(words, close);
    const list = element("ol");
    panel.append(head, list);
    const badge = element("button", "badge");
    badge.type = "button";
    const live = element("div");
    live.setAttribute("role", "status");
    root.append(style, panel, badge, live);
    close.addEventListener("click", dismiss);
    badge.addEventListener("click", () => { remember(dismissedKey, null); arrange(true); panel.focus(); });
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") dismiss(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented) dismiss();
    });
    document.body.append(host);
    return { host, panel, title, explanation, list, badge, key: "" };
  }

  function arrange(open) {
    notice.panel.hidden = !open;
    notice.badge.hidden = open;
  }

  function dismiss() {
    const inside = notice.host.shadowRoot.activeElement;
    remember(dismissedKey, notice.key);
    arrange(false);
    if (inside) notice.badge.focus();
  }

  function entry(problem) {
    const item = element("li");
    const span = problem.span;
    const place = span.line ? span.path + ":" + span.line + ":" + span.column : span.path;
    item.append(element("div", "place", place), element("p", "message", problem.message));
    if (problem.hint) item.append(element("p", "hint", problem.hint));
    return item;
  }

  function show(state) {
    const problems = state.problems;
    if (!problems.length) {
      if (notice) notice.host.remove();
      notice = null;
      remember(dismissedKey, null);
      return;
    }
    const key = JSON.stringify(problems);
    if (notice && notice.key === key) return;
    notice = notice || build();
    notice.key = key;
    const count = problems.length === 1 ? "1 error" : problems.length + " errors";
    notice.title.textContent = count + " in the sources";
    notice.explanation.textContent = state.stale
      ? "You see the last good page. It is replaced as soon as this is mended."
      : "The rest of the site is built.";
    notice.list.replaceChildren(...problems.map(entry));
    notice.badge.textContent = count;
    arrange(recall(dismissedKey) !== key);
  }

  /* A hidden tab gives its connection back: browsers allow six for each server, and many tabs may be open. */
  function listen() {
    if (document.hidden) {
      if (events) events.close();
      events = null;
    } else if (!events) {
      events = new EventSource(new URL("events", script.src).href);
      events.addEventListener("state", (event) => {
        const state = JSON.parse(event.data);
        if (state.site !== site) reload();
        else show(state);
      });
    }
  }

  function part() {
    if (events) events.close();
    events = null;
  }

  restore();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", part);
  addEventListener("pageshow", listen);
  listen();
})();
