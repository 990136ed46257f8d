import { describe, expect, it } from "vitest";
import { shortIdAmong } from "../../lib/report/short-id.ts";

const ID = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";

describe("the short id", () => {
  it.each([
    [[], "5f0c2f7e"],
    [[ID], "5f0c2f7e"],
    [["b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12"], "5f0c2f7e"],
    [["5f0c2f7e-9a51-4c58-9d2b-7c1e40a9b601"], "5f0c2f7e-3"],
    [["5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b602"], ID],
  ])("is as long as tells it from %j: %s", (others, short) => {
    expect(shortIdAmong(ID, others)).toBe(short);
  });

  it("is the whole id where that is no UUID", () => {
    expect(shortIdAmong("identity-of-the-north", [])).toBe("identity-of-the-north");
  });
});
