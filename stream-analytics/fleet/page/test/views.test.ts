import { describe, expect, it } from "vitest";
import { withoutLoneView, withValues } from "../src/route/permalink";
import { viewQuery, viewUrl } from "../src/parts/views-menu";

describe("a saved view", () => {
  it("is what the address names, without what the reader chose for the moment", () => {
    const query = new URLSearchParams("project=sweep&where=lr+%3E+1&where=model+%3D+a&selected=a,b&view=old&sort=loss");
    expect(viewQuery(query)).toBe("project=sweep&where=lr+%3E+1&where=model+%3D+a&sort=loss");
  });

  it("is left where the reader takes away all that it is made of", () => {
    const query = new URLSearchParams("view=A&state=crashed");
    expect(withoutLoneView(withValues(query, { state: null })).toString()).toBe("");
    expect(withoutLoneView(withValues(query, { sort: "loss" })).toString()).toBe("view=A&state=crashed&sort=loss");
  });

  it("has an address of its own, whatever its name", () => {
    expect(viewUrl({ page: "runs", name: "<b>a/b</b> & c" })).toBe("/runs?view=%3Cb%3Ea%2Fb%3C%2Fb%3E+%26+c");
  });
});
