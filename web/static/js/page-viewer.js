// <page-viewer>: one page's picture. A line of the text and its place are tied to each other; deep zoom begins when it
// is asked for (wheel, double click, button, key, a zone in the address). Without it the page is whole: picture, boxes,
// text, links.

import { DeepZoom } from "./deep-zoom.js";
import { TextLayer } from "./text-layer.js";
import { aim } from "./reading-address.js";

const SVG = "http://www.w3.org/2000/svg";

export class PageViewer extends HTMLElement {
  connectedCallback() {
    this.width = Number(this.dataset.width);
    this.height = Number(this.dataset.height);
    this.picture = this.querySelector(".pic");
    this.lines = [...document.querySelectorAll(`.ocr[data-page="${this.dataset.page}"] .line[data-box]`)];
    this.lights = this.querySelector(".lights");
    this.mark = this.lights.appendChild(document.createElementNS(SVG, "rect"));
    this.mark.classList.add("now");
    this.mark.setAttribute("visibility", "hidden");
    this.zoom = new DeepZoom(this);
    this.text = new TextLayer(this);
    this.followText();
    this.followPicture();
    this.showHash();
    if (this.dataset.zone && matchMedia("(min-width: 60.01rem)").matches && this.closest(".reader:is(.view-one, .view-two)")) {
      const [x, y, w, h] = this.dataset.zone.split(" ").map(Number);
      this.whenSeen(() => this.zoom.to({ x, y, w, h }));
    }
  }

  disconnectedCallback() {
    this.zoom.end();
  }

  whenSeen(then) {
    const image = this.querySelector("img");
    if (image.complete) then();
    else image.addEventListener("load", then, { once: true });
  }

  boxOf(line) {
    const [x, y, w, h] = line.dataset.box.split(" ").map(Number);
    return { x, y, w, h };
  }

  // A line of the text is pointed at: frame it on the picture.
  followText() {
    for (const line of this.lines) {
      line.addEventListener("pointerenter", () => this.show(line));
      line.addEventListener("pointerleave", () => this.show(null));
      line.addEventListener("click", () => this.goTo(line));
    }
  }

  // The picture is pointed at: mark the line of the text; pressed: bring it into view.
  followPicture() {
    const wide = matchMedia("(min-width: 60.01rem)");
    this.picture.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") this.show(this.lineAt(...this.canvasPoint(event)));
    });
    this.picture.addEventListener("pointerleave", () => this.show(null));
    this.picture.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") this.text.prepare();
    });
    this.picture.addEventListener("click", (event) => {
      if (!wide.matches || !getSelection().isCollapsed) return;
      const line = this.lineAt(...this.canvasPoint(event));
      if (line) this.bring(line);
    });
    this.picture.addEventListener("dblclick", (event) => {
      if (!wide.matches || this.clipping) return;
      event.preventDefault();
      getSelection().removeAllRanges();
      this.zoom.at(...this.canvasPoint(event), 2);
    });
    this.picture.addEventListener("wheel", (event) => {
      if (!wide.matches || event.deltaY >= 0 || this.clipping || this.closest(".view-scroll")) return;
      event.preventDefault();
      this.zoom.at(...this.canvasPoint(event), 1.5);
    }, { passive: false });
  }

  // Where on the page, in canvas pixels, an event of the picture happened; a turned picture is turned back.
  canvasPoint(event) {
    const frame = this.picture.getBoundingClientRect();
    const x = (event.clientX - frame.left) / frame.width;
    const y = (event.clientY - frame.top) / frame.height;
    const [u, v] = { 90: [y, 1 - x], 180: [1 - x, 1 - y], 270: [1 - y, x] }[this.dataset.turn] ?? [x, y];
    return [u * this.width, v * this.height];
  }

  lineAt(x, y) {
    return this.lines.find((line) => {
      const box = this.boxOf(line);
      return x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
    }) ?? null;
  }

  show(line) {
    if (this.shown === line) return;
    this.shown?.classList.remove("now");
    this.shown = line;
    line?.classList.add("now");
    this.mark.setAttribute("visibility", line ? "visible" : "hidden");
    if (!line) return;
    const box = this.boxOf(line);
    this.mark.setAttribute("x", box.x);
    this.mark.setAttribute("y", box.y);
    this.mark.setAttribute("width", box.w);
    this.mark.setAttribute("height", box.h);
  }

  bring(line) {
    this.show(line);
    line?.scrollIntoView({ block: "nearest" });
  }

  // A line of the text is pressed: its place comes into view where the picture is enlarged, its address is noted.
  goTo(line) {
    if (!getSelection().isCollapsed) return;
    this.show(line);
    this.zoom.reveal(this.boxOf(line));
    history.replaceState(history.state, "", `#${line.id}`);
  }

  showHash() {
    const line = this.lines.find((candidate) => `#${candidate.id}` === location.hash);
    if (line) this.show(line);
  }

  // What is seen of the page has changed: the address says it. Of a spread it names the page of which most is seen.
  seen(zone) {
    const leaf = this.closest(".sheetleaf");
    const now = document.querySelector(".sheetleaf.now");
    if (!zone) { aim({ xywh: "" }); return; }
    this.lights.querySelector(".zone")?.remove();
    if (leaf !== now) {
      if (this.closest(".reader.beside")) return; // the address is that of the page being read
      now?.classList.remove("now");
      leaf.classList.add("now");
    }
    aim({ xywh: `${zone.x},${zone.y},${zone.w},${zone.h}` }, new URL(leaf.dataset.url, location.href).pathname);
  }
}

customElements.define("page-viewer", PageViewer);
