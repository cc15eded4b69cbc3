// The search field, in the head of every page and large on some: <search-box> completes what is typed from the archive's
// own words, in the reader from those of the issue. Without it the field is a form like any other.

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-list`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.list);
    this.list.hidden = true;
    this.append(this.list);
    this.at = -1;
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off",
    })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.soon());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 160);
  }

  async ask() {
    const typed = this.input.value;
    this.asking?.abort();
    if (typed.trim().length < 2) return this.close();
    this.asking = new AbortController();
    try {
      const address = new URL(this.dataset.suggest, document.baseURI);
      address.searchParams.set("q", typed);
      const answer = await fetch(address, { signal: this.asking.signal });
      if (answer.ok && this.input.value === typed) this.show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    this.list.replaceChildren(
      ...suggestions.map((one, number) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const words = document.createElement("bdi");
        words.lang = one.language;
        words.textContent = one.text;
        const count = document.createElement("span");
        count.className = "note";
        count.textContent = this.dataset.pages.replace("{}", one.pages);
        item.dataset.text = one.text;
        item.append(words, " ", count);
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault(); // the field keeps the focus
          this.take(item);
        });
        return item;
      }),
    );
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(suggestions.length > 0);
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
  }

  close() {
    this.open(false);
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const items = [...this.list.children];
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.take(items[this.at]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length && !this.list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = this.at < 0 && step < 0 ? items.length - 1 : (this.at + step + items.length) % items.length;
      for (const [number, item] of items.entries()) item.setAttribute("aria-selected", String(number === this.at));
      this.input.setAttribute("aria-activedescendant", items[this.at].id);
    }
  }

  take(item) {
    this.input.value = item.dataset.text;
    this.close();
    this.input.form.requestSubmit();
  }
}

customElements.define("search-box", SearchBox);
