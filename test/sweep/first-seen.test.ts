import { describe, expect, it } from "vitest";
import { HOUR_MS, later } from "../../lib/domain/time.ts";
import type { ProgressItem } from "../../lib/ledger/ledger.ts";
import { firstSeen, newInvitation } from "../../lib/sweep/first-seen.ts";
import { daysBefore, NOW } from "../helpers/dynamo-records.ts";
import { ANA, account, testBedFor } from "../helpers/test-bed.ts";

const item = (sentFrom: Date | null, sentBy: Date | null): ProgressItem => ({
  ...{
    invitationId: "71",
    urn: "urn:li:fsd_invitation:71",
    personId: "1",
    kind: "CONNECTION",
    profileKey: null,
    salesNavigatorKey: null,
  },
  ...{ sentFrom, sentBy, isRelative: false, isContradicting: false },
});
const begun = (sentFrom: Date | null, sentBy: Date | null) =>
  newInvitation(ANA, item(sentFrom, sentBy), { startedAt: NOW });

describe("an invitation that a list shows first", () => {
  it.each([
    ["how far apart the two ends are", daysBefore(9), daysBefore(7), 48 * HOUR_MS],
    ["nothing where the date is exact", daysBefore(9), daysBefore(9), 0],
    ["no more than up to that list", later(NOW, -HOUR_MS), later(NOW, 9 * HOUR_MS), HOUR_MS],
    ["nothing where the date lies ahead of that list", later(NOW, HOUR_MS), later(NOW, 2 * HOUR_MS), 0],
    ["that its date could not be read", null, null, "unreadable"],
    ["null where nothing gives the earlier end", null, daysBefore(7), null],
  ] as const)("keeps %s", (_, sentFrom, sentBy, expected) => {
    const one = begun(sentFrom, sentBy);

    expect(one.sentWidthAtFirstSight).toBe(expected);
    expect(firstSeen(one).sentWidthAtFirstSight).toBe(expected);
  });

  it("keeps what that list told of its age, whatever later ones tell", async () => {
    const bed = await testBedFor({
      identities: [account({ backlog: 60, sendsPerDay: 3, sentDateFormat: "relative", unreadableShare: 0.1 })],
    });
    const known = async () => {
      const found = await Promise.all(bed.truth().map((one) => bed.workspace.ledger.invitations.find(ANA, idOf(one))));
      return new Map(found.flatMap((one) => (one === null ? [] : [[one.invitationId, one]])));
    };
    const unreadable = new Set(bed.truth().flatMap((one) => (one.unreadable ? [idOf(one)] : [])));
    const run = await bed.run({ mode: "dry-run", maxUnreadableShare: 1 });
    const first = await known();
    bed.untilDayAfter(run);

    for (let day = 0; day < 4; day += 1) bed.untilDayAfter(await bed.run({ mode: "dry-run", maxUnreadableShare: 1 }));

    expect(unreadable.size).toBeGreaterThan(1);
    expect(first.size).toBe(60);
    let narrowed = 0;
    const last = await known();
    for (const [id, one] of first) {
      const now = last.get(id);
      const { sentWidthAtFirstSight, sentFrom, sentAt } = one;
      expect(now?.sentWidthAtFirstSight).toBe(sentWidthAtFirstSight);
      if (unreadable.has(id)) expect(sentWidthAtFirstSight).toBe("unreadable");
      else expect(sentWidthAtFirstSight).toBe(sentAt.getTime() - (sentFrom?.getTime() ?? Number.NaN));
      if (now !== undefined && (now.sentFrom?.getTime() ?? 0) > (sentFrom?.getTime() ?? 0)) narrowed += 1;
    }
    expect(narrowed).toBeGreaterThan(0);
  });
});

const idOf = ({ urn }: { readonly urn: string }): string => urn.replace(/.*:/, "");
