import { chromium, type Browser, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { answers } from "../fixtures";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

/** The built page under the headers of the service, over made-up runs. Needs `npm run build` before, and Chromium. */
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

let server: PreviewServer;
let browser: Browser;
let origin: string;
let page: Page;
let wrong: string[];
let asked: string[];

beforeAll(async () => {
  server = await preview({ preview: { port: 4275, strictPort: true }, logLevel: "error" });
  origin = "http://localhost:4275";
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(60_000);
  [wrong, asked] = [[], []];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("dialog", (dialog) => (wrong.push(`dialog ${dialog.message()}`), void dialog.dismiss()));
  page.on("request", (request) => asked.push(request.url().slice(origin.length)));
});

afterEach(() => page.close());

const open = (path: string) => page.goto(origin + path);
const legend = (series: string) => page.locator(`[data-series="${series}"] .legend`);

describe("names that jobs send", () => {
  it.each(["/", "/runs?text=hostile", "/runs/hostile", "/alerts", "/alerts/hostile.0.plateau.400", "/silences", "/compare?run=hostile&run=lm-7b-main", "/sql?q=SELECT%201"])("are text on %s, and nothing breaks the policy", async (path) => {
    await open(path);
    await page.waitForSelector("main >> text=/<img|hostile|svg onload/", { state: "attached" });
    await page.mouse.move(640, 420);
    expect(await page.locator("img, main script, main b[onmouseover], [onerror], [onload]").count()).toBe(0);
    expect(wrong).toEqual([]);
  });

  it("are text in the title of the window", async () => {
    await open("/runs/hostile");
    await expect.poll(() => page.title()).toBe("<img src=x onerror=alert(1)> · Gradwatch");
  });
});

describe("tags, notes and groups", () => {
  it("are chips that lead to the runs that have them", async () => {
    await open("/runs/lm-1b-lr2e-3");
    await expect.poll(() => page.locator(".run-head .tag").allTextContents()).toEqual(["baseline", "bf16", "night", "fourth"]);
    expect(await page.locator(".run-notes").innerText()).toBe("Warm-up of 800 steps.\nThe data are those of the spring.");
    expect(await page.locator("section >> text=Results").count()).toBe(1);
    await page.click(".run-head .tag >> text=night");
    await expect.poll(() => new URL(page.url()).search).toBe("?tag=night");
    await page.waitForSelector(".run-row .tag");
    expect(await page.locator("select[aria-label=tag]").inputValue()).toBe("night");
    expect(await page.locator(".run-row:not(.head)").first().locator(".tags").innerText()).toContain("+1");
    await page.click("text=Clear");
    await expect.poll(() => new URL(page.url()).search).toBe("");
  });

  it("narrow the list together with a verdict and words", async () => {
    await open("/runs?verdict=diverged&tag=night&group=rates-1&text=spring+rates-0");
    await page.locator("p", { hasText: /^10 runs$/ }).waitFor();
    expect(await page.locator(".run-row:not(.head) .cell-state").first().textContent()).toBe("finished, diverged (nan)");
    await page.locator("select[aria-label=verdict]").selectOption("unrecovered");
    await page.getByText("matches verdict, tag, group").waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("");
  });

  it("leave series that are hidden without a chart", async () => {
    await open("/runs/lm-1b-lr2e-3");
    await legend("loss").waitFor();
    expect(await page.locator('[data-series="gradient_norm"]').count()).toBe(0);
    expect(await page.locator("td.name >> text=gradient_norm").count()).toBe(1);
  });

  it("of a hostile job are text", async () => {
    await open("/runs/hostile");
    await expect.poll(() => page.locator(".run-head .tag").first().innerText()).toBe("<img src=x onerror=alert(10)>");
    await page.locator(".run-head .tag").first().click();
    await page.waitForSelector(".run-row .tag");
    expect(await page.locator("img, main script, main b[onmouseover]").count()).toBe(0);
    expect(wrong).toEqual([]);
  });
});

describe("the page of a run", () => {
  it("shows new steps within 2 s and fetches no points for it", async () => {
    await open("/runs/pretrain-long");
    await legend("loss").waitFor();
    const before = asked.filter((url) => url.includes("/points?series=loss")).length;
    const head = () => page.locator(".figures dd").first().textContent();
    const wait = async () => {
      const [first, begin] = [await head(), Date.now()];
      await expect.poll(head).not.toBe(first);
      return Date.now() - begin;
    };
    // A load of the host makes a step slow, but not each.
    expect(Math.min(await wait(), await wait(), await wait())).toBeLessThan(2_000);
    expect(asked.filter((url) => url.includes("/points?series=loss"))).toHaveLength(before);
  });

  it("asks again for a curve that the service does not have yet", async () => {
    let early = 0;
    await page.route(`${origin}/api/v1/runs/lm-1b-bf16-lr3e-4/points?series=loss**`, async (route) => {
      const answer = await (await route.fetch()).json();
      const empty = Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, Array.isArray(value) ? [] : value]));
      await route.fulfill({ json: early++ < 2 ? empty : answer });
    });
    await open("/runs/lm-1b-bf16-lr3e-4");
    await page.locator('[data-series="loss"]').getByText("No data yet").waitFor();
    await page.locator('[data-series="loss"] canvas').waitFor();
    expect(early).toBe(3);
  });

  it("counts what is not finite, and links every alert at its onset", async () => {
    await open("/runs/lm-1b-bf16-lr3e-4");
    await expect.poll(() => legend("loss").textContent()).toMatch(/◆ [\d,]+ NaN/);
    await page.locator('[data-series="gradient_norm"]').scrollIntoViewIfNeeded();
    await expect.poll(() => legend("gradient_norm").textContent()).toContain("▲ 1 +Inf");
    await page.locator('[data-series="loss"]').scrollIntoViewIfNeeded();
    const flag = page.locator('[data-series="loss"] a.flag');
    expect(await flag.getAttribute("href")).toBe("/alerts/lm-1b-bf16-lr3e-4.0.non-finite.18204");
    await flag.click();
    await page.waitForSelector("text=Probable causes");
  });

  it("zooms to raw points by a drag, keeps the zoom in the address, and leaves it by Back and by Esc", async () => {
    await open("/runs/lm-1b-warmup-sweep-07");
    const chart = page.locator('[data-series="loss"] .u-over');
    const label = page.locator('[data-series="loss"] .resolution');
    await expect.poll(() => label.textContent()).toMatch(/^1 bucket = \d+ steps, min–max$/);
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + 300, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 330, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => label.textContent()).toBe("every value");
    expect(page.url()).toMatch(/from=\d+&to=\d+/);
    await page.goBack();
    await expect.poll(() => label.textContent()).toContain("bucket");
    await page.goForward();
    await expect.poll(() => label.textContent()).toBe("every value");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.url()).not.toContain("from=");
  });

  it("restores axes and selection from its address", async () => {
    await open("/runs/lm-7b-main?x=relative&y=log&superseded=1&smooth=300&rank=3");
    await legend("loss").waitFor();
    expect(await page.locator('[aria-pressed="true"]').allTextContents()).toEqual(["relative time", "log"]);
    expect(await page.locator(".check input").isChecked()).toBe(true);
    expect(await page.locator(".smoothing output").textContent()).toBe("over 300 values");
    expect(asked.find((url) => url.includes("/points?series=loss"))).toMatch(/rank=3.*smooth=300/);
  });

  it("mounts only the charts that are near, and shares its cursor over them", async () => {
    await open("/runs/lm-1b-warmup-sweep-07");
    await legend("gpu/memory_bytes").waitFor();
    expect(await page.locator("figure.chart").count()).toBeGreaterThan(await page.locator("figure.chart[data-mounted]").count());
    await page.locator('[data-series="loss"] .u-over').hover({ position: { x: 200, y: 60 } });
    const step = async (series: string) => Number((await legend(series).locator(".legend-step").textContent())!.replace(/\D/g, ""));
    expect(Math.abs((await step("gpu/memory_bytes")) - (await step("loss")))).toBeLessThan(200);
  });

  it("tells apart that there is nothing yet, that there is no such run, and that the service refuses", async () => {
    await open("/runs/tiny-start");
    await page.waitForSelector("text=No data yet");
    await open("/runs/no-such-run");
    await page.waitForSelector("text=There is no such run");
    await open("/sql?q=DROP%20TABLE%20runs");
    await page.waitForSelector("text=/must be one SELECT/");
  });
});

describe("a run that has left the live tables", () => {
  it("is told as the history has it, and is found by a question", async () => {
    await open("/runs");
    await page.getByRole("link", { name: "also those of the past" }).click();
    await page.locator(".answer a", { hasText: "lm-350m-spring" }).click();
    await page.getByRole("note").getByText("has left the live tables").waitFor();
    await legend("loss").waitFor();
  });
});

describe("what a link names and the tables do not have yet", () => {
  it.each([["/runs/lm-7b-main", "There is no such run", ".legend"], ["/alerts/lm-1b-lr2e-3.0.exploding-gradient.21410", "There is no such alert", "text=Probable causes"]])("comes to %s by itself", async (path, missing, shown) => {
    let early = true;
    await page.route(`${origin}/api/v1${path}`, (route) => (early ? route.fulfill({ status: 404, json: { error: { code: "not_found", message: "Not live" } } }) : route.continue()));
    await open(path);
    await page.waitForSelector(`text=${missing}`);
    early = false;
    await page.waitForSelector(shown);
  });
});

describe("tables that are loading", () => {
  it.each([["/runs/lm-7b-main", "/runs/lm-7b-main", ".legend"], ["/runs", "/runs?", ".run-row a"], ["/", "/fleet", ".headline h1"]])("are said to on %s, which comes by itself", async (path, asked, shown) => {
    let loading = true;
    const message = "The tables are still loading: 3 of 4 partitions";
    await page.route((url) => (url.pathname + url.search).startsWith(`/api/v1${asked}`) && url.pathname.split("/").length === asked.split("/").length + 2,
      (route) => (loading ? route.fulfill({ status: 503, headers: { "Retry-After": "1" }, json: { error: { code: "unavailable", message } } }) : route.continue()));
    await open(path);
    await page.getByText(`${message}. This page asks again by itself.`).first().waitFor();
    loading = false;
    await page.waitForSelector(shown);
  });
});

describe("evaluations of a run that is open", () => {
  it("grow the curve of their series, as the service sends them, and make no other chart", async () => {
    await page.request.get(`${origin}/dev/rewind`);
    await open("/runs/digits%2F7");
    await page.locator('[data-series="train-val/loss"]').scrollIntoViewIfNeeded();
    await legend("train-val/loss").waitFor();
    const charts = await page.locator("figure.chart").evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.series!));
    expect(await legend("train-val/loss").textContent()).toContain("step 39");
    await page.request.get(`${origin}/dev/play`);
    await expect.poll(() => legend("train-val/loss").textContent()).toContain("step 43");
    const names = await page.locator("figure.chart").evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.series!));
    expect(names.filter((name) => !charts.includes(name)).sort()).toEqual(["test/accuracy", "test/loss", "train/accuracy", "train/loss", "unknown/accuracy", "unknown/loss"]);
    await page.request.get(`${origin}/dev/rewind`);
  });
});

describe("the overview", () => {
  it("has one row for runs that fail alike, which opens by keyboard and shows them", async () => {
    await page.route(`${origin}/api/v1/alerts?open=true**`, (route) => route.fulfill({ json: answers["/alerts?state=firing"].body }));
    await open("/");
    const row = page.locator(".alert-group-head");
    await row.getByText("7 runs").waitFor();
    expect(await page.locator(".fleet-board .alert-line").count()).toBe(1);
    await row.focus();
    await page.keyboard.press("Enter");
    await page.locator(".alert-group-runs .alert-line", { hasText: "sweep-5" }).waitFor();
    expect(await page.locator(".alert-group-runs .alert-line").count()).toBe(7);
    expect(await row.getAttribute("aria-expanded")).toBe("true");
  });

  it("has one row for runs that died alike, which loses those that somebody looks after", async () => {
    await open("/");
    const group = page.locator(".alert-group[data-status=unrecovered]");
    await group.getByText("30 runs").waitFor();
    expect(await group.locator(".alert-status").first().textContent()).toMatch(/^unrecovered, newest .* ago$/);
    await page.locator(".headline h1", { hasText: "30 runs ended with a fault" }).waitFor();
    await page.locator(".state-list a", { hasText: "finished, diverged" }).getByText("30").waitFor();
    await group.locator(".alert-group-head").click();
    await group.getByRole("button", { name: "Acknowledge lm-1b-rates-04" }).click();
    await group.getByText("29 runs").waitFor();
    await page.locator(".headline h1", { hasText: "29 runs ended with a fault" }).waitFor();
    await group.getByRole("button", { name: "Acknowledge all: 29 runs NaN" }).click();
    await group.waitFor({ state: "detached" });
    await expect.poll(() => page.locator(".headline h1").textContent()).not.toContain("unrecovered");
    await page.request.get(`${origin}/dev/forget`);
    expect(wrong).toEqual([]);
  });

  it("shows how the first run comes, with the addresses of the server", async () => {
    await page.route(`${origin}/api/v1/fleet`, (route) => route.fulfill({ json: { ...(answers["/fleet"].body as object), runs_by_state: {} } }));
    await open("/");
    await page.getByText("./gradwatch attach --bootstrap-servers 127.0.0.1:9092 runs/").waitFor();
    await page.getByText(`./gradwatch runs --server ${origin}`).waitFor();
  });
});

describe("what is not there", () => {
  it("is said at an address that is none", async () => {
    await open("/nonsense");
    await page.getByText("There is no such page.").waitFor();
  });

  it("is said of a search, with where it looked", async () => {
    await open("/runs?text=nothing+such");
    await page.getByText("No live run has all of the words “nothing such” in its name, id, project, owner, host, tags, notes or group").waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.waitForSelector(".run-row a");
  });
});

describe("links of messages", () => {
  it.each([["/runs/digits%2F7", "digits"], ["/runs/digits/7", "digits"]])("open %s, also once a token was shown", async (path, name) => {
    let known = false;
    const message = "A token is needed: Authorization: Bearer TOKEN";
    await page.route(`${origin}/api/v1/**`, (route) => {
      known ||= route.request().method() === "POST";
      return known ? route.continue() : route.fulfill({ status: 401, json: { error: { code: "unauthorized", message } } });
    });
    await open(path);
    await page.getByLabel("Token").first().fill("0123456789abcdef");
    await page.getByRole("button", { name: "Sign in" }).first().click();
    await page.locator("h1", { hasText: name }).waitFor();
    await legend("loss").waitFor();
    expect(await page.getByLabel("Token").count()).toBe(0);
    expect(page.url()).toBe(origin + path);
  });
});

describe("the SQL page", () => {
  it("says where a question is wrong, in the lines of the database", async () => {
    await page.route(`${origin}/api/v1/sql`, (route) => route.fulfill({ status: 400, json: answers["POST /sql with a wrong column"].body }));
    await open("/sql?q=SELECT%20run%2C%20lss%20FROM%20runs");
    await page.locator(".sql-failed pre", { hasText: "LINE 2" }).waitFor();
  });

  it("shows tables with their columns, and fills the editor with an example", async () => {
    await open("/sql");
    await page.locator(".sql-table summary", { hasText: "runs" }).first().click();
    await page.locator(".sql-table dl", { hasText: "id of the run" }).waitFor();
    await page.getByRole("button", { name: "How do attempts end, and with what exception?" }).click();
    expect(await page.getByLabel("Query").inputValue()).toContain("GROUP BY ALL ORDER BY runs DESC");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForSelector(".answer");
  });
});

describe("a stream that is cut", () => {
  it("is told with the age of the data, and goes on where it was without fetching anew", async () => {
    await open("/runs/lm-1b-warmup-sweep-07");
    await legend("loss").waitFor();
    await page.waitForSelector('.freshness[data-state="fresh"]');
    await page.request.get(`${origin}/dev/cut`);
    await page.waitForSelector(".stale");
    expect(await page.locator(".stale").textContent()).toMatch(/What you see is \d+ s old/);
    expect(await page.locator(".plot").first().evaluate((plot) => getComputedStyle(plot).filter)).toContain("grayscale");
    const steps = async () => Number(/step ([\d,]+)/.exec((await legend("loss").textContent())!)![1].replaceAll(",", ""));
    const loss = () => asked.filter((url) => url.includes("/points?series=loss")).length;
    const [before, last] = [loss(), await steps()];
    await page.request.get(`${origin}/dev/mend`);
    await page.waitForSelector(".stale", { state: "detached" });
    await expect.poll(steps).toBeGreaterThan(last);
    expect(loss()).toBe(before);
  });
});

describe("silences and acknowledgements", () => {
  const line = (run: string) => page.locator(".alert-line", { hasText: run });

  it("are made in two clicks, show on every page at once, and are ended", async () => {
    await open("/silences");
    await page.waitForSelector("text=vit-data-*");
    const other = await browser.newPage();
    await other.goto(`${origin}/alerts`);
    await other.getByRole("button", { name: "Silence asr-small" }).click();
    await other.getByText("Mutes this alert, and no other that fires now.").waitFor();
    await other.getByRole("button", { name: "Silence for 2 h" }).click();
    await other.locator(".alert-line", { hasText: "asr-small" }).getByText("silenced").waitFor();
    await page.locator(".silence-line", { hasText: "asr-small" }).getByText("mutes 1 alert").waitFor();
    await page.locator(".silence-line", { hasText: "asr-small" }).getByRole("button", { name: "End now" }).click();
    await other.locator(".alert-line", { hasText: "asr-small" }).getByText("firing").waitFor();
    await other.close();
  });

  it("name what else would be muted, and why a pattern is none", async () => {
    await open("/alerts");
    await page.getByRole("button", { name: "Silence lm-1b-lr2e-3" }).click();
    await page.getByLabel("Pattern of run").fill("lm-1b-*");
    for (const field of ["class", "detector"]) {
      await page.locator(".matcher label", { hasText: field }).locator("input").uncheck();
    }
    await page.getByText("Mutes this alert and 1 other alert that fires now.").waitFor();
    expect(await page.locator(".preview li").textContent()).toContain("lm-1b-bf16-lr3e-4");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    expect(page.url()).toBe(`${origin}/alerts`);
  });

  it("are refused in the words of the service where the reader may only read", async () => {
    await page.request.get(`${origin}/dev/readonly`);
    await open("/alerts");
    await page.getByRole("button", { name: "Acknowledge lm-1b-lr2e-3" }).click();
    await line("lm-1b-lr2e-3").getByText("The token of mira may read only.").waitFor();
    await page.getByRole("button", { name: "Silence lm-1b-lr2e-3" }).click();
    await page.getByRole("button", { name: "Silence for 2 h" }).click();
    await page.getByText("The silence was not made:").waitFor();
    await page.request.get(`${origin}/dev/write`);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Acknowledge lm-1b-lr2e-3" }).click();
    await line("lm-1b-lr2e-3").getByText("acknowledged").waitFor();
    await page.getByRole("button", { name: "unattended" }).click();
    await line("lm-1b-lr2e-3").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "acknowledged" }).click();
    await page.getByRole("button", { name: "Take back that somebody looks after lm-1b-lr2e-3" }).click();
    await line("lm-1b-lr2e-3").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "unattended" }).click();
    await line("lm-1b-lr2e-3").getByText("firing").waitFor();
  });
});

describe("the list of runs", () => {
  it("holds 10,000 runs in few rows, sorts and filters at the service, and goes on by scrolling", async () => {
    await open("/runs");
    await page.waitForSelector("text=10,000 runs");
    expect(await page.locator(".run-row").count()).toBeLessThan(80);
    await page.getByRole("columnheader", { name: "loss" }).getByRole("button").click();
    await expect.poll(() => asked.some((url) => url.includes("sort=loss&order=desc"))).toBe(true);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect.poll(() => asked.some((url) => url.includes("cursor="))).toBe(true);
    await page.keyboard.press("/");
    await page.keyboard.type("lm-7b");
    await page.waitForSelector("text=/^1 run$/");
  });

  it("has the columns of its address, whose heads stand over their cells and whose pinned ones stay in sight", async () => {
    await open("/runs?columns=state,name~240,alerts,step,loss,best_loss,config.optimizer,metric.accuracy,project,owner,host,tags,gpu,started&pin=2");
    await page.waitForSelector(".run-row a");
    const lefts = () => page.$$eval(".run-row", (rows) => rows.slice(0, 3).map((row) => [...row.children].map((cell) => Math.round(cell.getBoundingClientRect().left))));
    const before = await lefts();
    await page.evaluate(() => (document.querySelectorAll(".run-scroll")[1].scrollLeft = 300));
    await expect.poll(async () => (await lefts())[0][4]).toBe(before[0][4] - 300);
    const [head, ...rows] = await lefts();
    rows.forEach((row) => expect(row).toEqual(head));
    expect(head.slice(0, 2)).toEqual(before[0].slice(0, 2));
    expect(head[2]).toBe(before[0][2]);
    expect(asked.some((url) => url.includes("column=config.optimizer&column=metric.accuracy"))).toBe(true);
    expect(await page.locator(".run-row").count()).toBeLessThan(80);
  });

  it("is walked with j and k, and its choice leads to a comparison", async () => {
    await open("/runs?text=lm-1b-l");
    await page.waitForSelector('.run-row a');
    await page.keyboard.press("j");
    const first = await page.evaluate(() => document.activeElement!.textContent);
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe(first);
    await page.locator(".run-row input").first().check();
    await page.click("text=Compare");
    await page.waitForSelector(".curve-table");
  });
});

/** Words of ordinary length that stand on two lines. */
const brokenWords = () => {
  const broken: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const { 0: word, index } of text.textContent!.matchAll(/\p{L}{2,14}/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      new Set([...range.getClientRects()].map((rect) => Math.round(rect.top))).size > 1 && broken.push(word);
    }
  }
  return broken;
};

describe("the page as a whole", () => {
  const paths = ["/", "/runs", "/runs?text=nothing", "/runs/lm-1b-lr2e-3", "/alerts", "/alerts/lm-1b-lr2e-3.0.exploding-gradient.21410", "/silences", "/compare?run=lm-7b-main", "/sql", "/sql?q=SELECT%201", "/nonsense"];
  it.each(paths.flatMap((path) => [375, 768, 1440].map((width) => [width, path] as const)))("fits %i px on %s, and breaks no word", async (width, path) => {
    await page.setViewportSize({ width, height: 812 });
    await open(path);
    await page.waitForSelector("h1, .state-box");
    await page.waitForSelector(".loading", { state: "detached" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await page.evaluate(brokenWords)).toEqual([]);
  });

  it("has a help that opens and closes by keyboard, and a theme that is remembered", async () => {
    await open("/");
    await page.waitForSelector("h1");
    await page.keyboard.press("?");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    await page.click('[aria-label="Switch to the dark theme"]');
    await page.reload();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  });

  it("says new alerts to who listens", async () => {
    await open("/runs/lm-7b-main");
    await page.waitForSelector('[aria-live="polite"] .toast');
    expect(await page.locator(".toast").textContent()).toContain("2.9 times its usual level");
  });
});
