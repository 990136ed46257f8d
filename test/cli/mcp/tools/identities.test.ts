import { describe, expect, it } from "vitest";
import { assistantOn, sweptWorld } from "../helpers/assistant.ts";

describe("identities", () => {
  it("shows ids and figures without names", async () => {
    const { env, data } = await sweptWorld();
    const { call } = await assistantOn(data, { env });

    const { value, text } = await call("identities");

    expect(value.identities).toMatchObject([{ connected: true, pending: 30, paused: false }]);
    expect(value.identities[0]).not.toHaveProperty("name");
    expect(text).toContain("1 identity, 0 of them known to need a person");
  });

  it("says so in words and as a value where Edges cannot be asked", async () => {
    const { env, data } = await sweptWorld();
    const { call } = await assistantOn(data, { env: { ...env, EDGES_API_KEY: "rotated" } });

    const { value, text } = await call("identities");

    expect(value.identities).toMatchObject([{ connected: null, pending: 30 }]);
    expect(value.notices).toEqual([expect.stringContaining("Edges cannot be asked")]);
    expect(text).toContain("Edges cannot be asked");
    expect(text).toContain("is not known");
  });
});
