import { chromium, type Browser, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

/** The lists of the built page. Needs `npm run build` before, and Chromium. */
const origin = "http://localhost:4277";
let server: PreviewServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await preview({ preview: { port: 4277, strictPort: true }, logLevel: "error" });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
}, 30_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
});

afterEach(() => page.close());

describe("a saved view", () => {
  it("opens each time that it is chosen", async () => {
    const view = { name: "A", page: "runs", query: "state=crashed", by: "ada", saved_millis: 0 };
    await page.route(`${origin}/api/v1/views`, (route) => route.fulfill({ json: { views: [view] } }));
    await page.goto(`${origin}/runs?view=A`);
    const opened = () => expect.poll(() => new URL(page.url()).search).toBe("?state=crashed&view=A");
    await opened();
    await page.selectOption("select[aria-label='Group by']", "state");
    await expect.poll(() => page.url()).toContain("by=state");
    await page.click("summary >> text=Views");
    await page.click(".views-panel a >> text=A");
    await opened();
  });

  it("in which nothing is saved opens, too", async () => {
    const view = { name: "all", page: "runs", query: "", by: "ada", saved_millis: 0 };
    await page.route(`${origin}/api/v1/views`, (route) => route.fulfill({ json: { views: [view] } }));
    await page.goto(`${origin}/runs?view=all`);
    await page.waitForSelector(".run-row:not(.head)");
  });
});

describe("a grouped list", () => {
  it("has no run to choose while its groups are closed", async () => {
    const group = { value: "training", runs: 3, runs_by_state: { training: 3 }, least: null, least_run: null, greatest: null, greatest_run: null };
    await page.route(/\/api\/v1\/run-groups/, (route) => route.fulfill({ json: { groups: [group], total: 1 } }));
    await page.goto(`${origin}/runs?by=state`);
    await page.waitForSelector(".run-group");
    await page.keyboard.press("*");
    expect(await page.locator("[aria-label='Chosen runs']").count()).toBe(0);
    await page.locator(".run-group-head button").first().click();
    await page.waitForSelector(".run-group .run-row");
    const rows = await page.locator(".run-group .run-row").count();
    await page.keyboard.press("*");
    await expect.poll(() => page.locator("[aria-label='Chosen runs'] [role=status]").innerText()).toMatch(new RegExp(`^${rows} runs? chosen`));
  });
});

describe("an address that is nonsense", () => {
  it.each(["/runs?selected=%25", "/runs?columns=__proto__,constructor,name"])("shows the list at %s", async (path) => {
    await page.goto(origin + path);
    await page.waitForSelector(".run-row:not(.head) a[data-row]");
  });
});

describe("values that are looked at again", () => {
  it("do not come back into a list of another filter", async () => {
    let held: (() => Promise<void>) | null = null;
    await page.clock.install();
    await page.goto(`${origin}/runs?columns=name,config.lr`);
    await page.waitForSelector(".run-row:not(.head)");
    await page.route(/\/api\/v1\/runs\?(?!.*text=)/, async (route) => {
      const answer = await route.fetch();
      held = () => route.fulfill({ response: answer }).catch(() => undefined);
    });
    await page.clock.runFor(10_500);
    await expect.poll(() => held !== null).toBe(true);
    await page.fill("[data-search]", "lm-7b-main");
    await page.clock.runFor(2_000);
    const names = () => page.locator(".run-row:not(.head) a[data-row]").allTextContents();
    await expect.poll(names).toEqual(["lm-7b main"]);
    await held!();
    await page.clock.runFor(1_000);
    expect(await names()).toEqual(["lm-7b main"]);
  });
});
