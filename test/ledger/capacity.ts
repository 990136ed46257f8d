import { beforeEach, describe, expect, it } from "vitest";
import type { LastError } from "../../lib/core/tracked-invitation.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { connect, freshLedger } from "../helpers/dynamo-emulator.ts";
import {
  aClaim,
  aGate,
  anEnding,
  anInvitation,
  appeared,
  collect,
  daysBefore,
  NOW,
} from "../helpers/dynamo-records.ts";
import { onAnswer, onInput } from "../helpers/dynamo-wire.ts";

const IDENTITY = "3f0e1a52-6d1c-4222-8333-944455556666";
const ATTEMPT = "9b1d7c58-2a64-4c1e-9f7e-0a8f5d1c2b3e";

/** What the ledger is charged, as the emulator at `url` counts it; `writes` are what one withdrawal comes to there. */
export function capacityContract(name: string, url: () => string, writes: number): void {
  describe(`capacity on ${name}`, () => {
    let ledger: Ledger;
    let units: number;
    beforeEach(async () => {
      const connection = connect(url());
      ({ ledger } = await freshLedger(connection, { now: () => NOW }));
      onInput(connection.documentClient, (_, input) => ({ ...input, ReturnConsumedCapacity: "INDEXES" }));
      onAnswer(connection.documentClient, ({ output }) => {
        units += unitsOf(output);
      });
    });

    /** One withdrawal's writes at the highest daily cap and after a block. */
    const unitsOfAWithdrawal = async (unknownOutcomes: readonly LastError[]): Promise<number> => {
      const seen = await appeared(ledger, { identityId: IDENTITY });
      const withdrawCalls = Array.from(
        { length: 100 },
        (_, index) => new Date(NOW.getTime() - (100 - index) * 863_997),
      );
      const withdraw = { until: NOW, why: "LIMIT_REACHED_FOR_THE_DAY", ref: ATTEMPT };
      const lease = { holder: ATTEMPT, until: NOW };
      const taken = aGate({ withdrawCalls, lease, blocks: { withdraw }, unknownOutcomes });
      await ledger.identities.replaceGate(IDENTITY, 0, taken);
      await ledger.identities.recordListing(IDENTITY, { at: NOW, count: 1000, trust: "full-last-page" });
      await ledger.identities.recordListing(IDENTITY, { at: NOW, count: 1000, trust: "believed" });
      units = 0;

      await ledger.identities.replaceGate(IDENTITY, 1, taken);
      await ledger.invitations.claim(seen, aClaim(ATTEMPT));
      await ledger.invitations.settle(IDENTITY, seen.invitationId, ATTEMPT, anEnding(), null);
      await ledger.identities.replaceGate(IDENTITY, 2, { ...taken, lease: null });
      return units;
    };

    it("of a withdrawal is at most 8 write units, even at the highest daily cap and after a block", async () => {
      const used = await unitsOfAWithdrawal([]);

      expect(used).toBe(writes);
      expect(used).toBeLessThanOrEqual(8);
    });

    it("of a withdrawal is two more at that cap while answers that tell nothing are kept", async () => {
      const unknown = Array.from({ length: 5 }, () => ({ label: "UNKNOWN_ERROR", ref: ATTEMPT, at: NOW }));

      const used = await unitsOfAWithdrawal(unknown);

      expect(used).toBe(writes + 2);
    });

    it("of listing 1,000 open invitations is at most 40 read units", async () => {
      for (let start = 0; start < 1000; start += 50) {
        await Promise.all(
          Array.from({ length: 50 }, (_, index) => {
            const invitationId = String(7_100_000_000_000_000_000n + BigInt(start + index));
            const invitation = { identityId: IDENTITY, invitationId, personId: String(1_234_000_000 + start + index) };
            return ledger.invitations.appear(anInvitation({ ...invitation, sentAt: daysBefore(index) }));
          }),
        );
      }
      units = 0;

      const open = await collect(ledger.invitations.open(IDENTITY));

      expect(open).toHaveLength(1000);
      expect(units).toBeGreaterThan(20);
      expect(units).toBeLessThanOrEqual(40);
    });
  });
}

function unitsOf(output: object): number {
  const consumed: unknown = "ConsumedCapacity" in output ? output.ConsumedCapacity : undefined;
  if (typeof consumed !== "object" || consumed === null || !("CapacityUnits" in consumed)) return 0;
  return Number(consumed.CapacityUnits);
}
