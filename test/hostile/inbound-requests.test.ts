import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInboundRequest } from "../../lib/contract/inbound-requests.ts";
import { MessageError } from "../../lib/contract/messages.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { hostileJson, hostileText, INHERITED } from "./helpers/texts.ts";

const RUNS = 800;
const MARKER = "MARKER-Jane-Roe";

expectPrototypesUntouched();

const ENVELOPE = { id: "e-1", source: "crm", time: "2026-11-02T09:00:00Z" };
const WITHDRAWAL = { personId: "501", identityId: "identity-1", reason: "left", requestedBy: "crm" };
const FLAGGING = { profileUrl: "https://www.linkedin.com/in/jane", as: "customer", note: "n", flaggedBy: "crm" };

const wrongValue = fc.oneof(hostileJson, hostileText, fc.constant(MARKER), fc.constantFrom("#run", "1e9", "٣"));
const oneThingWrong = (fields: Record<string, unknown>, more: readonly string[]) =>
  fc
    .tuple(fc.constantFrom<string>(...Object.keys(fields), ...INHERITED, ...more, MARKER), fc.option(wrongValue))
    .map(([field, value]) => {
      const others = Object.entries(fields).filter(([name]) => name !== field);
      return Object.fromEntries(value === null ? others : [...others, [field, value]]);
    });
const WAYS = ["invitationUrn", "profileUrl", "personId", "version"];
const anyEvent = fc.oneof(
  oneThingWrong(WITHDRAWAL, WAYS).map((detail) => ({ ...ENVELOPE, "detail-type": "Withdrawal Requested", detail })),
  oneThingWrong(FLAGGING, WAYS).map((detail) => ({ ...ENVELOPE, "detail-type": "Person Flagged", detail })),
  oneThingWrong({ ...ENVELOPE, "detail-type": "Withdrawal Requested", detail: WITHDRAWAL }, []),
  hostileJson,
  hostileText,
);

test("any event is a wish whose fields are what they should be, or a MessageError that quotes none of it", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      try {
        const wish = parseInboundRequest(event);
        expect(wish.eventId).toMatch(/^[\w.:-]{1,80}$/);
        expect(wish.at.getTime()).not.toBeNaN();
        expect(Object.keys(wish.target)).toHaveLength(1);
        if ("personId" in wish.target) expect(wish.target.personId).toMatch(/^[1-9][0-9]{0,39}$/);
        if (wish.kind === "withdraw") expect(wish.identityId ?? "none").toMatch(/^[\w.:-]{1,100}$/);
      } catch (error) {
        if (!(error instanceof MessageError)) throw error;
        expect(error.message).toMatch(/^not a "/);
        expect(error.message).not.toContain(MARKER);
        expect(error.message.length).toBeLessThan(500);
        expect(error.message).not.toMatch(/\p{Cc}/u);
      }
    }),
    { numRuns: RUNS },
  );
});
