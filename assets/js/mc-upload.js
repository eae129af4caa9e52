// Files sent in pieces: what broke off goes on where it stopped, also after the page was opened again.
import { words } from "./desk/say.js";

const PIECE = 512 * 1024;
const PATIENCE = [1, 2, 4, 8, 10]; // seconds between tries; the last one again and again
const LONGEST = 15 * 60; // seconds without an answer, after which the person is asked

const pause = (seconds) =>
  new Promise((go) => {
    const timer = setTimeout(go, seconds * 1000);
    addEventListener("online", () => (clearTimeout(timer), setTimeout(go, 300)), { once: true });
  });

class Refused extends Error {}

// One question to the server, asked until it is answered.
const ask = async (address, body, token, told) => {
  const begun = Date.now();
  for (let n = 0; ; n++) {
    let answer = null;
    try {
      answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, credentials: "same-origin" });
    } catch {
      /* no network: tried again below */
    }
    if (answer && answer.status < 500) {
      const said = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Refused(said.sentence || words("Không gửi được. Xin tải lại trang rồi thử lại.", "Not sent. Reload the page and try again."));
      return said;
    }
    if (Date.now() - begun > LONGEST * 1000) throw new Refused(words("Chưa có mạng. Chọn lại tệp này sau, phần đã gửi vẫn còn.", "There is no network. Choose the file again later; what was sent is kept."));
    told(words("Mất mạng. Tệp sẽ tự gửi tiếp khi có mạng lại.", "No network. Sending goes on by itself once it is back."));
    await pause(PATIENCE[Math.min(n, PATIENCE.length - 1)]);
  }
};

const send = async (form, file, told, progress) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const begin = new FormData();
  begin.append("name", file.name);
  begin.append("size", file.size);
  begin.append("mark", `${file.size}-${file.lastModified}-${file.name}`.slice(0, 64));
  let { number, received } = await ask(form.dataset.upload, begin, token, told);
  while (received < file.size) {
    progress(received);
    const piece = file.slice(received, received + PIECE, "application/octet-stream");
    const said = await ask(`${form.dataset.upload}/${number}?tu=${received}`, piece, token, told);
    if (said.sentence) throw new Refused(said.sentence);
    received = said.received;
    told(words(`Đang gửi ${file.name}`, `Sending ${file.name}`));
  }
  progress(file.size);
};

const line = (form, file) => {
  const row = document.createElement("div");
  row.className = "mc-sending";
  row.innerHTML = '<p role="status"></p><progress max="100" value="0"></progress>';
  const [said, bar] = [row.firstChild, row.lastChild];
  bar.setAttribute("aria-label", file.name);
  bar.max = file.size || 1;
  form.querySelector("[data-sending]").append(row);
  return {
    told: (text) => said.textContent !== text && (said.textContent = text),
    progress: (bytes) => (bar.value = bytes),
    failed: (text) => {
      bar.remove();
      row.className = "mc-sending mc-sending--failed";
      said.setAttribute("role", "alert");
      said.textContent = `${file.name}: ${text}`;
    },
    done: () => row.remove(),
  };
};

// The list as the server has it now; while something is being checked, again and again.
let asking = 0;
const refresh = async () => {
  clearTimeout(asking);
  const here = document.querySelector("[data-uploads]");
  if (!here) return;
  const page = await fetch(location.href, { credentials: "same-origin" }).then((r) => (r.ok ? r.text() : ""), () => "");
  const fresh = page && new DOMParser().parseFromString(page, "text/html").querySelector("[data-uploads]");
  if (fresh && fresh.innerHTML !== here.innerHTML && !here.contains(document.activeElement)) here.replaceChildren(...fresh.childNodes);
  watch(fresh ? 1 : 5);
};
const watch = (seconds) => {
  if (document.querySelector("[data-uploads] [data-checking]")) asking = setTimeout(refresh, seconds * 1000);
};

const start = (form) => {
  const queue = [];
  let busy = false;
  const next = async () => {
    if (busy) return;
    busy = true;
    for (let file; (file = queue.shift()); ) {
      const shown = line(form, file);
      shown.told(words(`Đang gửi ${file.name}`, `Sending ${file.name}`));
      try {
        await send(form, file, shown.told, shown.progress);
        shown.done();
      } catch (problem) {
        shown.failed(problem instanceof Refused ? problem.message : String(problem));
      }
      await refresh();
    }
    busy = false;
  };
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    queue.push(...event.target.files);
    event.target.value = "";
    next();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelectorAll("[data-nojs]").forEach((button) => (button.hidden = true));
  addEventListener("beforeunload", (event) => busy && event.preventDefault());
};

// [data-put]: a file chosen is sent at once; what becomes of it is told beside its field until all of it was looked at.
document.addEventListener("change", (event) => {
  const form = event.target.type === "file" && event.target.closest("form[data-put]");
  if (form && event.target.files.length) form.requestSubmit();
});
const tell = async () => {
  const page = await fetch(location.href, { credentials: "same-origin" }).then((r) => (r.ok ? r.text() : ""), () => "");
  const fresh = page && new DOMParser().parseFromString(page, "text/html");
  document.querySelectorAll("form[data-put] [role=status]").forEach((node) => {
    const now = fresh && fresh.getElementById(node.id);
    if (now && now.innerHTML !== node.innerHTML) node.replaceChildren(...now.childNodes);
  });
  watchPut(fresh ? 1 : 5);
};
const watchPut = (seconds) => {
  if (document.querySelector("form[data-put] [data-checking]")) setTimeout(tell, seconds * 1000);
};
watchPut(1);

document.querySelectorAll("form[data-upload]").forEach(start);
watch(1);
