import { readFile } from "node:fs/promises";
import { chromium, type Browser, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

/** Charts over runs and the epoch axis of the built page, over made-up runs. Needs `npm run build` before, and Chromium. */
let server: PreviewServer;
let browser: Browser;
let page: Page;
let wrong: string[];
const origin = "http://localhost:4279";

beforeAll(async () => {
  server = await preview({ preview: { port: 4279, strictPort: true }, logLevel: "error" });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
}, 30_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(30_000);
  wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => (wrong.push(`dialog: ${dialog.message()}`), void dialog.dismiss()));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
});

afterEach(async () => {
  await page.close();
  expect(wrong).toEqual([]);
});

interface Drawn {
  runs: string[];
  x: number[];
  y: (number | number[])[];
  inside?: boolean[];
}

const runs = ["lm-7b-main", "lm-1b-lr2e-3", "hostile", "vit-large-aug-off"];
const chosen = runs.map((run) => `run=${run}`).join("&");
const open = (path: string) => page.goto(origin + path);
const drawn = async () => {
  await page.locator(".stage canvas").first().waitFor({ state: "attached" });
  return page.locator(".stage").evaluate((stage) => {
    const { runs, x, y, inside } = (stage as unknown as { drawn: Drawn }).drawn;
    return { runs, x: [...x], y: y.map((one) => (typeof one === "number" ? one : [...one])), inside };
  }) as Promise<Drawn>;
};
const xTicks = (series: string) => page.locator(`[data-series="${series}"] .plot`).first().evaluate((host) => ((host as unknown as { uplot: { axes: { _values: string[] }[] } }).uplot.axes[0]._values));

describe("parallel coordinates", () => {
  it("show the runs of the address, and only a brush of keys takes some of them away", async () => {
    await open(`/parallel?${chosen}&axes=config.lr,config.model,result.accuracy`);
    expect((await drawn()).runs.sort()).toEqual([...runs].sort());
    await page.getByRole("slider", { name: "Lower end of what is chosen on lr" }).press("PageUp");
    await expect.poll(() => page.url()).toContain("brush=config.lr");
    await expect.poll(async () => (await drawn()).inside!.filter(Boolean).length).toBeLessThan(runs.length);
    await page.getByRole("slider", { name: "Lower end of what is chosen on lr" }).press("Delete");
    await expect.poll(async () => (await drawn()).inside!.filter(Boolean).length).toBe(runs.length);
  });

  it("change their axes by keys and in the dialog, and their scale at the head", async () => {
    await open(`/parallel?${chosen}&axes=config.lr,config.model,result.accuracy`);
    await page.locator("[data-axis='result.accuracy']").press("Shift+ArrowLeft");
    await expect.poll(() => page.locator(".axis-name").allTextContents()).toEqual(["lr", "accuracy", "model"]);
    await page.locator("[data-axis='config.model']").press("Delete");
    await expect.poll(() => page.locator(".axis-name").count()).toBe(2);
    await page.getByRole("button", { name: "Axes", exact: true }).click();
    await page.locator(".chooser-list label", { hasText: "config.dropout" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => page.locator(".axis-name").allTextContents()).toEqual(["lr", "accuracy", "dropout"]);
    const before = (await drawn()).y[0];
    await page.locator(".axis-head").first().hover();
    await page.getByRole("button", { name: "Logarithmic scale of lr" }).click();
    await expect.poll(() => page.url()).toContain("config.lr%7El");
    await expect.poll(async () => (await drawn()).y[0]).not.toEqual(before);
  });

  it("say the run under the mouse, whatever it is called, and lead to it", async () => {
    await open("/parallel?run=hostile&axes=config.lr,result.accuracy");
    const { x, y } = await drawn();
    const box = (await page.locator(".stage").boundingBox())!;
    await page.mouse.move(box.x + x[0] + 40, box.y + (y[0] as number[])[0] + 2);
    await page.mouse.move(box.x + (x[0] + x[1]) / 2, box.y + ((y[0] as number[])[0] + (y[1] as number[])[0]) / 2);
    await expect.poll(() => page.locator(".parallel-at").textContent()).toContain("<img src=x onerror=alert(1)>: lr ");
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => page.url()).toBe(`${origin}/runs/hostile`);
  });

  it("are saved as a picture, and fit a phone", async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    await open(`/parallel?${chosen}`);
    await drawn();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.locator(".parallel").hover();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save a PNG of parallel-coordinates" }).click()]);
    expect((await readFile(await download.path())).subarray(1, 4).toString()).toBe("PNG");
  });
});

describe("a scatter", () => {
  it("has a point for each run, and says what has none", async () => {
    await open(`/scatter?${chosen}&x=config.lr&y=result.accuracy&colour=config.model`);
    const { runs: shown, x } = await drawn();
    expect([shown.length, x.filter(Number.isFinite).length]).toEqual([4, 4]);
    await page.locator(".stage").press("Home");
    const first = await page.locator(".parallel-at").textContent();
    await page.locator(".stage").press("ArrowRight");
    await expect.poll(() => page.locator(".parallel-at").textContent()).not.toBe(first);
    await page.getByLabel("colour by").selectOption("");
    await expect.poll(() => page.url()).toContain("colour=none");
    expect(await page.locator(".colour-legend").count()).toBe(0);
  });
});

describe("the epoch axis", () => {
  it("counts the epochs of a run", async () => {
    await open("/runs/lm-7b-main");
    await page.locator("[data-series=loss] .plot canvas").waitFor();
    const steps = await xTicks("loss");
    await page.getByRole("button", { name: "epoch", exact: true }).click();
    await expect.poll(() => page.url()).toContain("x=epoch");
    await expect.poll(() => xTicks("loss")).not.toEqual(steps);
    expect(await page.locator(".axis-note").count()).toBe(0);
  });

  it("of a run without epochs counts steps, and says so", async () => {
    await open("/runs/asr-small?x=epoch");
    await expect.poll(() => page.locator(".axis-note").textContent()).toContain("does not say its epochs");
    await page.locator("[data-series=loss] .plot canvas").waitFor();
    expect(Number((await xTicks("loss")).at(-1)!.replace(/\D/g, ""))).toBeGreaterThan(10);
  });

  it("of a comparison leaves out, by name, what says none", async () => {
    await open("/compare?run=lm-7b-main&run=asr-small&x=epoch");
    await expect.poll(() => page.locator(".axis-note").textContent()).toBe("1 run does not say its epochs and is left out: asr-small");
    await page.locator("[data-series=loss] .plot canvas").waitFor();
    expect(await page.locator("[data-series=loss] .plot").evaluate((host) => (host as unknown as { uplot: { series: unknown[] } }).uplot.series.length)).toBe(4);
  });
});
