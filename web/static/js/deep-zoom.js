// Deep zoom over the plain picture, by OpenSeadragon, fetched when it is first needed. One viewer shows a sheet: a page,
// or the two pages of a spread side by side, which are enlarged and moved as one.

const script = document.querySelector("script[data-zoom]")?.dataset.zoom ?? "";
let loading = null;

function load() {
  loading ??= new Promise((done, failed) => {
    // OpenSeadragon adds an inline sheet unless it finds one with this mark; the site's policy forbids inline sheets. An
    // element of no known kind satisfies its selector and styles nothing.
    const standIn = document.createElementNS("urn:none", "style");
    standIn.setAttribute("data-openseadragon-mobile-css", "");
    document.head.append(standIn);
    const tag = document.createElement("script");
    tag.src = script;
    tag.onload = done;
    tag.onerror = () => { loading = null; failed(new Error("not loaded")); };
    document.head.append(tag);
  });
  return loading;
}

// A page's picture, described. It names itself by the archive's public address; here its tiles are asked for at the
// address this page came from, which may be another (a house network, a test).
async function describe({ dataset: { info: address } }) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const info = await answer.json();
  info.id = new URL(address.replace(/\/info\.json$/, ""), location.href).href;
  return info;
}

const sheets = new WeakMap(); // the sheet of a spread, by the element that holds its pages

// The two pages of a spread share a sheet; any other page has its own, also one that lies beside another by choice.
function sheetOf(page) {
  const leaves = page.closest(".view-two:not(.beside) .leaves");
  const pages = leaves ? [...leaves.querySelectorAll("page-viewer")] : [];
  if (pages.length !== 2) return new Sheet([page], page);
  const sheet = sheets.get(leaves) ?? new Sheet(pages, leaves);
  sheets.set(leaves, sheet);
  return sheet;
}

class Sheet {
  constructor(pages, ground) {
    this.pages = pages;
    this.ground = ground; // what the viewer lies over
    this.viewer = null;
    this.starting = null;
  }

  // Where each page lies in the viewer: canvas pixels to a unit, and how far from the left. A page alone is one unit wide,
  // two are one unit high.
  lay() {
    for (const page of this.pages) page.zoom.own = this;
    if (this.pages.length === 1) {
      this.pages[0].zoom.frame = { k: this.pages[0].width, left: 0 };
      return;
    }
    let left = 0;
    const place = (page) => page.getBoundingClientRect().left;
    for (const page of [...this.pages].sort((one, other) => place(one) - place(other))) {
      page.zoom.frame = { k: page.height, left };
      left += page.width / page.height;
    }
  }

  well() {
    if (this.pages.length === 1) return this.ground.querySelector(".well");
    const well = document.createElement("div");
    well.className = "well";
    well.setAttribute("aria-hidden", "true");
    return this.ground.appendChild(well);
  }

  start() {
    if (!this.pages.every((page) => page.dataset.info)) return Promise.resolve(null);
    this.starting ??= this.begin().catch(() => { this.end(); return null; }); // The plain picture stays.
    return this.starting;
  }

  async begin() {
    const [described] = await Promise.all([Promise.all(this.pages.map(describe)), load()]);
    if (!this.ground.isConnected) return null;
    this.lay();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.ground.classList.add("preparing"); // The well has its size before the zoom asks for it.
    const viewer = OpenSeadragon({
      element: this.well(),
      tileSources: this.pages.map(({ zoom: { frame: { k, left } }, width }, at) => (
        { tileSource: described[at], x: left, y: 0, width: width / k }
      )),
      drawer: "canvas",
      degrees: Number(this.pages[0].dataset.turn) || 0,
      showNavigationControl: false,
      visibilityRatio: 0.6,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 2.5,
      animationTime: still ? 0 : 0.4,
      immediateRender: still,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true },
      crossOriginPolicy: false,
    });
    viewer.innerTracker.keyHandler = null;
    viewer.innerTracker.keyDownHandler = null;
    viewer.canvas.tabIndex = -1; // The buttons and keys zoom; the canvas itself says nothing to a reader.
    await new Promise((done, failed) => {
      viewer.addOnceHandler("open", done);
      viewer.addOnceHandler("open-failed", failed);
    });
    this.viewer = viewer;
    for (const page of this.pages) {
      viewer.addOverlay({ element: page.lights, location: page.zoom.whole() });
      page.text.lieOver(viewer);
    }
    viewer.viewport.goHome(true);
    viewer.addOnceHandler("tile-drawn", () => {
      for (const page of this.pages) page.classList.add("zooming");
      this.ground.dispatchEvent(new CustomEvent("zoomready", { bubbles: true }));
    });
    viewer.addHandler("canvas-click", (event) => this.pressed(event));
    viewer.addHandler("animation-finish", () => this.moved());
    viewer.addHandler("zoom", () => this.moved());
    return viewer;
  }

  pressed(event) {
    if (!event.quick) return;
    const at = this.viewer.viewport.pointFromPixel(event.position);
    for (const page of this.pages) {
      const line = page.lineAt(...page.zoom.canvasPoint(at));
      if (line) page.bring(line);
      else page.show(null);
    }
  }

  // Back to the plain picture once all of it is seen again; else the address says what is seen, and of which page most.
  moved() {
    if (!this.viewer || performance.now() < (this.quiet ?? 0)) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const view = this.viewer?.viewport;
      if (!view) return;
      if (view.getZoom(false) <= view.getHomeZoom() * 1.02) {
        this.end();
        this.pages[0].seen(null);
        return;
      }
      const size = ({ w, h }) => w * h;
      const seen = this.pages.map((page) => ({ page, zone: page.zoom.zone() }));
      const { page, zone } = seen.reduce((most, each) => (size(each.zone) > size(most.zone) ? each : most));
      page.seen(zone);
    }, 350);
  }

  end() {
    clearTimeout(this.settling);
    const viewer = this.viewer;
    this.viewer = null;
    this.starting = null;
    this.ground.classList.remove("preparing");
    if (!viewer) return;
    for (const page of this.pages) {
      page.classList.remove("zooming");
      page.text.lieBack();
      page.picture.append(page.lights);
      page.lights.removeAttribute("style");
    }
    const well = viewer.element;
    viewer.destroy();
    if (this.pages.length > 1) well.remove();
  }
}

// One page's part in it: everything in its own canvas pixels.
export class DeepZoom {
  constructor(page) {
    this.page = page;
    this.frame = { k: page.width, left: 0 };
  }

  // Looked for when it is needed: the other page of a spread is there by then.
  get sheet() {
    this.own ??= sheetOf(this.page);
    return this.own;
  }

  get viewer() {
    return this.own?.viewer ?? null;
  }

  get open() {
    return this.viewer !== null;
  }

  rectangle({ x, y, w, h }) {
    const { k, left } = this.frame;
    return new OpenSeadragon.Rect(left + x / k, y / k, w / k, h / k);
  }

  whole() {
    return this.rectangle({ x: 0, y: 0, w: this.page.width, h: this.page.height });
  }

  // A point of the viewer on the page, and back.
  canvasPoint({ x, y }) {
    return [(x - this.frame.left) * this.frame.k, y * this.frame.k];
  }

  viewerPoint(x, y) {
    return new OpenSeadragon.Point(this.frame.left + x / this.frame.k, y / this.frame.k);
  }

  // What is seen, in whole canvas pixels, cut to the page.
  zone() {
    const bounds = this.viewer.viewport.getBounds(false);
    const cut = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
    const [left, top] = this.canvasPoint(bounds);
    const [right, bottom] = this.canvasPoint({ x: bounds.x + bounds.width, y: bounds.y + bounds.height });
    const { width, height } = this.page;
    const x = cut(left, width - 1);
    const y = cut(top, height - 1);
    return { x, y, w: Math.max(1, cut(right, width) - x), h: Math.max(1, cut(bottom, height) - y) };
  }

  // Shows a zone, above what is said of it; the address goes on naming the zone itself until the picture is moved.
  async to(zone) {
    const viewer = await this.sheet.start();
    if (!viewer) return;
    const high = viewer.element.clientHeight;
    const told = document.getElementById("clip")?.offsetHeight ?? 0;
    const h = told < high / 2 ? (zone.h * high) / (high - told) : zone.h;
    this.sheet.quiet = performance.now() + 1000;
    viewer.viewport.fitBounds(this.rectangle({ ...zone, h }), true);
  }

  async at(x, y, factor) {
    this.sheet.quiet = 0;
    const viewer = await this.sheet.start();
    if (!viewer) return;
    viewer.viewport.zoomBy(factor, this.viewerPoint(x, y));
    viewer.viewport.applyConstraints();
  }

  async by(how) {
    const view = this.viewer?.viewport;
    this.sheet.quiet = 0;
    if (how === "home") {
      if (!view) return;
      view.goHome();
      this.sheet.moved();
      return;
    }
    if (how === "out" && !view) return;
    const viewer = await this.sheet.start();
    if (!viewer) return;
    viewer.viewport.zoomBy(how === "in" ? 1.5 : 1 / 1.5, viewer.viewport.getCenter());
    viewer.viewport.applyConstraints();
  }

  reveal({ x, y, w, h }) {
    const view = this.viewer?.viewport;
    if (!view) return;
    const at = this.viewerPoint(x + w / 2, y + h / 2);
    if (!view.getBounds().containsPoint(at)) view.panTo(at);
  }

  end() {
    this.own?.end();
  }
}
