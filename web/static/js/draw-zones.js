// Zones drawn over the pictures of several pages. The form's text says the same, a zone a line ("p3 120,80,600,400");
// each zone is a button that keys move, size, put earlier or later, and take out.

const LINE = /^p(\d+)\s+(\d+)[ ,]+(\d+)[ ,]+(\d+)[ ,]+(\d+)$/;
const STEP = 0.01; // of the page's width
const LEAST = 8; // canvas pixels

class DrawZones extends HTMLElement {
  connectedCallback() {
    this.field = document.querySelector(`textarea[name="${this.dataset.field}"]`);
    this.pages = new Map();
    for (const figure of this.querySelectorAll("[data-page]")) {
      const picture = figure.querySelector(".pic");
      if (!picture) continue;
      const page = { number: Number(figure.dataset.page), width: Number(figure.dataset.width), height: Number(figure.dataset.height), picture };
      this.pages.set(page.number, page);
      picture.querySelector("img").draggable = false;
      picture.addEventListener("pointerdown", (event) => this.begin(event, page));
      picture.addEventListener("pointermove", (event) => this.drag(event));
      picture.addEventListener("pointerup", (event) => this.end(event));
      picture.addEventListener("pointercancel", () => this.give_up());
      picture.tabIndex = 0;
      picture.setAttribute("role", "group");
      picture.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
      picture.addEventListener("keydown", (event) => event.target === picture && event.key === "Insert" && this.insert(event, page));
    }
    for (const kind of ["input", "restored"]) this.field.addEventListener(kind, () => this.read());
    this.read();
  }

  // What the text says; lines that are no zones stay where they are and are not drawn.
  read() {
    this.zones = this.field.value.split("\n").filter((line) => line.trim()).map((line) => {
      const found = line.trim().match(LINE);
      return found ? { page: Number(found[1]), box: found.slice(2).map(Number) } : { text: line };
    });
    this.draw();
  }

  write(focus = -1) {
    this.field.value = this.zones.map((zone) => zone.text ?? `p${zone.page} ${zone.box.join(",")}`).join("\n");
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.draw(focus);
  }

  draw(focus = -1) {
    for (const old of this.querySelectorAll(".zone-box")) old.remove();
    this.zones.forEach((zone, at) => {
      const page = this.pages.get(zone.page);
      if (!page) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "zone-box";
      button.textContent = at + 1;
      button.setAttribute("aria-label", this.dataset.told.replace("#", at + 1));
      this.put(button, page, zone.box);
      button.addEventListener("keydown", (event) => this.key(event, at));
      button.addEventListener("pointerdown", (event) => this.take(event, at));
      page.picture.append(button);
      if (at === focus) button.focus();
    });
  }

  put(button, page, [x, y, w, h]) {
    const share = (value, whole) => `${(100 * value) / whole}%`;
    button.style.setProperty("inset-inline-start", share(x, page.width));
    button.style.setProperty("inset-block-start", share(y, page.height));
    button.style.setProperty("inline-size", share(w, page.width));
    button.style.setProperty("block-size", share(h, page.height));
  }

  point(event, page) {
    const box = page.picture.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)));
    return [within(((event.clientX - box.left) / box.width) * page.width, page.width), within(((event.clientY - box.top) / box.height) * page.height, page.height)];
  }

  begin(event, page) {
    if (event.button || event.target.closest(".zone-box")) return;
    event.preventDefault();
    const ghost = document.createElement("div");
    ghost.className = "zone-box";
    page.picture.append(ghost);
    page.picture.setPointerCapture(event.pointerId);
    this.act = { page, start: this.point(event, page), ghost };
  }

  take(event, at) {
    if (event.button) return;
    const page = this.pages.get(this.zones[at].page);
    page.picture.setPointerCapture(event.pointerId);
    this.act = { page, start: this.point(event, page), at, before: [...this.zones[at].box] };
    event.stopPropagation();
  }

  drag(event) {
    if (!this.act) return;
    const { page, start, ghost, at, before } = this.act;
    const [x, y] = this.point(event, page);
    if (ghost) {
      this.act.box = [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
      this.put(ghost, page, this.act.box);
    } else {
      const moved = [before[0] + x - start[0], before[1] + y - start[1], before[2], before[3]];
      this.zones[at].box = this.fit(moved, page);
      this.put(page.picture.querySelectorAll(".zone-box")[this.rank(at)], page, this.zones[at].box);
    }
  }

  rank(at) {
    return this.zones.slice(0, at).filter((zone) => zone.page === this.zones[at].page).length;
  }

  end(event) {
    if (!this.act) return;
    this.drag(event);
    const { page, box, ghost, at } = this.act;
    this.act = null;
    if (!ghost) {
      this.write(at);
    } else if (box && box[2] >= LEAST && box[3] >= LEAST) {
      this.zones.push({ page: page.number, box });
      this.write(this.zones.length - 1);
    } else ghost.remove();
  }

  give_up() {
    this.act?.ghost?.remove();
    this.act = null;
  }

  fit([x, y, w, h], page) {
    const wide = Math.min(page.width, Math.max(LEAST, w));
    const high = Math.min(page.height, Math.max(LEAST, h));
    return [Math.min(page.width - wide, Math.max(0, x)), Math.min(page.height - high, Math.max(0, y)), wide, high].map(Math.round);
  }

  insert(event, page) {
    event.preventDefault();
    this.zones.push({ page: page.number, box: this.fit([page.width * 0.1, page.height * 0.1, page.width * 0.8, page.height * 0.3], page) });
    this.write(this.zones.length - 1);
  }

  key(event, at) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zone = this.zones[at];
    const page = this.pages.get(zone.page);
    const by = Math.max(1, Math.round(page.width * STEP));
    const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key];
    const [x, y, w, h] = zone.box;
    if (way) {
      zone.box = event.shiftKey
        ? [x, y, Math.min(page.width - x, Math.max(LEAST, w + way[0])), Math.min(page.height - y, Math.max(LEAST, h + way[1]))]
        : this.fit([x + way[0], y + way[1], w, h], page);
      this.write(at);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.zones.splice(at, 1);
      this.write(Math.min(at, this.zones.length - 1));
    } else if (["+", "-", "−"].includes(event.key)) {
      const to = Math.min(this.zones.length - 1, Math.max(0, at + (event.key === "+" ? 1 : -1)));
      this.zones.splice(to, 0, ...this.zones.splice(at, 1));
      this.write(to);
    } else if (event.key === "Insert") {
      this.insert(event, page);
      return;
    } else return;
    event.preventDefault();
  }
}

customElements.define("draw-zones", DrawZones);
