// Deep zoom over the plain picture, by OpenSeadragon, fetched when it is first needed.

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

export class DeepZoom {
  constructor(page) {
    this.page = page;
    this.viewer = null;
    this.starting = null;
  }

  get open() {
    return this.viewer !== null;
  }

  // The picture's description. It names itself by the archive's public address; here its tiles are asked for at the
  // address this page came from, which may be another (a house network, a test).
  async describe() {
    const address = this.page.dataset.info;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const info = await answer.json();
    info.id = new URL(address.replace(/\/info\.json$/, ""), location.href).href;
    return info;
  }

  start() {
    if (!this.page.dataset.info) return Promise.resolve(null);
    this.starting ??= this.begin().catch(() => { this.starting = null; return null; }); // The plain picture stays.
    return this.starting;
  }

  async begin() {
    const page = this.page;
    const [tiles] = await Promise.all([this.describe(), load()]);
    if (!page.isConnected) return null;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    page.classList.add("preparing"); // The well has its size before the zoom asks for it.
    const viewer = OpenSeadragon({
      element: page.querySelector(".well"),
      tileSources: tiles,
      drawer: "canvas",
      degrees: Number(page.dataset.turn) || 0,
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
    viewer.addOverlay({ element: page.lights, location: this.rectangle({ x: 0, y: 0, w: page.width, h: page.height }) });
    page.text.lieOver(viewer);
    viewer.viewport.goHome(true);
    viewer.addOnceHandler("tile-drawn", () => {
      page.classList.add("zooming");
      page.dispatchEvent(new CustomEvent("zoomready", { bubbles: true }));
    });
    viewer.addHandler("canvas-click", (event) => this.pressed(event));
    viewer.addHandler("animation-finish", () => this.moved());
    viewer.addHandler("zoom", () => this.moved());
    return viewer;
  }

  rectangle({ x, y, w, h }) {
    const k = this.page.width;
    return new OpenSeadragon.Rect(x / k, y / k, w / k, h / k);
  }

  pressed(event) {
    if (!event.quick) return;
    const at = this.viewer.viewport.pointFromPixel(event.position);
    const line = this.page.lineAt(at.x * this.page.width, at.y * this.page.width);
    if (line) this.page.bring(line);
    else this.page.show(null);
  }

  // Back to the plain picture once the whole page is seen again; else the address says what is seen.
  moved() {
    if (!this.viewer || performance.now() < (this.quiet ?? 0)) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const view = this.viewer?.viewport;
      if (!view) return;
      if (view.getZoom(false) <= view.getHomeZoom() * 1.02) {
        this.end();
        this.page.seen(null);
        return;
      }
      this.page.seen(this.zone());
    }, 350);
  }

  // What is seen, in whole canvas pixels, cut to the page.
  zone() {
    const bounds = this.viewer.viewport.getBounds(false);
    const k = this.page.width;
    const x = Math.max(0, Math.round(bounds.x * k));
    const y = Math.max(0, Math.round(bounds.y * k));
    const right = Math.min(this.page.width, Math.round((bounds.x + bounds.width) * k));
    const bottom = Math.min(this.page.height, Math.round((bounds.y + bounds.height) * k));
    return { x, y, w: Math.max(1, right - x), h: Math.max(1, bottom - y) };
  }

  // Shows a zone, above what is said of it; the address goes on naming the zone itself until the picture is moved.
  async to(zone) {
    const viewer = await this.start();
    if (!viewer) return;
    const high = viewer.element.clientHeight;
    const told = document.getElementById("clip")?.offsetHeight ?? 0;
    const h = told < high / 2 ? (zone.h * high) / (high - told) : zone.h;
    this.quiet = performance.now() + 1000;
    viewer.viewport.fitBounds(this.rectangle({ ...zone, h }), true);
  }

  async at(x, y, factor) {
    this.quiet = 0;
    const viewer = await this.start();
    if (!viewer) return;
    viewer.viewport.zoomBy(factor, new OpenSeadragon.Point(x / this.page.width, y / this.page.width));
    viewer.viewport.applyConstraints();
  }

  async by(how) {
    this.quiet = 0;
    if (how === "home") {
      if (!this.viewer) return;
      this.viewer.viewport.goHome();
      this.moved();
      return;
    }
    if (how === "out" && !this.viewer) return;
    await this.at(this.middle().x, this.middle().y, how === "in" ? 1.5 : 1 / 1.5);
  }

  middle() {
    if (!this.viewer) return { x: this.page.width / 2, y: this.page.height / 2 };
    const at = this.viewer.viewport.getCenter();
    return { x: at.x * this.page.width, y: at.y * this.page.width };
  }

  reveal({ x, y, w, h }) {
    const view = this.viewer?.viewport;
    if (!view) return;
    const k = this.page.width;
    const at = new OpenSeadragon.Point((x + w / 2) / k, (y + h / 2) / k);
    if (!view.getBounds().containsPoint(at)) view.panTo(at);
  }

  end() {
    clearTimeout(this.settling);
    const viewer = this.viewer;
    this.viewer = null;
    this.starting = null;
    if (!viewer) return;
    const page = this.page;
    page.classList.remove("zooming", "preparing");
    page.text.lieBack();
    page.picture.append(page.lights);
    page.lights.removeAttribute("style");
    viewer.destroy();
  }
}
