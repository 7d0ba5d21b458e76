import { readFile } from "node:fs/promises";
import { chromium, type Browser, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

/** Comparison, pictures and heat map of the built page, over made-up runs. Needs `npm run build` before, and Chromium. */
let server: PreviewServer;
let browser: Browser;
let page: Page;
let wrong: string[];
const origin = "http://localhost:4276";

beforeAll(async () => {
  server = await preview({ preview: { port: 4276, strictPort: true }, logLevel: "error" });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(60_000);
  wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
});

afterEach(async () => {
  await page.close();
  expect(wrong).toEqual([]);
});

const open = (path: string) => page.goto(origin + path);
const three = "/compare?run=lm-7b-main&run=lm-1b-lr2e-3&run=hostile";
const plot = (series: string) => page.locator(`[data-series="${series}"] .plot`);
const curves = (series: string) => plot(series).evaluate((host) => ((host as unknown as { uplot: { series: unknown[] } }).uplot.series.length - 1) / 3);
const colourOf = (run: string) => page.locator(".curve-table tr", { has: page.locator(`a[href="/runs/${run}"]`) }).locator(".swatch path").getAttribute("stroke");
const rangeOf = (series: string) => plot(series).evaluate((host) => {
  const { min, max } = (host as unknown as { uplot: { scales: { x: { min: number; max: number } } } }).uplot.scales.x;
  return [min, max];
});

/** Text of the file, or its first bytes, that a press on `name` saves. */
async function saved(name: string): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
  return readFile(await download.path());
}

describe("a comparison", () => {
  it("has a chart for each series, with all runs in it, and a choice of the series", async () => {
    await open(three);
    await plot("loss").waitFor();
    expect(await curves("loss")).toBe(3);
    expect(await page.locator(".chart-grid figure").count()).toBe(6);
    await page.locator(".series-choice summary").click();
    await page.locator(".series-list input[type=checkbox]:checked").last().uncheck();
    await expect.poll(() => page.locator(".chart-grid figure").count()).toBe(5);
    expect(new URL(page.url()).searchParams.getAll("series")).toHaveLength(5);
  });

  it("gives a run its colour whatever the order of the choice, and whoever is hidden", async () => {
    await open(three);
    await plot("loss").waitFor();
    const colour = await colourOf("lm-1b-lr2e-3");
    await open("/compare?run=lm-1b-lr2e-3&run=hostile&run=lm-7b-main&hide=hostile");
    await plot("loss").waitFor();
    expect(await colourOf("lm-1b-lr2e-3")).toBe(colour);
    expect(await curves("loss")).toBe(2);
  });

  it("hides a run, shows one alone, and all again, by keyboard", async () => {
    await open(three);
    await plot("loss").waitFor();
    await page.locator(".swatch-button").first().focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => curves("loss")).toBe(2);
    await page.locator("button", { hasText: /^only$/ }).nth(1).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => curves("loss")).toBe(1);
    expect(new URL(page.url()).searchParams.getAll("hide")).toHaveLength(2);
    await page.getByText("Show all runs").click();
    await expect.poll(() => curves("loss")).toBe(3);
  });

  it("moves its cursor and zooms over all charts, by keyboard too", async () => {
    await open(`${three}&series=loss&series=learning_rate`);
    await plot("learning_rate").waitFor();
    await plot("loss").focus();
    const newest = await page.locator(".curve-table tbody tr").first().innerText();
    await page.keyboard.press("Home");
    await expect.poll(() => page.locator(".curve-table tbody tr").first().innerText()).not.toBe(newest);
    const cursor = (series: string) => plot(series).evaluate((host) => (host as unknown as { uplot: { cursor: { idx: number | null } } }).uplot.cursor.idx);
    expect(await cursor("learning_rate")).toBe(0);
    const whole = await rangeOf("learning_rate");
    await page.keyboard.press("+");
    await expect.poll(async () => (await rangeOf("learning_rate"))[1]).toBeLessThan(whole[1]);
    await expect.poll(async () => (await rangeOf("loss"))[1]).toBe((await rangeOf("learning_rate"))[1]);
    expect(new URL(page.url()).searchParams.has("to")).toBe(true);
    await plot("loss").focus();
    await page.keyboard.press("0");
    await expect.poll(() => new URL(page.url()).searchParams.has("to")).toBe(false);
  });

  it("says every chart in a sentence", async () => {
    await open(three);
    await expect.poll(() => plot("loss").getAttribute("aria-label")).toMatch(/^Chart of loss of 3 runs over steps 0 to \d+: newest values from .+ to .+\.$/);
  });
});

describe("pictures", () => {
  it("of a comparison are vectors and pixels with title, legend and units, and names in them are text", async () => {
    await open(`${three}&series=loss`);
    await plot("loss").waitFor();
    const svg = (await saved("Save an SVG of compare-loss")).toString();
    expect(svg).toContain(">loss</text>");
    expect(svg).toContain(">step</text>");
    expect(svg).toContain("&#60;img src=x");
    expect(svg).not.toContain("<img");
    expect(svg.match(/<path d="M[^"]+L[^"]+" stroke=/g)!.length).toBe(3);
    // An image is decoded only where the file is well-formed.
    await page.evaluate((text) => Object.assign(new Image(), { src: `data:image/svg+xml,${encodeURIComponent(text)}` }).decode(), svg);
    const png = await saved("Save a PNG of compare-loss");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBeGreaterThan(2_000);
  });

  it("of a run's chart and of its heat map are saved as well", async () => {
    await open("/runs/lm-1b-lr2e-3");
    await plot("loss").waitFor();
    expect((await saved("Save an SVG of lm-1b-lr2e-3-loss")).toString()).toContain("loss · lm-1b-lr2e-3");
    await page.locator(".heat canvas").waitFor();
    expect((await saved("Save an SVG of lm-1b-lr2e-3-gradient-l2_norm")).toString()).toContain("Gradient norm by layer");
    expect((await saved("Save a PNG of lm-1b-lr2e-3-gradient-l2_norm")).subarray(1, 4).toString()).toBe("PNG");
  });
});

it("pictures have marks of what is not finite", async () => {
  await open("/runs/lm-1b-bf16-lr3e-4");
  await plot("loss").waitFor();
  expect((await saved("Save an SVG of lm-1b-bf16-lr3e-4-loss")).toString()).toMatch(/>[◆▲▼]<\/text>/);
});

describe("the heat map", () => {
  it("shows the statistic that is chosen, keeps it in the address, and says where the job has not sent it", async () => {
    await open("/runs/lm-1b-lr2e-3");
    await page.locator(".heat canvas").waitFor();
    await page.getByLabel("Statistic").selectOption("mean");
    await expect.poll(() => page.locator(".heat canvas").getAttribute("aria-label")).toMatch(/^Gradient mean of \d+ layers over steps .+: from −/);
    expect(new URL(page.url()).searchParams.get("statistic")).toBe("mean");
    await page.getByLabel("Statistic").selectOption("saturated_count");
    await page.getByText("The job has not sent this.").waitFor();
  });
});
