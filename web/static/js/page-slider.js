// <page-slider>: the strip of all pages as one slider. It lies as the paper lies: an Arabic half runs from the right, a
// French one from the left, and they meet at the seam; so an arrow moves to the side it shows, whatever the language.

import { go } from "./turning.js";

// The links become marks of the slider: it is one place for Tab, and nothing that is hidden from hearing can be reached.
function mark(link) {
  if (link.tagName !== "A") return link;
  const made = document.createElement("span");
  for (const name of ["class", "title", "aria-label", "aria-current"]) {
    if (link.hasAttribute(name)) made.setAttribute(name, link.getAttribute(name));
  }
  made.dataset.to = link.href;
  link.replaceWith(made);
  return made;
}

class PageSlider extends HTMLElement {
  connectedCallback() {
    this.links = [...this.querySelectorAll(".ticks")].flatMap((half) => {
      const own = [...half.querySelectorAll(".tick")].map((link) => ({ link, half: half.dataset.half }));
      return half.dir === "rtl" ? own.reverse() : own; // as they lie, from the left
    });
    const at = this.links.findIndex(({ link }) => link.hasAttribute("aria-current"));
    if (this.links.length < 2 || at < 0) return;
    for (const each of this.links) each.link = mark(each.link);
    // Counted as the paper is turned: from the side on which the half being read begins.
    this.rtl = this.querySelector(".ticks.current")?.dir === "rtl";
    this.pages = this.rtl ? [...this.links].reverse() : this.links;
    this.at = this.chosen = this.pages.findIndex(({ link }) => link.hasAttribute("aria-current"));
    for (const half of this.querySelectorAll(".ticks")) half.setAttribute("aria-hidden", "true");
    this.handle = this.appendChild(document.createElement("div")); // a slider may hold no links: it lies over them
    this.handle.className = "handle";
    this.handle.dataset.key = "slider";
    this.handle.setAttribute("role", "slider");
    this.handle.setAttribute("aria-label", this.dataset.label);
    this.handle.setAttribute("aria-orientation", "horizontal");
    this.handle.setAttribute("aria-valuemin", "1");
    this.handle.setAttribute("aria-valuemax", String(this.pages.length));
    this.handle.tabIndex = 0;
    this.bubble = this.appendChild(document.createElement("output"));
    this.bubble.className = "bubble";
    this.bubble.hidden = true;
    this.choose(this.at, false);
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("pointerdown", (event) => this.grab(event));
    this.addEventListener("pointermove", (event) => this.drag(event));
    this.addEventListener("pointerup", (event) => this.release(event));
    this.addEventListener("pointercancel", () => this.drop());
    this.handle.addEventListener("blur", () => this.drop());
  }

  choose(index, show = true) {
    this.pages[this.chosen]?.link.classList.remove("chosen");
    this.chosen = Math.max(0, Math.min(this.pages.length - 1, index));
    const { link, half } = this.pages[this.chosen];
    link.classList.add("chosen");
    const told = `${link.getAttribute("aria-label")} · ${half}`;
    this.handle.setAttribute("aria-valuenow", String(this.chosen + 1));
    this.handle.setAttribute("aria-valuetext", told);
    this.bubble.hidden = !show;
    if (!show) return;
    this.bubble.textContent = told;
    const own = this.getBoundingClientRect();
    const tick = link.getBoundingClientRect();
    this.bubble.style.insetInlineStart = `${tick.left + tick.width / 2 - own.left}px`;
  }

  pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const side = this.rtl ? -1 : 1;
    const by = { ArrowRight: side, ArrowLeft: -side, ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (by) this.choose(this.chosen + by);
    else if (event.key === "Home") this.choose(0);
    else if (event.key === "End") this.choose(this.pages.length - 1);
    else if (event.key === "Enter" || event.key === " ") this.turn();
    else if (event.key === "Escape" && this.chosen !== this.at) this.drop();
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (by || event.key === "Home" || event.key === "End") {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.turn(), 700); // the page follows when the key rests
    }
  }

  under(event) {
    const x = event.clientX;
    let nearest = 0;
    let best = Infinity;
    this.pages.forEach(({ link }, index) => {
      const tick = link.getBoundingClientRect();
      const far = Math.abs(tick.left + tick.width / 2 - x);
      if (far < best) [nearest, best] = [index, far];
    });
    return nearest;
  }

  grab(event) {
    if (event.button) return;
    this.held = true;
    this.handle.setPointerCapture(event.pointerId);
    this.choose(this.under(event));
  }

  drag(event) {
    if (this.held) this.choose(this.under(event));
  }

  release(event) {
    if (!this.held) return;
    this.held = false;
    this.choose(this.under(event));
    this.turn();
  }

  drop() {
    this.held = false;
    clearTimeout(this.waiting);
    this.choose(this.at, false);
  }

  turn() {
    clearTimeout(this.waiting);
    if (this.chosen === this.at || !this.isConnected) {
      this.bubble.hidden = true;
      return;
    }
    this.at = this.chosen;
    go(this.pages[this.chosen].link.dataset.to);
  }
}

customElements.define("page-slider", PageSlider);
