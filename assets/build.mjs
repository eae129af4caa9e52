// Compiles scss/ and js/ into motcua/foundation/ui/static/mc, which is committed: installing needs no Node.
// Fonts are cut apart, by fonts.py, because that needs fontTools.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "motcua", "foundation", "ui", "static", "mc");
const made = [];

const write = (name, text) => {
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, name), text);
  made.push(name);
};

for (const name of ["app", "desk", "board"]) {
  const { css } = compile(join(here, "scss", `${name}.scss`), {
    style: "compressed",
    charset: false,
    loadPaths: [modules],
    quietDeps: true,
  });
  // The notice of the MIT licence goes with the parts of govuk-frontend.
  const notice = name === "app" ? "/*! Form parts: govuk-frontend, MIT, see LICENSES/govuk-frontend-MIT.txt */\n" : "";
  write(`${name}.css`, notice + css + "\n");
}

for (const name of ["gov", "mc-keys", "mc-desk", "mc-palette", "mc-account", "mc-upload"]) {
  const { outputFiles } = buildSync({
    absWorkingDir: here,
    entryPoints: [`js/${name}.js`],
    bundle: true,
    minify: true,
    format: "iife",
    target: "chrome109",
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  const notice = name === "gov" ? "/*! govuk-frontend, MIT, see LICENSES/govuk-frontend-MIT.txt */\n" : "";
  write(`${name}.js`, notice + outputFiles[0].text);
}

const htmx = readFileSync(join(modules, "htmx.org/dist/htmx.min.js"), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\n?/, "\n");
write("htmx.min.js", "/*! htmx 4.0.1, 0BSD, see LICENSES/htmx-0BSD.txt */\n" + htmx);

const symbols = readFileSync(join(here, "icons.txt"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((name) => {
    const svg = readFileSync(join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
    const drawing = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
  });
write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Lucide, ISC, see LICENSES/Lucide-ISC.txt -->\n${symbols.join("\n")}\n</svg>\n`);

copyFileSync(join(here, "mark.svg"), join(target, "mark.svg"));

for (const name of made) {
  const bytes = readFileSync(join(target, name));
  const gz = gzipSync(bytes, { level: 9 }).length;
  console.log(name.padEnd(16), String(bytes.length).padStart(7), "bytes", String(gz).padStart(6), "gz", String(brotliCompressSync(bytes).length).padStart(6), "br");
}
