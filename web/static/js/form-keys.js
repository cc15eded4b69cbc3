// A form filled in by keys: Enter goes on to the next field (Shift+Enter makes a new line), Alt+M turns "printed" into
// "supplied" and back, Ctrl+S saves, Ctrl+Enter saves and goes on in the list. What a changed date moves is asked for
// before saving. Every form works without it.

export const keys = (form) => {
  const fields = () =>
    [...form.querySelectorAll('input:not([type="hidden"], [type="radio"], [type="checkbox"]), select, textarea')].filter((field) => !field.disabled);

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const lines = form.hasAttribute("data-lines") && field.matches("textarea"); // a list, a long text: Enter is a line
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !lines && fields().includes(field)) {
      event.preventDefault();
      const next = fields()[fields().indexOf(field) + 1];
      next?.focus();
      next?.select?.();
    } else if (event.altKey && event.code === "KeyM") {
      const marks = [...form.querySelectorAll(`input[type="radio"][name="${CSS.escape(`${field.name}.marking`)}"]`)];
      const other = marks.find((mark) => !mark.checked);
      if (!other) return;
      event.preventDefault();
      other.checked = true;
      other.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const wanted = { s: "save", Enter: "save-next" }[event.key];
    if (!wanted) return;
    const button =
      document.querySelector(`button[form="${form.id}"][value="${wanted}"]`) ??
      document.querySelector(`button[form="${form.id}"]`) ??
      form.querySelector('button:not([type="button"])');
    if (!button || (document.activeElement?.form && document.activeElement.form !== form)) return;
    event.preventDefault();
    button.click();
  });

  const moves = document.querySelector("[data-moves]");
  if (!moves || !form.hasAttribute("data-placed")) return;
  const placing = ["date", "date_printed", "number", "series", "kind"];
  let asked = 0;
  form.addEventListener("change", async (event) => {
    if (!placing.includes(event.target.name)) return;
    const turn = ++asked;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "look");
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-moves]");
      if (fresh && turn === asked) moves.replaceChildren(...fresh.childNodes);
    } catch {
      // Saving tells the same in its own way.
    }
  });
};

// After "save and next" the first field is where one goes on.
export const begin = (form) => {
  if (!new URLSearchParams(location.search).has("done")) return;
  form.querySelector('input:not([type="hidden"], [type="radio"]), textarea')?.focus({ preventScroll: true });
};
