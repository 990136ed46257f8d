import { describe, expect, it } from "vitest";
import { later, MINUTE_MS } from "../../../lib/domain/time.ts";
import type { OutcomeQuery } from "../../../lib/ledger/ledger.ts";
import { anEnding, anError, appeared, claimed, collect, daysBefore, ended, NOW } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function outcomeContract(makeLedger: MakeLedger): void {
  describe("outcomes", () => {
    const t = eachWithLedger(makeLedger);
    const endedAt = (instant: string, over: Parameters<typeof anEnding>[0] = {}) =>
      ended(t.ledger, { invitationId: instant }, { endedAt: new Date(instant), ...over });
    const ids = async (query: { since: string; until: string } & Omit<OutcomeQuery, "since" | "until">) => {
      const dates = { since: new Date(query.since), until: new Date(query.until) };
      return (await collect(t.ledger.invitations.outcomes({ ...query, ...dates }))).map((one) => one.invitationId);
    };

    it("tell all that is known of an ending but when to invite again", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, { attempts: 2 });
      const { reinviteAfter: _, ...ending } = anEnding({ confirmed: false, heldOut: true });
      const error = anError({ ref: null });
      const whole = { ...ending, reinviteAfter: null };
      await t.ledger.invitations.settle(seen.identityId, seen.invitationId, "attempt-1", whole, error);

      const found = await collect(t.ledger.invitations.outcomes({ since: NOW, until: NOW }));

      expect(found).toEqual([
        {
          identityId: seen.identityId,
          invitationId: seen.invitationId,
          sentAt: seen.sentAt,
          firstSeenAt: seen.firstSeenAt,
          attempts: 2,
          lastError: error,
          ...ending,
        },
      ]);
    });

    it("tell from when on each can have been sent, now and at first sight, only to those who ask", async () => {
      const sentFrom = daysBefore(33);
      await ended(t.ledger, { invitationId: "dated", sentFrom, sentWidthAtFirstSight: 7_200_000 });
      await ended(t.ledger, { invitationId: "unread", sentFrom: null, sentWidthAtFirstSight: "unreadable" });
      await ended(t.ledger, { invitationId: "of an earlier version", sentFrom: null, sentWidthAtFirstSight: null });
      const span = { since: NOW, until: NOW };

      const plain = await collect(t.ledger.invitations.outcomes(span));
      const dated = await collect(t.ledger.invitations.outcomes({ ...span, withSentFrom: true }));

      for (const one of plain) {
        expect(one).not.toHaveProperty("sentFrom");
        expect(one).not.toHaveProperty("sentWidthAtFirstSight");
      }
      expect(new Map(dated.map((one) => [one.invitationId, [one.sentFrom, one.sentWidthAtFirstSight]]))).toEqual(
        new Map([
          ["dated", [sentFrom, 7_200_000]],
          ["unread", [null, "unreadable"]],
          ["of an earlier version", [null, null]],
        ]),
      );
      expect(dated.map(({ sentFrom: _, sentWidthAtFirstSight: __, ...rest }) => rest)).toEqual(plain);
    });

    it("of more than a batch read takes have theirs each, in order", async () => {
      const dates = Array.from({ length: 120 }, (_, index) => daysBefore(40 + index));
      await Promise.all(
        dates.map((sentFrom, index) =>
          ended(
            t.ledger,
            { invitationId: `${index}`, sentFrom },
            { endedAt: later(daysBefore(1), index * MINUTE_MS), reason: index % 2 === 0 ? "stale" : null },
          ),
        ),
      );
      const span = { since: daysBefore(2), until: NOW, withSentFrom: true };

      const found = await collect(t.ledger.invitations.outcomes(span));
      const stale = await collect(t.ledger.invitations.outcomes({ ...span, reason: "stale" }));

      expect(found.map(({ sentFrom }) => sentFrom)).toEqual(dates);
      expect(stale.map(({ sentFrom }) => sentFrom)).toEqual(dates.filter((_, index) => index % 2 === 0));
    });

    it("include both ends of the span, to the millisecond", async () => {
      const instants = ["2026-03-10T09:30:00.000Z", "2026-03-10T09:30:00.001Z", "2026-03-10T09:30:00.002Z"];
      for (const instant of instants) await endedAt(instant);

      const [first, second, third] = instants as [string, string, string];
      expect(await ids({ since: first, until: third })).toEqual(instants);
      expect(await ids({ since: second, until: third })).toEqual([second, third]);
      expect(await ids({ since: first, until: second })).toEqual([first, second]);
      expect(await ids({ since: second, until: second })).toEqual([second]);
    });

    it("come oldest first over days, months, a leap day and years", async () => {
      const instants = [
        "2023-12-31T23:59:59.999Z",
        "2024-01-01T00:00:00.000Z",
        "2024-02-28T23:59:59.999Z",
        "2024-02-29T12:00:00.000Z",
        "2024-03-01T00:00:00.000Z",
        "2024-12-31T08:00:00.000Z",
      ];
      for (const instant of instants.toReversed()) await endedAt(instant);

      expect(await ids({ since: "2023-12-01T00:00:00.000Z", until: "2025-01-01T00:00:00.000Z" })).toEqual(instants);
      expect(await ids({ since: "2024-01-01T00:00:00.000Z", until: "2024-02-29T23:59:59.999Z" })).toEqual(
        instants.slice(1, 4),
      );
    });

    it("of the same instant are all told", async () => {
      for (const invitationId of ["1", "2", "3"]) await ended(t.ledger, { invitationId });
      await ended(t.ledger, { invitationId: "1", identityId: "identity-2" });

      const found = await collect(t.ledger.invitations.outcomes({ since: NOW, until: NOW }));

      expect(found.map((one) => `${one.identityId} ${one.invitationId}`).sort()).toEqual([
        "identity-1 1",
        "identity-1 2",
        "identity-1 3",
        "identity-2 1",
      ]);
    });

    it("leave out what is still open", async () => {
      await appeared(t.ledger, { invitationId: "pending" });
      await claimed(t.ledger, "attempt-1", { invitationId: "withdrawing" });

      expect(await collect(t.ledger.invitations.outcomes({ since: daysBefore(2), until: NOW }))).toEqual([]);
    });

    it("are none in a span that ends before it begins", async () => {
      await ended(t.ledger);

      expect(await collect(t.ledger.invitations.outcomes({ since: NOW, until: daysBefore(1) }))).toEqual([]);
      const sameDay = { since: "2026-03-10T09:30:00.124Z", until: "2026-03-10T09:30:00.123Z" };
      expect(await ids(sameDay)).toEqual([]);
    });

    it("are filtered by identity, outcome and reason, each alone and all together", async () => {
      const span = { since: "2026-03-01T00:00:00.000Z", until: "2026-03-31T00:00:00.000Z" };
      const one = (invitationId: string, identityId: string, over: Parameters<typeof anEnding>[0]) =>
        ended(t.ledger, { invitationId, identityId }, over);
      await one("1", "a", { endedAt: daysBefore(4), outcome: "withdrawn", reason: "stale" });
      await one("2", "a", { endedAt: daysBefore(3), outcome: "failed", reason: "stale" });
      await one("3", "a", { endedAt: daysBefore(2), outcome: "withdrawn", reason: null });
      await one("4", "b", { endedAt: daysBefore(1), outcome: "withdrawn", reason: "stale" });

      expect(await ids(span)).toEqual(["1", "2", "3", "4"]);
      expect(await ids({ ...span, identityId: "a" })).toEqual(["1", "2", "3"]);
      expect(await ids({ ...span, outcome: "withdrawn" })).toEqual(["1", "3", "4"]);
      expect(await ids({ ...span, reason: "stale" })).toEqual(["1", "2", "4"]);
      expect(await ids({ ...span, identityId: "a", outcome: "withdrawn", reason: "stale" })).toEqual(["1"]);
      expect(await ids({ ...span, outcome: "gone" })).toEqual([]);
    });

    it("are told only as far as somebody asks", async () => {
      for (const day of [1, 2, 3]) await ended(t.ledger, { invitationId: `${day}` }, { endedAt: daysBefore(day) });
      const seen: string[] = [];

      for await (const one of t.ledger.invitations.outcomes({ since: daysBefore(400), until: NOW })) {
        seen.push(one.invitationId);
        if (seen.length === 2) break;
      }

      expect(seen).toEqual(["3", "2"]);
    });
  });
}
