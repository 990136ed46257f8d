import { describe, expect, it } from "vitest";
import { assistantOn, sweptWorld } from "../helpers/assistant.ts";

describe("preview", () => {
  it("shows rows, summary and reasons, and withdraws nothing", async () => {
    const { env, data, run, calls } = await sweptWorld();
    await run("policy", "set", "thresholdDays=7");
    const { call } = await assistantOn(data, { env });

    const { value } = await call("preview", { limit: 4 });
    const { summary } = JSON.parse((await run("preview", "--json")).out);

    expect(value.summary).toEqual(summary);
    expect(summary.withdraw).toBeGreaterThan(0);
    expect(value.rows).toHaveLength(4);
    // What goes today stands before what is kept.
    expect(value.rows.map(({ when }: { readonly when: string }) => when)).toEqual(Array(4).fill("today"));
    expect(value.leftOut).toBe(summary.pending - 4);
    expect(calls("withdraw")).toBe(0);
  });

  it("hands names of people on only when it is told to", async () => {
    const { env, data, run } = await sweptWorld();
    const { identities } = JSON.parse((await run("preview", "--json")).out);
    const people: { readonly person: { readonly fullName: string; readonly profileUrl: string } }[] =
      identities[0].plan;
    const { call } = await assistantOn(data, { env });

    const without = JSON.stringify(await call("preview", { limit: 500 }));
    const withNames = JSON.stringify(await call("preview", { limit: 500, includeNames: true }));

    for (const { person } of people) {
      expect(without).not.toContain(person.fullName);
      expect(without).not.toContain(person.profileUrl);
      expect(withNames).toContain(person.fullName);
    }
  });
});
