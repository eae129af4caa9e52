// Words for the person at the screen: one live region, Vietnamese first.
const english = document.documentElement.lang === "en";

export const words = (vi, en) => (english ? en : vi);

export const say = (text, tone = "") => {
  const region = document.querySelector("[data-says]");
  if (!region) return;
  region.textContent = text;
  region.className = "mc-says" + (tone ? " mc-" + tone : "");
};

export const each = (selector, visit, root = document) => root.querySelectorAll(selector).forEach(visit);
