import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { keyOfAddress } from "../../../lib/ledger/profile-key.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import type { FieldState } from "../../helpers/field-state.ts";
import { ANA } from "../../helpers/test-bed.ts";

const NAME = "=Ana; Müller, Zürich";
/** As many digits as a spreadsheet rounds. */
const PERSON = 1_234_567_890_123_456;
const WORLD: FieldState = {
  identities: {
    [ANA]: {
      name: NAME,
      invitations: [
        {
          ...{ id: 7_500_000_000_000_000_001n, sent_date: "2026-11-20T12:00:00.000Z", profile_id: PERSON },
          extra: { linkedin_profile_url: "https://www.linkedin.com/in/Bob-Lee/", sales_navigator_profile_id: "" },
        },
      ],
    },
  },
};

async function sweptFolder() {
  const api = await fieldApi(WORLD);
  const target = ["--edges", "real", "--data", temporaryFolder()];
  expect(await sweeper(["run", ...target], { env: api.env })).toMatchObject({ code: 0 });
  const outcomes = (options: readonly string[], env: Record<string, string> = api.env) =>
    sweeper(["outcomes", "--pending", ...options, ...target], { env });
  const asked = () => api.calls.filter(({ action }) => action === "identities").length;
  return { api, target, outcomes, asked };
}

describe("outcomes, to be joined with other lists", () => {
  it("says as CSV whom each line is about, behind the columns that were there before", async () => {
    const { outcomes, asked } = await sweptFolder();
    const before = asked();

    const { code, out, err } = await outcomes(["--csv"]);

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")[0]).toBe(
      [
        ...["ended at", "identity", "invitation", "outcome", "reason", "confirmed", "days pending", "sent by"],
        ...["first seen at", "withdrawn at", "threshold days", "policy version", "held out", "attempts"],
        ...["last error", "last error ref", "last error at", "run", "sent from", "dates disagree", "endings since"],
        ...["width at first sight ms", "person", "profile key", "sales navigator key", "identity name"],
        "reinvite after",
      ].join(","),
    );
    expect(parse(out, { columns: true })).toMatchObject([
      {
        invitation: "'7500000000000000001",
        person: `'${PERSON}`,
        "profile key": keyOfAddress("linkedin.com/in/bob-lee"),
        "identity name": `'${NAME}`,
        "reinvite after": "",
      },
    ]);
    // One list: its only page, and the empty one behind it.
    expect(asked() - before).toBe(2);
  });

  it("says the same as JSON, without the guards", async () => {
    const { outcomes } = await sweptFolder();

    expect(JSON.parse((await outcomes(["--json"])).out)).toMatchObject([
      {
        ...{ identityId: ANA, invitationId: "7500000000000000001", outcome: "pending", personId: String(PERSON) },
        ...{ profileKey: keyOfAddress("linkedin.com/in/bob-lee"), salesNavigatorKey: null, reinviteAfter: null },
        ...{ identityName: NAME, sentFrom: expect.any(String), sentWidthAtFirstSight: expect.any(Number) },
      },
    ]);
  });

  it("leaves names empty and says so where Edges refuses, and does not ask with --no-names", async () => {
    const { api, outcomes, asked } = await sweptFolder();
    const before = asked();

    const refused = await outcomes(["--json"], { ...api.env, EDGES_API_KEY: "rotated" });
    const unasked = await outcomes(["--json", "--no-names"]);
    const table = await outcomes([]);

    expect(refused).toMatchObject({ code: 0, err: expect.stringContaining("they are left empty") });
    expect(unasked).toMatchObject({ code: 0, err: "" });
    for (const { out } of [refused, unasked]) {
      expect(JSON.parse(out)).toMatchObject([{ personId: String(PERSON), identityName: null }]);
    }
    expect(table.out).toContain("1 invitation: 1 pending");
    expect(asked() - before).toBe(0);
  });

  it("is read in again as it is: by `report --observations`, and the column `person` by `flags import`", async () => {
    const { outcomes, target, api } = await sweptFolder();
    const { out } = await outcomes(["--csv"]);
    const [file, people] = [join(temporaryFolder(), "outcomes.csv"), join(temporaryFolder(), "people.csv")];
    writeFileSync(file, `${out}\n`);
    const lines: Record<string, string>[] = parse(out, { columns: true });
    writeFileSync(people, `profile,as\n${lines.map(({ person }) => `${person},customer\n`).join("")}`);

    const report = await sweeper(["report", "--observations", file, "--json"]);
    const imported = await sweeper(["flags", "import", people, ...target], { env: api.env });
    const flags = await sweeper(["flags", "--json", ...target], { env: api.env });

    expect(JSON.parse(report.out).overall.funnel).toMatchObject({ seen: 1, pending: 1 });
    expect(imported).toMatchObject({ code: 0 });
    expect(JSON.stringify(JSON.parse(flags.out))).toContain(`"${PERSON}"`);
  });
});
