import { describe, expect, it } from "vitest";
import { later, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { createClockWatch } from "../../lib/edges/clock-watch.ts";
import { edgesAt, NOW } from "./helpers/edges.ts";
import { constantServer } from "./helpers/scripted-server.ts";

const DATE = "Sun, 22 Nov 2026 12:00:00 GMT";
const THERE = new Date("2026-11-22T12:00:00.000Z");

/** One answer with that date, sent for and received so many milliseconds after it by our clock. */
function offsetAfter(sentMs: number, receivedMs: number, headers: Record<string, string> = { date: DATE }) {
  const told: number[] = [];
  const watch = createClockWatch(
    () => later(THERE, receivedMs),
    (offsetMs) => void told.push(offsetMs),
  );
  watch.answered({ headers }, later(THERE, sentMs), later(THERE, receivedMs));
  return { offsetMs: watch.offsetMs(), told };
}

describe("our clock beside the API's", () => {
  it.each([
    // The date leaves out up to a second, which may have passed already.
    ["ahead", 2 * MINUTE_MS + 1001, 2 * MINUTE_MS + 1100, 2 * MINUTE_MS + 1],
    ["behind", -3 * MINUTE_MS, -2 * MINUTE_MS - 1, -2 * MINUTE_MS - 1],
    ["days ahead", 864_000_000, 864_000_500, 864_000_000 - SECOND_MS],
  ])("is %s by what is left when the round trip is taken off", (_, sent, received, offset) => {
    expect(offsetAfter(sent, received)).toEqual({ offsetMs: offset, told: [offset] });
  });

  it.each([
    ["two minutes ahead", 2 * MINUTE_MS + 1000, 2 * MINUTE_MS + 1100],
    ["two minutes behind", -2 * MINUTE_MS - 100, -2 * MINUTE_MS],
    ["right, with an answer that took an hour", -30 * MINUTE_MS, 30 * MINUTE_MS],
  ])("is not off when it is %s", (_, sent, received) => {
    expect(offsetAfter(sent, received)).toEqual({ offsetMs: null, told: [] });
  });

  it.each([
    ["no date", {}],
    ["a date that is none", { date: "yesterday" }],
    ["a date that was given long ago and kept on the way", { date: DATE, age: "3600" }],
  ])("is not known from an answer with %s", (_, headers) => {
    expect(offsetAfter(3_600_000, 3_600_100, headers as Record<string, string>)).toEqual({ offsetMs: null, told: [] });
  });

  it("is as the last answer says, and not known once that is five minutes old", () => {
    let now = later(THERE, 3_600_000);
    const watch = createClockWatch(() => now);
    const answered = () => watch.answered({ headers: { date: DATE } }, now, now);

    answered();
    const known = [0, 5 * MINUTE_MS, 1].map((ms) => {
      now = later(now, ms);
      return watch.offsetMs();
    });

    expect(known).toEqual([3_599_000, 3_599_000, null]);
    // Set right meanwhile: it has jumped back, and the next answer agrees.
    now = THERE;
    expect(watch.offsetMs()).toBeNull();
    answered();
    expect(watch.offsetMs()).toBeNull();
  });
});

describe("a client of the API", () => {
  it("compares the clocks at any answer, a refusal too, and tells how far they differ", async () => {
    const { baseUrl } = await constantServer((response) => {
      response.setHeader("date", later(NOW, -3_600_000).toUTCString());
      response.writeHead(403).end();
    });
    const told: number[] = [];
    const { client } = edgesAt(baseUrl, { onClockOffset: (offsetMs) => void told.push(offsetMs) });
    const before = client.clockOffsetMs();

    await client.listIdentities();

    expect([before, client.clockOffsetMs(), told[0]]).toEqual([null, 3_599_000, 3_599_000]);
  });
});
