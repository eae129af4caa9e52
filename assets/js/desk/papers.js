import { each, say, words } from "./say.js";

// [data-papers] holds checkboxes; those with data-required must be ticked before [data-needs-papers] may submit.
const missing = (form) => [...form.querySelectorAll("[data-papers] input[data-required]")].filter((box) => !box.checked);

const tell = (form) =>
  each(
    "[data-papers-count]",
    (node) => {
      const left = missing(form).length;
      node.textContent = left ? words(`▲ Còn thiếu ${left}`, `▲ ${left} missing`) : words("✓ Đủ giấy tờ bắt buộc", "✓ All required papers");
      node.className = "mc-tag mc-tag--" + (left ? "warn" : "good");
    },
    form,
  );

const everyForm = () =>
  new Set([...document.querySelectorAll("[data-papers]")].map((papers) => papers.closest("form")).filter(Boolean)).forEach(tell);

export const startPapers = () => {
  everyForm();
  document.addEventListener("htmx:after:swap", everyForm);
  document.addEventListener("change", (event) => {
    const papers = event.target.closest("[data-papers]");
    const form = papers && papers.closest("form");
    if (!form) return;
    tell(form);
    if (!missing(form).length) say("");
  });
  document.addEventListener("submit", (event) => {
    const left = event.submitter && event.submitter.matches("[data-needs-papers]") ? missing(event.target) : [];
    if (!left.length) return;
    event.preventDefault();
    const names = left.map((box) => (box.labels[0] ? box.labels[0].textContent.trim() : box.value)).join("; ");
    say(words(`Còn thiếu: ${names}. Hãy bổ sung, hoặc bấm “Yêu cầu bổ sung”.`, `Missing: ${names}. Add them or ask for a supplement.`), "bad");
    left[0].focus();
  });
};
