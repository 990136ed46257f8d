import { describe, expect, it } from "vitest";
import { readOpen } from "../../../lib/report/reading/read-open.ts";
import type { ReportLedger } from "../../../lib/report/reading/report-ledger.ts";
import { anOpen, day } from "../helpers/records.ts";

describe("open invitations with both ends of when they can have been sent", () => {
  const read = async (invitations: Pick<ReportLedger["invitations"], "open" | "findMany">) => {
    const found = [];
    for await (const one of readOpen({ ...invitations, outcomes: noOutcomes }, "identity-1")) found.push(one);
    return found;
  };

  it("are told in the index's order, whatever that of a batch read, a hundred at a time", async () => {
    const open = Array.from({ length: 250 }, (_, index) => anOpen({ invitationId: `${index}`, sentAt: day(index) }));
    const sizes: number[] = [];

    const found = await read({
      async *open() {
        yield* open;
      },
      async findMany(_, ids) {
        sizes.push(ids.length);
        return ids.toReversed().map((invitationId) => {
          const sentAt = day(Number(invitationId));
          const sentFrom = day(Number(invitationId) - 2);
          return { invitationId, sentAt, sentFrom, sentWidthAtFirstSight: Number(invitationId) };
        });
      },
    });

    expect(sizes).toEqual([100, 100, 50]);
    expect(found).toEqual(
      open.map((one, index) => ({ ...one, sentFrom: day(index - 2), sentWidthAtFirstSight: index })),
    );
  });

  it("are as the item has them where the index lags behind, and as the index has them where there is no item", async () => {
    const [lagging, gone] = [
      anOpen({ invitationId: "1", sentAt: day(9) }),
      anOpen({ invitationId: "2", sentAt: day(8) }),
    ];

    const found = await read({
      async *open() {
        yield* [lagging, gone];
      },
      findMany: async () => [
        { invitationId: "1", sentAt: day(7), sentFrom: day(6), sentWidthAtFirstSight: "unreadable" },
      ],
    });

    expect(found).toEqual([
      { ...lagging, sentAt: day(7), sentFrom: day(6), sentWidthAtFirstSight: "unreadable" },
      { ...gone, sentFrom: null, sentWidthAtFirstSight: null },
    ]);
  });
});

async function* noOutcomes() {}
