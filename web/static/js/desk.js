// The desk's small conveniences: tick all, keys that save, a warning before leaving unsaved work, uploads with a
// count, and a batch that is followed while it is read. Every form works without them.

import { arrived, drafts, fieldsOf, served } from "./form-drafts.js";
import { begin, keys } from "./form-keys.js";

for (const all of document.querySelectorAll("[data-tick-all]")) {
  const form = all.closest("form");
  const boxes = [...form.querySelectorAll('input[name="issue"]')];
  const told = form.querySelector("[data-ticked]");
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    told.textContent = ticked ? `${ticked} / ${boxes.length}` : "";
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}

arrived();
for (const form of document.querySelectorAll("form[data-guard]")) {
  const before = JSON.stringify(served(form));
  let sent = false;
  const changed = () => JSON.stringify(fieldsOf(form)) !== before;
  form.addEventListener("submit", () => {
    sent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && changed()) event.preventDefault();
  });
  keys(form);
  if (form.dataset.keep) drafts(form);
  if (form.hasAttribute("data-begin")) begin(form);
}

// A letter by itself presses the button that names it, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const button = document.querySelector(`[data-hotkey="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

const isolated = (text) => {
  const made = document.createElement("bdi");
  made.textContent = text;
  return made;
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  const files = form.querySelector('input[type="file"]');
  const large = form.querySelector("[data-too-large]");
  const told = form.querySelector("[data-progress]");
  const chosen = form.querySelector("[data-chosen]");
  const invitation = chosen.textContent;
  const size = () => [...files.files].reduce((sum, file) => sum + file.size, 0);
  // Names, not a count: they need no words, and the order of pages is theirs.
  const name = () => {
    const names = [...files.files].map((file) => file.name).sort(new Intl.Collator(undefined, { numeric: true }).compare);
    const shown = names.length > 3 ? [names[0], names[1], "…", names.at(-1)] : names;
    chosen.replaceChildren(...(shown.length ? shown : [invitation]).flatMap((text, place) => (place ? [" · ", isolated(text)] : [isolated(text)])));
    if (names.length > 3) chosen.append(` (${names.length})`);
  };
  const check = () => {
    name();
    large.hidden = size() <= Number(form.dataset.limit);
    return large.hidden;
  };
  files.addEventListener("change", check);
  // Chosen before this script came (a slow line), or kept by the browser on the way back: no "change" tells of those.
  if (files.files.length) check();
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      files.files = event.dataTransfer.files;
      check();
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!check()) return;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (progress) => {
      if (progress.lengthComputable) told.textContent = `${Math.floor((100 * progress.loaded) / progress.total)} %`;
    });
    request.addEventListener("load", () => {
      // The answer is a page after redirects, or a page that says what was wrong: show it as it came.
      if (request.status < 400 && request.responseURL) window.location.assign(request.responseURL);
      else {
        document.open();
        document.write(request.responseText);
        document.close();
      }
    });
    request.addEventListener("error", () => form.submit());
    request.send(new FormData(form));
  });
}

class FollowingPage extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("data-running")) this.timer = setTimeout(() => this.look(), 2000);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async look() {
    try {
      const answer = await fetch(this.dataset.url, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("following-page");
      if (answer.ok && fresh) {
        this.innerHTML = fresh.innerHTML;
        if (!fresh.hasAttribute("data-running")) return;
      }
    } catch {
      // The network may be away for a moment: look again.
    }
    this.timer = setTimeout(() => this.look(), 2000);
  }
}

customElements.define("following-page", FollowingPage);
