// Shortcuts of the staff pages. One attribute, data-key="Ctrl+Enter", is the binding, the hint and the help.
// Physical keys (event.code) are read, because a Vietnamese typing program changes what a letter means.
(() => {
  const FIELD = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select";
  const NAMES = { Enter: "Enter", NumpadEnter: "Enter", Slash: "/", Escape: "Esc", Space: "Space" };
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const lettersOff = () => localStorage.getItem("mc-letters") === "off";

  const combo = (event) => {
    const key = NAMES[event.code] || event.code.replace(/^(Key|Digit)/, "");
    if (event.key === "?") return "?";
    return (
      (event.ctrlKey || event.metaKey ? "Ctrl+" : "") +
      (event.altKey ? "Alt+" : "") +
      (event.shiftKey ? "Shift+" : "") +
      key
    ).toUpperCase();
  };
  const live = (node) => !node.disabled && node.getClientRects().length;
  const find = (pressed, root) =>
    all("[data-key]", root).find((node) => node.dataset.key.toUpperCase() === pressed && live(node));
  const cap = (node) => node.dataset.key.replaceAll("+", " ");
  // The words of an element without its key hint.
  const wordsOf = (node) => [...node.childNodes].map((child) => (child.nodeName === "KBD" ? "" : child.textContent)).join("");
  const nameOf = (node) => (node.dataset.keyName || node.ariaLabel || wordsOf(node.labels?.[0] || node)).trim();

  // data-key-row: the key means the row that has focus, unless rows were ticked.
  const use = (node, row) => {
    if (row && node.dataset.keyRow !== undefined && !one("[data-row] :checked")) one("[type=checkbox]", row)?.click();
    if (node.matches(FIELD)) {
      node.focus();
      if (node.select) node.select();
    } else if (node.matches("a,button,summary,input")) node.click();
    else (one("a,button,input,select,textarea", node) || node).focus();
  };

  // Rows of the list that has focus.
  const target = (row) => one("[data-row-focus]", row) || one("a[href]", row) || one("input,button", row);
  const rowsOf = (list) => all("[data-row]", list).filter(live);
  let anchor = null;

  const pick = (row, rows, range) => {
    const box = one("input[type=checkbox]", row);
    if (!box) return;
    box.click();
    if (range && anchor) {
      const [from, to] = [rows.indexOf(anchor), rows.indexOf(row)].sort((a, b) => a - b);
      rows.slice(from, to + 1).forEach((other) => {
        const tick = one("input[type=checkbox]", other);
        if (tick && tick.checked !== box.checked) tick.click();
      });
    }
    anchor = row;
  };

  const inList = (event, pressed, list) => {
    const rows = rowsOf(list);
    const row = event.target.closest("[data-row]");
    const at = rows.indexOf(row);
    const arrow = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.code];
    const bare = !event.ctrlKey && !event.altKey && !event.metaKey;
    let to = event.target.matches("select") ? undefined : arrow;
    if (bare && !lettersOff()) {
      if (pressed === "J") to = at + 1;
      if (pressed === "K") to = at - 1;
      if (/^[1-9]$/.test(pressed)) to = pressed - 1;
      if (row && event.code === "KeyX") return pick(row, rows, event.shiftKey) || true;
      if (row && pressed === "O") return target(row).click() || true;
      const own = row && find(pressed, row);
      if (own) return use(own) || true;
    }
    if (to === undefined || !bare) return false;
    if (rows[to]) target(rows[to]).focus();
    return true;
  };

  addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const pressed = combo(event);
    const typing = event.target.matches(FIELD) && event.target.type !== "file"; // nothing is typed into that one
    const list = event.target.closest("[data-keys-list]");
    if (list && !typing && inList(event, pressed, list)) return event.preventDefault();
    const plain = pressed.length === 1 || /^SHIFT\+.$/.test(pressed);
    // Single letters: only in a list or on a page that asks for them, never in a field, and they can be switched off.
    const lettered = list || pressed === "?" || document.body.hasAttribute("data-keys-letters");
    if (plain && (typing || lettersOff() || !lettered)) return;
    const layer = one("dialog[open]");
    const node = find(pressed, layer || document);
    const first = rowsOf(document)[0];
    if (!node && pressed === "?" && !layer) help();
    else if (!node && /^[JK]$/.test(pressed) && first && !list) target(first).focus();
    else if (!node) return;
    else use(node, event.target.closest("[data-row]"));
    event.preventDefault();
  });

  // Help: the page brings an empty <dialog id="mc-keys"> with its words; the lines come from the same attributes.
  const safe = (text) => text.replace(/[&<]/g, (c) => `&#${c.charCodeAt()};`);
  const line = (node) => `<li><span>${safe(nameOf(node))}</span><kbd>${cap(node)}</kbd></li>`;
  const help = () => {
    const dialog = one("#mc-keys");
    const seen = new Set();
    one("[data-keys-lines]", dialog).innerHTML = all("[data-key]")
      .filter((node) => !seen.has(node.dataset.key) && seen.add(node.dataset.key))
      .map(line)
      .join("");
    const box = one("input", dialog);
    box.checked = !lettersOff();
    box.onchange = () => localStorage.setItem("mc-letters", box.checked ? "on" : "off");
    dialog.showModal();
  };
  addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-help]")) {
      event.preventDefault();
      help();
    }
  });

  // Hints: in an empty <kbd> of the element, in <kbd data-key-of="id">, and in the bar at the foot.
  const hint = () => {
    all("[data-key]").forEach((node) => {
      node.setAttribute("aria-keyshortcuts", node.dataset.key.replace("Ctrl", "Control"));
      const spots = all("kbd:empty", node);
      if (node.id) spots.push(...all(`kbd:empty[data-key-of="${node.id}"]`));
      spots.forEach((spot) => {
        spot.textContent = cap(node);
        spot.ariaHidden = "true";
      });
    });
    all("[data-keys-bar]:empty").forEach((bar) => {
      bar.innerHTML = all("[data-key-name]")
        .map((node) => `<span><kbd>${cap(node)}</kbd> ${safe(node.dataset.keyName)}</span>`)
        .join("");
    });
  };

  // The place in a list is kept when one opens a row and comes back; a row that is gone leaves its place to the next.
  const place = "mc-row:" + location.pathname;
  addEventListener("click", (event) => {
    const row = event.target.closest("[data-keys-list] [data-row]");
    if (row) sessionStorage.setItem(place, rowsOf(row.closest("[data-keys-list]")).indexOf(row) + " " + row.dataset.row);
  });
  const comeBack = () => {
    const kept = sessionStorage.getItem(place);
    const list = kept && one("[data-keys-list]");
    if (!list || document.activeElement !== document.body) return;
    sessionStorage.removeItem(place);
    const rows = rowsOf(list);
    const at = parseInt(kept);
    const row = rows.find((other) => kept.endsWith(" " + other.dataset.row)) || rows[at] || rows.at(-1);
    if (row) target(row).focus();
  };

  hint();
  comeBack();
  document.addEventListener("htmx:after:swap", () => {
    hint();
    comeBack();
  });
})();
