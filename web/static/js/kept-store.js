// Where kept issues lie: one cache an issue ("issue-<key>") with its data and pictures, one for what the page that reads
// them needs ("kept-shell"). What has expired, or is no longer open to the public, is dropped.

export const SHELL = "kept-shell";
const PREFIX = "issue-";
const dataUrl = (key) => `/kept/${key}`; // where the data lie in the cache, in whatever language they were asked for

export async function keys() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

export async function dataOf(key) {
  if (!(await caches.has(PREFIX + key))) return null;
  const found = await (await caches.open(PREFIX + key)).match(dataUrl(key));
  if (!found) return null;
  const data = await found.json();
  if (Date.parse(data.until) < Date.now()) {
    await remove(key);
    return null;
  }
  return data;
}

export async function remove(key) {
  await caches.delete(PREFIX + key);
}

// Fetches all of an issue; told how many of how many pictures lie there. What is there already is not fetched again.
export async function keep(key, url, tell) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  const data = await answer.clone().json();
  const shell = await caches.open(SHELL);
  await shell.addAll(data.shell);
  const cache = await caches.open(PREFIX + key);
  const pictures = Object.values(data.pages).map((page) => page.picture).filter(Boolean);
  let done = 0;
  for (const picture of pictures) {
    if (!(await cache.match(picture))) await cache.add(picture);
    done += 1;
    tell(done, pictures.length);
  }
  // The data come last: an issue is kept when all of it is.
  await cache.put(dataUrl(key), new Response(JSON.stringify({ ...data, asked: url }), { headers: { "content-type": "application/json" } }));
  return data;
}

// Asks again for each copy, where there is a network: it lives on, or goes because it was taken back.
export async function renew() {
  for (const key of await keys()) {
    const data = await dataOf(key);
    if (!data || !navigator.onLine) continue;
    try {
      const answer = await fetch(data.asked, { cache: "no-store" });
      if (answer.status === 404 || answer.status === 410) await remove(key);
      else if (answer.ok) await keep(key, data.asked, () => {});
    } catch {
      // No network after all: the copy stays until it expires.
    }
  }
}
