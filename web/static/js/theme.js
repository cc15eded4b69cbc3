// Sets the chosen appearance before the page is drawn, and says that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const known = ["light", "dark", "contrast"];
  const read = () => {
    try {
      return localStorage.getItem("theme") ?? "";
    } catch {
      return "";
    }
  };
  const apply = (theme) => {
    if (known.includes(theme)) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(read());
  document.addEventListener("DOMContentLoaded", () => {
    const select = document.getElementById("theme");
    if (!select) return;
    select.value = known.includes(read()) ? read() : "";
    select.addEventListener("change", () => {
      try {
        localStorage.setItem("theme", select.value);
      } catch {
        // Storage may be off: the choice then holds for this page.
      }
      apply(select.value);
    });
  });
})();
