// All pages below each other: the address says which one is being read, and "next" goes down to the next.

let watcher = null;
let quiet = 0;

const leaves = () => [...document.querySelectorAll(".view-scroll .sheetleaf")];

const numberOf = (leaf) => leaf.id.slice(1);

const tickOf = (number) => [...document.querySelectorAll(".ticks.current .tick")].find((link) => new URL(link.dataset.to ?? link.href).pathname.endsWith(`/p${number}`));

// Go to the page after or before the one being read. Says whether there was one.
export function step(rel) {
  const all = leaves();
  const at = all.findIndex((leaf) => leaf.classList.contains("now"));
  const to = all[at + (rel === "next" ? 1 : -1)];
  if (at < 0 || !to) return false;
  reading(to, true);
  quiet = performance.now() + 700;
  to.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "start" });
  return true;
}

function reading(leaf, say) {
  if (leaf.classList.contains("now")) return;
  for (const other of leaves()) other.classList.toggle("now", other === leaf);
  const tick = tickOf(numberOf(leaf));
  if (!tick) return;
  for (const other of document.querySelectorAll(".ticks .tick[aria-current]")) other.removeAttribute("aria-current");
  tick.setAttribute("aria-current", "page");
  history.replaceState(history.state, "", tick.dataset.to ?? tick.href);
  for (const where of document.querySelectorAll(".hands .where bdi")) where.textContent = tick.title;
  const field = document.getElementById("goto");
  if (field && document.activeElement !== field) field.value = tick.title;
  if (say) document.getElementById("said").textContent = tick.getAttribute("aria-label");
}

function dress() {
  watcher?.disconnect();
  const all = leaves();
  if (!all.length) return;
  const now = all.find((leaf) => leaf.classList.contains("now"));
  if (now && now !== all[0]) now.scrollIntoView({ block: "start" });
  quiet = performance.now() + 400;
  const seen = new Map();
  watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) seen.set(entry.target, entry.isIntersecting ? entry.intersectionRect.height : 0);
    if (performance.now() < quiet) return;
    const [leaf] = [...seen].reduce((best, each) => (each[1] > best[1] ? each : best));
    if (seen.get(leaf)) reading(leaf, false);
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  for (const leaf of all) watcher.observe(leaf);
}

export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('.view-scroll a[rel="next"], .view-scroll a[rel="prev"]');
    if (link && !link.classList.contains("seam") && step(link.rel)) event.preventDefault();
  }, true);
  dress();
  addEventListener("reader:arrived", dress);
}
