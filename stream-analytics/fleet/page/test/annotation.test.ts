import { describe, expect, it } from "vitest";
import { lifeOf } from "../src/annotation/life";
import { askedVote, voteOf } from "../src/annotation/people";
import type { AlertDetail, Annotation } from "../src/api/types";
import { makeAlerts } from "../dev/alerts";

const added = (parts: Partial<Annotation>): Annotation => ({ id: "c1", kind: "comment", by: "ada", via: "page", text: "", assignee: "", useful: null, at_millis: 0, ...parts });

describe("the life of an alert", () => {
  const alert: AlertDetail = { ...makeAlerts(1_000_000)[0], transitions: makeAlerts(1_000_000)[0].transitions.slice(0, 1) };
  const fired = alert.transitions[0].millis;

  it("is told in order of time, with the people who did something about it", () => {
    const life = lifeOf({
      ...alert,
      acknowledgement: { by: "grace", comment: "", via: "slack", at_millis: fired + 20, until_millis: fired + 900 },
      annotations: [added({ kind: "assignment", assignee: "bob", at_millis: fired + 30 }), added({ text: "new disk", at_millis: fired + 10 }), added({ kind: "usefulness", useful: true, at_millis: fired + 5 })],
    });

    expect(life.map(({ what, by }) => [what, by])).toEqual([[alert.transitions[0].severity, ""], ["commented", "ada"], ["acknowledged", "grace from slack"], ["assigned to bob", "ada"]]);
  });
});

describe("a vote", () => {
  it("is asked for by the link of a message", () => {
    expect(["?useful=yes", "?useful=no", "?useful=perhaps", ""].map(askedVote)).toEqual([true, false, null, null]);
  });

  it("is the last one of a person", () => {
    const votes = [added({ kind: "usefulness", useful: true }), added({ kind: "usefulness", by: "bob", useful: false }), added({ kind: "usefulness", useful: false })];
    expect([voteOf(votes, "ada"), voteOf(votes, "eve")]).toEqual([false, null]);
  });
});
