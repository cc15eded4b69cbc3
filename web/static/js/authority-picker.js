// <authority-picker>: cards of names chosen by typing either script, any variant. The text field inside holds the choice, a
// card a line, "form (key)", and is all that is sent: without a script one types there. After the combobox pattern of the
// ARIA Authoring Practices (list autocomplete, the first option chosen beforehand).

const KEY = /^(.*) \(([0-9bcdfghjkmnpqrstvwxz]{3,16})\)$/su;
let made = 0;

const linesOf = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);

class AuthorityPicker extends HTMLElement {
  connectedCallback() {
    if (this.box) return;
    this.field = this.querySelector("textarea");
    this.lines = linesOf(this.field);
    const id = this.field.id || `picker-${(made += 1)}`;
    this.field.removeAttribute("id");
    this.field.hidden = true;
    this.field.tabIndex = -1;
    this.chosen = element("ul", { className: "picked" });
    this.box = element("input", { id, type: "text", dir: "auto", autocomplete: "off", spellcheck: false });
    for (const name of ["aria-labelledby", "aria-describedby", "aria-invalid"]) {
      if (this.field.hasAttribute(name)) this.box.setAttribute(name, this.field.getAttribute(name));
    }
    this.list = element("ul", { id: `${id}-list`, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.list);
    this.told = element("p", { className: "hidden" });
    this.told.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) this.box.setAttribute(name, value);
    this.append(this.chosen, this.box, this.list, this.told);
    this.box.addEventListener("input", () => this.soon());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.leave());
    this.field.addEventListener("restored", () => {
      this.lines = linesOf(this.field);
      this.draw();
    });
    this.classList.add("made");
    this.draw();
  }

  // --- what is chosen ---

  draw() {
    this.chosen.replaceChildren(...this.lines.map((line, place) => this.chip(line, place)));
    this.chosen.hidden = !this.lines.length;
    const text = this.lines.join("\n");
    if (this.field.value === text) return;
    this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chip(line, place) {
    const name = called(line);
    const item = element("li", { className: KEY.test(line) ? "chip" : "chip open" });
    const out = element("button", { type: "button", textContent: "×" });
    out.setAttribute("aria-label", this.dataset.remove.replace("{}", name));
    out.addEventListener("click", () => this.drop(place, true));
    item.append(isolated(name), out);
    return item;
  }

  add(line) {
    if (!("many" in this.dataset)) this.lines = [];
    if (!this.lines.includes(line)) this.lines.push(line);
    this.box.value = "";
    this.close();
    this.draw();
    this.told.textContent = this.dataset.taken.replace("{}", called(line));
  }

  drop(place, focus = false) {
    const [line] = this.lines.splice(place, 1);
    this.draw();
    this.told.textContent = this.dataset.out.replace("{}", called(line));
    if (focus) this.box.focus();
  }

  // What was typed and not chosen is kept as it is: the site says what it finds, or does not.
  leave() {
    this.close();
    const typed = this.box.value.trim();
    if (typed) this.add(typed);
  }

  // --- what may be meant ---

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 120);
  }

  async ask() {
    const typed = this.box.value.trim();
    this.asking?.abort();
    if (!typed || typed.startsWith("+")) return this.close();
    this.asking = new AbortController();
    try {
      const url = `${this.dataset.url}&q=${encodeURIComponent(typed)}`;
      const answer = await fetch(url, { signal: this.asking.signal, credentials: "same-origin" });
      if (!answer.ok || this.box.value.trim() !== typed) return;
      const found = await answer.json();
      this.show(found.authorities, found.exact.length ? "" : typed);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(cards, unknown) {
    const items = cards.map((card) => this.option(`${card.label} (${card.key})`, ...described(card)));
    if (unknown && this.dataset.new) {
      const words = this.dataset.new.split("{}");
      items.push(this.option(`+ ${unknown}`, words[0], isolated(unknown), words[1] ?? ""));
    }
    for (const [number, item] of items.entries()) item.id = `${this.list.id}-${number}`;
    this.list.replaceChildren(...items);
    this.told.textContent = cards.length ? this.dataset.found.replace("{}", cards.length) : this.dataset.none;
    this.open(items.length > 0);
    this.mark(cards.length ? 0 : -1);
  }

  option(line, ...words) {
    const item = element("li", {});
    item.dataset.line = line;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(...words);
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      this.add(line);
    });
    return item;
  }

  open(yes) {
    this.list.hidden = !yes;
    this.box.setAttribute("aria-expanded", String(yes));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.open(false);
    this.mark(-1);
  }

  mark(at) {
    this.at = at;
    const items = [...this.list.children];
    for (const [number, item] of items.entries()) item.setAttribute("aria-selected", String(number === at));
    if (at < 0) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const items = [...this.list.children];
    const shown = !this.list.hidden;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && shown) this.close();
    else if (event.key === "Enter" && this.box.value.trim()) {
      if (shown && this.at >= 0) this.add(items[this.at].dataset.line);
      else this.leave();
    } else if (event.key === "ArrowDown" && !shown) {
      this.ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && shown) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((Math.max(this.at, step < 0 ? 0 : -1) + step + items.length) % items.length);
    } else if (event.key === "Backspace" && !this.box.value && this.lines.length) {
      this.drop(this.lines.length - 1);
    } else return;
    event.preventDefault();
    event.stopPropagation(); // the form, in which Enter leads to the next field, is not meant
  }
}

function element(name, values) {
  return Object.assign(document.createElement(name), values);
}

function isolated(text, language = "") {
  return Object.assign(document.createElement("bdi"), { textContent: text, lang: language });
}

function called(line) {
  return KEY.exec(line)?.[1] ?? line.replace(/^\+\s*/u, "");
}

// A card in the list: its form in the reader's language, the other ones, what kind of thing it is and when.
function described(card) {
  const others = card.others.flatMap((other) => [" · ", isolated(other.text, other.language)]);
  const note = element("span", { className: "note" });
  note.append(card.kind_told, ...(card.dates ? [" · ", isolated(card.dates)] : []));
  const names = element("span", {});
  names.append(isolated(card.label, card.language), ...others);
  return [names, note];
}

customElements.define("authority-picker", AuthorityPicker);
