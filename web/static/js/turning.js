// Pages are turned in place: the next page's HTML is fetched, what lies on the screen is exchanged, the address
// follows. Full screen, the light of the picture and the place of the focus stay. Without this every link still works.

const kept = new Map(); // what was fetched ahead, by address
const parser = new DOMParser();

const saving = () => navigator.connection?.saveData === true;

// A link of the reader to a page of the reader.
const isPage = (url) => url.origin === location.origin && /\/ark:\/[^/]+\/[^/]+\/p\d+$/.test(url.pathname);

async function fetched(address) {
  const found = kept.get(address);
  kept.delete(address);
  if (found) return found;
  const answer = await fetch(address, { headers: { accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) throw new Error(String(answer.status));
  return { url: answer.url, html: await answer.text() };
}

// Where the focus was, so that it can be put back on the same control of the other page.
function marked(element) {
  if (!element || element === document.body) return "";
  if (element.dataset?.key) return `[data-key="${element.dataset.key}"]`;
  if (element.id) return `#${CSS.escape(element.id)}`;
  return element.localName === "summary" ? `details[data-menu="${element.parentElement.dataset.menu}"] > summary` : "";
}

function exchange(html, came) {
  const fresh = parser.parseFromString(html, "text/html");
  const there = fresh.querySelector(".reader");
  const here = document.querySelector(".reader");
  if (!there || !here || fresh.documentElement.lang !== document.documentElement.lang) throw new Error("another page");
  const focus = marked(document.activeElement);
  const film = document.querySelector(".film")?.scrollLeft;
  document.title = fresh.title;
  for (const old of document.head.querySelectorAll('link[rel="prev"], link[rel="next"], link[rel="canonical"]')) old.remove();
  document.head.append(...fresh.head.querySelectorAll('link[rel="prev"], link[rel="next"], link[rel="canonical"]'));
  const links = [...fresh.head.querySelectorAll('link[rel="alternate"][hreflang]')];
  for (const old of document.head.querySelectorAll('link[rel="alternate"][hreflang]')) old.remove();
  document.head.append(...links);
  here.replaceWith(there);
  document.querySelector("main > .notices")?.remove(); // what is said of a leaf goes with it
  const notices = fresh.querySelector("main > .notices");
  if (notices) there.before(notices);
  there.dataset.came = came;
  const again = focus && document.querySelector(focus);
  if (again && again.getClientRects().length) again.focus({ preventScroll: true });
  else document.querySelector(".skip + *, main")?.setAttribute("data-arrived", "");
  if (film !== undefined) document.querySelector(".film")?.scrollTo(film, 0);
  window.scrollTo(0, 0);
  tell(there.dataset.said);
  dispatchEvent(new CustomEvent("reader:arrived"));
}

export function tell(sentence) {
  const said = document.getElementById("said");
  if (!said) return;
  said.textContent = "";
  setTimeout(() => { said.textContent = sentence; }, 60);
}

// On which side the new page comes in: the side to which the stream turns.
function sideOf(url) {
  const room = document.querySelector(".reader");
  const is = (rel) => document.querySelector(`link[rel="${rel}"]`)?.href === url.href;
  const ahead = room?.dataset.dir === "rtl" ? "left" : "right";
  if (is("next")) return ahead;
  if (is("prev")) return ahead === "left" ? "right" : "left";
  return "";
}

let latest = 0;

export async function go(address, { push = true } = {}) {
  const url = new URL(address, location.href);
  const mine = ++latest;
  const came = sideOf(url);
  const hash = url.hash;
  url.hash = "";
  try {
    const { url: reached, html } = await fetched(url.href);
    if (mine !== latest) return; // somebody was quicker
    const landed = new URL(reached);
    landed.hash = hash;
    if (push) history.pushState({ reader: true }, "", landed);
    exchange(html, came);
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "nearest" });
  } catch {
    location.assign(address);
  }
}

// The next page is fetched while this one is read; its picture too, so that it is there when it is turned to.
function ahead() {
  const next = document.querySelector('link[rel="next"]')?.href;
  const view = document.querySelector(".reader")?.dataset.view;
  if (!next || saving() || view === "grid" || view === "scroll") return;
  fetched(next).then((page) => {
    kept.clear();
    kept.set(next, page);
    if (view === "text") return;
    const source = parser.parseFromString(page.html, "text/html").querySelector(".leaves source, .leaves img");
    if (!source?.srcset) return;
    const image = new Image();
    image.sizes = source.sizes;
    image.srcset = source.srcset;
  }).catch(() => {});
}

export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".reader a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.hasAttribute("data-leave")) return;
    const url = new URL(link.href);
    if (!isPage(url)) return;
    if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
    event.preventDefault();
    go(url.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest(".reader") || form.method !== "get" || !isPage(new URL(form.action))) return;
    event.preventDefault();
    const url = new URL(form.action);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    go(url.href);
  });
  addEventListener("popstate", () => {
    if (isPage(new URL(location.href))) go(location.href, { push: false });
  });
  history.replaceState({ reader: true }, "");
  const idle = window.requestIdleCallback ?? ((call) => setTimeout(call, 800));
  const later = () => setTimeout(() => idle(ahead), 500);
  addEventListener("reader:arrived", later);
  if (document.readyState === "complete") later();
  else addEventListener("load", later);
}
