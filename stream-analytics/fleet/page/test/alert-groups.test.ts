import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AlertList, SqlAnswer } from "../src/api/types";
import { examples, meanings, tables } from "../src/pages/sql-examples";
import { groupsOf } from "../src/parts/alert-groups";
import { answers } from "./fixtures";

const { alerts } = answers["/alerts?state=firing"].body as AlertList;
const nan = alerts.filter((alert) => alert.class === "nan");

describe("equal alerts of several runs", () => {
  it("are one group, which counts its runs; others stand alone", () => {
    expect(groupsOf(alerts).map(({ runs, alerts: list }) => [runs, list[0].class]).sort()).toEqual([[1, "exploding"], [7, "nan"]]);
  });

  it("are told apart by project, and by how they stand", () => {
    const thirty = Array.from({ length: 30 }, (_, i) => ({ ...nan[0], id: `a-${i}`, run: `r-${i}` }));
    expect(groupsOf(thirty).map(({ runs }) => runs)).toEqual([30]);
    const other = thirty.map((alert, i) => ({ ...alert, project: i < 10 ? "speech" : alert.project, status: i < 13 ? ("acknowledged" as const) : alert.status }));
    expect(groupsOf(other).map(({ runs }) => runs)).toEqual([10, 3, 17]);
  });

  it("stay single where they are of one run or two", () => {
    expect(groupsOf(nan.slice(0, 1)).map(({ alerts: list }) => list.length)).toEqual([1]);
    expect(groupsOf(nan.slice(0, 2)).map(({ alerts: list }) => list.length)).toEqual([1, 1]);
    expect(groupsOf([nan[0], nan[0], nan[0]]).map(({ runs }) => runs)).toEqual([1, 1, 1]);
  });
});

it("questions to begin with are those of the cookbook", () => {
  const cookbook = readFileSync(new URL("../../../../docs/COOKBOOK.md", import.meta.url), "utf8");
  examples.forEach(({ title, query }) => expect(cookbook, title).toContain(`### ${title}\n\n\`\`\`sql\n${query}\n\`\`\``));
});

it("tables are those of the service, and their columns are explained", () => {
  const unexplained = tables.flatMap(({ name }) => (answers[`POST /sql of the columns of ${name}`].body as SqlAnswer).columns.filter((column) => !(`${name}.${column.name}` in meanings) && !(column.name in meanings)).map((column) => `${name}.${column.name}`));
  expect(unexplained).toEqual([]);
});
