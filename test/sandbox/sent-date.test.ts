import { describe, expect, it } from "vitest";
import { readSentDate } from "../../lib/domain/sent-date.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import { type IdentitySpec, resolveWorld, SENT_DATE_FORMATS } from "../../lib/sandbox/identity-spec.ts";
import { createOutbox, type Invitation } from "../../lib/sandbox/invitations.ts";
import { writeSentDate } from "../../lib/sandbox/sent-date.ts";
import { EPOCH, identity, T0 } from "./helpers.ts";

function sample(spec: Parameters<typeof identity>[0]): { ana: IdentitySpec; invitations: readonly Invitation[] } {
  const world = resolveWorld({ seed: 5, epoch: EPOCH, identities: [identity(spec)] });
  const [ana] = world.identities;
  if (ana === undefined) throw new Error("no identity");
  return { ana, invitations: createOutbox(world, ana, 0).sentBy(T0) };
}

describe("a sent date", () => {
  // Far from Greenwich, where the local day is often another one than the day in UTC.
  const { ana, invitations } = sample({ backlog: 300, backlogDays: 150, timezone: "Pacific/Auckland" });

  it.each(SENT_DATE_FORMATS)("as %s is readable and never looks older than it is", (dateFormat) => {
    for (const invitation of invitations) {
      const text = writeSentDate({ ...invitation, dateFormat }, ana, T0);
      const reading = readSentDate(text, EPOCH);
      if (!reading.readable) throw new Error(`${text} is ${reading.fault}`);
      // Whole seconds cut off up to one.
      expect(reading.sentBy.getTime()).toBeGreaterThan(invitation.sentAt - 1_000);
    }
  });

  it.each([
    [30_000, "just now"],
    [MINUTE_MS, "1 minute ago"],
    [5.9 * HOUR_MS, "5 hours ago"],
    [6.9 * DAY_MS, "6 days ago"],
    [20 * DAY_MS, "2 weeks ago"],
    [30 * DAY_MS, "1 month ago"],
    [179 * DAY_MS, "5 months ago"],
  ])("of %d ms ago reads, in relative text, %j", (age, text) => {
    const [invitation] = invitations;
    if (invitation === undefined) throw new Error("no invitation");
    expect(writeSentDate({ ...invitation, sentAt: T0 - age, dateFormat: "relative" }, ana, T0)).toBe(text);
  });

  it("as a bare date is the day in the sender's time zone", () => {
    const [invitation] = invitations;
    if (invitation === undefined) throw new Error("no invitation");
    const one = { ...invitation, sentAt: Date.parse("2026-03-01T20:30:00Z"), dateFormat: "iso-date" as const };
    expect(writeSentDate(one, ana, T0)).toBe("2026-03-02");
  });

  it("is nonsense for the asked share, spread evenly, and in no reading a day", () => {
    const odd = sample({ backlog: 400, unreadableShare: 0.02 });
    const unreadable = odd.invitations.filter((invitation) => invitation.unreadable);
    expect(unreadable).toHaveLength(8);
    for (const invitation of unreadable) {
      expect(readSentDate(writeSentDate(invitation, odd.ana, T0), EPOCH).readable).toBe(false);
    }
  });

  it("comes in every format when they are mixed", () => {
    const mixed = sample({ backlog: 200, sentDateFormat: "mixed" });
    const formats = new Set(mixed.invitations.map(({ dateFormat }) => dateFormat));
    expect(formats).toEqual(new Set(SENT_DATE_FORMATS));
  });
});
