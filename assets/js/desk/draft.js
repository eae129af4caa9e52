import { each, say, words } from "./say.js";

// <form data-draft="KEY"> is kept in this tab while it is typed, so that it outlives a lost server.
// [data-draft-done="KEY"] on a later page says that the server has it: the copy is forgotten.
const PREFIX = "mc-draft:";
const SKIP = "[type=password],[type=file],[type=submit],[type=button],[name=csrfmiddlewaretoken],[data-no-draft]";

const fields = (form) => [...form.elements].filter((field) => field.name && !field.matches(SKIP));
const ticks = (field) => field.type === "checkbox" || field.type === "radio";

const take = (form) =>
  fields(form).map((field) => [field.name, ticks(field) ? field.value : "", ticks(field) ? field.checked : field.value]);

const give = (form, kept) => {
  for (const [name, value, state] of kept) {
    const field = fields(form).find((other) => other.name === name && (!ticks(other) || other.value === value));
    if (!field) continue;
    if (ticks(field)) field.checked = state;
    else field.value = state;
  }
};

const notice = (form, key, at) => {
  const box = document.createElement("div");
  box.className = "mc-notice mc-no-print";
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = words(`Đã lấy lại nội dung đang nhập lúc ${at}. `, `What was typed at ${at} is back. `);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "mc-plain";
  drop.textContent = words("Bỏ và nhập mới", "Discard and start anew");
  drop.onclick = () => {
    sessionStorage.removeItem(PREFIX + key);
    form.reset();
    box.remove();
  };
  text.append(drop);
  box.append(text);
  form.prepend(box);
};

const clock = () => new Date().toTimeString().slice(0, 5);

// Ctrl S keeps the form now and says so; the browser's own dialogue would save the page, which is no use to anybody.
const saves = new WeakMap();
const saveNow = (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== "KeyS") return;
  event.preventDefault();
  const form = event.target.closest("form[data-draft]") || document.querySelector("form[data-draft]");
  if (!saves.has(form)) return;
  saves.get(form)();
  say(words(`Đã giữ bản nháp lúc ${clock()}.`, `Draft kept at ${clock()}.`));
};

const start = (form) => {
  const key = form.dataset.draft;
  if (!key || form.dataset.awake) return;
  form.dataset.awake = "1";
  const fresh = JSON.stringify(take(form));
  const kept = JSON.parse(sessionStorage.getItem(PREFIX + key) || "null");
  if (kept && !form.hasAttribute("data-bound") && JSON.stringify(kept.fields) !== fresh) {
    give(form, kept.fields);
    notice(form, key, kept.at);
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const save = () => {
    try {
      sessionStorage.setItem(PREFIX + key, JSON.stringify({ at: clock(), fields: take(form) }));
    } catch {
      // Storage full or forbidden: the page works as without scripts.
    }
  };
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 300);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", save);
  saves.set(form, save);
  addEventListener("pagehide", () => timer && save());
};

// Ask whether the server is there before leaving the page; if not, stay with everything typed.
const alive = async (form) => {
  try {
    const answer = await fetch(form.dataset.alive, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(3000) });
    return answer.status < 500;
  } catch {
    return false;
  }
};

export const stillThere = async (form) => {
  if (!form.dataset.alive || (await alive(form))) return true;
  say(words("Máy chủ chưa trả lời. Nội dung vẫn được giữ ở đây, hãy thử lại sau ít giây.", "The server does not answer. Nothing is lost; try again in a few seconds."), "bad");
  return false;
};

export const startDrafts = () => {
  document.addEventListener("keydown", saveNow);
  each("[data-draft-done]", (node) => sessionStorage.removeItem(PREFIX + node.dataset.draftDone));
  each("form[data-draft]", start);
  document.addEventListener("htmx:after:swap", () => {
    each("[data-draft-done]", (node) => sessionStorage.removeItem(PREFIX + node.dataset.draftDone));
    each("form[data-draft]", start);
  });
};
