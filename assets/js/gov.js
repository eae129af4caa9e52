// Citizen pages: the six govuk-frontend behaviours in use, told in Vietnamese, and three small things of our own.
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { FileUpload } from "govuk-frontend/dist/govuk/components/file-upload/file-upload.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";

const vietnamese = document.documentElement.lang !== "en";
const count = vietnamese && {
  i18n: {
    charactersUnderLimit: { other: "Còn %{count} ký tự" },
    charactersAtLimit: "Đã hết số ký tự cho phép",
    charactersOverLimit: { other: "Thừa %{count} ký tự" },
    wordsUnderLimit: { other: "Còn %{count} từ" },
    wordsAtLimit: "Đã hết số từ cho phép",
    wordsOverLimit: { other: "Thừa %{count} từ" },
  },
};
const upload = vietnamese && {
  i18n: {
    chooseFilesButton: "Chọn tệp",
    dropInstruction: "hoặc kéo tệp vào đây",
    noFileChosen: "Chưa chọn tệp",
    multipleFilesChosen: { other: "Đã chọn %{count} tệp" },
    enteredDropZone: "Thả tệp vào đây",
    leftDropZone: "Đã ra ngoài vùng thả tệp",
  },
};
const parts = [
  [Button],
  [CharacterCount, count],
  [Checkboxes],
  [ErrorSummary],
  [FileUpload, upload],
  [Radios],
];

// A part that is already alive refuses to start twice: that is what we want after a swap.
const wake = (scope) =>
  parts.forEach(([part, config]) =>
    createAll(part, config || undefined, { scope, onError() {} }),
  );

document.body.classList.add("js-enabled", "govuk-frontend-supported");
wake(document);
document.addEventListener("htmx:after:swap", () => wake(document));

// Live search needs htmx, as large as all the rest of the scripts twice over: it comes when somebody goes to the box.
document.addEventListener("focusin", ({ target }) => {
  const { needs } = target.dataset;
  if (!needs) return;
  delete target.dataset.needs;
  // What was pasted or typed before it came is looked for when it has begun.
  const onload = () => setTimeout(() => target.value !== target.defaultValue && target.dispatchEvent(new Event("input")));
  document.head.append(Object.assign(document.createElement("script"), { src: needs, onload }));
});

document.querySelectorAll("[data-nojs]").forEach((node) => (node.hidden = true));
document.querySelectorAll("[data-js]").forEach((node) => (node.hidden = false));

// Where there is no connection the worker shows our page instead of the browser's; the page that loads goes first.
if ("serviceWorker" in navigator)
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js", { updateViaCache: "all" }).catch(() => {}));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy],[data-print]");
  if (!button) return;
  if (button.dataset.copy === undefined) return print();
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = vietnamese ? "Đã chép" : "Copied";
  } catch {
    // No clipboard here: the code stays on the page to be selected by hand.
  }
});
