// <page-viewer>: deep zoom over the plain picture, found words lit, a line of text and its place tied to each other,
// the arrow keys turning pages to the side they show. Without it the page is whole: picture, boxes, text, links.

const SVG = "http://www.w3.org/2000/svg";

class PageViewer extends HTMLElement {
  connectedCallback() {
    this.width = Number(this.dataset.width);
    this.height = Number(this.dataset.height);
    this.wide = window.matchMedia("(min-width: 60.01rem)");
    this.lines = [...document.querySelectorAll(".ocr .line[data-box]")];
    this.lights = this.querySelector(".lights") ?? this.makeLights();
    this.mark = this.lights.appendChild(document.createElementNS(SVG, "rect"));
    this.mark.classList.add("now");
    this.mark.setAttribute("visibility", "hidden");
    this.followText();
    this.followPicture();
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.classList.contains("full")) this.leaveFull();
    });
    this.querySelector(".shut").addEventListener("click", () => this.leaveFull());
    for (const button of document.querySelectorAll(".viewer-tools [data-do]")) {
      button.addEventListener("click", () => this.zoom(button.dataset.do));
    }
    document.addEventListener("keydown", (event) => this.turn(event));
    const image = this.querySelector("img");
    if (this.wide.matches) {
      if (image.complete) this.start();
      else image.addEventListener("load", () => this.start(), { once: true });
    }
    this.showHash();
    window.addEventListener("hashchange", () => this.showHash());
  }

  makeLights() {
    const lights = document.createElementNS(SVG, "svg");
    lights.classList.add("lights");
    lights.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    lights.setAttribute("preserveAspectRatio", "none");
    lights.setAttribute("aria-hidden", "true");
    this.querySelector(".pic").append(lights);
    return lights;
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

  // The plain picture is pressed: on a line, find it in the text; on a phone, open the deep zoom.
  followPicture() {
    const picture = this.querySelector(".pic");
    picture.addEventListener("click", (event) => {
      if (!this.wide.matches) {
        this.enterFull();
        return;
      }
      const frame = picture.getBoundingClientRect();
      this.found(((event.clientX - frame.left) / frame.width) * this.width, ((event.clientY - frame.top) / frame.height) * this.height);
    });
  }

  show(line) {
    for (const other of this.lines) other.classList.toggle("now", other === line);
    this.mark.setAttribute("visibility", line ? "visible" : "hidden");
    if (!line) return;
    const box = this.boxOf(line);
    this.mark.setAttribute("x", box.x);
    this.mark.setAttribute("y", box.y);
    this.mark.setAttribute("width", box.w);
    this.mark.setAttribute("height", box.h);
  }

  goTo(line) {
    this.show(line);
    const view = this.viewer?.viewport;
    if (!view) return;
    const box = this.boxOf(line);
    const at = new OpenSeadragon.Point((box.x + box.w / 2) / this.width, (box.y + box.h / 2) / this.width);
    if (!view.getBounds().containsPoint(at)) view.panTo(at);
  }

  found(x, y) {
    const line = this.lines.find((candidate) => {
      const box = this.boxOf(candidate);
      return x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
    });
    this.show(line ?? null);
    line?.scrollIntoView({ block: "nearest" });
  }

  showHash() {
    const line = this.lines.find((candidate) => `#${candidate.id}` === window.location.hash);
    if (line) this.show(line);
  }

  async start() {
    if (this.viewer || this.starting) return;
    this.starting = true;
    let tiles;
    try {
      [tiles] = await Promise.all([this.describe(), this.load()]);
    } catch {
      this.starting = false; // The plain picture stays.
      return;
    }
    this.classList.add("preparing"); // The well has its size before the zoom asks for it.
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.viewer = OpenSeadragon({
      element: this.querySelector(".well"),
      tileSources: tiles,
      drawer: "canvas",
      showNavigationControl: false,
      visibilityRatio: 0.6,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 2.5,
      animationTime: still ? 0 : 0.5,
      immediateRender: still,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      crossOriginPolicy: false,
    });
    this.viewer.innerTracker.keyHandler = null;
    this.viewer.innerTracker.keyDownHandler = null;
    this.viewer.canvas.tabIndex = -1; // The buttons and keys zoom; the canvas itself says nothing to a reader.
    this.viewer.addHandler("open", () => this.opened());
    this.viewer.addOnceHandler("tile-drawn", () => this.drawn());
    this.viewer.addHandler("open-failed", () => this.failed());
    this.viewer.addHandler("canvas-click", (event) => this.pressed(event));
  }

  // The picture's description. It names itself by the archive's public address; here its tiles are asked for at the
  // address this page came from, which may be another (a house network, a test).
  async describe() {
    const answer = await fetch(this.dataset.info);
    if (!answer.ok) throw new Error(answer.statusText);
    const info = await answer.json();
    info.id = new URL(this.dataset.info.replace(/\/info\.json$/, ""), window.location.href).href;
    return info;
  }

  load() {
    return new Promise((done, failed) => {
      if (window.OpenSeadragon) {
        done();
        return;
      }
      // OpenSeadragon adds an inline sheet unless it finds one with this mark; the site's policy forbids inline
      // sheets. An element of no known kind satisfies its selector and styles nothing.
      const standIn = document.createElementNS("urn:none", "style");
      standIn.setAttribute("data-openseadragon-mobile-css", "");
      document.head.append(standIn);
      const script = document.createElement("script");
      script.src = this.dataset.script;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  opened() {
    this.viewer.addOverlay({ element: this.lights, location: new OpenSeadragon.Rect(0, 0, 1, this.height / this.width) });
    this.viewer.viewport.goHome(true);
  }

  // The plain picture stays until there is something to see instead.
  drawn() {
    this.classList.add("zooming");
    this.dispatchEvent(new CustomEvent("zoomready", { bubbles: true }));
  }

  failed() {
    this.viewer.destroy();
    this.viewer = null;
    this.classList.remove("preparing");
    this.querySelector(".pic").append(this.lights);
    this.leaveFull();
  }

  pressed(event) {
    if (!event.quick) return;
    const at = this.viewer.viewport.pointFromPixel(event.position);
    this.found(at.x * this.width, at.y * this.width);
  }

  enterFull() {
    this.classList.add("full");
    this.querySelector(".shut").focus();
    this.start();
  }

  leaveFull() {
    if (!this.classList.contains("full")) return;
    this.classList.remove("full", "zooming", "preparing");
    this.querySelector(".pic").append(this.lights);
    this.viewer?.destroy();
    this.viewer = null;
    this.starting = false;
    this.lights.removeAttribute("style");
  }

  zoom(how) {
    const view = this.viewer?.viewport;
    if (!view) return;
    if (how === "home") view.goHome();
    else view.zoomBy(how === "in" ? 1.5 : 1 / 1.5);
    view.applyConstraints();
  }

  // ← and → turn to the page that lies on that side: which one is next depends on the stream, not on the interface.
  turn(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const forward = this.dataset.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = this.dataset.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const to = { [forward]: "next", [back]: "prev", PageDown: null, "+": "in", "-": "out", 0: "home" }[event.key];
    if (to === "next" || to === "prev") {
      const link = document.querySelector(`link[rel="${to}"]`);
      if (link) {
        event.preventDefault();
        window.location.assign(link.href);
      }
    } else if (to) {
      this.zoom(to);
    } else if (event.key === "/") {
      event.preventDefault();
      document.getElementById("find")?.focus();
    }
  }
}

customElements.define("page-viewer", PageViewer);
