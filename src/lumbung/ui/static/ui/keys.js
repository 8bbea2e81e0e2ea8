// Pages that are worked by keyboard: a key presses the element that names it (data-key). Inside an open <details> its
// own keys come first; Escape closes it. Without this script the same buttons and links are there to be clicked.
(() => {
  "use strict";
  const typing = (element) => element.closest("input:not([type=hidden]), textarea, select, [contenteditable]");
  const named = (root, key) => [...root.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && one.offsetParent !== null);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    const open = document.querySelector("details[data-key][open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
    const found = (open && named(open, event.key)) || named(document, event.key);
    if (!found) return;
    event.preventDefault();
    if (found.tagName === "DETAILS") {
      found.open = !found.open;
      const first = found.open && found.querySelector("fieldset button");
      if (first) first.focus();
    } else found.click();
  });
  // A verdict is sent once, however often the key is pressed.
  for (const form of document.querySelectorAll("form[data-keys]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
})();
