import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((name) => /\.(tsx?|css)$/.test(name));
const textOf = (name: string) => readFileSync(join(root, "src", name), "utf8");

/** Patterns by which a job's name could become code or markup of the page, and the reason to refuse each. */
const refused: [RegExp, string][] = [
  [/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML/, "names are text, never markup"],
  [/\beval\(|new Function\(/, "the content security policy allows no code made of text"],
  [/document\.write|srcdoc|javascript:/, "the page is made of elements"],
  [/style="[^"]*"|setAttribute\("style"/, "a style attribute is inline style, which the policy refuses"],
  [/https?:\/\/(?!www\.w3\.org)/, "nothing is loaded from elsewhere"],
];

describe("the sources", () => {
  it.each(sources)("of %s hold nothing that the policy refuses", (name) => {
    for (const [pattern, why] of refused) {
      expect(textOf(name), `${pattern} in ${name}: ${why}`).not.toMatch(pattern);
    }
  });

  it("are small files", () => {
    const long = sources.filter((name) => !name.endsWith(".css") && name !== "api/schema.ts" && textOf(name).split("\n").length > 300);
    expect(long).toEqual([]);
  });
});

it("the lock file names no registry", () => {
  expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toMatch(/https?:\/\/[^"]*registry|"resolved"/);
});
