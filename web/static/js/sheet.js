// The contact sheet by keys: arrows go from page to page the way the issue runs, A accepts, R sends to be scanned
// again, U leaves undecided. Each mark is saved at once; without this the form is saved by its button.

const form = document.querySelector("form[data-sheet]");
const leaves = [...form.querySelectorAll("[data-leaf]")];
const told = form.querySelector("[data-counts]");
const MARKS = { a: "accepted", r: "rescan", u: "" };

const go = (leaf) => {
  if (!leaf) return;
  for (const each of leaves) each.tabIndex = each === leaf ? 0 : -1;
  leaf.focus();
  leaf.scrollIntoView({ block: "nearest" });
};

const show = (leaf, review) => {
  leaf.classList.remove("accepted", "rescan");
  if (review) leaf.classList.add(review);
};

const save = async (leaf) => {
  const chosen = leaf.querySelector("input:checked");
  show(leaf, chosen.value);
  try {
    const body = new URLSearchParams({ [chosen.name]: chosen.value, do: "save" });
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.statusText);
    const counts = await answer.json();
    const numbers = [counts.undecided, counts.accepted, counts.rescan];
    told.querySelectorAll("bdi").forEach((bdi, place) => {
      bdi.textContent = numbers[place];
    });
    delete leaf.dataset.unsaved;
  } catch {
    leaf.dataset.unsaved = ""; // the button saves it with the rest
  }
};

const mark = (leaf, review) => {
  const input = [...leaf.querySelectorAll("input")].find((each) => each.value === review);
  input.checked = true;
  save(leaf);
};

// The leaf above or below: the nearest one of the next row.
const inRow = (leaf, step) => {
  const here = leaf.getBoundingClientRect();
  const middle = (box) => box.left + box.width / 2;
  let best = null;
  for (const each of leaves) {
    const box = each.getBoundingClientRect();
    if ((box.top - here.top) * step <= here.height / 2) continue;
    const far = Math.abs(box.top - here.top) * 10 + Math.abs(middle(box) - middle(here));
    if (!best || far < best.far) best = { each, far };
  }
  return best?.each;
};

form.addEventListener("keydown", (event) => {
  const leaf = event.target.closest("[data-leaf]");
  if (!leaf || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target !== leaf && event.target.type === "radio" && event.key.startsWith("Arrow")) return;
  const place = leaves.indexOf(leaf);
  const onward = getComputedStyle(leaf.closest("ol")).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const key = event.key.toLowerCase();
  if (key in MARKS) {
    mark(leaf, MARKS[key]);
    if (key !== "u") go(leaves[place + 1]);
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    go(leaves[place + (event.key === onward ? 1 : -1)]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    go(inRow(leaf, event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter" && event.target === leaf) {
    leaf.querySelector("a").click();
  } else return;
  event.preventDefault();
});

form.addEventListener("change", (event) => {
  const leaf = event.target.closest("[data-leaf]");
  if (leaf) save(leaf);
});
