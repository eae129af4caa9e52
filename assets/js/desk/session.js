import { words } from "./say.js";

// <body data-session-seconds="28800" data-session-extend="/URL">: a warning two minutes before the end. The URL makes
// the session longer and answers with the seconds that are left; without it the session lasts as long as one may.
const WARNING = 120; // seconds

export const startSession = () => {
  const { sessionSeconds, sessionExtend } = document.body.dataset;
  if (!sessionSeconds) return;
  let ends = Date.now() + Number(sessionSeconds) * 1000;
  let shown = null;
  let told = false; // that it cannot be made longer

  const longer = async () => {
    const answer = await fetch(sessionExtend, { method: "GET", cache: "no-store", credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return over();
    ends = Date.now() + Number(await answer.text()) * 1000;
    if (ends - Date.now() <= WARNING * 1000) return last();
    shown.close();
  };
  const last = () => {
    shown.querySelector("p").textContent = words(
      "Phiên đã kéo dài hết mức. Xin lưu việc đang làm, rồi đăng nhập lại.",
      "The session cannot be made longer. Save your work, then sign in again.",
    );
    shown.querySelector("button").onclick = () => shown.close();
    shown.querySelector("button").textContent = words("Đã hiểu", "Close");
    told = true;
  };
  const over = () => {
    shown.querySelector("p").textContent = words(
      "Phiên làm việc đã hết. Nội dung đang nhập vẫn được giữ trong tab này: hãy đăng nhập lại rồi mở lại trang.",
      "The session has ended. What you typed is kept in this tab: sign in again and reopen the page.",
    );
  };
  const warn = () => {
    shown = document.createElement("dialog");
    shown.setAttribute("aria-labelledby", "mc-session-title");
    shown.innerHTML = '<h2 id="mc-session-title"></h2><p role="status"></p><form method="dialog"><button class="govuk-button" type="button"></button></form>';
    shown.querySelector("h2").textContent = words("Phiên làm việc sắp hết", "Your session is about to end");
    shown.querySelector("p").textContent = words("Còn 2 phút. Bấm “Làm tiếp” để giữ phiên.", "2 minutes left. Press “Stay signed in”.");
    const button = shown.querySelector("button");
    button.textContent = words("Làm tiếp", "Stay signed in");
    button.onclick = longer;
    shown.onclose = () => {
      shown.remove();
      shown = null;
    };
    document.body.append(shown);
    shown.showModal();
    if (!sessionExtend) last();
  };
  setInterval(() => {
    const left = (ends - Date.now()) / 1000;
    if (left <= 0 && shown) over();
    else if (left <= WARNING && left > 0 && !shown && !told) warn();
  }, 5000);
};
