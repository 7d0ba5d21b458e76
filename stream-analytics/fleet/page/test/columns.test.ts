import { describe, expect, it } from "vitest";
import { columnOf, isCustom, mostColumns, moved, readLayout, resized, toggled, tracks, usual, writeLayout } from "../src/table/columns";
import { rowsOf } from "../src/table/groups";
import { equals } from "../src/table/conditions";
import { cellOf, plainValue } from "../src/table/cells";
import { changed, readSelected } from "../src/table/selection";
import { refreshed } from "../src/live/pages";
import type { RunRow } from "../src/api/types";
import { anyOf, draftsFor, matchersOf } from "../src/silence/matchers";
import { withValues } from "../src/route/permalink";

const hostile = 'config.a,b~50=%"x" ü';

describe("columns of the list of runs", () => {
  it("are those of the address, also with names that hold its signs", () => {
    const layout = { columns: [{ id: hostile, width: 90 }, { id: "loss", width: null }, { id: "metric.train-val/loss", width: null }], pinned: 2 };
    const query = withValues(new URLSearchParams("state=training"), writeLayout(layout));
    expect(readLayout(new URLSearchParams(query.toString()))).toEqual(layout);
    expect(query.get("state")).toBe("training");
  });

  it("are the usual ones where the address names none, or only nonsense", () => {
    for (const text of ["", "columns=", "columns=,,", "columns=%25E0%25A4%25A", "pin=x"]) {
      expect(readLayout(new URLSearchParams(text))).toEqual(usual);
    }
    expect(writeLayout(usual)).toEqual({ columns: null, pin: null });
    expect(isCustom(usual)).toBe(false);
  });

  it("are bounded in number, width and pins, each once", () => {
    const many = Array.from({ length: 200 }, (_, i) => `config.p${i}~999`).join(",");
    const layout = readLayout(new URLSearchParams({ columns: `loss,loss,${many}`, pin: "99" }));
    expect(layout.columns).toHaveLength(mostColumns);
    expect(layout.columns.filter(({ id }) => id === "loss")).toHaveLength(1);
    expect(layout.columns[1].width).toBe(800);
    expect(layout.pinned).toBe(mostColumns);
    expect(toggled(layout, "step")).toBe(layout);
  });

  it("change place, width and number", () => {
    const three = { columns: ["state", "name", "loss"].map((id) => ({ id, width: null })), pinned: 2 };
    expect(moved(three, 2, 0).columns.map(({ id }) => id)).toEqual(["loss", "state", "name"]);
    expect(moved(three, 0, 9).columns.map(({ id }) => id)).toEqual(["name", "loss", "state"]);
    expect(resized(three, "loss", 5).columns[2].width).toBe(40);
    expect(toggled(three, "state")).toEqual({ columns: three.columns.slice(1), pinned: 1 });
    expect(toggled({ columns: [three.columns[0]], pinned: 0 }, "state").columns).toHaveLength(1);
    expect(toggled(three, "config.lr").columns[3].id).toBe("config.lr");
  });

  it("that are pinned stand where those before them end", () => {
    const { template, lefts, width } = tracks({ columns: [{ id: "state", width: 100 }, { id: "name", width: 200 }, { id: "loss", width: null }], pinned: 2 });
    expect(template).toBe("22px 100px 200px minmax(72px, 72fr)");
    expect(lefts).toEqual([0, 34, 146]);
    expect(width).toBe(22 + 3 * 12 + 372);
  });

  it("of the job's own names are called by them", () => {
    expect(columnOf("config.optimizer.lr")).toMatchObject({ label: "optimizer.lr", numeric: false, field: false });
    expect(columnOf("metric.train-val/loss")).toMatchObject({ label: "train-val/loss", numeric: true });
    expect(columnOf("steps_per_second")).toMatchObject({ label: "speed", field: true });
  });
});

describe("a cell of a column of the job's own", () => {
  it.each(["__proto__", "constructor", "toString", "config.__proto__"])("called %s is empty unless the job has it", (id) => {
    const row = { tags: [], open_alerts: { critical: 0, warning: 0, info: 0 }, values: JSON.parse(`{"config.${id}": "x"}`) } as unknown as RunRow;
    expect(cellOf(columnOf(id), row, 0)).toEqual({ title: undefined, content: "–" });
    expect(plainValue(columnOf(id), row)).toBeNull();
    expect(cellOf(columnOf(`config.${id}`), row, 0).content).toBe("x");
  });
});

describe("a long list that is fetched once more", () => {
  it("keeps what is behind the rows that came, each once", () => {
    const rows = ["a", "b", "c", "d"].map((run) => ({ run, step: 1 }));
    expect(refreshed(rows, [{ run: "d", step: 2 }, { run: "a", step: 2 }])).toEqual([{ run: "d", step: 2 }, { run: "a", step: 2 }, { run: "c", step: 1 }]);
  });
});

describe("the runs of groups", () => {
  it("are those of the open ones in their order, each once", () => {
    const rows = (...names: string[]) => names.map((run) => ({ run }) as RunRow);
    const opened = new Map([["b", rows("3", "1")], [null, rows("4")], ["a", rows("1", "2")], ["gone", rows("9")]]);
    expect(rowsOf([{ value: "a" }, { value: "b" }, { value: "c" }, { value: null }], opened).map(({ run }) => run)).toEqual(["1", "2", "3", "4"]);
    expect(rowsOf([{ value: "c" }], opened)).toEqual([]);
  });
});

describe("a condition on a value", () => {
  it("is that value, whatever signs it holds", () => {
    expect(equals("config.lr", "0.001")).toBe("config.lr = 0.001");
    expect(equals("config.lr", null)).toBe("config.lr != *");
    expect(equals("config.a=b", "x")).toBe('"config.a=b" = x');
    expect(equals("name", "a*(b)")).toBe("name = /a\\*\\(b\\)/");
  });
});

describe("a choice of rows", () => {
  const ids = ["a", "b", "c", "d"];

  it("takes or leaves one, or all from the last to it", () => {
    expect([...changed(new Set(), ids, "b", null)]).toEqual(["b"]);
    expect([...changed(new Set(["b"]), ids, "d", "b")].sort()).toEqual(["b", "c", "d"]);
    expect([...changed(new Set(["b", "c", "d"]), ids, "c", "d")]).toEqual(["b"]);
    expect([...changed(new Set(), ids, "c", "gone")]).toEqual(["c"]);
  });

  it("is that of the address, whatever stands there", () => {
    expect(readSelected(new URLSearchParams("selected=a%252C1,%25,,b"))).toEqual(["a,1", "b"]);
    expect(readSelected(new URLSearchParams())).toEqual([]);
  });

  it("is silenced by one pattern that matches no other", () => {
    const pattern = anyOf(["run.1", "run 2"]);
    expect(pattern).toBe("/(run\\.1|run 2)/");
    expect(matchersOf(draftsFor({ run: ["run.1", "run 2", "run.1"], class: ["nan"] }))).toEqual([{ field: "run", pattern }, { field: "class", pattern: "nan" }]);
  });
});
