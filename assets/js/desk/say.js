// Words for the person at the screen: one live region, Vietnamese first.
const english = document.documentElement.lang === "en";

export const words = (vi, en) => (english ? en : vi);

// Most pages have nothing to say; where one has, it stands below the work.
const made = () => {
  const region = document.createElement("p");
  region.dataset.says = "";
  region.setAttribute("role", "status");
  document.querySelector("main").append(region);
  return region;
};

export const say = (text, tone = "") => {
  const region = document.querySelector("[data-says]") || made();
  region.textContent = text;
  region.className = "mc-says" + (tone ? " mc-" + tone : "");
};

export const each = (selector, visit, root = document) => root.querySelectorAll(selector).forEach(visit);
