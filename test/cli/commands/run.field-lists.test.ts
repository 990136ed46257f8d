import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import { fieldBed } from "../../helpers/field-bed.ts";
import { type FieldInvitation, type FieldState, readFieldState } from "../../helpers/field-state.ts";
import { ANA, BEN } from "../../helpers/test-bed.ts";

const caseOf = (name: string) => readFieldState(join(import.meta.dirname, "cases", `${name}.json`));
const real = (command: string) => [...command.split(" "), "--edges", "real", "--data", temporaryFolder()];

const invitation = (index: number, extra: FieldInvitation["extra"] = {}): FieldInvitation => ({
  ...{ id: 7_500_000_000_000_002_000n + BigInt(index), sent_date: "2026-10-20T12:00:00.000Z", profile_id: 100 + index },
  extra,
});
const listOf = (...invitations: readonly FieldInvitation[]): FieldState => ({
  identities: { [ANA]: { name: "Ana", invitations } },
});

describe("members whom LinkedIn shows without a profile", () => {
  it("are listed, told and planned by their age", async () => {
    const { env } = await fieldApi(caseOf("linkedin-member"));

    const { out, code } = await sweeper(real("preview"), { env });

    expect(code).toBe(0);
    expect(out.split("\n").at(-1)).toBe("6 pending: 5 to withdraw, 1 kept");
    expect(out).toContain("3 invitations without a person's id: flags by id cannot reach these");
    expect(out).not.toContain("kept out");
  });

  it("are told by a run, and in its JSON", async () => {
    const { env } = await fieldApi(caseOf("linkedin-member"));

    const text = await sweeper(real("run"), { env });
    const { out } = await sweeper(real("run --json"), { env });

    expect(text.out).toMatch(/^Run \S+ \(dry-run\)$/m);
    expect(text.out).toContain(`rep (${ANA.slice(0, 8)}): 3 invitations without a person's id`);
    expect(text.out).toContain("Dry run: 6 pending, 5 to withdraw, nothing was withdrawn.");
    expect(JSON.parse(out).sweeps).toMatchObject([{ listed: 6, malformed: 0, withoutPerson: 3, sharedAddresses: 0 }]);
  });

  it("are withdrawn by urn at the threshold", async () => {
    const bed = await fieldBed(caseOf("linkedin-member"));

    await bed.run();

    const urns = [1, 3, 4, 5, 6].map((last) => `urn:li:fsd_invitation:750000000000000200${last}`);
    expect(bed.api.withdrawn.toSorted()).toEqual(urns);
    expect((await bed.outcomes()).every(({ outcome }) => outcome === "withdrawn")).toBe(true);
  });

  it.each(["flag --as protected", "withdraw --reason test"])(
    "are not reached by their placeholder's address: %s refuses it",
    async (command) => {
      const [name = "", ...options] = command.split(" ");
      const { env } = await fieldApi(caseOf("linkedin-member"));
      const { code, err } = await sweeper(real([name, "https://www.linkedin.com/in/UNKNOWN", ...options].join(" ")), {
        env,
      });
      expect(code).toBe(2);
      expect(err).toContain("names nobody");
    },
  );
});

describe("ids that come as numbers of nineteen digits", () => {
  it("are told and withdrawn with every digit", async () => {
    const state = listOf(invitation(1), invitation(2), invitation(3));
    const urns = [1, 2, 3].map((last) => `urn:li:fsd_invitation:750000000000000200${last}`);
    const { env } = await fieldApi(state, { idsAs: "number" });
    const bed = await fieldBed(state, { idsAs: "number" });

    const { out } = await sweeper(real("preview --json"), { env });
    await bed.run();

    expect(JSON.parse(out).identities[0].plan.map(({ urn }: { urn: string }) => urn)).toEqual(urns);
    expect(bed.api.withdrawn).toEqual(urns);
    expect(
      (await bed.outcomes()).map(({ invitationId }) => `urn:li:fsd_invitation:${invitationId}`).toSorted(),
    ).toEqual(urns);
  });
});

describe("an address that two people of a list share", () => {
  it("is told, and reaches neither of them", async () => {
    const shared = { linkedin_profile_url: "https://www.linkedin.com/in/not-unknown-yet" };
    const bed = await fieldBed(listOf(invitation(1, shared), invitation(2, shared), invitation(3)));

    const sweeps = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)).toMatchObject({ sharedAddresses: 2 });
    const keys = await Promise.all(
      [1, 2, 3].map(
        async (last) => (await bed.workspace.ledger.invitations.find(ANA, `750000000000000200${last}`))?.profileKey,
      ),
    );
    expect(keys).toEqual([null, null, expect.any(String)]);
  });
});

describe("pages that come again and again under new cursors", () => {
  it("are told as a list that was not read to its end, and nothing goes", async () => {
    const { env } = await fieldApi(caseOf("page-token-ignored"), { ignoresCursors: true });

    const { out } = await sweeper(real("preview"), { env });

    expect(out).toContain("held: nothing would be withdrawn for this identity");
    expect(out).toContain("the pages repeat themselves");
    expect(out.split("\n").at(-1)).toMatch(/; 1 list not read to the end$/);
  });

  it("lead to no conclusion and no call in a live run, which lists three pages at most", async () => {
    const bed = await fieldBed(caseOf("page-token-ignored"), { ignoresCursors: true });

    const sweeps = await bed.run();

    expect(sweeps.get(ANA)).toMatchObject({
      ...{ listing: "partial", trust: "partial", listed: 100, pages: 3, queued: 0, gone: 0 },
      lastError: { label: "repeated-pages" },
    });
    expect(bed.api.withdrawn).toEqual([]);
    expect(bed.api.calls.filter(({ action }) => action === "linkedin-extract-sent-invitations")).toHaveLength(3);
  });
});

describe("a list of nothing but malformed items", () => {
  const noUrn = { linkedin_invitation_urn: "secret" };
  const state = listOf(invitation(1, noUrn), invitation(2, noUrn), invitation(3, { linkedin_profile_id: "secret" }));

  it("makes a run fail, which says so, and says nothing of 0 pending as if that were known", async () => {
    const { env } = await fieldApi(state);

    const { out, err, code } = await sweeper(real("run"), { env });

    expect(code).toBe(1);
    expect(out).toMatch(/^Run \S+ \(dry-run\): 3 malformed items left out$/m);
    expect(out).toContain("partial (malformed-list)");
    expect(out.split("\n").at(-1)).toContain("; 1 list not read to the end.");
    expect(err).toContain(`${ANA}: every item of its list is malformed; \`sweeper preview --identity ${ANA} --data `);
    expect(out + err).not.toContain("secret");
  });

  it("is told by a preview with what is wrong with most of them", async () => {
    const { env } = await fieldApi(state);

    const { out } = await sweeper(real("preview"), { env });
    const json = JSON.parse((await sweeper(real("preview --json"), { env })).out);

    const fault = "linkedin_invitation_urn: expected urn:li:fsd_invitation:<digits> (in 2 of them)";
    expect(out).toMatch(/held: .*every item of the list is malformed/);
    expect(out).toContain(fault);
    expect(out).not.toContain("0 pending: 0 to withdraw, 0 kept (");
    expect(json.identities[0]).toMatchObject({ trust: "partial", heldBecause: expect.stringContaining(fault) });
  });

  it("concludes nothing of what is known, and leaves the other identities alone", async () => {
    const ben = { name: "Ben", invitations: [invitation(9)] };
    const good = { identities: { [ANA]: { name: "Ana", invitations: [invitation(1)] }, [BEN]: ben } };
    const bed = await fieldBed(good);
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    bed.api.become(({ identities }) => ({ identities: { ...identities, ...state.identities } }));

    const sweeps = await bed.run();

    expect(sweeps.get(ANA)).toMatchObject({ trust: "partial", gone: 0, malformed: 3 });
    expect(await bed.workspace.ledger.invitations.find(ANA, "7500000000000002001")).toMatchObject({ state: "pending" });
    expect(bed.api.withdrawn).toEqual(["urn:li:fsd_invitation:7500000000000002009"]);
  });
});

describe("a malformed item", () => {
  it("is counted in the run's first line, and the run goes on", async () => {
    const { env } = await fieldApi(listOf(invitation(1), invitation(2, { linkedin_profile_id: "x" })));

    const { out, code } = await sweeper(real("run"), { env });

    expect(code).toBe(0);
    expect(out).toMatch(/^Run \S+ \(dry-run\): 1 malformed item left out$/m);
  });

  it("keeps both invitations that it names from being taken for gone", async () => {
    const bed = await fieldBed(listOf(invitation(1), invitation(2), invitation(3)));
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    const two = { linkedin_invitation_urn: "urn:li:fsd_invitation:7500000000000002002" };
    bed.api.become(() => listOf(invitation(1, two), invitation(3)));

    const sweeps = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)).toMatchObject({ trust: "believed", gone: 0, malformed: 1 });
    for (const id of ["7500000000000002001", "7500000000000002002"]) {
      expect(await bed.workspace.ledger.invitations.find(ANA, id)).toMatchObject({ state: "pending" });
    }
  });
});

describe("dates in a language that is not read", () => {
  const dated = (index: number, sent_date: string) => ({ ...invitation(index), sent_date });
  const state = listOf(
    dated(1, "4 viikkoa sitten, Ada"),
    dated(2, "4 viikkoa sitten, Bo"),
    dated(3, "10/11/2026"),
    invitation(4),
  );
  const MESSAGE =
    'dates that cannot be read: 2 × "4 …", 1 × "10/11/2026"; set LinkedIn\'s language to English for that account';

  it("hold the sweep, and beside that stand their forms and what to do", async () => {
    const { env } = await fieldApi(state);
    const data = ["--edges", "real", "--data", temporaryFolder()];

    const preview = await sweeper(["preview", ...data], { env });
    const run = await sweeper(["run", ...data], { env });
    const runs = await sweeper(["runs", ...data], { env });

    expect(preview.out).toMatch(/held: .*: unreadable-dates\n/);
    for (const { out } of [preview, run, runs]) expect(out).toContain(MESSAGE);
    for (const { out } of [run, runs]) expect(out).toContain("unreadable-dates");
    expect(preview.out + run.out + runs.out).not.toMatch(/Ada|Bo|viikkoa/);
  });

  it("are in the JSON of each", async () => {
    const { env } = await fieldApi(state);
    const data = ["--edges", "real", "--json", "--data", temporaryFolder()];
    const forms = { "4 …": 2, "10/11/2026": 1 };

    const preview = await sweeper(["preview", ...data], { env });
    const run = await sweeper(["run", ...data], { env });
    const runs = await sweeper(["runs", ...data], { env });

    expect(JSON.parse(preview.out).identities[0].unreadableForms).toEqual(forms);
    expect(JSON.parse(run.out).sweeps[0].unreadableForms).toEqual(forms);
    expect(JSON.parse(runs.out)[0].sweeps[0].unreadableForms).toEqual(forms);
  });

  it("are told beside the question of a live run", async () => {
    const { env } = await fieldApi(state);

    const { err, asked } = await sweeper(real("run --live"), { env, answer: false });

    expect(asked).toEqual([]);
    expect(err).toContain(`Ana (${ANA.slice(0, 8)}): nothing, unreadable-dates\n  ${MESSAGE}`);
  });
});
