// Correcting text by keys: Enter saves a line and goes on, Alt+D walks the doubtful words, Alt+1…4 takes another reading,
// Alt+R turns the line's language, Escape takes back what was typed. A line is saved as soon as it is left; the form
// alone does the same by its buttons. What was typed and never reached the site is kept in this browser until it does.

import { forgetOld, keep, read } from "./form-drafts.js";

const form = document.querySelector("form[data-text]");
const lines = form ? [...form.querySelectorAll("[data-line]")] : [];
const told = form?.querySelector("[data-told]");
const shown = document.querySelector("[data-now]");
const LANGUAGES = { ar: ["fr", "ltr"], fr: ["ar", "rtl"], en: ["ar", "rtl"] };
const writable = Boolean(form?.getAttribute("action"));

const input = (line) => line.querySelector("input.input");
const tag = (line) => line.querySelector('input[type="hidden"]');
const number = (line) => lines.indexOf(line) + 1;
const say = (kind, line) => {
  told.textContent = form.dataset[kind].replace("{number}", number(line));
};

const changed = (line) => input(line).value !== line.dataset.was || line.dataset.turned === "yes";

const place = (line) => `draft:${form.dataset.keep}:${line.dataset.line}`;

const remember = (line) => {
  if (!changed(line)) localStorage.removeItem(place(line));
  else keep(place(line), { when: Date.now(), tag: tag(line).value, text: input(line).value, lang: input(line).lang });
};

const recall = (line) => {
  if (changed(line)) return remember(line); // typed before this script came: newer than any draft
  const draft = read(place(line));
  if (!draft || (draft.text === input(line).value && draft.lang === input(line).lang)) return localStorage.removeItem(place(line));
  if (draft.lang !== input(line).lang) turn(line);
  input(line).value = draft.text;
  tag(line).value = draft.tag;
  told.textContent = form.dataset.recalled;
};

const settle = (line, answer, etag) => {
  tag(line).value = etag.replaceAll('"', "");
  input(line).value = answer.text;
  line.dataset.was = answer.text;
  line.dataset.turned = "";
  delete line.dataset.unsaved;
  localStorage.removeItem(place(line));
  const state = line.querySelector("[data-state]");
  state.className = "state full good";
  state.textContent = form.dataset.vouched;
  line.querySelector(".doubts")?.remove();
};

const conflict = (line, answer, etag) => {
  tag(line).value = etag.replaceAll('"', ""); // saving once more keeps what was typed here, knowingly
  let theirs = line.querySelector("[data-theirs]");
  if (!theirs) {
    theirs = document.createElement("p");
    theirs.className = "or error";
    theirs.dataset.theirs = "";
    const said = document.createElement("bdi");
    said.className = "book";
    theirs.append(said);
    input(line).after(theirs);
  }
  theirs.firstChild.textContent = answer.text;
  theirs.firstChild.lang = answer.language;
  theirs.firstChild.dir = answer.direction;
  line.dataset.unsaved = "";
  say("changed", line);
};

// One request for a line at a time; what is typed meanwhile waits its turn.
const saving = new Map();
const save = (line) => {
  const turn = (saving.get(line) ?? Promise.resolve()).then(() => put(line));
  saving.set(line, turn);
  return turn;
};

const put = async (line) => {
  const field = input(line);
  if (!field.value.trim()) return;
  line.dataset.unsaved = "";
  const body = { text: field.value };
  if (line.dataset.turned === "yes") body.language = field.lang;
  try {
    const answer = await fetch(form.dataset.api + line.dataset.line, {
      method: "PUT",
      body: JSON.stringify(body),
      headers: { "if-match": `"${tag(line).value}"`, "content-type": "application/json" },
      credentials: "same-origin",
    });
    if (answer.status === 412) return conflict(line, await answer.json(), answer.headers.get("etag"));
    if (!answer.ok) throw new Error((await answer.text()) || answer.statusText);
    line.querySelector("[data-theirs]")?.remove();
    settle(line, await answer.json(), answer.headers.get("etag"));
    say("saved", line);
    count();
  } catch (error) {
    say("failed", line);
    if (error instanceof TypeError) setTimeout(() => line.dataset.unsaved !== undefined && save(line), 3000); // no network
    else told.textContent = error.message;
  }
};

const count = () => {
  const done = lines.filter((line) => line.querySelector(".state.full.good")).length;
  const figures = document.querySelectorAll("[data-count] bdi");
  if (figures.length) figures[0].textContent = done;
};

const enter = (line) => {
  for (const each of lines) each.classList.toggle("now", each === line);
  const [x, y, w, h] = line.dataset.box.split(" ").map(Number);
  if (shown) for (const [name, value] of Object.entries({ x: x - 8, y: y - 8, width: w + 16, height: h + 16 })) shown.setAttribute(name, value);
};

const go = (line) => {
  if (!line) return;
  input(line).focus();
  line.scrollIntoView({ block: "center", behavior: "auto" });
};

const words = (text) => [...text.matchAll(/\S+/g)];

// The doubtful word in hand: the marked one whose word is under the caret, else the first.
const doubtOf = (line) => line.querySelector("[data-doubt].now") ?? line.querySelector("[data-doubt]");

const nextDoubt = (line) => {
  const here = [...line.querySelectorAll("[data-doubt]")];
  const at = here.findIndex((each) => each.classList.contains("now"));
  const next = here[at + 1];
  if (!next) {
    const further = lines.slice(lines.indexOf(line) + 1).find((each) => each.querySelector("[data-doubt]"));
    for (const each of here) each.classList.remove("now");
    if (further) {
      go(further);
      nextDoubt(further);
    }
    return;
  }
  for (const each of here) each.classList.toggle("now", each === next);
  const word = words(input(line).value)[Number(next.dataset.doubt)];
  if (word) input(line).setSelectionRange(word.index, word.index + word[0].length);
};

const take = (line, choice) => {
  const doubt = doubtOf(line);
  const other = doubt?.querySelectorAll("[data-other]")[choice];
  const word = doubt && words(input(line).value)[Number(doubt.dataset.doubt)];
  if (!other || !word) return;
  const value = input(line).value;
  input(line).value = value.slice(0, word.index) + other.dataset.other + value.slice(word.index + word[0].length);
  input(line).setSelectionRange(word.index, word.index + other.dataset.other.length);
};

const turn = (line) => {
  const field = input(line);
  [field.lang, field.dir] = LANGUAGES[field.lang] ?? ["ar", "rtl"];
  line.dataset.turned = "yes";
};

const onLine = (event, line) => {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey) {
    save(line); // an untouched line, too: Enter vouches for it
    const place = lines.indexOf(line) + (event.shiftKey ? -1 : 1);
    go(lines[place]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    go(lines[lines.indexOf(line) + (event.key === "ArrowDown" ? 1 : -1)]);
  } else if (event.key === "Escape") {
    input(line).value = line.dataset.was;
    line.dataset.turned = "";
  } else if (event.altKey && event.code === "KeyD") {
    nextDoubt(line);
  } else if (event.altKey && event.code === "KeyR") {
    turn(line);
  } else if (event.altKey && /^Digit[1-4]$/.test(event.code)) {
    take(line, Number(event.code.slice(5)) - 1);
  } else return;
  remember(line);
  event.preventDefault();
};

if (writable) forgetOld();
for (const line of lines) {
  line.dataset.was = input(line).defaultValue;
  input(line).addEventListener("focus", () => enter(line));
  if (!writable) continue;
  recall(line);
  input(line).addEventListener("input", () => remember(line));
  input(line).addEventListener("keydown", (event) => onLine(event, line));
  input(line).addEventListener("blur", () => changed(line) && line.dataset.unsaved === undefined && save(line));
  for (const button of line.querySelectorAll("[data-other]")) {
    button.addEventListener("click", () => {
      for (const each of line.querySelectorAll("[data-doubt]")) each.classList.toggle("now", each === button.closest("[data-doubt]"));
      take(line, [...button.parentElement.querySelectorAll("[data-other]")].indexOf(button));
      input(line).focus();
      remember(line);
    });
  }
}

const already = document.activeElement?.closest?.("[data-line]");
if (already) enter(already);

if (writable) {
  document.addEventListener("keydown", async (event) => {
    if (!(event.ctrlKey || event.metaKey) || !["s", "Enter"].includes(event.key)) return;
    event.preventDefault();
    const open = lines.filter(changed);
    await Promise.all(open.map(save));
    const onward = form.querySelector('button[value="save-next"]');
    if (event.key === "Enter" && onward && !lines.some(changed)) onward.click();
  });
  window.addEventListener("beforeunload", (event) => {
    if (lines.some((line) => changed(line) && document.activeElement !== input(line) && line.dataset.unsaved !== undefined)) event.preventDefault();
  });
}
