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

  const keysSwitch = document.querySelector("[data-keys-switch]");
  if (keysSwitch) {
    keysSwitch.checked = areOn();
    keysSwitch.addEventListener("change", () => window.localStorage.setItem(STORE, keysSwitch.checked ? "on" : "off"));
  }
})();
