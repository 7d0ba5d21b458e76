// Completes a bundle: the licences of what is in it, and the digests of the sources that it was made of.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const page = new URL("..", import.meta.url).pathname;
const bundle = join(page, "../src/main/resources/io/gradwatch/fleet/page");

/** Sources of a bundle: these files, and all below these folders. */
const files = ["index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts"];
const folders = ["public", "scripts", "src"];

function below(folder) {
  return readdirSync(join(page, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(page.length).replaceAll("\\", "/"));
}

/** As `sha256sum` prints it, sorted by path; carriage returns do not count, as a checkout may add them. */
function digests() {
  const paths = [...files, ...folders.flatMap(below)].sort((a, b) => (a < b ? -1 : 1));
  const line = (path) => `${createHash("sha256").update(Buffer.from(readFileSync(join(page, path)).filter((byte) => byte !== 13))).digest("hex")}  ${path}\n`;
  return paths.map(line).join("");
}

/** Licences that may be in the bundle. */
const allowed = ["MIT"];

function notices() {
  const { dependencies } = JSON.parse(readFileSync(join(page, "package.json"), "utf8"));
  const parts = Object.keys(dependencies).sort().map((name) => {
    const folder = join(page, "node_modules", name);
    const { version, license, dependencies: own = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    if (!allowed.includes(license)) {
      throw new Error(`${name} ${version} has licence '${license}' but what is bundled must have one of: ${allowed.join(", ")}`);
    }
    const foreign = Object.keys(own).filter((one) => !(one in dependencies));
    if (foreign.length > 0) {
      throw new Error(`${name} brings ${foreign.join(", ")}, whose licences are not listed: name them in package.json`);
    }
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return `The page of the fleet contains the following software.\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}

writeFileSync(join(bundle, "THIRD-PARTY-NOTICES.txt"), notices());
writeFileSync(join(bundle, "sources.sha256"), digests());
