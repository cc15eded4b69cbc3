// Brightness, contrast, white on black: of the picture alone, kept while the browser is open.

const USUAL = { brightness: "100", contrast: "100", invert: false };

function read() {
  try { return { ...USUAL, ...JSON.parse(sessionStorage.getItem("picture-light") ?? "{}") }; } catch { return { ...USUAL }; }
}

function keep(light) {
  try { sessionStorage.setItem("picture-light", JSON.stringify(light)); } catch { /* for this page only */ }
}

function apply(light) {
  const room = document.querySelector(".reader");
  if (!room) return;
  room.style.setProperty("--brightness", `${light.brightness}%`);
  room.style.setProperty("--contrast", `${light.contrast}%`);
  room.style.setProperty("--invert", light.invert ? "1" : "0");
  room.classList.toggle("relit", light.brightness !== "100" || light.contrast !== "100" || light.invert);
  for (const input of document.querySelectorAll("[data-light]")) {
    if (input.type === "checkbox") input.checked = light.invert;
    else input.value = light[input.dataset.light];
  }
}

export function start() {
  document.addEventListener("input", (event) => {
    const input = event.target.closest?.("[data-light]");
    if (!input) return;
    const light = read();
    light[input.dataset.light] = input.type === "checkbox" ? input.checked : input.value;
    keep(light);
    apply(light);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('[data-do="relight"]')) return;
    keep(USUAL);
    apply(read());
  });
  apply(read());
  addEventListener("reader:arrived", () => apply(read()));
}
