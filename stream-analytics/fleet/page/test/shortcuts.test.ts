import { describe, expect, it } from "vitest";
import type { AlertRow } from "../src/api/types";
import { actionOf } from "../src/parts/shortcuts";
import { acknowledgeable } from "../src/table/alert-bulk";

describe("a key", () => {
  const acknowledge = () => undefined;

  it("acts when it is pressed, and not again while it is held", () => {
    expect(actionOf({ a: acknowledge }, { key: "a", repeat: false })).toBe(acknowledge);
    expect(actionOf({ a: acknowledge }, { key: "a", repeat: true })).toBeNull();
    expect(actionOf({ a: acknowledge }, { key: "toString", repeat: false })).toBeNull();
  });

  it("acknowledges what nobody looks after, and takes nothing back", () => {
    const alert = (id: string, state: AlertRow["state"], by: string | null) => ({ id, state, acknowledgement: by === null ? null : { by } }) as unknown as AlertRow;
    const alerts = [alert("open", "firing", null), alert("taken", "firing", "ada"), alert("gone", "recovered", null), alert("left", "unrecovered", null)];
    expect(acknowledgeable(alerts).map(({ id }) => id)).toEqual(["open", "left"]);
  });
});
