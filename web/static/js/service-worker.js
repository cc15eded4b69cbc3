// Answers where there is no network: kept pictures from their issue's store, the page that reads kept issues for any page
// of the site. With a network it stays out of the way: nothing is kept that nobody asked to keep.

const SHELL = "kept-shell";
const PREFIX = "issue-";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (request) => {
  for (const name of await caches.keys()) {
    if (name !== SHELL && !name.startsWith(PREFIX)) continue;
    const found = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
};

// A page of a kept issue is read from the copy: to its place there.
const asked = async (url) => {
  const found = /^\/(ar|fr|en)\/ark:\/[^/]+\/([a-z0-9]+)(?:\/p(\d+))?/.exec(url.pathname);
  const language = /^\/(ar|fr|en)(?:\/|$)/.exec(url.pathname)?.[1];
  const shell = await caches.open(SHELL);
  if (found && (await caches.has(PREFIX + found[2]))) {
    const list = (await shell.match(`/${found[1]}/kept`)) ? found[1] : await anyLanguage(shell);
    if (list) return Response.redirect(`/${list}/kept#${found[2]}${found[3] ? `/p${found[3]}` : ""}`, 302);
  }
  const own = language && (await shell.match(`/${language}/kept`, { ignoreVary: true }));
  const other = await anyLanguage(shell);
  return own || (other ? shell.match(`/${other}/kept`, { ignoreVary: true }) : undefined);
};

const anyLanguage = async (shell) => {
  for (const language of ["ar", "fr", "en"]) {
    if (await shell.match(`/${language}/kept`, { ignoreVary: true })) return language;
  }
  return "";
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  event.respondWith((async () => {
    try {
      return await fetch(request);
    } catch (error) {
      const found = await kept(request) ?? (request.mode === "navigate" ? await asked(url) : undefined);
      if (found) return found;
      throw error;
    }
  })());
});
