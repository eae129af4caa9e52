// The counter's own behaviour: changes told to the server, all papers ticked by one key, keys held while parts come.
(() => {
  const form = document.getElementById("tiep-nhan");
  const ticks = () => [...document.querySelectorAll("[data-papers] input[data-required]")];

  // One key for "everything compulsory is here"; without scripts the same button asks the server.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-tick-all]")) return;
    event.preventDefault();
    ticks().forEach((box) => box.checked || box.click());
  });

  if (!form) return;

  // A change inside [data-again=ID] asks for the parts that follow from it.
  document.addEventListener("change", (event) => {
    const spot = event.target.closest && event.target.closest("[data-again]");
    const teller = spot && document.getElementById(spot.dataset.again);
    if (teller) teller.dispatchEvent(new CustomEvent("lai"));
  });

  // While parts are on their way, shortcuts wait for them: a quick hand must not tick a list that is being replaced.
  const PATIENCE = 4000; // ms
  let waiting = 0;
  let since = 0;
  let held = [];
  const shortcut = (event) => /^F\d+$/.test(event.code) || event.ctrlKey || event.altKey;
  const release = () => {
    waiting = 0;
    const keys = held;
    held = [];
    for (const { code, key, ctrlKey, altKey, shiftKey } of keys) {
      document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { code, key, ctrlKey, altKey, shiftKey, bubbles: true, cancelable: true }),
      );
    }
  };
  document.addEventListener("htmx:before:request", () => {
    waiting += 1;
    since = Date.now();
  });
  document.addEventListener("htmx:finally:request", () => {
    waiting = Math.max(0, waiting - 1);
    if (!waiting) release();
  });
  window.addEventListener(
    "keydown",
    (event) => {
      if (!waiting || !event.isTrusted || event.isComposing) return;
      if (Date.now() - since > PATIENCE) return release();
      if (!held.length && !shortcut(event)) return;
      held.push(event);
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  // A draft given back by the browser names a procedure: fetch its papers, then give back their ticks and numbers too.
  const kept = JSON.parse(sessionStorage.getItem("mc-draft:tiep-nhan") || "null");
  const restore = () => {
    for (const [name, value, state] of kept ? kept.fields : []) {
      const box = [...form.elements].find(
        (field) => field.name === name && (field.type !== "checkbox" || field.value === value),
      );
      if (!box || !/^(giay|chinh\.|ct\.|chup\.|sl\.|muc\.|mien|variant)/.test(name)) continue;
      if (box.type === "checkbox") box.checked = state;
      else box.value = state;
    }
    document.querySelectorAll("[data-papers]").forEach((list) => list.dispatchEvent(new Event("change", { bubbles: true })));
  };
  const procedure = form.elements.procedure;
  if (kept && !form.hasAttribute("data-bound") && procedure && procedure.value && !ticks().length) {
    document.addEventListener("htmx:after:swap", restore, { once: true });
    const again = form.querySelector(".mc-again");
    const ask = () => again.click();
    if (window.htmx) setTimeout(ask, 50);
    else addEventListener("load", ask);
  } else if (!form.hasAttribute("data-bound") && document.activeElement === document.body) {
    document.getElementById("quet").focus();
  }
})();
