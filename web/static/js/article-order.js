// The articles of an issue put in order: a row is dragged before or behind another, Alt and the arrows move the one in hand.
// Each move is a form sent at once, an act that is undone beside the list; the buttons of a row do the same by themselves.

const table = document.querySelector("table[data-order]");
const rows = table ? [...table.querySelectorAll("[data-article]")] : [];
const rowOf = (node) => node?.closest?.("[data-article]");
let dragged = null;

const clear = () => {
  for (const row of rows) row.classList.remove("drop-before", "drop-after");
};

const sideOf = (event, row) => {
  const area = row.getBoundingClientRect();
  return event.clientY > area.top + area.height / 2 ? "after" : "before";
};

const send = (fields) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = table.dataset.order;
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
};

for (const row of rows) row.draggable = true;

table?.addEventListener("dragstart", (event) => {
  dragged = rowOf(event.target);
  if (!dragged || event.target !== dragged) return (dragged = null);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.article);
});
table?.addEventListener("dragover", (event) => {
  const row = rowOf(event.target);
  if (!dragged || !row) return;
  event.preventDefault();
  clear();
  if (row !== dragged) row.classList.add(`drop-${sideOf(event, row)}`);
});
table?.addEventListener("drop", (event) => {
  const row = rowOf(event.target);
  clear();
  if (!dragged || !row || row === dragged) return;
  event.preventDefault();
  send({ do: "move", article: dragged.dataset.article, target: row.dataset.article, side: sideOf(event, row) });
});
table?.addEventListener("dragend", () => {
  dragged = null;
  clear();
});
table?.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  send({ do: event.key === "ArrowUp" ? "earlier" : "later", article: row.dataset.article });
});
