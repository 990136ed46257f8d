import { beforeEach, describe, expect, it } from "vitest";
import type { FailedCall } from "../../lib/domain/failure-streak.ts";
import { flagsOfListed, flagsOfPerson } from "../../lib/ledger/flag-lookup.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { connect, freshLedger } from "../helpers/dynamo-emulator.ts";
import {
  aClaim,
  aGate,
  aMark,
  anEnding,
  anInvitation,
  appeared,
  collect,
  daysBefore,
  ended,
  NOW,
} from "../helpers/dynamo-records.ts";
import { onAnswer, onInput, unitsOf } from "../helpers/dynamo-wire.ts";

const IDENTITY = "3f0e1a52-6d1c-4222-8333-944455556666";
const ATTEMPT = "9b1d7c58-2a64-4c1e-9f7e-0a8f5d1c2b3e";

/** How an emulator counts. */
export interface Charging {
  /** What one withdrawal comes to there. */
  readonly writes: number;
  /** What a key without an item costs in a batch read, as a share of what one with a small item does. */
  readonly missing: 0 | 1;
}

/** What the ledger is charged, as the emulator at `url` counts it. */
export function capacityContract(name: string, url: () => string, { writes, missing }: Charging): void {
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

    /** One withdrawal's writes after a block, with a backlog and a catch-up noted. */
    const unitsOfAWithdrawal = async (
      callsADay: number,
      unknownOutcomes: readonly FailedCall[] = [],
    ): Promise<number> => {
      const seen = await appeared(ledger, { identityId: IDENTITY });
      const withdrawCalls = Array.from(
        { length: callsADay },
        (_, index) => new Date(NOW.getTime() - (callsADay - index) * 863_997),
      );
      const withdraw = { until: NOW, why: "LIMIT_REACHED_FOR_THE_DAY", ref: ATTEMPT };
      const lease = { holder: ATTEMPT, until: NOW };
      const past = { stop: null, overcome: {}, lastRefusedAt: NOW };
      const taken = aGate({ withdrawCalls, lease, blocks: { withdraw }, unknownOutcomes, ...past });
      await ledger.identities.replaceGate(IDENTITY, 0, taken);
      await ledger.identities.recordListing(IDENTITY, { at: NOW, count: 1000, trust: "full-last-page" });
      const ended = { dailyCap: 100, at: NOW };
      const backlog = { at: NOW, eligible: 1000, dailyInflow: 12.34, steadyLevel: 10, catchUpEnded: ended };
      const turn = { need: 100, servedAt: null };
      await ledger.identities.recordListing(IDENTITY, { at: NOW, count: 1000, trust: "believed", turn, backlog });
      await ledger.identities.recordServed(IDENTITY, NOW);
      units = 0;

      await ledger.identities.replaceGate(IDENTITY, 1, taken);
      await ledger.invitations.claim(seen, aClaim(ATTEMPT));
      await ledger.invitations.settle(IDENTITY, seen.invitationId, ATTEMPT, anEnding(), null);
      await ledger.identities.replaceGate(IDENTITY, 2, { ...taken, lease: null });
      return units;
    };

    it("of a withdrawal is at most 8 write units, even at 85 a day and after a block", async () => {
      const used = await unitsOfAWithdrawal(85);

      expect(used).toBe(writes);
      expect(used).toBeLessThanOrEqual(8);
    });

    it("of a withdrawal is two more at the highest daily cap", async () => {
      const used = await unitsOfAWithdrawal(100);

      expect(used).toBe(writes + 2);
    });

    it("of a withdrawal is two more at that cap while failed calls are kept", async () => {
      const names = { invitationId: "7263514489210000001", runId: NOW.toISOString() };
      const unknown = Array.from({ length: 6 }, () => ({ label: "UNKNOWN_ERROR", ref: ATTEMPT, at: NOW, ...names }));

      const used = await unitsOfAWithdrawal(100, unknown);

      expect(used).toBe(writes + 2);
    });

    it("of listing 1,000 open invitations is at most 40 read units", async () => {
      for (let start = 0; start < 1000; start += 50) {
        await Promise.all(
          Array.from({ length: 50 }, (_, index) => {
            const invitationId = String(7_100_000_000_000_000_000n + BigInt(start + index));
            const invitation = { identityId: IDENTITY, invitationId, personId: String(1_234_000_000 + start + index) };
            return ledger.invitations.insertIfAbsent(anInvitation({ ...invitation, sentAt: daysBefore(index) }));
          }),
        );
      }
      units = 0;

      const open = await collect(ledger.invitations.open(IDENTITY));

      expect(open).toHaveLength(1000);
      expect(units).toBeGreaterThan(20);
      expect(units).toBeLessThanOrEqual(40);
    });

    it("of 300 outcomes is half a read unit more for each with from when on it can have been sent", async () => {
      await Promise.all(
        Array.from({ length: 300 }, (_, index) =>
          ended(ledger, { identityId: IDENTITY, invitationId: String(7_100_000_000_000_000_000n + BigInt(index)) }),
        ),
      );
      const unitsOfReading = async (withSentFrom: boolean): Promise<number> => {
        units = 0;
        const found = await collect(ledger.invitations.outcomes({ since: NOW, until: NOW, withSentFrom }));
        expect(found).toHaveLength(300);
        return units;
      };

      const plain = await unitsOfReading(false);
      const dated = await unitsOfReading(true);

      expect(plain).toBeLessThan(30);
      expect(dated - plain).toBe(150);
    });

    const listed = Array.from({ length: 1000 }, (_, index) => ({
      personId: String(1_234_000_000 + index),
      invitationId: String(7_100_000_000_000_000_000n + BigInt(index)),
      profileKey: `a${index.toString(16).padStart(31, "0")}`,
      salesNavigatorKey: `b${index.toString(16).padStart(31, "0")}`,
    }));

    it("of the flags of 1,000 people is one read unit where there never was a flag", async () => {
      units = 0;

      const { flags } = await flagsOfListed(ledger, listed);

      expect(flags.size).toBe(0);
      expect(units).toBe(1);
    });

    it("of the flags of 1,000 people is half a read unit for each id, address and Sales Navigator id, where there are some", async () => {
      await ledger.flags.add("1234000007", aMark());
      await ledger.flags.add(addressSubject(listed[8]?.profileKey ?? ""), aMark());
      await ledger.flags.claimAddress(listed[8]?.profileKey ?? "", "1234000008");
      units = 0;

      const { flags } = await flagsOfListed(ledger, listed);

      expect([...flags.keys()].sort()).toEqual(["1234000007", "1234000008"]);
      expect(units).toBe(1 + 0.5 * (3 + missing * 2997));
    });

    const person = {
      ...{ personId: "1234000007", invitationId: "7100000000000000007" },
      ...{ profileKey: "0".repeat(32), salesNavigatorKey: "f".repeat(32) },
    };

    it("of the flags of one person before a call is three read units, and half a one for that there are any", async () => {
      await ledger.flags.add("1234000007", aMark());
      units = 0;

      await flagsOfPerson(ledger, person);

      expect(units).toBe(0.5 + 1 + 2 * missing);
    });

    it("of the flags of one person before a call is half a read unit where there never was a flag", async () => {
      units = 0;

      await flagsOfPerson(ledger, person);

      expect(units).toBe(0.5 * missing);
    });
  });
}
