// Keys, swipes, menus, full screen. ← and → turn to the page that lies on that side: which one is next depends on the
// stream, never on the interface. Letters are keys only while the reader wants them to be (WCAG 2.1.4).

import { go } from "./turning.js";
import { step } from "./page-scroll.js";

const room = () => document.querySelector(".reader");
const current = () => document.querySelector(".sheetleaf.now page-viewer");

const letters = {
  get on() {
    try { return localStorage.getItem("letters-are-keys") !== "no"; } catch { return true; }
  },
  set on(yes) {
    try { localStorage.setItem("letters-are-keys", yes ? "yes" : "no"); } catch { /* for this page only */ }
  },
};

function follow(rel) {
  if (room().dataset.view === "scroll" && step(rel)) return true;
  const link = document.querySelector(`link[rel="${rel}"]`);
  if (link) go(link.href);
  return Boolean(link);
}

const press = (selector) => {
  const control = document.querySelector(selector);
  control?.click();
  return Boolean(control);
};

const end = (last) => {
  const own = document.querySelectorAll(".ticks.current .tick");
  const link = own[last ? own.length - 1 : 0];
  if (!link) return false;
  go(link.dataset.to ?? link.href);
  return true;
};

const actions = {
  next: () => follow("next"),
  prev: () => follow("prev"),
  first: () => end(false),
  last: () => end(true),
  in: () => { current()?.zoom.by("in"); return true; },
  out: () => { current()?.zoom.by("out"); return true; },
  home: () => { current()?.zoom.by("home"); return true; },
  find: () => { document.getElementById("find")?.focus(); return true; },
  found: () => press('[data-key="hit-next"]'),
  foundBefore: () => press('[data-key="hit-previous"]'),
  keys: () => { document.getElementById("keys")?.showModal(); return true; },
  fullscreen,
  select: () => toggleSelecting(),
  clip: () => { current()?.dispatchEvent(new CustomEvent("clip:begin")); return Boolean(current()); },
  light: () => { const menu = document.querySelector('[data-menu="light"]'); if (menu) { menu.open = !menu.open; menu.querySelector("input")?.focus(); } return true; },
  print: () => { print(); return true; },
};

function toggleSelecting() {
  const page = current();
  if (!page) return false;
  const on = !page.classList.contains("selecting");
  page.text.selectable(on);
  for (const button of document.querySelectorAll('[data-do="select"]')) button.setAttribute("aria-pressed", String(on));
  return true;
}

function fullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
  return true;
}

const byLetter = {
  n: "next", p: "prev", f: "fullscreen", s: "select", x: "clip", l: "light", r: ["[data-key=turn]"],
  c: ["[data-key=panel-contents]"], t: ["[data-key=panel-text]"], v: ["[data-key=panel-film]"],
  1: ["[data-key=view-one]"], 2: ["[data-key=view-two]"], 3: ["[data-key=view-scroll]"], 4: ["[data-key=view-grid]"],
  5: ["[data-key=view-text]"], 0: "home", "+": "in", "-": "out", "=": "in", "/": "find", "?": "keys",
};

function actionFor(event) {
  const rtl = room().dataset.dir === "rtl";
  const scrolls = ["scroll", "grid", "text"].includes(room().dataset.view);
  const plain = {
    ArrowLeft: rtl ? "next" : "prev", ArrowRight: rtl ? "prev" : "next",
    ...(scrolls ? {} : { PageDown: "next", PageUp: "prev", Home: "first", End: "last" }),
    F3: event.shiftKey ? "foundBefore" : "found",
  }[event.key];
  return plain ?? (letters.on ? byLetter[event.key.toLowerCase()] : undefined);
}

function onKey(event) {
  if (!room() || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (event.key === "Escape") { closeOpen(event); return; }
  const target = event.target;
  if (event.key !== "F3" && target.closest("input, select, textarea, [contenteditable], dialog")) return;
  if (target.closest(".leaflets") && event.key.startsWith("Arrow")) return; // the wall moves its own focus
  if (target.closest("#text, .contents, .film, .large") && ["PageDown", "PageUp", "Home", "End"].includes(event.key)) return;
  const action = actionFor(event);
  if (!action) return;
  const done = Array.isArray(action) ? press(action[0]) : actions[action]();
  if (done) event.preventDefault();
}

function closeOpen(event) {
  const open = document.querySelector("details.menu[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
    event.preventDefault();
    return;
  }
  if (document.querySelector("page-viewer.selecting")) { toggleSelecting(); event.preventDefault(); }
}

// A finger drawn across the page turns it to that side; two fingers, or one while it is enlarged, do not.
function swipe() {
  let from = null;
  document.addEventListener("pointerdown", (event) => {
    const page = event.target.closest?.(".leaf .pic, .leaf, .large");
    const zoomed = window.visualViewport && window.visualViewport.scale > 1.05;
    from = event.pointerType !== "mouse" && event.isPrimary && page && !zoomed && !page.closest(".view-scroll, .view-grid")
      && !document.querySelector("page-viewer.zooming, page-viewer.selecting, page-viewer.clipping")
      ? { x: event.clientX, y: event.clientY, at: event.timeStamp } : null;
    if (!event.isPrimary) from = null;
  });
  document.addEventListener("pointercancel", (event) => { if (from) finish(event); });
  document.addEventListener("pointerup", (event) => { if (from) finish(event); });
  function finish(event) {
    const dx = event.clientX - from.x;
    const dy = event.clientY - from.y;
    const quick = event.timeStamp - from.at < 1500;
    from = null;
    if (!quick || Math.abs(dx) < 50 || Math.abs(dx) < 1.8 * Math.abs(dy)) return;
    const rtl = room().dataset.dir === "rtl";
    if (document.querySelector("block-lens:not([hidden])")) return; // the lens turns blocks
    follow((dx > 0) === rtl ? "next" : "prev"); // the page follows the finger: what lies on the left is drawn to the right
  }
}

function onClick(event) {
  const button = event.target.closest?.("[data-do]");
  if (button && actions[button.dataset.do]) actions[button.dataset.do]();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function dress() {
  const box = document.querySelector("[data-letters]");
  if (box) {
    box.checked = letters.on;
    box.addEventListener("change", () => { letters.on = box.checked; });
  }
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("toggle", () => {
      if (menu.open) for (const other of document.querySelectorAll("details.menu[open]")) if (other !== menu) other.open = false;
    });
  }
  const wall = document.querySelector(".leafwall");
  wall?.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  document.querySelector(".film [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

// Arrows move among thumbnails to the side they show; up and down by rows.
function amongThumbs(event) {
  const list = event.target.closest?.(".leaflets");
  if (!list || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...document.querySelectorAll(".leaflets a")];
  const here = event.target.closest("a").getBoundingClientRect();
  const far = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!far) return;
  event.preventDefault();
  let best = null;
  for (const link of links) {
    const box = link.getBoundingClientRect();
    const dx = box.left + box.width / 2 - here.left - here.width / 2;
    const dy = box.top + box.height / 2 - here.top - here.height / 2;
    const along = far[0] * dx + far[1] * dy;
    const aside = Math.abs(far[0] * dy) + Math.abs(far[1] * dx);
    if (along < 8) continue;
    const cost = along + 3 * aside;
    if (!best || cost < best.cost) best = { link, cost };
  }
  best?.link.focus();
}

export function start() {
  document.addEventListener("keydown", amongThumbs);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("fullscreenchange", () => {
    for (const button of document.querySelectorAll('[data-do="fullscreen"]')) button.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
  });
  swipe();
  dress();
  addEventListener("reader:arrived", dress);
}
