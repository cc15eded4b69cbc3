// Cutting out a part of the page: drawn with mouse or finger, or moved and sized with the arrow keys. What is chosen goes
// into the address; the page then offers the picture with its source, the citation and the link.

import { go } from "./turning.js";

const SVG = "http://www.w3.org/2000/svg";
const SMALLEST = 24; // canvas pixels

class Cutter {
  constructor(page) {
    this.page = page;
    this.frame = document.createElementNS(SVG, "rect");
    this.frame.classList.add("zone", "drawn");
    page.lights.querySelector(".zone")?.remove();
    page.lights.append(this.frame);
    this.catcher = (page.zoom.open ? page.zoom.sheet.ground : page).appendChild(document.createElement("div"));
    this.catcher.className = "catcher";
    this.catcher.tabIndex = 0;
    this.catcher.setAttribute("role", "application");
    this.catcher.setAttribute("aria-label", document.querySelector('[data-do="clip"]')?.getAttribute("aria-label") ?? "");
    page.classList.add("clipping");
    page.clipping = this;
    this.pressed(true);
    const seen = page.zoom.open ? page.zoom.zone() : { x: 0, y: 0, w: page.width, h: page.height };
    this.draw({ x: seen.x + seen.w / 4, y: seen.y + seen.h / 4, w: seen.w / 2, h: seen.h / 2 });
    this.catcher.addEventListener("pointerdown", (event) => this.begin(event));
    this.catcher.addEventListener("pointermove", (event) => this.drag(event));
    this.catcher.addEventListener("pointerup", () => this.take());
    this.catcher.addEventListener("pointercancel", () => this.end());
    this.catcher.addEventListener("keydown", (event) => this.key(event));
    this.catcher.focus({ preventScroll: true });
  }

  pressed(on) {
    for (const button of document.querySelectorAll('[data-do="clip"][aria-pressed]')) button.setAttribute("aria-pressed", String(on));
  }

  point(event) {
    const viewer = this.page.zoom.viewer;
    if (!viewer) return this.page.canvasPoint(event);
    const well = viewer.element.getBoundingClientRect();
    const at = viewer.viewport.pointFromPixel(new OpenSeadragon.Point(event.clientX - well.left, event.clientY - well.top));
    return this.page.zoom.canvasPoint(at);
  }

  draw({ x, y, w, h }) {
    const left = Math.max(0, Math.min(x, this.page.width - SMALLEST));
    const top = Math.max(0, Math.min(y, this.page.height - SMALLEST));
    this.zone = {
      x: Math.round(left), y: Math.round(top),
      w: Math.round(Math.max(SMALLEST, Math.min(w, this.page.width - left))),
      h: Math.round(Math.max(SMALLEST, Math.min(h, this.page.height - top))),
    };
    this.frame.setAttribute("x", this.zone.x);
    this.frame.setAttribute("y", this.zone.y);
    this.frame.setAttribute("width", this.zone.w);
    this.frame.setAttribute("height", this.zone.h);
  }

  begin(event) {
    if (event.button) return;
    this.catcher.setPointerCapture(event.pointerId);
    this.from = this.point(event);
    event.preventDefault();
    event.stopPropagation();
  }

  drag(event) {
    if (!this.from) return;
    const [x, y] = this.point(event);
    const [a, b] = this.from;
    this.moved = true;
    const left = Math.max(0, Math.min(a, x));
    const top = Math.max(0, Math.min(b, y));
    this.draw({ x: left, y: top, w: Math.max(a, x) - left, h: Math.max(b, y) - top });
  }

  key(event) {
    const step = Math.round(this.page.width / 50);
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    const { x, y, w, h } = this.zone;
    if (dx || dy) this.draw(event.shiftKey ? { x, y, w: w + dx, h: h + dy } : { x: x + dx, y: y + dy, w, h });
    else if (event.key === "Enter") { this.moved = true; this.from = this.from ?? [0, 0]; this.take(); }
    else if (event.key === "Escape") this.end();
    else return; // any other key, Tab among them, does what it does
    event.preventDefault();
    event.stopPropagation();
  }

  take() {
    if (!this.from || !this.moved) { this.from = null; return; }
    const { x, y, w, h } = this.zone;
    this.end();
    const url = new URL(location.href);
    url.hash = "";
    url.searchParams.delete("view");
    url.searchParams.delete("xywh");
    const own = this.page.closest(".sheetleaf").dataset.url;
    const target = this.page.closest(".sheetleaf").classList.contains("now") ? url : new URL(own, location.href);
    target.search = [target.search.slice(1), `xywh=${x},${y},${w},${h}`].filter(Boolean).join("&");
    go(target.href).then(() => document.querySelector("#clip a, #clip button")?.focus());
  }

  end() {
    this.catcher.remove();
    this.frame.remove();
    this.page.classList.remove("clipping");
    this.page.clipping = null;
    this.pressed(false);
    document.querySelector('[data-key="clip"]')?.focus({ preventScroll: true });
  }
}

export function start() {
  document.addEventListener("clip:begin", (event) => {
    const page = event.target;
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    if (page.clipping) page.clipping.end();
    else page.clipping = new Cutter(page);
  }, true);
}
