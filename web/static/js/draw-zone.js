// A zone drawn on a page's picture with mouse, pen or finger fills the form's four numbers; typing them moves the frame.

const NAMES = ["x", "y", "w", "h"];

class DrawZone extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    this.picture = this.querySelector("img");
    this.drawn = this.querySelector("[data-drawn]");
    [, , this.width, this.height] = this.querySelector("svg").getAttribute("viewBox").split(" ").map(Number);
    this.picture.draggable = false;
    this.addEventListener("pointerdown", (event) => this.begin(event));
    this.addEventListener("pointermove", (event) => this.start && this.show(event));
    this.addEventListener("pointerup", (event) => this.end(event));
    for (const name of NAMES) this.form.elements[name].addEventListener("input", () => this.frame());
  }

  place(event) {
    const box = this.picture.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)));
    return [
      within(((event.clientX - box.left) / box.width) * this.width, this.width),
      within(((event.clientY - box.top) / box.height) * this.height, this.height),
    ];
  }

  begin(event) {
    if (event.button) return;
    this.start = this.place(event);
    this.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  show(event) {
    const [x, y] = this.place(event);
    const values = [Math.min(x, this.start[0]), Math.min(y, this.start[1]), Math.abs(x - this.start[0]), Math.abs(y - this.start[1])];
    NAMES.forEach((name, at) => {
      this.form.elements[name].value = values[at];
    });
    this.frame();
  }

  end(event) {
    if (this.start) this.show(event);
    this.start = null;
  }

  frame() {
    const attributes = ["x", "y", "width", "height"];
    NAMES.forEach((name, at) => this.drawn.setAttribute(attributes[at], Number(this.form.elements[name].value) || 0));
  }
}

customElements.define("draw-zone", DrawZone);
