import { combobox, fromServer } from "./combobox.js";
import { each, say } from "./say.js";

// <div data-picker="URL"> holds the search field, a hidden [data-picker-value] and, for no script, [data-picker-go].
const start = (picker) => {
  const field = picker.querySelector("input:not([type=hidden])");
  const value = picker.querySelector("[data-picker-value]");
  const go = picker.querySelector("[data-picker-go]");
  if (!field || picker.dataset.awake) return;
  picker.dataset.awake = "1";
  const list = document.createElement("ul");
  list.className = "mc-options";
  list.hidden = true;
  picker.append(list);
  combobox(field, list, {
    ask: fromServer(picker.dataset.picker),
    chosen: (entry) => {
      field.value = entry.label;
      if (value) {
        value.value = entry.value;
        value.dispatchEvent(new Event("input", { bubbles: true }));
        value.dispatchEvent(new Event("change", { bubbles: true }));
      }
      say(entry.label, "good");
      const next = document.getElementById(picker.dataset.pickerNext || "");
      if (next) next.focus();
      if (go && picker.hasAttribute("data-picker-submit")) go.click();
    },
  });
  // Words that were changed by hand no longer name the chosen entry.
  field.addEventListener("input", () => value && (value.value = ""));
};

export const startPickers = () => {
  each("[data-picker]", start);
  document.addEventListener("htmx:after:swap", () => each("[data-picker]", start));
};
