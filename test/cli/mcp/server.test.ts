import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { keepsLedgersOnDisk } from "../../helpers/memory-folders.ts";
import { inLedgerOf } from "../../report/helpers/fill-folder.ts";
import { assistantOn } from "./helpers/assistant.ts";

keepsLedgersOnDisk();

const READING = ["preview", "can_invite", "report", "outcomes", "identities"];
const WRITING = ["flag", "request_withdrawal"];

describe("the tools", () => {
  it("are these, those that read say so, and the others say that they may destroy", async () => {
    const { client } = await assistantOn(temporaryFolder());

    const { tools } = await client.listTools();

    expect(tools.map(({ name }) => name).sort()).toEqual([...READING, ...WRITING].sort());
    for (const { name, title, annotations, inputSchema, outputSchema } of tools) {
      expect(title).not.toBe("");
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: "object" });
      expect([name, annotations?.readOnlyHint]).toEqual([name, READING.includes(name)]);
      if (WRITING.includes(name)) expect(annotations).toMatchObject({ destructiveHint: true, idempotentHint: true });
    }
    const open = tools.filter(({ annotations }) => annotations?.openWorldHint).map(({ name }) => name);
    expect(open).toEqual(expect.arrayContaining(["preview", "identities"]));
  });

  it.each([
    ["an unknown key", "can_invite", { person: "123", persons: "124" }],
    ["a key left out", "can_invite", {}],
    ["a text that is too long", "can_invite", { person: "1".repeat(1001) }],
    ["a text of two lines", "flag", { person: "123", as: "protected", note: "a\nb" }],
    ["a note with hidden letters", "flag", { person: "123", as: "protected", note: "kind\u{e0041}" }],
    ["a note of nothing", "flag", { person: "123", as: "protected", note: " " }],
    ["an unknown flag", "flag", { person: "123", as: "friend" }],
    ["a limit of none", "outcomes", { limit: 0 }],
    ["a limit beyond the most", "preview", { limit: 501 }],
    ["a date that is none", "report", { since: "yesterday" }],
    ["an identity that can be none", "preview", { identity: "a b" }],
    ["a person that names nobody", "can_invite", { person: "linkedin.com/in/me" }],
    ["a person that is an invitation", "flag", { person: "urn:li:fsd_invitation:7100000000000000001", as: "customer" }],
    ["a reason that is too long", "request_withdrawal", { person: "123", reason: "x".repeat(101) }],
    ["neither person nor invitation", "request_withdrawal", { reason: "left" }],
    ["both person and invitation", "request_withdrawal", { person: "1", invitation: "2", reason: "left" }],
    ["a person as an invitation", "request_withdrawal", { invitation: "linkedin.com/in/ana-lee", reason: "left" }],
    ["a tool that is not there", "withdraw", { person: "123" }],
  ])("refuse %s as a tool's error, and ask nobody", async (_, name, input) => {
    const { call, asked } = await assistantOn(temporaryFolder());

    const { isError, text } = await call(name, input);

    expect(isError).toBe(true);
    expect(text).not.toBe("");
    expect(asked).toEqual([]);
  });

  it("say while another command has the data folder open what to do, and work again afterwards", async () => {
    const data = temporaryFolder();
    await sweeper(["run", "--data", data]);
    const { call, asked } = await assistantOn(data);
    const locked: (boolean | string)[] = [];
    await inLedgerOf(data, async () => {
      for (const [name, input] of [
        ["outcomes", {}],
        ["flag", { person: "123", as: "protected" }],
      ] as const) {
        const { isError, text } = await call(name, input);
        locked.push(isError, text.includes("call the tool again when it has ended"));
      }
    });

    const after = await call("outcomes");

    expect(locked).toEqual([true, true, true, true]);
    expect(asked).toEqual([]);
    expect(after).toMatchObject({ isError: false, value: { target: "the sandbox one", notices: [] } });
  });

  it("leave the data folder to others between two calls, also while a person thinks", async () => {
    const data = temporaryFolder();
    await sweeper(["run", "--data", data]);
    const codes: number[] = [];
    const person = async () => {
      codes.push((await sweeper(["outcomes", "--data", data])).code);
      return { action: "accept", content: { confirm: true } } as const;
    };
    const { call } = await assistantOn(data, { person });

    await call("outcomes");
    codes.push((await sweeper(["runs", "--data", data])).code);
    const { value } = await call("flag", { person: "123", as: "protected" });

    expect(codes).toEqual([0, 0]);
    expect(value).toMatchObject({ status: "flagged" });
  });

  it("are handled one after another when called at once", async () => {
    const data = temporaryFolder();
    await sweeper(["run", "--data", data]);
    const { call } = await assistantOn(data);

    const answers = await Promise.all(["outcomes", "report", "identities", "outcomes"].map((name) => call(name)));

    expect(answers.map(({ isError }) => isError)).toEqual([false, false, false, false]);
  });

  it("print nothing on standard output", async () => {
    const { call, said } = await assistantOn(temporaryFolder());

    for (const name of ["preview", "report", "outcomes", "identities"]) await call(name);

    expect(said.filter((line) => line.startsWith("OUT"))).toEqual([]);
  });

  it("that have not begun when the server ends do nothing", async () => {
    const data = temporaryFolder();
    let end = async () => {};
    const person = async () => {
      void end();
      return { action: "accept", content: { confirm: true } } as const;
    };
    const assistant = await assistantOn(data, { person });
    end = assistant.end;

    const [flagged, waiting] = await Promise.all([
      assistant.call("flag", { person: "123", as: "protected" }),
      assistant.call("outcomes"),
    ]);
    const { out } = await sweeper(["flags", "--json", "--data", data]);

    expect(flagged.value?.status).not.toBe("flagged");
    expect(waiting).toMatchObject({ isError: true, text: expect.stringContaining("nothing was done") });
    expect(JSON.parse(out)).toEqual([]);
  });
});
