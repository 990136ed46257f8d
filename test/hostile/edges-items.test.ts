import fc from "fast-check";
import { expect, test } from "vitest";
import { readIdentity } from "../../lib/edges/identity.ts";
import { isMalformed, readSentInvitation } from "../../lib/edges/sent-invitations.ts";
import { readUntil } from "../../lib/edges/until.ts";
import { NOW, sentItem } from "../edges/helpers/edges.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { hostileJson, hostileText, INHERITED } from "./helpers/texts.ts";

const RUNS = 2000;
const DAY_MS = 86_400_000;
const MARKER = "MARKERvalue";

expectPrototypesUntouched();

/** An item as the documents show it, with one field taken out or replaced, or one added. */
const oneThingWrong = (item: Record<string, unknown>) =>
  fc
    .tuple(
      fc.oneof(fc.constantFrom(...Object.keys(item)), fc.constantFrom<string>(...INHERITED)),
      fc.option(fc.oneof(hostileJson, fc.bigInt({ min: 0n }).map(String), fc.constant(MARKER)), { nil: undefined }),
    )
    .map(([field, value]): unknown => {
      const rest = Object.entries(item).filter(([name]) => name !== field);
      // By way of JSON, as it comes in: `__proto__` is then a field like any other, and NaN is null.
      const entries = value === undefined ? rest : [...rest, [field, value] as const];
      return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
    });

test("a sent invitation with one thing wrong is read, or kept out with its fields named and no value told", () => {
  fc.assert(
    fc.property(fc.oneof(oneThingWrong(sentItem(7)), hostileJson), (item) => {
      const read = readSentInvitation(item);
      if (isMalformed(read)) {
        expect(read.faults.length).toBeGreaterThan(0);
        for (const fault of read.faults) {
          expect(fault).toMatch(
            /^(item|linkedin_(invitation_id|invitation_urn|profile_id)): (missing|expected [ -~]+|names [ -~]+)$/,
          );
        }
        for (const id of [read.invitationId ?? "1", ...read.named]) expect(id).toMatch(/^\d{1,40}$/);
        return;
      }
      expect(read.invitationId).toMatch(/^\d{1,40}$/);
      expect(read.urn).toMatch(/^urn:li:fsd_invitation:\d{1,40}$/);
      expect(read.personId ?? "1").toMatch(/^[1-9]\d{0,39}$/);
      expect(read.salesNavigatorId ?? "ACwAA1234567").toMatch(/^AC[owr]AA[\w-]{7,120}$/);
      expect(["string", "number", "object"]).toContain(typeof read.sentDate);
      for (const text of Object.values(read.person)) expect(text === null || text.length <= 4001).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test("an identity with one thing wrong has a uid that can be addressed, or is none", () => {
  const real = { uid: "44444444-4444", name: "Ana", timezone: "UTC", accounts: [{ status: "connected" }] };
  fc.assert(
    fc.property(fc.oneof(oneThingWrong(real), hostileJson), (item) => {
      const identity = readIdentity(item);
      if (identity === null) return;
      expect(identity.identityId).toMatch(/^[\w.:-]{1,100}$/);
      expect(identity.statuses.every((status) => typeof status === "string")).toBe(true);
      if (identity.connected) expect(identity.statuses.length).toBeGreaterThan(0);
    }),
    { numRuns: RUNS },
  );
});

const retryAfter = fc.oneof(
  hostileText,
  fc.constantFrom("0", "-1", "1e9", "0x10", "١٢", "999999999", "9999999999", "1.5", "1,5", "Infinity", "60, 60"),
  fc.constantFrom("Sun, 22 Nov 2026 12:00:30 GMT", "Sun, 22 Nov 2099 12:00:30 GMT", "Sunday, 22-Nov-26 12:00:30 GMT"),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.double().map(String),
);
const waitBody = fc.oneof(
  hostileJson,
  fc
    .tuple(
      hostileJson,
      fc.oneof(
        hostileJson,
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
    )
    .map(([retry_after, postponed_until]) => ({ retry_after, params: { postponed_until } })),
);

test("whatever Retry-After and the body say, the wait begins now and ends within a week, or is not told", () => {
  const label = fc.constantFrom(null, "STATUS_429", "PROXY_ERROR", "LIMIT_REACHED", "LK_ERROR", "constructor");
  const status = fc.constantFrom(424, 429, 503);
  fc.assert(
    fc.property(fc.option(retryAfter), waitBody, label, status, (header, json, name, code) => {
      const until = readUntil({ label: name, status: code, retryAfter: header, json }, NOW);
      if (until === null) return;
      const ahead = until.getTime() - NOW.getTime();
      expect(ahead).toBeGreaterThanOrEqual(0);
      expect(ahead).toBeLessThanOrEqual(7 * DAY_MS);
    }),
    { numRuns: RUNS },
  );
});
