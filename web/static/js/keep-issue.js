// <keep-issue>: the button that keeps an issue in this browser, or lets it go.

import { dataOf, keep, remove } from "./kept-store.js";

class KeepIssue extends HTMLElement {
  async connectedCallback() {
    if (!("serviceWorker" in navigator) || !("caches" in window)) return;
    const { key, url } = this.dataset;
    this.button = this.appendChild(document.createElement("button"));
    this.button.type = "button";
    this.button.className = "button";
    this.said = this.appendChild(document.createElement("p"));
    this.said.className = "small";
    this.said.setAttribute("role", "status");
    this.button.addEventListener("click", () => (this.kept ? this.letGo(key) : this.take(key, url)));
    this.show(await dataOf(key));
  }

  show(data) {
    this.kept = Boolean(data);
    this.button.textContent = this.kept ? this.dataset.remove : this.dataset.keep;
    this.said.replaceChildren();
    if (this.kept) {
      const link = this.said.appendChild(document.createElement("a"));
      link.href = `${this.dataset.list}#${this.dataset.key}`;
      link.textContent = this.dataset.kept;
    }
  }

  async take(key, url) {
    this.button.disabled = true;
    try {
      await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
      const data = await keep(key, url, (done, of) => { this.said.textContent = `${done} / ${of}`; });
      this.show(data);
    } catch {
      await remove(key);
      this.show(null);
      this.said.textContent = this.dataset.failed;
    }
    this.button.disabled = false;
  }

  async letGo(key) {
    await remove(key);
    this.show(null);
  }
}

customElements.define("keep-issue", KeepIssue);
