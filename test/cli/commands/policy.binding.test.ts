import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

describe("the setting binding", () => {
  it("is slots until it is set, and `policy show` has it", async () => {
    const data = temporaryFolder();
    const binding = async () =>
      JSON.parse((await sweeper(["policy", "show", "--json", "--data", data])).out).binding as unknown;

    expect(await binding()).toBe("slots");

    const set = await sweeper(["policy", "set", "binding=invitations", "--data", data]);

    expect(set).toMatchObject({ code: 0, out: 'policy version 2\nbinding: "slots" → "invitations"' });
    expect(await binding()).toBe("invitations");
  });

  it("takes no other word, and names those it takes", async () => {
    const data = temporaryFolder();

    const { code, err } = await sweeper(["policy", "set", "binding=sends", "--data", data]);

    expect(code).toBe(2);
    expect(err).toContain('policy.binding: found "sends"; accepted: one of slots, invitations');
  });
});
