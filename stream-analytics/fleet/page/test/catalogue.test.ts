import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sectionsOf } from "../src/pages/sections";

interface Signal {
  series?: string;
  section?: string;
}

const file = "../../../../schemas/src/main/resources/io/gradwatch/schema/names/catalogue.json";
const catalogue = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as {
  signals: Signal[];
  sections: string[];
};
const shown = catalogue.signals.filter(({ series, section }) => series && section);

describe("the catalogue of names", () => {
  test.each(shown)("$series is in its section", ({ series, section }) => {
    expect(sectionsOf([series as string])).toEqual([{ title: section, series: [series] }]);
  });

  test("sections and their series are in its order", () => {
    const titles = sectionsOf(shown.map(({ series }) => series as string).reverse()).map(({ title }) => title);
    expect(titles).toEqual(catalogue.sections.filter((title) => titles.includes(title)));
    const optimizer = shown.filter(({ section }) => section === "Optimizer").map(({ series }) => series as string);
    const found = sectionsOf([...optimizer].reverse()).find(({ title }) => title === "Optimizer");
    expect([...(found?.series ?? [])].sort()).toEqual([...optimizer].sort());
  });
});
