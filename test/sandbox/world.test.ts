import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { DEMO_TEAM } from "../../lib/sandbox/demo-team.ts";
import { createWorld, type World, type WorldOptions } from "../../lib/sandbox/world.ts";
import { ANA, BEN, EPOCH, identity, NOBODY, type Row, T0 } from "./helpers.ts";

function worldOf(options: Partial<WorldOptions> = {}): World {
  return createWorld({ seed: 1, epoch: EPOCH, identities: [identity()], ...options });
}

function items(reply: ReturnType<World["listSent"]>): Row[] {
  if (!reply.ok) throw new Error(`refused: ${reply.label}`);
  return reply.items as Row[];
}

function refusal(reply: ReturnType<World["withdraw"]>) {
  if (reply.ok) throw new Error("not refused");
  return reply;
}

/** What an observer can know of a world, at a few instants. */
function pictureOf(world: World): string {
  const at = [T0, T0 + 10 * DAY_MS, T0 + 40 * DAY_MS];
  return JSON.stringify(at.map((now) => [world.trueStates(ANA, now), items(world.listSent(ANA, null, now))]));
}

describe("the same seed", () => {
  const options = { identities: [identity({ backlog: 50, sendsPerDay: 4.5, sentDateFormat: "mixed" })] };

  it("gives the same world, another seed another one", () => {
    expect(pictureOf(worldOf({ ...options, seed: 3 }))).toBe(pictureOf(worldOf({ ...options, seed: 3 })));
    expect(pictureOf(worldOf({ ...options, seed: 3 }))).not.toBe(pictureOf(worldOf({ ...options, seed: 4 })));
  });

  it("does not depend on when or how often one asks", () => {
    const asked = worldOf(options);
    for (const days of [30, 2, 0, 29.5, 40, 40]) asked.trueStates(ANA, T0 + days * DAY_MS);
    expect(pictureOf(asked)).toBe(pictureOf(worldOf(options)));
  });

  it("gives an identity the same invitations whoever else is there", () => {
    const [ana] = options.identities;
    if (ana === undefined) throw new Error("no identity");
    const alone = worldOf(options).trueStates(ANA, T0 + 5 * DAY_MS);
    const together = worldOf({ identities: [ana, identity({ uid: BEN })] }).trueStates(ANA, T0 + 5 * DAY_MS);
    expect(together).toEqual(alone);
  });
});

describe("the backlog", () => {
  const world = worldOf({ identities: [identity({ backlog: 400, backlogDays: 90 })] });

  it("is exactly as large as asked for at the epoch, of mixed age and no older than asked for", () => {
    const pending = world.trueStates(ANA, T0).filter(({ state }) => state === "pending");
    expect(pending).toHaveLength(400);
    const ages = pending.map(({ sentAt }) => (T0 - sentAt) / DAY_MS);
    expect(Math.max(...ages)).toBeLessThanOrEqual(90);
    expect(Math.min(...ages)).toBeGreaterThan(0);
    const older = ages.filter((age) => age > 45).length / ages.length;
    expect(older).toBeGreaterThan(0.4);
    expect(older).toBeLessThan(0.6);
  });

  it("has a history of answered invitations beside it, which fill the connections list", () => {
    const { accepted, declined } = world.counts(ANA, T0);
    expect(accepted).toBeGreaterThan(100);
    expect(declined).toBeGreaterThan(0);
    expect(items(world.listConnections(ANA, null, T0))).toHaveLength(40);
  });

  it("carries 19-digit ids, matching urns and people who are all different", () => {
    const rows = items(world.listSent(ANA, null, T0));
    for (const row of rows) {
      expect(row.linkedin_invitation_id).toMatch(/^\d{19}$/);
      expect(row.linkedin_invitation_urn).toBe(`urn:li:fsd_invitation:${row.linkedin_invitation_id}`);
      expect(row.linkedin_profile_url).toMatch(/^https:\/\/www\.linkedin\.com\/in\/[\w%-]+$/);
    }
    const standings = world.trueStates(ANA, T0 + 10 * DAY_MS);
    expect(new Set(standings.map(({ profileId }) => profileId)).size).toBe(standings.length);
    expect(new Set(standings.map(({ urn }) => urn)).size).toBe(standings.length);
    expect(rows.some(({ full_name }) => /[^ -~]/.test(full_name))).toBe(true);
  });
});

describe("new invitations", () => {
  const world = worldOf({ identities: [identity({ backlog: 0, sendsPerDay: 20, timezone: "Asia/Singapore" })] });

  it("come by the day's number, in working hours of the identity's time zone", () => {
    // The epoch is 20:00 in Singapore: the first whole day is the next one.
    const standings = world.trueStates(ANA, T0 + 10.5 * DAY_MS);
    expect(standings).toHaveLength(20 * 10);
    for (const { sentAt } of standings) {
      const hour = new Date(sentAt + 8 * HOUR_MS).getUTCHours();
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(18);
    }
  });

  it("are not there before they are sent", () => {
    const [first] = world.trueStates(ANA, T0 + 5 * DAY_MS);
    if (first === undefined) throw new Error("nothing sent");
    expect(world.fateOf(first.urn, first.sentAt - 1)).toBeNull();
    expect(world.fateOf(first.urn, first.sentAt)?.state).toBe("pending");
    expect(refusal(world.withdraw(ANA, first.urn, first.sentAt - 1)).label).toBe("STATUS_404");
  });
});

describe("time", () => {
  const world = worldOf({ identities: [identity({ backlog: 300, backlogDays: 20 })] });
  const later = T0 + 200 * DAY_MS;

  it.each(["accepted", "declined", "expired"] as const)("turns a pending invitation into %s at its instant", (kind) => {
    const one = world.trueStates(ANA, later).find(({ state, endedAt }) => state === kind && (endedAt ?? 0) > T0);
    if (one?.endedAt == null) throw new Error(`nothing ${kind}`);
    expect(world.fateOf(one.urn, one.endedAt - 1)).toMatchObject({ state: "pending", endedAt: null });
    expect(world.fateOf(one.urn, one.endedAt)).toMatchObject({ state: kind, endedAt: one.endedAt });
    expect(refusal(world.withdraw(ANA, one.urn, one.endedAt)).label).toBe("STATUS_404");
    if (kind === "expired") expect(one.endedAt - one.sentAt).toBe(180 * DAY_MS);
  });

  it("moves an accepted invitation from the one list to the top of the other", () => {
    const accepted = world
      .trueStates(ANA, later)
      .filter(({ state, endedAt }) => state === "accepted" && (endedAt ?? 0) > T0)
      .toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))[0];
    if (accepted?.endedAt == null) throw new Error("nothing accepted");
    const [newest] = items(world.listConnections(ANA, null, accepted.endedAt));
    expect(newest).toMatchObject({
      linkedin_profile_id: accepted.profileId,
      connected_at: new Date(accepted.endedAt).toISOString(),
    });
  });
});

describe("a withdrawal", () => {
  it("takes the invitation back for good and keeps it from being accepted later", () => {
    const world = worldOf({ identities: [identity({ backlog: 300, backlogDays: 10 })] });
    const one = world.trueStates(ANA, T0).find(({ state, fate }) => state === "pending" && fate.kind === "accepted");
    if (one === undefined) throw new Error("nobody would accept");
    expect(world.withdraw(ANA, one.urn, T0 + 1)).toEqual({
      ok: true,
      items: [{ linkedin_invitation_id: one.urn.split(":").at(-1), linkedin_invitation_urn: one.urn }],
    });
    expect(world.fateOf(one.urn, T0)?.state).toBe("pending");
    expect(world.fateOf(one.urn, one.fate.at + DAY_MS)).toMatchObject({ state: "withdrawn", endedAt: T0 + 1 });
    const connections = world.counts(ANA, T0 + 170 * DAY_MS).accepted;
    const other = worldOf({ identities: [identity({ backlog: 300, backlogDays: 10 })] });
    expect(connections).toBe(other.counts(ANA, T0 + 170 * DAY_MS).accepted - 1);
    expect(refusal(world.withdraw(ANA, one.urn, T0 + 2))).toMatchObject({ label: "STATUS_404", status: 424 });
  });

  it("of another identity's invitation finds nothing", () => {
    const world = worldOf({ identities: [identity(), identity({ uid: BEN })] });
    const [ofBen] = world.trueStates(BEN, T0).filter(({ state }) => state === "pending");
    expect(refusal(world.withdraw(ANA, ofBen?.urn ?? "", T0)).label).toBe("STATUS_404");
    expect(world.counts(BEN, T0).withdrawn).toBe(0);
  });

  it("is refused for an identity that is unknown or not connected", () => {
    const world = worldOf();
    const [one] = world.trueStates(ANA, T0).filter(({ state }) => state === "pending");
    const unknown = refusal(world.withdraw(NOBODY, one?.urn ?? "", T0));
    expect(unknown).toMatchObject({ label: "NO_VALID_ACCOUNT_CONFIGURED", status: 424 });
    world.setConnected(ANA, false, T0);
    expect(refusal(world.withdraw(ANA, one?.urn ?? "", T0)).label).toBe("NO_VALID_ACCOUNT_CONFIGURED");
    world.setConnected(ANA, true, T0);
    expect(world.withdraw(ANA, one?.urn ?? "", T0).ok).toBe(true);
  });
});

describe("the rolling limit", () => {
  const urn = "urn:li:fsd_invitation:1";

  it("refuses the call after the last allowed one until the oldest is 24 hours old", () => {
    const world = worldOf({ identities: [identity({ withdrawLimitPerDay: 2 })] });
    // Calls for invitations that are not pending are calls all the same.
    world.withdraw(ANA, urn, T0);
    world.withdraw(ANA, urn, T0 + HOUR_MS);
    expect(refusal(world.withdraw(ANA, urn, T0 + 2 * HOUR_MS))).toMatchObject({
      ...{ label: "LIMIT_REACHED", status: 429 },
      params: { postponed_until: new Date(T0 + DAY_MS).toISOString(), appendix: "daily" },
    });
    expect(refusal(world.withdraw(ANA, urn, T0 + DAY_MS - 1)).label).toBe("LIMIT_REACHED");
    expect(refusal(world.withdraw(ANA, urn, T0 + DAY_MS)).label).toBe("STATUS_404");
    expect(refusal(world.withdraw(ANA, urn, T0 + DAY_MS)).params).toMatchObject({
      postponed_until: new Date(T0 + DAY_MS + HOUR_MS).toISOString(),
    });
  });

  it("is each identity's own", () => {
    const world = worldOf({ identities: [identity({ withdrawLimitPerDay: 1 }), identity({ uid: BEN })] });
    world.withdraw(ANA, urn, T0);
    expect(refusal(world.withdraw(ANA, urn, T0)).label).toBe("LIMIT_REACHED");
    expect(refusal(world.withdraw(BEN, urn, T0)).label).toBe("STATUS_404");
  });

  it("shows in the limits resource", () => {
    const world = worldOf({ identities: [identity({ withdrawLimitPerDay: 1 })] });
    const free = { max_limit: 1, consumed: 0, remaining: 1, has_reached_limit: false, available_at: null };
    expect(world.limits(ANA, T0)).toEqual({ ok: true, items: [free] });
    world.withdraw(ANA, urn, T0);
    const until = new Date(T0 + DAY_MS).toISOString();
    const used = { max_limit: 1, consumed: 1, remaining: 0, has_reached_limit: true, available_at: until };
    expect(world.limits(ANA, T0 + DAY_MS - 1)).toEqual({ ok: true, items: [used] });
    expect(world.limits(ANA, T0 + DAY_MS)).toEqual({ ok: true, items: [free] });
  });
});

describe("the log", () => {
  const urn = "urn:li:fsd_invitation:1";

  it("tells of each call when it began and ended, whether it took effect and what was answered", () => {
    const world = worldOf();
    const [one] = world.trueStates(ANA, T0).filter(({ state }) => state === "pending");
    world.listSent(ANA, null, T0);
    world.withdraw(ANA, urn, T0);
    const call = world.begin({ action: "withdraw", identityId: ANA, urn: one?.urn ?? "" }, T0 + 1);
    expect(world.calls().at(-1)).toMatchObject({ endedAt: null, tookEffect: false, answer: null });
    call.perform(T0 + 2);
    call.end({ answer: { status: 200, label: null }, fault: null }, T0 + 3);
    expect(world.calls()).toMatchObject([
      { number: 1, action: "list", identityId: ANA, urn: null, startedAt: T0, endedAt: T0, tookEffect: false },
      { number: 2, action: "withdraw", urn, tookEffect: false, answer: { status: 424, label: "STATUS_404" } },
      { number: 3, action: "withdraw", urn: one?.urn, startedAt: T0 + 1, endedAt: T0 + 3, tookEffect: true },
    ]);
  });

  it("counts a call on a busy identity, refuses it and does nothing", () => {
    const world = worldOf();
    const [one] = world.trueStates(ANA, T0).filter(({ state }) => state === "pending");
    const running = world.begin({ action: "list", identityId: ANA, cursor: null }, T0);
    const second = world.begin({ action: "withdraw", identityId: ANA, urn: one?.urn ?? "" }, T0 + 5);
    expect(second.refusal).toMatchObject({ status: 409, label: "LIMIT_REACHED" });
    expect(second.perform(T0 + 6).ok).toBe(false);
    second.end({ answer: { status: 409, label: "LIMIT_REACHED" }, fault: null }, T0 + 6);
    // The refused call's end must not make the identity look free.
    expect(world.begin({ action: "list", identityId: ANA, cursor: null }, T0 + 7).refusal).not.toBeNull();
    running.end({ answer: "dropped", fault: null }, T0 + 8);
    expect(world.begin({ action: "list", identityId: ANA, cursor: null }, T0 + 9).refusal).toBeNull();
    expect(world.violations().map(({ kind, at }) => [kind, at])).toEqual([
      ["parallel-call", T0 + 5],
      ["parallel-call", T0 + 7],
    ]);
    expect(world.fateOf(one?.urn ?? "", T0 + 10)?.state).toBe("pending");
  });

  it("counts withdraw calls of one identity that are too close, from end to start", () => {
    const world = worldOf({ identities: [identity(), identity({ uid: BEN })], minGapSeconds: 60 });
    const first = world.begin({ action: "withdraw", identityId: ANA, urn }, T0);
    first.end({ answer: "dropped", fault: null }, T0 + 10 * SECOND_MS);
    world.withdraw(BEN, urn, T0 + 20 * SECOND_MS);
    world.listSent(ANA, null, T0 + 20 * SECOND_MS);
    world.withdraw(ANA, urn, T0 + 70 * SECOND_MS);
    expect(world.violations()).toEqual([]);
    world.withdraw(ANA, urn, T0 + 130 * SECOND_MS - 1);
    expect(world.violations()).toMatchObject([{ identityId: ANA, kind: "too-close", at: T0 + 130 * SECOND_MS - 1 }]);
  });
});

describe("a world that cannot be", () => {
  it("is refused with the path of every fault", () => {
    const bad = [identity({ timezone: "Mars/Olympus" }), identity({ uid: BEN, unreadableShare: 2 })];
    expect(() => worldOf({ identities: bad })).toThrow(/identities\.0\.timezone: .*; identities\.1\.unreadableShare: /);
    expect(() => worldOf({ identities: [identity(), identity()] })).toThrow(/: identities: the same uid twice/);
  });
});

describe("the demo team", () => {
  const world = createWorld({ ...DEMO_TEAM, epoch: EPOCH });
  const pendingOf = ({ uid }: { uid: string }) => world.trueStates(uid, T0).filter(({ state }) => state === "pending");

  it("has some hundreds of invitations, and on two identities under 1% of unreadable dates", () => {
    const pending = DEMO_TEAM.identities.map(pendingOf);
    expect(pending.map(({ length }) => length)).toEqual([180, 120, 90]);
    expect(pending.map((each) => each.filter(({ unreadable }) => unreadable).length)).toEqual([1, 1, 0]);
  });

  it("has invited a few people twice", () => {
    const people = DEMO_TEAM.identities.flatMap(pendingOf).map(({ profileId }) => profileId);
    const twice = people.length - new Set(people).size;
    expect(twice).toBeGreaterThan(0);
    expect(twice).toBeLessThan(20);
  });
});

describe("invitations of other kinds", () => {
  const world = createWorld({ seed: 4, epoch: EPOCH, identities: [identity({ backlog: 60, otherKindShare: 0.5 })] });
  const plain = createWorld({ seed: 4, epoch: EPOCH, identities: [identity({ backlog: 60 })] });
  const itemsOf = (from: typeof world) => {
    const reply = from.listSent(ANA, null, T0);
    return (reply.ok ? reply.items : []) as { linkedin_invitation_urn: string; linkedin_invitation_type?: string }[];
  };

  it("say so in their items, and nothing else about them differs", () => {
    const kinds = new Set(itemsOf(world).map((item) => item.linkedin_invitation_type));
    expect(kinds).toEqual(new Set([undefined, "EVENT", "PAGE", "NEWSLETTER"]));
    const without = itemsOf(world).map(({ linkedin_invitation_type: _, ...item }) => item);
    expect(without).toEqual(itemsOf(plain));
  });

  it("are withdrawn under their own kind alone", () => {
    const [event] = itemsOf(world).filter((item) => item.linkedin_invitation_type === "EVENT");
    const urn = event?.linkedin_invitation_urn ?? "";
    expect(world.withdraw(ANA, urn, T0)).toMatchObject({ ok: false, label: "STATUS_404" });
    const operation = { action: "withdraw", identityId: ANA, urn, kind: "EVENT" } as const;
    expect(world.begin(operation, T0 + 100_000).perform(T0 + 100_000)).toMatchObject({ ok: true });
  });
});
