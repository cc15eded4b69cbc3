// The contact sheet by mouse and by keys. Arrows go from page to page the way the half runs, the space bar chooses,
// Shift and arrows choose more, Alt and arrows move what is chosen; R turns, X parts, I keeps a place, M says missing,
// S sets the seam. Every act is a form sent at once, the sheet is shown as it stands then, and Ctrl Z undoes it.

const main = document.querySelector("main");
const said = document.createElement("p");
said.className = "hidden";
said.setAttribute("role", "status");
document.body.append(said);

const KEYS = { r: "turn-90", x: "split", i: "place-after", m: "missing", s: "seam" };
const form = () => main.querySelector("form[data-leaves]");
const boxes = () => [...main.querySelectorAll('[data-leaf] input[name="page"]')];
const chosen = () => boxes().filter((box) => box.checked);
const leafOf = (node) => node?.closest?.("[data-leaf]");
const boxOf = (leaf) => leaf?.querySelector('input[name="page"]');
let last = null; // the box chosen last: Shift chooses from here
let busy = false;

const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => `\u2068${values[name]}\u2069`);

const tell = () => {
  const count = main.querySelector("[data-count]");
  const n = chosen().length;
  if (count) count.textContent = n ? filled(form().dataset.chosen, { n }) : "";
};

// One box of the sheet is in the order of Tab, as in a grid; its links follow it.
const rove = (box) => {
  for (const each of boxes()) {
    each.tabIndex = each === box ? 0 : -1;
    for (const link of leafOf(each).querySelectorAll("a")) link.tabIndex = each === box ? 0 : -1;
  }
};

const go = (box) => {
  if (!box) return;
  rove(box);
  box.focus({ preventScroll: true });
  leafOf(box).scrollIntoView({ block: "nearest" });
};

const ready = () => {
  if (!form()) return;
  rove(chosen()[0] ?? boxes()[0]);
  for (const leaf of main.querySelectorAll("[data-leaf]")) leaf.draggable = true;
  for (const picture of main.querySelectorAll("[data-leaf] img")) picture.draggable = false;
  tell();
};

// What the server answers is shown in place; open tools, typed fields and the place on the screen stay.
const show = async (answer, focused) => {
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = made.querySelector("main");
  if (!sheet?.querySelector(".leaves")) {
    if (answer.redirected || !answer.ok) location.assign(answer.url);
    return;
  }
  const open = [...main.querySelectorAll("details.act")].map((each) => each.open);
  const at = [scrollX, scrollY];
  main.replaceChildren(...sheet.childNodes);
  main.querySelectorAll("details.act").forEach((each, place) => {
    each.open = open[place] ?? false;
  });
  ready();
  scrollTo(...at);
  const box = boxes().find((each) => each.value === focused) ?? chosen()[0];
  go(box);
  const told = [...main.querySelectorAll(".notices .notice")].map((each) => each.textContent);
  const leaf = leafOf(box);
  if (leaf) {
    const row = [...leaf.parentElement.children];
    told.push(filled(form().dataset.moved, { page: leaf.dataset.label, place: row.indexOf(leaf) + 1, total: row.length }));
  }
  said.textContent = told.join(" ");
};

const send = async (action, body) => {
  if (busy) return;
  busy = true;
  main.setAttribute("aria-busy", "true");
  const focused = boxOf(leafOf(document.activeElement))?.value;
  try {
    await show(await fetch(action, { method: "POST", body, credentials: "same-origin" }), focused);
  } finally {
    busy = false;
    main.removeAttribute("aria-busy");
  }
};

const act = (name, more = {}) => {
  const body = new FormData(form());
  body.set("do", name);
  for (const [key, value] of Object.entries(more)) body.set(key, value);
  return send(form().action, new URLSearchParams(body));
};

// With nothing chosen, a key means the page one stands on.
const choose = (leaf) => {
  if (!chosen().length && leaf) boxOf(leaf).checked = true;
  return chosen().length > 0;
};

const range = (from, to) => {
  const every = boxes();
  const [a, b] = [every.indexOf(from), every.indexOf(to)].sort((x, y) => x - y);
  every.forEach((box, place) => {
    if (place >= a && place <= b) box.checked = true;
  });
  tell();
};

// The leaf above or below: the nearest one of the next row.
const inRow = (box, step) => {
  const here = leafOf(box).getBoundingClientRect();
  const middle = (area) => area.left + area.width / 2;
  let best = null;
  for (const each of boxes()) {
    const area = leafOf(each).getBoundingClientRect();
    if ((area.top - here.top) * step <= here.height / 2) continue;
    const far = Math.abs(area.top - here.top) * 10 + Math.abs(middle(area) - middle(here));
    if (!best || far < best.far) best = { each, far };
  }
  return best?.each;
};

const arrow = (event, box) => {
  const onward = getComputedStyle(leafOf(box).parentElement).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = event.key === onward ? 1 : -1;
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (event.altKey) {
    if (sideways && choose(leafOf(box))) act(step > 0 ? "later" : "earlier");
    return;
  }
  const every = boxes();
  const to = sideways ? every[every.indexOf(box) + step] : inRow(box, event.key === "ArrowDown" ? 1 : -1);
  if (!to) return;
  if (event.shiftKey) range(box, to);
  last = to;
  go(to);
};

main.addEventListener("keydown", (event) => {
  if (!form()) return;
  const undo = main.querySelector("form[data-undo]");
  const typing = event.target.matches('input:not([type="checkbox"]), select, textarea');
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && undo && !typing) {
    event.preventDefault();
    undo.requestSubmit();
    return;
  }
  const leaf = leafOf(event.target);
  const box = boxOf(leaf);
  if (!box || event.target !== box) return;
  if (event.key.startsWith("Arrow") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    arrow(event, box);
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
    event.preventDefault();
    range(boxes()[0], boxes().at(-1));
  } else if (event.key === "Escape") {
    for (const each of boxes()) each.checked = false;
    tell();
  } else if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.altKey && !event.metaKey && choose(leaf)) {
    event.preventDefault();
    const field = main.querySelector('input[name="label"]');
    field.closest("details").open = true;
    field.focus();
  } else if (KEYS[event.key.toLowerCase()] && !event.ctrlKey && !event.altKey && !event.metaKey && choose(leaf)) {
    event.preventDefault();
    act(KEYS[event.key.toLowerCase()]);
  }
});

main.addEventListener("click", (event) => {
  const box = event.target.closest?.('input[name="page"]');
  if (!box || !leafOf(box)) return;
  if (event.shiftKey && last && box.checked) range(last, box);
  last = box;
  rove(box);
  const of = main.querySelector("[data-scan-of]");
  if (of && box.checked) of.value = box.value;
  tell();
});

main.addEventListener("submit", (event) => {
  const sent = event.target;
  if (sent.enctype === "multipart/form-data") return; // a scan: the page is loaded anew
  event.preventDefault();
  if (sent.matches("[data-leaves]")) {
    const name = event.submitter?.value ?? "number";
    if (name === "number" || choose(leafOf(document.activeElement)) || name.startsWith("half") || name === "one-way") act(name);
    else send(sent.action, new URLSearchParams([...new FormData(sent), ["do", name]]));
  } else send(sent.action, new URLSearchParams(new FormData(sent)));
});

// Enter in a field of the tools does what the button beside it does.
main.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches('details.act input[form="leaves"]')) return;
  const button = event.target.closest("details").querySelector('button[name="do"]');
  if (!button) return;
  event.preventDefault();
  form().requestSubmit(button);
});

// --- dragging: what is chosen, or the page under the pointer; it falls in front of or behind the page it is let go on ---

let dragged = null;
const clear = () => {
  for (const each of main.querySelectorAll(".drop-before, .drop-after")) each.classList.remove("drop-before", "drop-after");
};
const sideOf = (event, leaf) => {
  const area = leaf.getBoundingClientRect();
  const right = event.clientX > area.left + area.width / 2;
  return right === (getComputedStyle(leaf.parentElement).direction === "rtl") ? "before" : "after";
};

main.addEventListener("dragstart", (event) => {
  const leaf = leafOf(event.target);
  if (!leaf || !form()) return;
  const box = boxOf(leaf);
  if (!box.checked) {
    for (const each of boxes()) each.checked = each === box;
    tell();
  }
  dragged = leaf;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", leaf.dataset.label);
});
main.addEventListener("dragover", (event) => {
  const leaf = leafOf(event.target);
  if (!dragged || !leaf) return;
  event.preventDefault();
  clear();
  if (!boxOf(leaf).checked) leaf.classList.add(`drop-${sideOf(event, leaf)}`);
});
main.addEventListener("drop", (event) => {
  const leaf = leafOf(event.target);
  clear();
  if (!dragged || !leaf) return;
  event.preventDefault();
  dragged = null;
  if (boxOf(leaf).checked) return;
  act("move", { target: leaf.dataset.leaf, side: sideOf(event, leaf) });
});
main.addEventListener("dragend", () => {
  dragged = null;
  clear();
});

ready();
