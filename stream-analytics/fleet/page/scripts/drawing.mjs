// Makes the document of drawings: one file with its script and style, which `replay --draw` puts the data of a run into.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const page = new URL("..", import.meta.url).pathname;
const resources = join(page, "../src/main/resources/io/gradwatch/fleet");

const input = join(page, "src/drawing/main.tsx");
const { output } = await build({ configFile: false, root: page, logLevel: "warn", publicDir: false, build: { write: false, target: "es2022", modulePreload: false, rollupOptions: { input } } });
const script = output.find(({ type }) => type === "chunk").code.trim();
const style = String(output.find(({ fileName }) => fileName.endsWith(".css")).source).trim();
if (output.length !== 2 || /<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
  throw new Error("a drawing must be one script and one style that can stand in a document");
}
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; require-trusted-types-for 'script'`;

writeFileSync(join(resources, "drawing.html"), `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Gradwatch</title>
<style>${style}</style>
</head>
<body>
<div id="page"></div>
<noscript>This drawing needs JavaScript.</noscript>
<script type="application/json" id="drawn"></script>
<script type="module">${script}</script>
<!--
${readFileSync(join(resources, "page/THIRD-PARTY-NOTICES.txt"), "utf8").trim()}
-->
</body>
</html>
`);
