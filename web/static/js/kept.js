// <kept-issues>: lists what this browser keeps, reads and searches it. Everything comes from the browser's own store,
// so it works without a network. The address says which issue and page: #key, #key/p12, #key/p12?words.

import { dataOf, keys, remove, renew } from "./kept-store.js";

const MARKS = /[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g;
const SAME = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "œ": "oe", "æ": "ae" };

// As people type: without accents, vowel marks and tatwil, one letter for those that are mixed up.
export const folded = (text) => text.toLowerCase().normalize("NFD").replace(MARKS, "").normalize("NFC")
  .replace(/[أإآٱىةœæ]/g, (letter) => SAME[letter]).replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));

const make = (name, attributes = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
};

class KeptIssues extends HTMLElement {
  async connectedCallback() {
    addEventListener("hashchange", () => this.show());
    await this.show();
    await renew();
    if (!location.hash) await this.show();
  }

  async show() {
    const [, key, page, words] = /^#([a-z0-9]+)(?:\/p(\d+))?(?:\?(.*))?$/.exec(location.hash) ?? [];
    const data = key ? await dataOf(key) : null;
    if (data) this.read(data, page, decodeURIComponent(words ?? ""));
    else await this.list();
  }

  async list() {
    const items = [];
    for (const key of await keys()) {
      const data = await dataOf(key);
      if (!data) continue;
      const gone = make("button", { type: "button", class: "button quiet" }, this.dataset.remove);
      gone.addEventListener("click", async () => { await remove(key); await this.list(); });
      const day = new Date(data.until).toLocaleDateString(document.documentElement.lang === "ar" ? "ar-MA" : document.documentElement.lang);
      items.push(make("li", { class: "row apart centre" }, make("a", { href: `#${key}`, class: "book" }, data.title),
        make("span", { class: "small" }, this.dataset.until.replace("{date}", day)), gone));
    }
    this.replaceChildren(items.length ? make("ul", { class: "kept-list" }, ...items) : make("p", { class: "lead" }, this.dataset.none));
  }

  read(data, wanted, words) {
    const number = data.pages[wanted] ? Number(wanted) : data.streams[0].pages[0];
    const stream = data.streams.find((each) => each.pages.includes(number)) ?? data.streams[0];
    const page = data.pages[number];
    const at = stream.pages.indexOf(number);
    const here = (to, find = words) => `#${data.key}/p${to}${find ? `?${encodeURIComponent(find)}` : ""}`;
    const title = make("h2", { tabindex: "-1" }, data.title, document.documentElement.lang === "ar" ? "، " : ", ", this.dataset.page.replace("{label}", page.label));
    const halves = make("nav", { class: "choice" }, ...data.streams.map((each) => {
      const link = make("a", { href: here(each.pages[0]), lang: each.language }, each.name);
      if (each === stream) link.setAttribute("aria-current", "true");
      return link;
    }));
    const turn = (to, name, rel) => (to === undefined ? "" : make("a", { class: "button", rel, href: here(to) }, this.dataset[name]));
    const turning = make("nav", { class: "row", dir: stream.dir }, turn(stream.pages[at - 1], "previous", "prev"), turn(stream.pages[at + 1], "next", "next"));
    const picture = page.picture ? make("img", { src: page.picture, width: page.width, height: page.height, alt: this.dataset.picture.replace("{label}", page.label) }) : "";
    this.replaceChildren(make("p", {}, make("a", { href: "#" }, this.dataset.all)), title, data.streams.length > 1 ? halves : "",
      this.finder(data, words, here), turning, make("div", { class: "kept-page" }, picture, this.text(page, words)));
    title.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  finder(data, words, here) {
    const field = make("input", { type: "search", id: "kept-find", value: words, "aria-label": this.dataset.search, placeholder: this.dataset.search });
    const form = make("form", { class: "ask", role: "search" }, field, make("button", { type: "submit" }, this.dataset.search));
    const order = data.streams.flatMap((stream) => stream.pages);
    const found = words ? order.filter((number) => folded(data.pages[number].text).includes(folded(words))) : [];
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = order.find((number) => folded(data.pages[number].text).includes(folded(field.value)));
      location.hash = here(first ?? order[0], field.value.trim());
    });
    const list = make("ol", { class: "row small", role: "status" }, make("li", {}, this.dataset.found.replace("{count}", String(found.length))),
      ...found.map((number) => make("li", {}, make("a", { href: here(number) }, data.pages[number].label))));
    return make("div", { class: "stack" }, form, words ? list : "");
  }

  text(page, words) {
    const needle = folded(words);
    return make("div", { class: "prose", lang: page.lang, dir: page.dir }, ...page.text.split(/\n\s*\n/).map((block) => {
      const paragraph = make("p", {});
      for (const line of block.split("\n")) {
        paragraph.append(needle && folded(line).includes(needle) ? make("mark", {}, line) : line, " ");
      }
      return paragraph;
    }));
  }
}

customElements.define("kept-issues", KeptIssues);
