import { chromium, type Browser, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

/** Lists of the built page, over made-up runs. Needs `npm run build` before, and Chromium. */
let server: PreviewServer;
let browser: Browser;
let page: Page;
let wrong: string[];
const origin = "http://localhost:4291";

beforeAll(async () => {
  server = await preview({ preview: { port: 4291, strictPort: true }, logLevel: "error" });
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
});

afterEach(async () => {
  await page.close();
  expect(wrong).toEqual([]);
});

const search = () => new URL(page.url()).search;
const rows = () => page.locator(".run-row:not(.head)");

describe("a list of runs", () => {
  it("opens a saved view each time that it is chosen, and its filters can be taken away", async () => {
    const views = [{ name: "A", page: "runs", query: "state=crashed", by: "ada", saved_millis: 1 }];
    await page.route("**/api/v1/views", (route) => route.fulfill({ json: { views } }));
    await page.goto(`${origin}/runs?view=A`);
    await expect.poll(search).toBe("?state=crashed&view=A");
    await page.locator("select[aria-label=state]").selectOption("");
    await expect.poll(search).toBe("");
    await page.locator("select[aria-label=state]").selectOption("finished");
    await page.locator(".views-menu summary").click();
    await page.getByRole("link", { name: "A", exact: true }).click();
    await expect.poll(search).toBe("?state=crashed&view=A");
    await page.locator("select[aria-label=state]").selectOption("finished");
    await page.locator(".views-menu summary").click();
    await page.getByRole("link", { name: "A", exact: true }).click();
    await expect.poll(search).toBe("?state=crashed&view=A");
  });

  it.each(["selected=%25", "columns=__proto__", "columns=constructor"])("is shown for %s, which no page writes", async (query) => {
    await page.goto(`${origin}/runs?${query}`);
    await rows().first().waitFor();
  });

  it("in groups chooses what is in sight", async () => {
    const group = (value: string) => ({ value, runs: 2, runs_by_state: {}, least: null, least_run: null, greatest: null, greatest_run: null });
    await page.route("**/api/v1/run-groups?*", (route) => route.fulfill({ json: { groups: [group("training"), group("crashed")], total: 2 } }));
    await page.goto(`${origin}/runs?by=state`);
    await page.locator(".run-group").first().waitFor();
    await page.keyboard.press("*");
    expect(await page.locator("[aria-label='Chosen runs']").count()).toBe(0);
    await page.locator(".run-group-head button").first().click();
    await page.locator(".run-group [role=table] .run-row").first().waitFor();
    const shown = await page.locator(".run-group [role=table] .run-row").count();
    const chosen = page.locator("[aria-label='Chosen runs'] [role=status]");
    // The page listens for keys right after it has drawn the rows.
    await expect.poll(async () => (await chosen.count()) > 0 || (await page.keyboard.press("*"), false)).toBe(true);
    expect(await chosen.innerText()).toContain(`${shown} run`);
  });

  it("drops a late answer to the filters that it had before", async () => {
    const isRefresh = (url: string) => url.includes("/api/v1/runs?") && url.includes("column=config.lr");
    await page.goto(`${origin}/runs?columns=name,config.lr`);
    await rows().first().waitFor();
    await page.route((url) => isRefresh(url.href) && !url.search.includes("state="), () => undefined);
    const refresh = await page.waitForRequest((request) => isRefresh(request.url()));
    const given = page.waitForEvent("requestfailed", (request) => request === refresh);
    await page.locator("select[aria-label=state]").selectOption("crashed");
    expect((await given).failure()?.errorText).toBe("net::ERR_ABORTED");
  });
});
