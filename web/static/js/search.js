// Results of a search: <year-bars> takes a stretch of years with the pointer,
// <keep-hit> gathers pages across searches in this browser. Without it the forms and links do all of this but keeping.

const KEPT = "selection"; // in localStorage: [{name, note}], in the order the reader wants

function selection() {
  try {
    const held = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(held) ? held.filter((one) => /^[0-9a-z]{3,16}\.p[1-9][0-9]{0,8}$/.test(one?.name)) : [];
  } catch {
    return [];
  }
}

function keep(list) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(list.slice(0, 200)));
  } catch {
    // A browser that keeps nothing: the page works on, only nothing is remembered.
  }
  for (const place of document.querySelectorAll("[data-kept-count]")) place.textContent = list.length || "";
}

// A stretch of the bars, chosen with the pointer, is written into the two year fields; a press takes one year.
class YearBars extends HTMLElement {
  connectedCallback() {
    this.bars = this.querySelector(".bars");
    this.form = document.getElementById("years");
    this.first = Number(this.dataset.first);
    this.years = this.bars.viewBox.baseVal.width / 10;
    this.bars.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.from = this.year(event);
      this.bars.setPointerCapture(event.pointerId);
      this.mark(event);
    });
    this.bars.addEventListener("pointermove", (event) => this.from && this.mark(event));
    this.bars.addEventListener("pointerup", (event) => {
      if (!this.from) return;
      this.mark(event);
      this.from = null;
      this.form.requestSubmit();
    });
    this.bars.addEventListener("pointercancel", () => (this.from = null));
  }

  year(event) {
    const box = this.bars.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const along = this.bars.matches(":dir(rtl)") ? 1 - share : share; // the years run as the language does
    return this.first + Math.min(this.years - 1, Math.max(0, Math.floor(along * this.years)));
  }

  mark(event) {
    const ends = [this.from, this.year(event)].sort();
    this.form.elements.from.value = ends[0];
    this.form.elements.to.value = ends[1];
    for (const bar of this.bars.querySelectorAll("rect")) {
      const year = this.first + Math.floor(Number(bar.getAttribute("x")) / 10);
      bar.setAttribute("class", ends[0] <= year && year <= ends[1] ? "on" : "is");
    }
  }
}

class KeepHit extends HTMLElement {
  connectedCallback() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button quiet";
    this.append(this.button);
    this.button.addEventListener("click", () => {
      const held = selection();
      const others = held.filter((one) => one.name !== this.dataset.name);
      keep(others.length < held.length ? others : [...held, { name: this.dataset.name, note: "" }]);
      this.tell();
    });
    this.tell();
  }

  tell() {
    const kept = selection().some((one) => one.name === this.dataset.name);
    this.button.setAttribute("aria-pressed", String(kept));
    this.button.textContent = kept ? this.dataset.kept : this.dataset.keep;
    const of = document.createElement("span");
    of.className = "hidden";
    of.textContent = `: ${this.dataset.of}`;
    this.button.append(of);
  }
}

customElements.define("year-bars", YearBars);
customElements.define("keep-hit", KeepHit);
keep(selection());

// The page of the selection: what the browser keeps is asked for by its address; order and notes stay here.
class ReadingSelection extends HTMLElement {
  connectedCallback() {
    const asked = new URL(location.href).searchParams.getAll("p");
    const held = selection();
    if (!asked.length && held.length) {
      location.replace(this.address(held));
      return;
    }
    const notes = new Map(held.map((one) => [one.name, one.note ?? ""]));
    for (const item of this.items()) {
      const note = item.querySelector("textarea");
      note.value = notes.get(item.dataset.name) ?? "";
      note.addEventListener("input", () => this.keepAll());
    }
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[button.dataset.do](button.closest("[data-name]"), button);
    });
  }

  items() {
    return [...this.querySelectorAll("[data-name]")];
  }

  address(list) {
    return `${this.dataset.empty}${list.length ? "?" : ""}${list.map((one) => `p=${one.name}`).join("&")}`;
  }

  keepAll() {
    const list = this.items().map((item) => ({ name: item.dataset.name, note: item.querySelector("textarea").value.slice(0, 2000) }));
    keep(list);
    history.replaceState(null, "", this.address(list));
  }

  up(item, button) {
    item.previousElementSibling?.before(item);
    this.keepAll();
    button.focus();
  }

  down(item, button) {
    item.nextElementSibling?.after(item);
    this.keepAll();
    button.focus();
  }

  out(item) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.keepAll();
    if (next) next.querySelector("a[href]:not([tabindex])").focus();
    else location.replace(this.dataset.empty);
  }

  clear() {
    keep([]);
    location.replace(this.dataset.empty);
  }
}

customElements.define("reading-selection", ReadingSelection);
