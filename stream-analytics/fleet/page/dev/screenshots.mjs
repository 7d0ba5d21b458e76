// Pictures of every page over made-up runs: node dev/screenshots.mjs FOLDER [NAME...], while `npm run preview` runs.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [folder = "shots", ...only] = process.argv.slice(2);
const origin = process.env.PAGE_ORIGIN ?? "http://localhost:4273";
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const pages = {
  fleet: "/",
  runs: "/runs",
  "runs-chosen": "/runs?severity=critical&selected=lm-1b-lr2e-3,lm-1b-bf16-lr3e-4",
  run: "/runs/lm-1b-warmup-sweep-07",
  "run-nan": "/runs/lm-1b-bf16-lr3e-4",
  "run-restart": "/runs/lm-7b-main?superseded=1&smooth=300",
  "run-log": "/runs/lm-1b-lr2e-3?y=log",
  "run-signed-log": "/runs/policy-reward-neg?y=log&x=relative",
  "run-long": "/runs/pretrain-long?x=time",
  "run-empty": "/runs/tiny-start",
  "run-hostile": "/runs/hostile",
  "run-missing": "/runs/no-such-run",
  compare: "/compare?run=lm-1b-warmup-sweep-07&run=lm-1b-lr2e-3&run=lm-7b-main&run=vit-large-aug-off",
  parallel: "/parallel?project=lm-1b&brush=result.accuracy~0.8~1",
  "parallel-all": "/parallel",
  scatter: "/scatter?project=lm-1b",
  "scatter-all": "/scatter",
  alerts: "/alerts",
  alert: "/alerts/lm-1b-lr2e-3.0.exploding-gradient.21410?y=log",
  "alert-nan": "/alerts/lm-1b-bf16-lr3e-4.0.non-finite.18204",
  "alert-silenced": "/alerts/vit-data-wait.0.data-wait.20050",
  "alert-dialog": "/alerts/lm-1b-lr2e-3.0.exploding-gradient.21410",
  "silences-dialog": "/silences",
  silences: "/silences",
  sql: "/sql?q=SELECT%20run%2C%20project%2C%20owner%2C%20step%2C%20loss%0AFROM%20runs%0AORDER%20BY%20loss%0ALIMIT%2040",
  "sql-error": "/sql?q=DROP%20TABLE%20runs",
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
for (const [scheme, width] of [["light", 1440], ["dark", 1440], ["light", 375], ["dark", 375]]) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: width > 800 ? 900 : 812 }, deviceScaleFactor: width > 800 ? 1 : 2 });
  for (const [name, path] of Object.entries(pages)) {
    const file = `${name}-${scheme}-${width}`;
    if (only.length > 0 && !only.some((one) => file.startsWith(one))) {
      continue;
    }
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && console.log(`${file}: ${message.text()}`));
    page.on("pageerror", (error) => console.log(`${file}: ${error}`));
    page.on("dialog", (dialog) => (console.log(`${file}: DIALOG ${dialog.message()}`), void dialog.dismiss()));
    await page.goto(origin + path);
    await page.waitForTimeout(Number(process.env.REST_MILLIS ?? 1_800));
    if (name.endsWith("-dialog")) {
      await page.getByRole("button", { name: /^(Silence|New silence)$/ }).first().click();
      if (name === "alert-dialog") {
        await page.getByLabel("Pattern of run").fill("lm-1b-*");
        await page.locator(".matcher input[type=checkbox]").nth(1).uncheck();
        await page.locator(".matcher input[type=checkbox]").nth(2).uncheck();
        await page.getByRole("button", { name: /^Silence for/ }).focus();
      }
      await page.waitForTimeout(900);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    wide > 0 && console.log(`${file}: ${wide} px too wide`);
    // Room for all of the page, so that every chart comes near enough to be made.
    const height = await page.evaluate(() => Math.min(6_000, document.documentElement.scrollHeight));
    await page.screenshot({ path: `${folder}/${file}.png` });
    if (height > 1_000 && !name.startsWith("runs") && !name.endsWith("-dialog")) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(900);
      await page.screenshot({ path: `${folder}/${file}-whole.png` });
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
