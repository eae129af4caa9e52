import { readCard } from "./card.js";
import { each, say, words } from "./say.js";

// <input data-scan data-scan-next="ID"> fills [data-scan-field=NAME] of its form and marks [data-source-of=NAME].
const choose = (field, value) => {
  if (field.tagName !== "SELECT") {
    field.value = value;
    return;
  }
  const option = [...field.options].find((other) => other.text.trim() === value || other.value === value);
  if (option) field.value = option.value;
};

const mark = (form, name, open) =>
  each(
    `[data-source-of="${name}"]`,
    (node) => {
      node.textContent = open ? words("▲ chưa đối chiếu", "▲ not checked yet") : words("✓ từ mã QR", "✓ from the QR code");
      node.className = "mc-source" + (open ? " mc-source--open" : "");
    },
    form,
  );

const fill = (form, { card, unsure }) => {
  for (const [name, value] of Object.entries(card)) {
    const field = form.querySelector(`[data-scan-field="${name}"]`);
    if (!field || !value) continue;
    choose(field, value);
    mark(form, name, unsure.includes(name));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const open = form.querySelector("[data-scan-open]"); // hidden field: names that nobody has compared yet
  if (open) open.value = unsure.join(",");
};

let warned = false;
const read = (event) => {
  const field = event.target;
  if (!field.matches || !field.matches("[data-scan]") || !/^(Numpad)?Enter$/.test(event.code)) return;
  if (event.ctrlKey || event.altKey) return; // a shortcut, not the scanner's Enter
  event.preventDefault();
  const found = readCard(field.value);
  if (!found) {
    say(words("Mã vừa quét không phải mã thẻ căn cước. Hãy quét lại hoặc gõ tay.", "That is not an identity card code. Scan again or type."), "bad");
    field.select();
    return;
  }
  fill(field.form || document, found);
  field.value = "";
  if (found.unsure.length && !warned) {
    warned = true;
    say(words("Đã đọc số. Họ tên và địa chỉ mất dấu: hãy tắt bộ gõ tiếng Việt khi quét, rồi đối chiếu với thẻ.", "Numbers read. Name and address lost their marks: turn the typing program off and compare with the card."), "warn");
  } else say(words("Đã đọc thẻ căn cước.", "Card read."), "good");
  const next = document.getElementById(field.dataset.scanNext);
  if (next) next.focus();
};

export const startScan = () => document.addEventListener("keydown", read);
