// Single keys for the common path. Everything can be done without them; /desk/keys/ lists them and turns them off.
(() => {
  "use strict";
  const STORE = "desk-keys";
  const areOn = () => window.localStorage.getItem(STORE) !== "off";

  const isTyping = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

  const stops = () => [...document.querySelectorAll("[data-row], [data-section] > h2")];

  const moveBy = (step) => {
    const all = stops();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    if (!next.hasAttribute("href")) next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (!areOn() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key === "j") return moveBy(1);
    if (event.key === "k") return moveBy(-1);
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (isTyping(target)) target.focus();
    else target.click();
  });

  // A mistake in a text leads to its line.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-line]");
    const text = link && document.querySelector(link.getAttribute("href"));
    if (!text) return;
    event.preventDefault();
    const lines = text.value.split("\n");
    const at = Math.min(Math.max(Number(link.dataset.line) - 1, 0), lines.length - 1);
    const start = lines.slice(0, at).join("\n").length + (at ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + lines[at].length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(at - 3, 0);
  });

  // How far a pass is, looked up every two seconds until it has ended; then the whole page says what came of it.
  // Nobody looks at a page that is hidden, so it asks again when it is shown.
  const poll = async (region) => {
    if (document.hidden) return document.addEventListener("visibilitychange", () => poll(region), { once: true });
    let pause = 2000;
    try {
      const answer = await fetch(region.dataset.poll);
      if (answer.redirected) return window.location.reload();
      if (!answer.ok) return;
      region.innerHTML = await answer.text();
      if (region.querySelector("[data-ended]")) return window.location.reload();
    } catch {
      pause = 10000;
    }
    window.setTimeout(() => poll(region), pause);
  };
  const region = document.querySelector("[data-poll]");
  if (region) window.setTimeout(() => poll(region), 2000);

  const keysSwitch = document.querySelector("[data-keys-switch]");
  if (keysSwitch) {
    keysSwitch.checked = areOn();
    keysSwitch.addEventListener("change", () => window.localStorage.setItem(STORE, keysSwitch.checked ? "on" : "off"));
  }
})();
