// Copy an address or a citation, send it to another program of the device; the size and ground of the large text.

import { tell } from "./turning.js";

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = button.dataset.copy;
    field.select();
    document.execCommand("copy"); // where the page is not served over HTTPS
    field.remove();
    button.focus();
  }
  const said = document.querySelector(".reader").dataset.copied;
  const before = button.textContent;
  button.textContent = said;
  tell(said);
  setTimeout(() => { button.textContent = before; }, 1600);
}

async function share(url) {
  if (!navigator.share) return;
  try { await navigator.share({ title: document.title, url }); } catch { /* given up */ }
}

const STEPS = [0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2];
const kept = (name, usual) => { try { return localStorage.getItem(name) ?? usual; } catch { return usual; } };
const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* for this page only */ } };

function letters(by) {
  const at = Math.max(0, Math.min(STEPS.length - 1, Number(kept("large-text", "2")) + by));
  keep("large-text", String(at));
  dress();
}

function dress() {
  const text = document.querySelector(".large");
  for (const button of document.querySelectorAll('[data-do="share"]')) button.hidden = !navigator.share;
  if (!text) return;
  text.style.setProperty("--letters", STEPS[Number(kept("large-text", "2"))] ?? 1);
  const paper = kept("large-paper", "no") === "yes";
  text.closest(".reader").classList.toggle("on-paper", paper);
  text.querySelector('[data-do="paper"]')?.setAttribute("aria-pressed", String(paper));
}

export function start() {
  document.addEventListener("click", (event) => {
    const copied = event.target.closest?.("[data-copy]");
    if (copied) copy(copied);
    const button = event.target.closest?.("[data-do]");
    if (button?.dataset.do === "share") share(button.dataset.url);
    if (button?.dataset.do === "smaller") letters(-1);
    if (button?.dataset.do === "larger") letters(1);
    if (button?.dataset.do === "paper") {
      keep("large-paper", kept("large-paper", "no") === "yes" ? "no" : "yes");
      dress();
    }
  });
  dress();
  addEventListener("reader:arrived", dress);
}
