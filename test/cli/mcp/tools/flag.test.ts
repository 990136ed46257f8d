import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../../helpers/command-line.ts";
import { assistantOn, type Person } from "../helpers/assistant.ts";

const flagsIn = async (data: string) => JSON.parse((await sweeper(["flags", "--json", "--data", data])).out);

describe("flag", () => {
  it("flags when the person has ticked the box, under the name of who runs the server", async () => {
    const data = temporaryFolder();
    const { call, asked } = await assistantOn(data);

    const { value, text } = await call("flag", { person: "90001", as: "do-not-contact", note: "asked us to stop" });

    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("Flag 90001 as do-not-contact on the sandbox one?");
    expect(asked[0]).toContain("whatever its age");
    expect(asked[0]).toContain("Note: asked us to stop");
    expect(value).toMatchObject({ status: "flagged", flags: ["do-not-contact"], command: null });
    expect(text).toContain("90001 is flagged do-not-contact");
    expect(await flagsIn(data)).toMatchObject([
      { subject: "90001", kind: "do-not-contact", note: "asked us to stop", by: expect.stringMatching(/ \(mcp\)$/) },
    ]);
  });

  it.each<[string, Person, string]>([
    ["declined", () => ({ action: "decline" }), "declined"],
    ["cancelled", () => ({ action: "cancel" }), "cancelled"],
    ["accepted without the box", () => ({ action: "accept", content: { confirm: false } }), "declined"],
    ["answered with nothing", () => ({ action: "accept" }), "declined"],
    ["answered with something else", () => ({ action: "accept", content: { confirm: "yes" } }), "unanswered"],
    ["failed", () => Promise.reject(new Error("no window")), "unanswered"],
    ["impossible, for the client cannot ask", null, "cannot-ask"],
  ])("does nothing when the question is %s, and gives the command for a person", async (_, person, status) => {
    const data = temporaryFolder();
    const { call } = await assistantOn(data, { person });

    const { value, text, isError } = await call("flag", { person: "90001", as: "customer", note: "it's signed" });

    const command = `npx sweeper flag 90001 --as customer '--note=it'\\''s signed' --data ${data}`;
    expect(isError).toBe(false);
    expect(value).toMatchObject({ status, command, flags: [] });
    expect(text).toContain(`Nothing was done`);
    expect(text).toContain(command);
    expect(await flagsIn(data)).toEqual([]);
  });

  it("does nothing when the assistant took the call back while the person was reading", async () => {
    const data = temporaryFolder();
    const takenBack = new AbortController();
    const person = () => {
      takenBack.abort();
      return { action: "accept", content: { confirm: true } } as const;
    };
    const { client, end } = await assistantOn(data, { person });
    const input = { name: "flag", arguments: { person: "90001", as: "customer" } };

    const call = client.callTool(input, undefined, { signal: takenBack.signal });

    await expect(call).rejects.toThrow();
    await end();
    expect(await flagsIn(data)).toEqual([]);
  });

  it("gives the whole command, also for the longest note there may be", async () => {
    const note = "'".repeat(1000);
    const { call } = await assistantOn(temporaryFolder(), { person: null });

    const { value } = await call("flag", { person: "90001", as: "customer", note });

    expect(value.command.endsWith("…")).toBe(false);
    expect(value.command).toContain(`'--note=${"'\\''".repeat(1000)}'`);
  });
});
