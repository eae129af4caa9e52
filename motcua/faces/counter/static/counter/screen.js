// The customer's screen: an answer that is no page of it is not shown in its place, and when the server has not been
// heard for as long as anything may stand here, it greets.
(() => {
  const LONGEST = 20_000; // ms, as in domain/screens/rules.py
  let heard = Date.now();
  document.addEventListener("htmx:before:response", (event) => {
    const answer = event.detail.ctx.response;
    if (answer.status >= 400) return event.preventDefault();
    if (answer.raw.redirected && !answer.raw.url.includes("thay=")) return location.reload(); // paired no longer
    heard = Date.now();
  });
  setInterval(() => {
    if (Date.now() - heard < LONGEST) return;
    const page = document.querySelector("#man-hinh .mc-customer__page");
    if (page) page.replaceWith(document.getElementById("xin-chao").content.cloneNode(true));
  }, 1000);
})();
