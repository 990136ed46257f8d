import { describe, expect, it } from "vitest";
import { json, scriptedServer } from "../../edges/helpers/scripted-server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { type FieldApiOptions, fieldApi } from "../../helpers/field-api.ts";
import { fieldBed } from "../../helpers/field-bed.ts";
import type { FieldState } from "../../helpers/field-state.ts";
import { ANA } from "../../helpers/test-bed.ts";

/** Two pages of invitations, all of them stale, and two of connections. */
const TWO_PAGES: FieldState = {
  identities: {
    [ANA]: {
      name: "Ana",
      invitations: Array.from({ length: 130 }, (_, index) => ({
        id: 7_500_000_000_000_002_000n + BigInt(index),
        sent_date: "2026-10-20T12:00:00.000Z",
        profile_id: 100 + index,
      })),
      connections: Array.from({ length: 60 }, (_, index) => ({
        profile_id: 1_000 + index,
        connected_at: "2026-11-28T13:00:00.000Z",
      })),
    },
  },
};
const callsOf = (calls: readonly { readonly action: string }[], wanted: string) =>
  calls.filter(({ action }) => action === wanted).length;

describe("a next page named by a relative address", () => {
  it.each<[string, FieldApiOptions["namesNext"]]>([
    ["from the root", ({ pathname, search }) => pathname + search],
    ["by its query alone", ({ search }) => search],
    ["beside the page", ({ search }) => `live${search}`],
  ])("is followed by a run, on the API's host and path: %s", async (_, namesNext = String) => {
    const bed = await fieldBed(TWO_PAGES, { namesNext });

    const sweeps = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)).toMatchObject({ listing: "complete", trust: "believed", listed: 130, pages: 2 });
    expect(sweeps.get(ANA)?.lastError).toBeNull();
  });

  it("is followed in the list of connections too: who is on its second page is accepted", async () => {
    const bed = await fieldBed(TWO_PAGES, { namesNext: ({ search }) => search });
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    bed.api.become(({ identities }) => ({
      identities: Object.fromEntries(
        Object.entries(identities).map(([uid, { connections = [], invitations, ...one }]) => {
          const today = bed.workspace.clock.now().toISOString();
          const recent = connections.map((each) => ({ ...each, connected_at: today }));
          const last = { profile_id: 100, connected_at: today };
          return [uid, { ...one, invitations: invitations.slice(1), connections: [...recent, last] }];
        }),
      ),
    }));

    const sweeps = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)).toMatchObject({ accepted: 1, gone: 0, unresolved: 0 });
    expect(callsOf(bed.api.calls, "linkedin-extract-connections")).toBe(2);
  });

  it("is followed by a preview", async () => {
    const { env } = await fieldApi(TWO_PAGES, { namesNext: ({ search }) => search });

    const { out, code } = await sweeper(["preview", "--edges", "real", "--data", temporaryFolder()], { env });

    expect(code).toBe(0);
    expect(out.split("\n").at(-1)).toBe("130 pending: 130 to withdraw, 0 kept");
  });
});

describe("a next page at another host", () => {
  it("is refused by name, with the remedy, and nothing arrives there", async () => {
    const other = await scriptedServer(json([]));
    const { host } = new URL(other.baseUrl);
    const { env, calls } = await fieldApi(TWO_PAGES, { namesNext: ({ pathname }) => `//${host}${pathname}` });
    const data = ["--edges", "real", "--data", temporaryFolder()];
    const remedy = "nothing was sent; check EDGES_BASE_URL";

    const preview = await sweeper(["preview", ...data], { env });
    const run = await sweeper(["run", ...data], { env });
    const runs = await sweeper(["runs", ...data], { env });
    const stored = JSON.parse((await sweeper(["runs", "--json", ...data], { env })).out);

    expect(preview.out).toMatch(/held: .*page-address-refused \(the next page is not at the API's own address/);
    for (const { out } of [run, runs]) expect(out).toContain("partial (page-address-refused)");
    for (const { out } of [preview, run, runs]) expect(out).toContain(remedy);
    for (const { out, err } of [preview, run, runs]) expect(out + err).not.toContain("no-answer");
    expect(stored[0].sweeps[0]).toMatchObject({ listed: 100, lastError: { label: "page-address-refused" } });
    expect(callsOf(calls, "linkedin-extract-sent-invitations")).toBe(2);
    expect(other.requests).toEqual([]);
  });
});

describe("a next page that was read already", () => {
  it("is told as that", async () => {
    const bed = await fieldBed(TWO_PAGES, { namesNext: ({ pathname }) => pathname });

    const sweeps = await bed.run();

    expect(sweeps.get(ANA)).toMatchObject({ listing: "partial", lastError: { label: "page-loop" }, queued: 0 });
    expect(bed.api.withdrawn).toEqual([]);
  });
});
