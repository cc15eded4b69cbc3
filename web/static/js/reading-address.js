// The address follows what is on the screen without a new page being asked for.

// Change parameters of the address, "" takes one away; the links that lead to this same page are changed alike.
export function aim(changes, path = location.pathname) {
  const url = new URL(location.href);
  url.pathname = path;
  for (const [name, value] of Object.entries(changes)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  url.search = url.search.replaceAll("%2C", ",");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
