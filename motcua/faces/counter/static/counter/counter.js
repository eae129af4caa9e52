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

  // Whoever opens the question about kept papers has its button under the finger.
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.open && event.target.closest("#kho")) document.getElementById("da-dong-y").focus();
    },
    true,
  );

  // The paper of the act just done is printed at once; a reload or the way back does not print it again.
  const sheets = document.querySelector("[data-print-once]");
  if (sheets) {
    history.replaceState(null, "", location.pathname);
    sheets.hidden = false;
    Promise.all([...sheets.querySelectorAll("img")].map((image) => image.decode()))
      .then(() => print())
      .catch(() => {}) // the drawing did not come: the links to the paper are on the page
      .finally(() => document.getElementById("tiep-theo").focus());
  }

  // What only works with scripts is shown, what replaces it is hidden, in parts that came later too.
  document.addEventListener("htmx:after:swap", () => {
    document.querySelectorAll("main [data-nojs]").forEach((node) => (node.hidden = true));
    document.querySelectorAll("main [data-js]").forEach((node) => (node.hidden = false));
  });

  const scan = document.querySelector("[data-scan]");
  if (scan && document.activeElement === document.body && !(form && form.hasAttribute("data-bound"))) scan.focus();
  if (!form) return;

  // A change inside [data-again=ID] asks for the parts that follow from it.
  document.addEventListener("change", (event) => {
    const spot = event.target.closest && event.target.closest("[data-again]");
    const teller = spot && document.getElementById(spot.dataset.again);
    if (teller) teller.dispatchEvent(new CustomEvent("lai"));
  });

  // While the procedure or its papers are on their way, keys wait for them: a quick hand must neither type into
  // the field it has left nor tick a list that is being replaced.
  const PATIENCE = 3000; // ms
  const field = document.getElementById("id_procedure");
  const chosen = form.elements.procedure;
  let waiting = 0;
  let since = 0;
  let held = [];
  const small = (event) => event.target.id === "lai-nhac"; // warnings replace nothing that keys go to
  const shortcut = (event) => /^F\d+$/.test(event.code) || event.ctrlKey || event.altKey;
  const press = ({ code, key, ctrlKey, altKey, shiftKey }) => {
    const at = document.activeElement;
    const again = new KeyboardEvent("keydown", { code, key, ctrlKey, altKey, shiftKey, bubbles: true, cancelable: true });
    // What a browser does by itself for real keys only.
    if (at.dispatchEvent(again) && code === "Space" && at.matches("button,input[type=checkbox]")) at.click();
  };
  const release = () => {
    waiting = 0;
    const keys = held;
    held = [];
    keys.forEach(press);
  };
  const wait = () => {
    waiting += 1;
    since = Date.now();
  };
  const done = () => {
    waiting = Math.max(0, waiting - 1);
    if (!waiting) release();
  };
  document.addEventListener("htmx:before:request", (event) => small(event) || wait());
  document.addEventListener("htmx:finally:request", (event) => small(event) || done());
  const picks = (event) =>
    event.target === field && event.code === "Enter" && !event.ctrlKey && !chosen.value && field.value.trim();
  addEventListener(
    "keydown",
    (event) => {
      if (!event.isTrusted || event.isComposing) return;
      if (waiting && Date.now() - since > PATIENCE) release();
      if (waiting && (held.length || shortcut(event) || event.target === field)) {
        held.push(event);
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (picks(event)) {
        wait(); // until the choice is made, which asks for its papers at once
        const over = () => {
          clearTimeout(timer);
          chosen.removeEventListener("change", over);
          done();
        };
        const timer = setTimeout(over, PATIENCE / 2);
        chosen.addEventListener("change", over);
      }
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
  if (kept && !form.hasAttribute("data-bound") && chosen.value && !ticks().length) {
    document.addEventListener("htmx:after:swap", restore, { once: true });
    const again = form.querySelector(".mc-again");
    const ask = () => again.click();
    if (window.htmx) setTimeout(ask, 50);
    else addEventListener("load", ask);
  }
})();
