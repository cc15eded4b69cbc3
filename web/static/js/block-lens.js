// <block-lens>: on a phone a tap enlarges the block under the finger to the width of the screen; "next block" follows the
// reading order, over the end of the page to the next one. What is enlarged is in the address.

import { go } from "./turning.js";
import { aim } from "./reading-address.js";

const small = matchMedia("(max-width: 60rem)");

class BlockLens extends HTMLElement {
  // page: the <page-viewer>; zone: canvas pixels; finger: where it was touched, in the window.
  open(page, zone, finger = null) {
    this.page = page;
    this.blocks = blocksOf(page);
    this.at = this.blocks.findIndex((block) => inside(zone, block));
    this.zone = zone;
    this.from = finger;
    if (!this.isConnected) document.querySelector(".reader").append(this);
    this.hands();
    this.show();
  }

  show() {
    const { x, y, w, h } = this.zone;
    const glass = document.createElement("div");
    glass.className = "glass";
    glass.tabIndex = -1;
    glass.setAttribute("role", "img");
    const note = document.querySelector(".lens-note");
    const told = this.at < 0 ? "" : note.dataset.told.replace("{n}", this.at + 1).replace("{total}", this.blocks.length);
    note.hidden = !told;
    note.textContent = told;
    glass.setAttribute("aria-label", this.words() || told || this.page.querySelector("img").alt);
    glass.style.aspectRatio = `${w} / ${h}`;
    const under = this.page.querySelector("img").cloneNode();
    under.removeAttribute("loading");
    under.alt = "";
    under.className = "blown-up";
    under.style.inlineSize = `${(100 * this.page.width) / w}%`;
    under.style.marginInlineStart = `${(-100 * x) / w}%`;
    under.style.marginBlockStart = `${(-100 * y) / w}%`;
    glass.append(under, this.sharp());
    const view = document.createElement("div");
    view.className = "veil";
    view.append(glass);
    this.replaceChildren(view);
    this.hidden = false;
    this.place(glass);
    glass.focus({ preventScroll: true });
    aim({ xywh: `${x},${y},${w},${h}` });
    view.addEventListener("click", (event) => { if (event.target === view) this.close(); });
  }

  // The same part, cut sharp for this screen; the enlarged picture stands in its place until it is there.
  sharp() {
    const { x, y, w, h } = this.zone;
    const wide = Math.min(w, Math.round(innerWidth * Math.min(devicePixelRatio, 3)));
    const image = new Image();
    image.alt = "";
    image.className = "sharp";
    if (this.page.dataset.info && navigator.connection?.saveData !== true) {
      const base = this.page.dataset.info.replace(/\/info\.json$/, "");
      image.src = `${base}/${x},${y},${w},${h}/${wide},${Math.max(1, Math.round((h * wide) / w))}/0/default.webp`;
      image.addEventListener("error", () => image.remove());
    }
    return image;
  }

  // Where the block is on the page, as far as it then fits between head and hands.
  place(glass) {
    const view = glass.parentElement.getBoundingClientRect();
    const page = this.page.picture.getBoundingClientRect();
    const block = page.top + (page.height * this.zone.y) / this.page.height - view.top;
    const most = Math.max(0, view.height - glass.offsetHeight);
    glass.style.marginBlockStart = `${Math.max(0, Math.min(block, most))}px`;
    if (this.from) glass.style.transformOrigin = `${this.from[0] - view.left}px ${this.from[1] - view.top}px`;
  }

  words() {
    return this.at < 0 ? "" : this.blocks[this.at].element.textContent.trim().replace(/\s+/g, " ").slice(0, 2000);
  }

  step(by) {
    const to = this.at < 0 ? this.nearest(by) : this.at + by;
    const block = this.blocks[to];
    if (block) {
      this.at = to;
      this.zone = block.zone;
      this.from = null;
      this.show();
      return;
    }
    const link = document.querySelector(`link[rel="${by > 0 ? "next" : "prev"}"]`);
    if (link) go(`${link.href}#b${by > 0 ? 1 : 999}`);
    else this.close();
  }

  // From a place without a block: the first one below, or the last above.
  nearest(by) {
    const below = this.blocks.findIndex((block) => block.zone.y >= this.zone.y);
    if (by > 0) return below < 0 ? this.blocks.length : below;
    return below < 0 ? this.blocks.length - 1 : below - 1;
  }

  hands() {
    const hands = document.querySelector(".hands");
    if (hands.querySelector("[data-lens]")) return;
    this.usual = [...hands.children];
    hands.replaceChildren(document.getElementById("lens-hands").content.cloneNode(true));
    const acts = { prev: () => this.step(-1), next: () => this.step(1), close: () => this.close(), clip: () => this.clip(), text: () => this.read() };
    for (const button of hands.querySelectorAll("[data-lens]")) button.addEventListener("click", acts[button.dataset.lens]);
  }

  clip() {
    this.close(false);
    const { x, y, w, h } = this.zone;
    aim({ xywh: `${x},${y},${w},${h}` });
    go(location.href).then(() => {
      document.querySelector("block-lens")?.close(false);
      document.getElementById("clip")?.scrollIntoView({ block: "center" });
    });
  }

  read() {
    const link = document.querySelector('[data-key="view-text"]');
    this.close();
    if (link) go(link.href);
  }

  close(forget = true) {
    if (this.hidden) return;
    this.hidden = true;
    this.replaceChildren();
    document.querySelector(".lens-note").hidden = true;
    if (this.usual) document.querySelector(".hands").replaceChildren(...this.usual);
    this.usual = null;
    if (forget) aim({ xywh: "" });
    document.querySelector(".hands a, .hands button")?.focus({ preventScroll: true });
  }
}

customElements.define("block-lens", BlockLens);

// The blocks of a page in reading order with a little room round them, in canvas pixels.
function blocksOf(page) {
  const texts = document.querySelectorAll(`.ocr[data-page="${page.dataset.page}"] > p`);
  return [...texts].map((element) => ({ element, zone: roundLines(element, page) })).filter((block) => block.zone);
}

function roundLines(element, page) {
  const boxes = [...element.querySelectorAll(".line[data-box]")].map((line) => line.dataset.box.split(" ").map(Number));
  if (!boxes.length) return null;
  const pad = Math.round(page.width / 80);
  const x = Math.max(0, Math.min(...boxes.map((box) => box[0])) - pad);
  const y = Math.max(0, Math.min(...boxes.map((box) => box[1])) - pad);
  const right = Math.min(page.width, Math.max(...boxes.map((box) => box[0] + box[2])) + pad);
  const bottom = Math.min(page.height, Math.max(...boxes.map((box) => box[1] + box[3])) + pad);
  return widened({ x, y, w: right - x, h: bottom - y }, page);
}

// A short block is not blown up beyond three times what the page shows: it keeps something of its surroundings.
function widened(zone, page) {
  const least = Math.round(page.width / 3);
  if (zone.w >= least) return zone;
  const x = Math.max(0, Math.min(Math.round(zone.x + zone.w / 2 - least / 2), page.width - least));
  return { x, y: zone.y, w: least, h: zone.h };
}

const inside = (zone, block) => Math.abs(zone.x - block.zone.x) < 4 && Math.abs(zone.y - block.zone.y) < 4 && Math.abs(zone.w - block.zone.w) < 4;

function under(page, x, y) {
  const within = (zone) => x >= zone.x && x < zone.x + zone.w && y >= zone.y && y < zone.y + zone.h;
  const hit = blocksOf(page).filter((block) => within(block.zone)).sort((a, b) => a.zone.w * a.zone.h - b.zone.w * b.zone.h)[0];
  if (hit) return hit.zone;
  const w = Math.round(page.width / 2);
  const h = Math.min(page.height, Math.round(w * 0.8));
  return {
    x: Math.max(0, Math.min(Math.round(x - w / 2), page.width - w)), y: Math.max(0, Math.min(Math.round(y - h / 2), page.height - h)), w, h,
  };
}

const lens = () => document.querySelector("block-lens") ?? document.createElement("block-lens");

function arrive() {
  const page = document.querySelector(".sheetleaf.now page-viewer");
  if (!page || !small.matches || document.querySelector(".view-scroll, #clip:focus-within")) return;
  const hash = /^#b(\d+)$/.exec(location.hash);
  if (hash) {
    const blocks = blocksOf(page);
    const block = blocks[Math.min(Number(hash[1]), blocks.length) - 1];
    history.replaceState(history.state, "", location.href.replace(/#.*$/, ""));
    if (block) page.whenSeen(() => lens().open(page, block.zone));
  } else if (page.dataset.zone) {
    const [x, y, w, h] = page.dataset.zone.split(" ").map(Number);
    page.whenSeen(() => lens().open(page, { x, y, w, h }));
  }
}

export function start() {
  let down = null;
  document.addEventListener("pointerdown", (event) => { down = { x: event.clientX, y: event.clientY, at: event.timeStamp }; });
  document.addEventListener("click", (event) => {
    const picture = event.target.closest?.("page-viewer .pic");
    if (!picture || !small.matches || event.defaultPrevented) return;
    if (visualViewport && visualViewport.scale > 1.05) return;
    if (down && (Math.hypot(event.clientX - down.x, event.clientY - down.y) > 10 || event.timeStamp - down.at > 700)) return;
    const page = picture.closest("page-viewer");
    if (page.clipping || page.closest(".view-scroll")) return;
    lens().open(page, under(page, ...page.canvasPoint(event)), [event.clientX, event.clientY]);
  });
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("block-lens:not([hidden])");
    if (!open || !open.isConnected) return;
    const rtl = document.querySelector(".reader").dataset.dir === "rtl";
    if (event.key === "Escape") open.close();
    else if (event.key === (rtl ? "ArrowLeft" : "ArrowRight")) open.step(1);
    else if (event.key === (rtl ? "ArrowRight" : "ArrowLeft")) open.step(-1);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  swipeBlocks();
  arrive();
  addEventListener("reader:arrived", arrive);
}

// A finger drawn across the lens goes to the next block, to the side to which the pages turn.
function swipeBlocks() {
  let from = null;
  document.addEventListener("touchstart", (event) => {
    const inLens = event.target.closest?.("block-lens");
    from = inLens && event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!from) return;
    const dx = event.changedTouches[0].clientX - from.x;
    const dy = event.changedTouches[0].clientY - from.y;
    from = null;
    if (Math.abs(dx) < 50 || Math.abs(dx) < 1.8 * Math.abs(dy)) return;
    const rtl = document.querySelector(".reader").dataset.dir === "rtl";
    document.querySelector("block-lens")?.step((dx > 0) === rtl ? 1 : -1);
  }, { passive: true });
}
