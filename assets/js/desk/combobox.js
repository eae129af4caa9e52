// A search field with a list below it: arrows move, Enter chooses, Esc closes. Ranking is the caller's.
import { words } from "./say.js";

let made = 0;

const draw = (list, found, id) =>
  list.replaceChildren(
    ...found.map((entry, index) => {
      const option = document.createElement("li");
      option.id = `${id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", index === 0);
      const name = document.createElement("span");
      name.textContent = entry.label;
      const hint = document.createElement("small");
      hint.textContent = entry.hint || "";
      option.append(name, hint);
      return option;
    }),
  );

// ask(text, signal) gives a promise of entries {label, hint, ...}; chosen(entry) acts.
export const combobox = (field, list, { ask, chosen, wait = 120 }) => {
  const id = (list.id = list.id || `mc-list-${++made}`);
  let found = [];
  let at = 0;
  let timer;
  let asking;
  let hurry = false; // Enter came before the answer: take the first as soon as it is here
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false", autocomplete: "off" }).forEach(
    ([name, value]) => field.setAttribute(name, value),
  );
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", list.getAttribute("aria-label") || words("Kết quả tìm", "Results"));

  const point = (index) => {
    at = (index + found.length) % found.length;
    [...list.children].forEach((option, other) => option.setAttribute("aria-selected", other === at));
    field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    found = [];
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const take = (index) => {
    const entry = found[index];
    close();
    if (entry) chosen(entry);
  };
  const show = (entries) => {
    found = entries;
    if (hurry) {
      hurry = false;
      if (found.length) return take(0);
    }
    draw(list, found, id);
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!!found.length));
    if (found.length) point(0);
  };
  const search = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const mine = asking;
    try {
      const entries = await ask(field.value.trim(), mine.signal);
      if (!mine.signal.aborted) show(entries);
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    } finally {
      if (asking === mine) asking = null;
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      search();
    }, wait);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = found.length > 0;
    if (event.code === "ArrowDown") open ? point(at + 1) : search();
    else if (event.code === "ArrowUp" && open) point(at - 1);
    else if (event.code === "Escape" && open && !field.closest("dialog")) close();
    else if (/^(Numpad)?Enter$/.test(event.code) && !event.ctrlKey && !event.altKey) {
      if (timer || asking) {
        hurry = true;
        clearTimeout(timer);
        timer = null;
        if (!asking) search();
      } else if (open) take(at);
      else return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    take([...list.children].indexOf(option));
  });
  return { search, close };
};

// Entries from the server: GET url?q=text answers {"results": [{"label", "hint", "value", "url"}]}.
export const fromServer = (url) => async (text, signal) => {
  const address = new URL(url, location.href);
  address.searchParams.set("q", text);
  const answer = await fetch(address, { signal, headers: { Accept: "application/json" }, credentials: "same-origin" });
  return answer.ok ? (await answer.json()).results : [];
};
