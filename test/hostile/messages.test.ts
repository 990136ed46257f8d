import type { SQSEvent } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { MessageError, messageBody, parseSweepMessage, parseWithdrawMessage } from "../../lib/contract/messages.ts";
import type { ScheduledEvent } from "../../lib/contract/scheduled-event.ts";
import { SYSTEM_CLOCK } from "../../lib/observe/clock.ts";
import { onSchedule } from "../../lib/start-run/on-schedule.ts";
import { onSweepMessages } from "../../lib/sweep/on-messages.ts";
import { onWithdrawMessages } from "../../lib/withdraw/on-messages.ts";
import { collaborators } from "../helpers/hand-delivery.ts";
import { testBedFor } from "../helpers/test-bed.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { hostileJson, hostileText, INHERITED } from "./helpers/texts.ts";

const RUNS = 800;
const DELIVERY_RUNS = 300;
const MARKER = "MARKER-Jane-Roe";

expectPrototypesUntouched();

const SWEEP = { v: 1, kind: "sweep", runId: "r", identityId: "identity-1", connected: true };
const WITHDRAW = {
  ...{ v: 1, kind: "withdraw", runId: "r", identityId: "identity-1", invitationId: "7", reason: "stale" },
  plannedAt: "2026-03-10T09:30:00.123Z",
  expiresAt: "2026-03-11T03:30:00.000Z",
};

const wrongValue = fc.oneof(
  hostileJson,
  hostileText,
  fc.constant(MARKER),
  fc.constantFrom("2026-02-30T00:00:00.000Z", "2026-03-10T24:00:00.000Z", "+275760-09-13T00:00:00.001Z", "#run"),
);
const oneThingWrong = (message: Record<string, unknown>) =>
  fc
    .tuple(fc.constantFrom<string>(...Object.keys(message), ...INHERITED, MARKER), fc.option(wrongValue))
    .map(([field, value]) => {
      const others = Object.entries(message).filter(([name]) => name !== field);
      return JSON.stringify(Object.fromEntries(value === null ? others : [...others, [field, value]]));
    });
const anyBody = fc.oneof(
  oneThingWrong(SWEEP),
  oneThingWrong(WITHDRAW),
  hostileJson.map((value) => JSON.stringify(value)),
  hostileText,
  fc.constantFrom("[".repeat(100_000), `{"v":1,"kind":"sweep","runId":${"[".repeat(5000)}${"]".repeat(5000)}}`),
);

test("any body is a message whose fields are what they should be, or a MessageError that quotes none of it", () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      for (const parse of [parseSweepMessage, parseWithdrawMessage]) {
        try {
          const message = parse(body);
          expect(message.identityId).toMatch(/^[\w.:-]{1,100}$/);
          expect(parse(messageBody(message))).toEqual(message);
          if (message.kind === "withdraw") {
            expect(message.expiresAt.getTime() + message.plannedAt.getTime()).not.toBeNaN();
          }
        } catch (error) {
          if (!(error instanceof MessageError)) throw error;
          expect(error.message).toMatch(/^not a (sweep|withdraw) message/);
          expect(error.message).not.toContain(MARKER);
          expect(error.message.length).toBeLessThan(500);
          expect(error.message).not.toMatch(/\p{Cc}/u);
        }
      }
    }),
    { numRuns: RUNS },
  );
});

/** Anything but the clock is out of bounds: whoever reaches for it has gone on with a message that is none. */
function untouchable(): Collaborators {
  const c = { clock: SYSTEM_CLOCK, queues: { sweep: null, withdraw: null } };
  return new Proxy(c as unknown as Collaborators, {
    get(target, name) {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name);
      throw new Error(`reached for ${String(name)}`);
    },
  });
}

const eventOf = (body: string): SQSEvent =>
  ({ Records: [{ body, messageId: "m", receiptHandle: "h", attributes: { ApproximateReceiveCount: "1" } }] }) as never;

test("a body that is no message is thrown before anything is read, called or written, so that the queue keeps it", async () => {
  const context = { getRemainingTimeInMillis: () => 1000 };
  const neither = anyBody.filter((body) => {
    const parses = (parse: (text: string) => unknown) => {
      try {
        return parse(body) !== null;
      } catch {
        return false;
      }
    };
    return !parses(parseSweepMessage) && !parses(parseWithdrawMessage);
  });
  await fc.assert(
    fc.asyncProperty(neither, async (body) => {
      const c = untouchable();
      await expect((async () => onSweepMessages(c, eventOf(body), context))()).rejects.toThrow(MessageError);
      await expect((async () => onWithdrawMessages(c, eventOf(body)))()).rejects.toThrow(MessageError);
    }),
    { numRuns: DELIVERY_RUNS },
  );
});

describe("a message in good order that names an identity nobody has", () => {
  test.each(["#run", "#workspace", "a#progress#0001", "a b", "../../etc", "\u001b[2J", "ａ", "x".repeat(101)])(
    "is none of ours: %j",
    (identityId) => {
      expect(() => parseSweepMessage(JSON.stringify({ ...SWEEP, identityId }))).toThrow(MessageError);
      expect(() => parseWithdrawMessage(JSON.stringify({ ...WITHDRAW, identityId }))).toThrow(MessageError);
    },
  );

  test.each(["constructor", "__proto__", "toString"])(
    "withdraws nothing and fails no other: %s",
    async (identityId) => {
      const bed = await testBedFor();
      const c = collaborators(bed, { mode: "live" });
      const expiresAt = new Date(bed.now().getTime() + 3_600_000).toISOString();
      await onWithdrawMessages(
        c,
        eventOf(JSON.stringify({ ...WITHDRAW, identityId, expiresAt, invitationId: identityId })),
      );
      expect(bed.sandbox.world.calls()).toEqual([]);
    },
  );
});

const scheduledTime = fc.oneof(
  hostileJson,
  hostileText,
  fc.constantFrom<unknown>(
    null,
    0,
    "0",
    "1",
    "2026",
    "2026-11-22",
    "2026-02-30T00:00:00Z",
    "2026-11-22T09:00:00+01:00",
  ),
  fc.constantFrom<unknown>(["2026-11-22T09:00:00Z"], "Sun, 22 Nov 2026 09:00:00 GMT", "+275760-09-13T00:00:00Z", true),
  fc.constantFrom<unknown>("<aws.scheduler.scheduled-time>", "2026-11-22T09:00:00Z\n", " 2026-11-22T09:00:00Z"),
);
const anyEvent = fc.oneof(
  hostileJson,
  scheduledTime.map((time) => ({ scheduledTime: time })),
  fc.constantFrom(null, undefined, "2026-11-22T09:00:00Z", [], { ScheduledTime: "2026-11-22T09:00:00Z" }),
);

test("an event that names no UTC date-time starts no run", async () => {
  await fc.assert(
    fc.asyncProperty(anyEvent, async (event) => {
      await expect(onSchedule(untouchable(), event as ScheduledEvent)).rejects.toThrow(
        /the event needs "scheduledTime"/,
      );
    }),
    { numRuns: RUNS },
  );
});

test.each(["2026-11-22T09:00:00Z", "2026-11-22T09:00:00.123Z"])("the event %s starts one", async (time) => {
  await expect(onSchedule(untouchable(), { scheduledTime: time })).rejects.toThrow("reached for policy");
});
