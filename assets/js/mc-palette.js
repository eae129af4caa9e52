// Ctrl K: cases, people, procedures from the server, and every command of this page with its key.
import { combobox, fromServer } from "./desk/combobox.js";
import { words } from "./desk/say.js";

const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

// The words of an element without its key hint.
const wordsOf = (node) => [...node.childNodes].map((child) => (child.nodeName === "KBD" ? "" : child.textContent)).join("");

const commands = (text) =>
  [...document.querySelectorAll("a[data-key],button[data-key],input[data-key]")]
    .filter((node) => node.getClientRects().length && !node.hasAttribute("data-palette"))
    .map((node) => ({
      label: (node.dataset.keyName || node.ariaLabel || wordsOf(node)).trim(),
      hint: node.dataset.key.replaceAll("+", " "),
      node,
    }))
    .filter((entry) => entry.label && folded(entry.label).includes(folded(text)));

const open = (url) => {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", words("Tìm mọi thứ", "Find anything"));
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = "mc-palette-field";
  label.textContent = words("Mã hồ sơ, bốn số cuối, tên thủ tục hoặc lệnh", "Case code, its last four digits, a procedure or a command");
  const field = document.createElement("input");
  field.className = "govuk-input";
  field.id = "mc-palette-field";
  const list = document.createElement("ul");
  list.className = "mc-options";
  const status = document.createElement("p");
  status.className = "mc-vh";
  status.setAttribute("role", "status");
  dialog.append(label, field, list, status);
  const server = fromServer(url);
  const { search } = combobox(field, list, {
    ask: async (text, signal) => {
      const there = text ? await server(text, signal).catch((error) => (error.name === "AbortError" ? Promise.reject(error) : [])) : [];
      const entries = [...there, ...commands(text)];
      status.textContent = words(`${entries.length} kết quả`, `${entries.length} results`);
      return entries;
    },
    chosen: (entry) => {
      dialog.close();
      if (entry.url) location.assign(entry.url);
      else if (entry.node.matches("input")) entry.node.focus();
      else entry.node.click();
    },
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  search();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-palette]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) open(link.dataset.palette || link.href);
});
