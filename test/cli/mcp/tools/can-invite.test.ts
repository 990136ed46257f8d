import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../../helpers/command-line.ts";
import { assistantOn } from "../helpers/assistant.ts";

describe("can_invite", () => {
  it("answers yes, no with why, and cannot-tell where nothing is known", async () => {
    const data = temporaryFolder();
    const { call } = await assistantOn(data);

    const unknown = await call("can_invite", { person: "123456" });
    await sweeper(["run", "--data", data]);
    await sweeper(["flag", "90001", "--as", "do-not-contact", "--data", data]);
    const known = await call("can_invite", { person: "123456" });
    const flagged = await call("can_invite", { person: "90001" });

    expect(unknown.value).toMatchObject({ answer: "cannot-tell", why: [expect.stringContaining("no identity")] });
    expect(unknown.text).toContain("cannot tell");
    expect(known.value).toMatchObject({ answer: "yes", why: [], invitationsKnown: 0 });
    expect(flagged.value).toMatchObject({ answer: "no", why: ["flagged do-not-contact"], until: null });
  });
});
