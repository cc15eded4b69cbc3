// The words of a page lie unseen over its picture, each in its place, in reading order: they can be selected and copied
// there. Copying puts the lines together as they are read, whatever their direction.

const SVG = "http://www.w3.org/2000/svg";

export class TextLayer {
  constructor(page) {
    this.page = page;
    this.layer = null;
    this.preparing = null;
  }

  prepare() {
    if (!this.page.dataset.words) return Promise.resolve();
    this.preparing ??= fetch(this.page.dataset.words)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .then((words) => this.build(words))
      .catch(() => { this.preparing = null; });
    return this.preparing;
  }

  build({ width, height, lines }) {
    const layer = document.createElementNS(SVG, "svg");
    layer.classList.add("textlayer");
    layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    layer.setAttribute("preserveAspectRatio", "none");
    layer.setAttribute("aria-hidden", "true"); // the text stands beside the picture for those who hear it
    for (const line of lines) layer.append(this.line(line));
    layer.addEventListener("copy", (event) => this.copy(event));
    this.layer = layer;
    const viewer = this.page.zoom.viewer;
    if (viewer) this.lieOver(viewer);
    else this.page.picture.append(layer);
  }

  line({ block, lang, dir, words }) {
    const group = document.createElementNS(SVG, "g");
    group.dataset.block = block;
    group.setAttribute("lang", lang);
    const top = Math.min(...words.map((word) => word[2]));
    const bottom = Math.max(...words.map((word) => word[2] + word[4]));
    for (const [text, x, , w] of words) {
      const word = document.createElementNS(SVG, "text");
      word.textContent = text;
      word.setAttribute("direction", dir);
      word.setAttribute("x", dir === "rtl" ? x + w : x);
      word.setAttribute("y", bottom - (bottom - top) * 0.22);
      word.setAttribute("font-size", bottom - top);
      word.setAttribute("textLength", w);
      word.setAttribute("lengthAdjust", "spacingAndGlyphs");
      group.append(word);
    }
    return group;
  }

  // Lines as they are read: words parted by blanks, lines by line ends, blocks by an empty line.
  copy(event) {
    const selection = getSelection();
    if (selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const lines = [];
    let block = null;
    for (const group of this.layer.children) {
      const words = [...group.children].filter((word) => range.intersectsNode(word)).map((word) => this.part(word, range));
      const text = words.filter(Boolean).join(" ");
      if (!text) continue;
      if (block !== null && block !== group.dataset.block) lines.push("");
      block = group.dataset.block;
      lines.push(text);
    }
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
  }

  // A word, or the part of it that is selected.
  part(word, range) {
    const node = word.firstChild;
    const from = range.startContainer === node ? range.startOffset : 0;
    const to = range.endContainer === node ? range.endOffset : node.length;
    return node.data.slice(from, to);
  }

  lieOver(viewer) {
    if (!this.layer) return;
    this.layer.remove();
    viewer.addOverlay({ element: this.layer, location: this.page.zoom.whole() });
    this.selectable(this.page.classList.contains("selecting"));
  }

  lieBack() {
    if (!this.layer) return;
    this.page.picture.append(this.layer);
    this.layer.removeAttribute("style");
  }

  // While the picture is enlarged a finger moves it; told to select, it selects.
  async selectable(on) {
    this.page.classList.toggle("selecting", on);
    if (on) await this.prepare();
    const tracker = this.page.zoom.viewer?.innerTracker;
    tracker?.setTracking(!on);
  }
}
