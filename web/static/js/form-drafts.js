// What is typed into a form and not yet saved is kept in this browser, whole and with the version it was typed over, so that an
// expired session, a crash or a closed window loses nothing: it is offered when the form is opened again, put back at once
// where the form was sent and never arrived. The server holds both versions against each other, as for any late form.

const DAYS = 30;
const PREFIX = "draft:";
const SENT = "draft-sent";

export const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};

export const keep = (name, value) => {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The storage is full or forbidden: the form itself works as ever.
  }
};

export const forgetOld = () => {
  const limit = Date.now() - DAYS * 86400_000;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX) && !(read(name)?.when > limit)) localStorage.removeItem(name);
};

export const fieldsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

// The fields as they came from the server, whatever has been typed since: a script may come later than the first keys.
export const served = (form) => {
  const fields = [];
  for (const field of form.elements) {
    if (!field.name || field.matches("button, [type=submit], [type=reset], [type=button], [type=image], [type=file], fieldset, output, object") || field.matches(":disabled")) continue;
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.defaultChecked) fields.push([field.name, field.value]);
    } else if (field.tagName === "SELECT") {
      const chosen = [...field.options].filter((option) => option.defaultSelected);
      if (!chosen.length && field.type === "select-one") chosen.push(...[...field.options].filter((option) => !option.disabled).slice(0, 1));
      for (const option of chosen) fields.push([field.name, option.value]);
    } else fields.push([field.name, field.defaultValue]);
  }
  return fields;
};

const put = (form, fields) => {
  for (const [name, value] of fields) {
    const named = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    for (const field of named) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
      field.dispatchEvent(new Event("restored")); // what is drawn of a field by another script is drawn anew
    }
  }
  form.dispatchEvent(new Event("input"));
};

// A page that tells of success: what was sent before it has arrived.
export const arrived = () => {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  const done = document.querySelector("[data-arrived]");
  if (done) localStorage.removeItem(sent);
  if (done || document.querySelector("form[data-keep]")) sessionStorage.removeItem(SENT);
};

export const drafts = (form) => {
  const place = form.dataset.place ? `#${form.dataset.place}` : "";
  const name = `${PREFIX}${form.dataset.keep}:${new URL(form.action).pathname}${place}`;
  const shown = JSON.stringify(served(form));
  forgetOld();
  const draft = read(name);
  const find = (what) => form.querySelector(what) ?? document.querySelector(what);
  const told = find("[data-draft]");
  const asTyped = form.hasAttribute("data-typed"); // it came back: what was typed stands in it

  const restore = () => {
    put(form, draft.fields);
    told.hidden = true;
    find("[data-restored]").hidden = false;
  };
  if (draft?.sent && asTyped) keep(name, { ...draft, sent: false }); // it arrived and was not taken: offered, not put back
  const typed = JSON.stringify(fieldsOf(form)) !== shown; // before this script came
  if (draft && !asTyped && JSON.stringify(draft.fields) !== shown) {
    form.closest("details")?.setAttribute("open", "");
    if (draft.sent && !typed) restore();
    else {
      told.querySelector(".when").textContent = new Date(draft.when).toLocaleString(document.documentElement.lang);
      told.hidden = false;
      told.querySelector("[data-put-back]").addEventListener("click", restore);
      told.querySelector("[data-throw]").addEventListener("click", () => {
        localStorage.removeItem(name);
        told.hidden = true;
      });
    }
  }

  let waiting = 0;
  const write = (sent) => {
    clearTimeout(waiting);
    const fields = fieldsOf(form);
    if (JSON.stringify(fields) === shown && !sent && !asTyped) localStorage.removeItem(name);
    else keep(name, { when: Date.now(), sent, fields });
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => write(false), 300);
  });
  if (typed && !draft) write(false);
  window.addEventListener("pagehide", () => {
    if (sessionStorage.getItem(SENT) !== name && JSON.stringify(fieldsOf(form)) !== shown) write(false);
  });
  form.addEventListener("submit", () => {
    write(true);
    sessionStorage.setItem(SENT, name);
  });
};
