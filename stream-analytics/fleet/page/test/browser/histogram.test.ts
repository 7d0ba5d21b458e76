import { readFile } from "node:fs/promises";
import { chromium, type Browser, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

/** The histogram behind the heat map of the built page, over made-up runs. Needs `npm run build` before, and Chromium. */
let server: PreviewServer;
let browser: Browser;
let page: Page;
let wrong: string[];
const port = 4279;

beforeAll(async () => {
  server = await preview({ preview: { port, strictPort: true }, logLevel: "error" });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
}, 30_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await page.goto(`http://localhost:${port}/runs/lm-1b-lr2e-3`);
  await map().waitFor();
});

afterEach(async () => {
  await page.close();
  expect(wrong).toEqual([]);
});

const map = () => page.locator(".heat canvas");
const panel = () => page.locator("section.histogram");
/** A bar; of the lines behind the bars a browser says that they have no height. */
const bar = () => panel().locator('svg path[opacity="0.75"]').first();
const title = () => panel().locator("h3").textContent();
const step = async () => Number(/at step ([\d,]+)$/.exec((await title()) ?? "")?.[1].replaceAll(",", ""));
const parameter = (name: string) => new URL(page.url()).searchParams.get(name);

it("opens by a click on a cell, and the address keeps it", async () => {
  await map().click({ position: { x: 500, y: 60 } });
  await bar().waitFor();
  expect(await title()).toMatch(/^Gradient of \S+ at step [\d,]+$/);
  expect(Number(parameter("at")) - (await step())).toBeLessThan(100);
  expect((await title())!.includes(parameter("layer")!)).toBe(true);
  const words = await panel().locator("svg text").allTextContents();
  expect(words).toContain("0");
  expect(words.some((one) => /^10⁻[⁰-⁹¹²³]+$/.test(one)) && words.some((one) => /^−10⁻[⁰-⁹¹²³]+$/.test(one)) && words.some((one) => one.endsWith(" %"))).toBe(true);
  expect(await panel().locator(".histogram-facts").textContent()).toMatch(/elements[\d,]+zero118 .*NaN2 .*infinite0$/);
  const before = await title();
  await page.reload();
  await expect.poll(title).toBe(before);
});

it("opens by Enter on the cell of the cursor; arrow keys walk over the steps, and Escape leads back", async () => {
  await map().focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.locator(".heat-cursor").waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(step).toBeGreaterThan(0);
  const first = await step();
  await page.keyboard.press("ArrowRight");
  await expect.poll(step).toBe(first + 100);
  await expect.poll(() => panel().locator(".legend").textContent()).toContain(`step ${first.toLocaleString("en-US")}`);
  await page.keyboard.press("Home");
  await expect.poll(step).toBe(0);
  expect(await panel().getByRole("button", { name: "Previous histogram" }).isDisabled()).toBe(true);
  await panel().getByRole("button", { name: "Next histogram" }).click();
  await expect.poll(step).toBe(100);
  await page.keyboard.press("Escape");
  await expect.poll(() => panel().count()).toBe(0);
  expect(await map().evaluate((canvas) => document.activeElement === canvas)).toBe(true);
  expect(parameter("layer")).toBeNull();
});

it("is compared with the first one or with none", async () => {
  await map().click({ position: { x: 700, y: 60 } });
  await panel().getByLabel("Compared").selectOption("first");
  await expect.poll(() => panel().locator(".legend").textContent()).toMatch(/step [\d,]+ ?.*step 0$/);
  await panel().getByLabel("Compared").selectOption("none");
  await expect.poll(() => panel().locator(".legend").textContent()).not.toMatch(/step 0$/);
});

it("is saved as a picture", async () => {
  await map().click({ position: { x: 700, y: 60 } });
  await bar().waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), panel().getByRole("button", { name: /^Save an SVG of lm-1b-lr2e-3-gradient-/ }).click()]);
  const svg = await readFile(await download.path(), "utf8");
  expect(svg).toContain("Gradient of ");
  expect(svg.match(/<path d="M[^"]+V[^"]+H[^"]+V[^"]+Z"/g)!.length).toBeGreaterThan(10);
  await page.evaluate((text) => Object.assign(new Image(), { src: `data:image/svg+xml,${encodeURIComponent(text)}` }).decode(), svg);
});

it("says where a job sends none, and how to send them", async () => {
  await page.getByLabel("Tensor").selectOption("activation");
  await map().click({ position: { x: 700, y: 60 } });
  await expect.poll(() => panel().textContent()).toContain("run.watch(model, histograms=10)");
});
