import { expect, it } from "vitest";
import { learnNames } from "../../lib/cli/learn-names.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import type { EdgesIdentity } from "../../lib/edges/identity.ts";
import { identityShown, withReader } from "../../lib/report/reader.ts";

const [ANA, BEN] = ["5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601", "b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12"];
const identity = (identityId: string, name: string): EdgesIdentity => ({
  identityId,
  name,
  connected: true,
  timezone: null,
  statuses: [],
});

/** Lists Ana on its first page and Ben on its second. */
const edges: Pick<EdgesClient, "listIdentities" | "pagesOfIdentities"> = {
  listIdentities: async () => ({ ok: true, identities: [identity(ANA, "Ana")], malformed: 0 }),
  async *pagesOfIdentities() {
    yield { identities: [identity(ANA, "Ana")], malformed: 0, next: { page: 2, announced: true } };
    yield { identities: [identity(BEN, "Ben")], malformed: 0, next: null };
    return { state: "complete" };
  },
};

it("whoever the API lists is shown by name from then on, and its answers are the same", async () => {
  await withReader(async () => {
    const learning = learnNames(edges);
    const pages = learning.pagesOfIdentities();

    expect(identityShown(ANA)).toBe("5f0c2f7e");
    expect(await learning.listIdentities()).toEqual(await edges.listIdentities());
    expect([identityShown(ANA), identityShown(BEN)]).toEqual(["Ana (5f0c2f7e)", "b81d6a94"]);

    const steps = [await pages.next(), await pages.next(), await pages.next()];
    expect(steps.map(({ value }) => value)).toMatchObject([{ malformed: 0 }, { next: null }, { state: "complete" }]);
    expect(identityShown(BEN)).toBe("Ben (b81d6a94)");
  });
});
