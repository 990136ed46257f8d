import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";

interface Previewed {
  readonly invitationId: string;
  readonly personId: string;
  readonly person: { readonly profileUrl: string };
}

/** A dry run fills the ledger; the tests only look into it. */
async function aListedInvitation() {
  const data = temporaryFolder();
  await sweeper(["run", "--data", data]);
  const { out } = await sweeper(["preview", "--data", data, "--json"]);
  const [one]: Previewed[] = JSON.parse(out).identities[0].plan;
  if (one === undefined) throw new Error("the demo has a backlog");
  const look = async (which: string) => {
    const { code, out: text, err } = await sweeper(["invitation", which, "--json", "--data", data]);
    return { code, err, found: code === 0 ? JSON.parse(text).map((each: Previewed) => each.invitationId) : null };
  };
  return { ...one, look };
}

describe("the invitation that a text names", () => {
  it("is the same one by every form that is printed anywhere", async () => {
    const { invitationId: id, personId, person, look } = await aListedInvitation();
    const forms = [
      ...[id, ` ${id} `, `'${id}`, `="${id}"`],
      ...["fsd_invitation", "invitation", "fs_relInvitation", "fs_invitation"].map((type) => `urn:li:${type}:${id}`),
      ...[`URN:LI:FSD_INVITATION:${id}`, `urn%3Ali%3Afsd_invitation%3A${id}`, `"urn:li:fsd_invitation:${id}",`],
      ...[personId, person.profileUrl, `<${person.profileUrl}>`, person.profileUrl.replace("/in/", "/comm/in/")],
    ];

    for (const form of forms) expect([form, await look(form)]).toEqual([form, { code: 0, err: "", found: [id] }]);

    for (const [text, why] of [
      ["urn:li:activity:7500000000000003001", "accepted: urn:li:fsd_invitation:<digits>"],
      ["7.5E+18", "a spreadsheet may have rounded the id"],
      ["7500000000000000000", "a spreadsheet has rounded it"],
      ["https://www.linkedin.com/in/UNKNOWN", "names nobody"],
      ["urn:li:fsd_profile:ACoAAAEXAMPLE01", "no invitation under this Sales Navigator id"],
      ["not a person", "an invitation's id or urn (urn:li:fsd_invitation:<digits>)"],
      ["urn:li:fsd_invitation:77", "the ledger knows no invitation 77"],
      ["77", "the ledger knows no invitation and no person 77"],
      ["linkedin.com/in/nobody-known", "the ledger knows no invitation to this address"],
    ] as const) {
      expect([text, await look(text)]).toEqual([text, { code: 2, err: expect.stringContaining(why), found: null }]);
    }
  });
});
