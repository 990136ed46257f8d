import { describe, expect, test } from "vitest";
import type { EdgesFailure } from "../../lib/edges/errors.ts";
import { drain, edgesAt, failureOf, IDENTITY, NOW, order, sentItem } from "./helpers/edges.ts";
import {
  drip,
  drop,
  dropHalfWay,
  flood,
  json,
  type Step,
  scriptedServer,
  silence,
  text,
} from "./helpers/scripted-server.ts";

const TIMEOUT_MS = 500;
const MINUTE_MS = 60_000;
/** A minute from the call's start, and the clock stands still. */
const LIMIT = new Date(NOW.getTime() + MINUTE_MS);
const SINCE = new Date("2026-11-01T00:00:00Z");

const CUT_OFF: readonly (readonly [string, Step])[] = [
  ["that is not answered in time", silence],
  ["whose answer is not whole in time", drip],
  ["whose answer is cut off for its size", flood(() => {})],
];
const OVER: readonly (readonly [string, Step])[] = [
  ["that the other side drops", drop],
  ["that the other side drops half-way", dropHalfWay],
  ["that is answered with a failure", text(503, "")],
  ["that is answered with something else than JSON", text(200, "[{")],
];

describe("a call may be under way on the vendor's side", () => {
  const failed = async (step: Step): Promise<EdgesFailure> => {
    const { client } = edgesAt((await scriptedServer(step)).baseUrl, { timeoutMs: TIMEOUT_MS });
    return failureOf(await client.withdrawInvitation(order()));
  };

  test.each(CUT_OFF)("for a minute from its start: one %s", async (_, step) => {
    expect((await failed(step)).endsBy).toEqual(LIMIT);
  });

  test.each(OVER)("no longer: one %s", async (_, step) => {
    expect((await failed(step)).endsBy).toBeNull();
  });

  test("no longer where nobody listens", async () => {
    const { client } = edgesAt("http://127.0.0.1:1", { timeoutMs: TIMEOUT_MS });
    expect(failureOf(await client.withdrawInvitation(order())).endsBy).toBeNull();
  });
});

describe("the same page is asked for again", () => {
  test.each(CUT_OFF)("when what may be under way has ended, after a call %s", async (_, step) => {
    const server = await scriptedServer(step, json([sentItem(1)]));
    const { client, naps } = edgesAt(server.baseUrl, { timeoutMs: TIMEOUT_MS });
    const [, end] = await drain(client.listSentInvitations(IDENTITY));
    expect(end).toEqual({ state: "complete" });
    expect(naps).toEqual([MINUTE_MS]);
    expect(server.requests).toHaveLength(2);
  });

  test.each(OVER)("after the page's gap, after a call %s", async (_, step) => {
    const server = await scriptedServer(step, json([]));
    const { client, naps } = edgesAt(server.baseUrl, { timeoutMs: TIMEOUT_MS });
    await drain(client.listConnectionsSince(IDENTITY, SINCE));
    expect(naps).toEqual([2000]);
  });

  test("only where it can end in time", async () => {
    for (const [early, requests] of [
      [0, 2],
      [1, 1],
    ] as const) {
      const endBy = new Date(LIMIT.getTime() + TIMEOUT_MS - early);
      const lists = [
        (at: string) => edgesAt(at, { timeoutMs: TIMEOUT_MS }).client.listSentInvitations(IDENTITY, { endBy }),
        (at: string) => edgesAt(at, { timeoutMs: TIMEOUT_MS }).client.listConnectionsSince(IDENTITY, SINCE, { endBy }),
      ];
      for (const list of lists) {
        const server = await scriptedServer(silence, json([]));
        const [, end] = await drain<unknown, { readonly state: string }>(list(server.baseUrl));
        expect(server.requests).toHaveLength(requests);
        expect(end.state).toBe(requests === 2 ? "complete" : "partial");
      }
    }
  });

  test("never while the call before is under way, by the vendor's own count", async () => {
    let now = NOW.getTime();
    const arrivals: number[] = [];
    const hanging: Step = () => void arrivals.push(now);
    const server = await scriptedServer(hanging, hanging, hanging);
    const sleep = async (ms: number) => {
      now += ms;
    };
    const { client } = edgesAt(server.baseUrl, { timeoutMs: TIMEOUT_MS, now: () => new Date(now), sleep });
    const [, end] = await drain(client.listSentInvitations(IDENTITY));
    expect(arrivals).toEqual([0, 1, 2].map((minutes) => NOW.getTime() + minutes * MINUTE_MS));
    expect(end).toMatchObject({ failure: { endsBy: new Date(now + MINUTE_MS), status: null } });
  });
});
