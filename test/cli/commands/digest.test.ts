import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

describe("digest", () => {
  it("prints what would be mailed, of a period that --since begins, and ends with the threshold", async () => {
    const data = temporaryFolder();
    const run = await sweeper(["run", "--data", data]);

    const { code, out, err } = await sweeper(["digest", "--since", "1d", "--data", data]);

    const [subject, empty, banner, blank, headline, ...rest] = out.split("\n");
    expect({ run: run.code, code, err }).toEqual({ run: 0, code: 0, err: "" });
    expect([subject, empty]).toEqual(["Subject: invite-sweeper: 0 withdrawn, 0 accepted (dry run)", ""]);
    expect([banner, blank]).toEqual(["Sandbox: made-up people", ""]);
    expect(headline).toMatch(/^Not yet/);
    const [, since = "", until = ""] = /^(.{16}) to (.{16}) UTC$/m.exec(rest.join("\n")) ?? [];
    expect(Date.parse(`${until}Z`) - Date.parse(`${since}Z`)).toBe(86_400_000);
    expect(rest).toContain("Swept      3 identities: 3 sweeps in 1 run");
    expect(rest).toContainEqual(expect.stringMatching(/^Held back {2}at the last sweep of each: \d+ dry-run$/));
    expect(rest).toContain("Threshold: 21 days (policy version 1)");
  });

  it("says when no run has started, and names the data in the commands it gives", async () => {
    const data = temporaryFolder();

    const { out } = await sweeper(["digest", "--data", data]);

    expect(out.replace(/\s+/g, " ")).toContain(`No run started in this time. See npx sweeper runs --data ${data}`);
  });

  it("prints the same as JSON, figures beside the text", async () => {
    const data = temporaryFolder();
    await sweeper(["run", "--data", data]);

    const { out } = await sweeper(["digest", "--data", data, "--json"]);

    const digest = JSON.parse(out);
    expect(digest).toMatchObject({
      target: "sandbox (made-up people)",
      subject: "invite-sweeper: 0 withdrawn, 0 accepted (dry run)",
      text: expect.stringMatching(
        /^Sandbox: made-up people\n\nNot yet[\s\S]*Swept {6}3 identities: 3 sweeps in 1 run\n/,
      ),
      mode: "dry-run",
      runs: 1,
      endings: { withdrawn: 0, unconfirmed: 0, accepted: 0, gone: 0, failed: 0 },
      needsPerson: [],
    });
    expect(Object.keys(digest)).not.toContain("report");
  });

  it.each(["yesterday", "2999-01-01", "0d"])("refuses --since %s", async (since) => {
    const { code, out, err } = await sweeper(["digest", "--since", since, "--data", temporaryFolder()]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/--since/);
  });

  it("has help with an example", async () => {
    const { code, out } = await sweeper(["digest", "--help"]);

    expect(code).toBe(0);
    expect(out).toMatch(/Example:\n\s+\$ sweeper digest/);
  });
});
