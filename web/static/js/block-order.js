// The blocks of a page moved in their list, by the numbers over the picture, or by keys; saved by the form's button.

const form = document.querySelector("form[data-order]");
const list = form?.querySelector(".block-order");
const said = document.querySelector("[data-said]");
const items = () => [...list.children];
const markOf = (item) => document.querySelector(`[data-mark="${item.dataset.block}"]`);
const itemOf = (node) => node?.closest?.("[data-block]");

const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => `\u2068${values[name]}\u2069`);

const number = () => {
  items().forEach((item, place) => {
    item.querySelector(".place").textContent = place + 1;
    const input = item.querySelector('input[name^="place."]');
    if (input) input.value = place + 1;
    const text = markOf(item)?.querySelector("text");
    if (text) text.textContent = place + 1;
  });
};

const tell = (item) => {
  const block = item.querySelector(".begins").textContent.slice(0, 40);
  said.textContent = filled(form.dataset.moved, { block, place: items().indexOf(item) + 1, total: items().length });
};

const put = (item, other, before) => {
  if (!other || other === item) return;
  const focused = item.contains(document.activeElement) ? document.activeElement : null;
  if (before) other.before(item);
  else other.after(item);
  number();
  tell(item);
  focused?.focus(); // moving a node takes the focus off it
  item.scrollIntoView({ block: "nearest" });
};

const step = (item, by) => put(item, by < 0 ? item.previousElementSibling : item.nextElementSibling, by < 0);

const light = (item) => {
  for (const each of items()) {
    each.classList.toggle("lit", each === item);
    markOf(each)?.classList.toggle("lit", each === item);
  }
};

const clear = () => {
  for (const each of items()) each.classList.remove("drop-before", "drop-after");
};

// A number is dragged over the picture, onto the block it shall be read at the place of.
const marks = () => {
  const svg = document.querySelector(".block-marks");
  if (!svg) return;
  let held = null;
  const under = (event) => document.elementsFromPoint(event.clientX, event.clientY).map((node) => node.closest("[data-mark]")).find(Boolean);
  const item = (mark) => mark && list.querySelector(`[data-block="${mark.dataset.mark}"]`);
  svg.addEventListener("pointerdown", (event) => {
    held = item(under(event));
    if (!held) return;
    event.preventDefault();
    light(held);
    held.scrollIntoView({ block: "nearest" });
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    const other = held && item(under(event));
    clear();
    if (other && other !== held) other.classList.add(items().indexOf(other) < items().indexOf(held) ? "drop-before" : "drop-after");
  });
  svg.addEventListener("pointerup", (event) => {
    const other = held && item(under(event));
    clear();
    if (other && other !== held) put(held, other, items().indexOf(other) < items().indexOf(held));
    held = null;
  });
};

if (list?.querySelector('input[name^="place."]')) {
  const before = new URLSearchParams(new FormData(form)).toString();
  let sent = false;
  form.addEventListener("submit", (event) => {
    const [way, block] = (event.submitter?.value ?? "save").split(".");
    if (way === "save") {
      sent = true;
      return;
    }
    event.preventDefault();
    step(list.querySelector(`[data-block="${block}"]`), way === "up" ? -1 : 1);
  });
  window.addEventListener("beforeunload", (event) => {
    const now = new URLSearchParams(new FormData(form)).toString();
    // The order of fields is the order of blocks: it differs as soon as one was moved.
    if (!sent && now !== before) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      document.querySelector('button[form="order"][value="save"]').click();
      return;
    }
    const item = itemOf(event.target);
    if (!item || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    step(item, event.key === "ArrowUp" ? -1 : 1);
  });
  list.addEventListener("change", (event) => {
    if (!event.target.name.startsWith("place.")) return;
    const item = itemOf(event.target);
    const to = Math.min(Math.max(1, Number(event.target.value) || 1), items().length) - 1;
    const from = items().indexOf(item);
    if (to !== from) put(item, items()[to], to < from);
    number();
  });
  list.addEventListener("focusin", (event) => light(itemOf(event.target)));
  list.addEventListener("pointerover", (event) => light(itemOf(event.target)));
  let dragged = null;
  for (const item of items()) {
    const grip = item.querySelector(".place");
    grip.draggable = true;
    item.querySelector(".begins").draggable = true;
  }
  list.addEventListener("dragstart", (event) => {
    dragged = itemOf(event.target);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.block);
  });
  list.addEventListener("dragover", (event) => {
    const item = itemOf(event.target);
    if (!dragged || !item) return;
    event.preventDefault();
    clear();
    const area = item.getBoundingClientRect();
    if (item !== dragged) item.classList.add(event.clientY < area.top + area.height / 2 ? "drop-before" : "drop-after");
  });
  list.addEventListener("drop", (event) => {
    const item = itemOf(event.target);
    clear();
    if (!dragged || !item) return;
    event.preventDefault();
    const area = item.getBoundingClientRect();
    put(dragged, item, event.clientY < area.top + area.height / 2);
    dragged = null;
  });
  list.addEventListener("dragend", clear);
  marks();
}
