import { stillThere } from "./draft.js";

// One press, one request: a second press on a form that is being sent does nothing.
const sent = new WeakMap();
const PATIENCE = 10_000; // ms after which a lost answer may be tried again

const send = async (form, submitter) => {
  if (!(await stillThere(form))) {
    sent.delete(form);
    if (submitter) submitter.removeAttribute("aria-busy");
    return;
  }
  form.dataset.ready = "1";
  form.requestSubmit(submitter);
};

const guard = (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.ready) {
    delete form.dataset.ready;
    return;
  }
  if (Date.now() - (sent.get(form) || 0) < PATIENCE) {
    event.preventDefault();
    return;
  }
  sent.set(form, Date.now());
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  if (!form.dataset.alive) return;
  event.preventDefault();
  send(form, event.submitter);
};

export const startGuard = () => {
  document.addEventListener("submit", guard);
  addEventListener("pageshow", () => {
    document.querySelectorAll("[aria-busy=true]").forEach((node) => {
      node.removeAttribute("aria-busy");
      if (node.form) sent.delete(node.form);
    });
  });
};
