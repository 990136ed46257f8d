import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { type FieldApiOptions, fieldApi } from "../helpers/field-api.ts";
import type { FieldInvitation } from "../helpers/field-state.ts";
import { ANA } from "../helpers/test-bed.ts";

const daysAgo = (days: number) => new Date(machineNow() - days * DAY_MS).toISOString();
const machineNow = Date.now;

/** Sent so many days ago by the machine's clock. */
const invitation = (index: number, days: number): FieldInvitation => ({
  id: 7_500_000_000_000_000_000n + BigInt(index),
  // A form that is not moved with the case's own "now".
  sent_date: daysAgo(days).slice(0, 10),
  profile_id: 1000 + index,
});
const URN = "urn:li:fsd_invitation:7500000000000000000";

/** Ana's account behind the API: one pending for 40 days, which is stale, and one for 15, which no right clock calls so. */
async function anAccount(options: FieldApiOptions = {}, invitations = [invitation(0, 40), invitation(1, 15)]) {
  const api = await fieldApi({ identities: { [ANA]: { name: "Ana", invitations } } }, options);
  const data = temporaryFolder();
  const command = (...argv: string[]) => sweeper([...argv, "--edges", "real", "--data", data], { env: api.env });
  return { api, command };
}

/** Puts this machine's clock out by so much until it is called again; the API's stays right. */
function putClockOut(ms: number): void {
  vi.spyOn(Date, "now").mockImplementation(() => machineNow() + ms);
}

afterEach(() => {
  vi.restoreAllMocks();
});

const WARNING = /^warning: this machine's clock is .*$/gm;
const listsOf = ({ calls }: { readonly calls: readonly { readonly action: string }[] }) =>
  calls.filter(({ action }) => action === "linkedin-extract-sent-invitations").length;

describe("a machine whose clock is ten days fast", () => {
  it("is told so, and makes nobody ten days too old; what it leaves behind is told, and lifted by resume", async () => {
    const { command } = await anAccount();
    putClockOut(10 * DAY_MS);

    const run = await command("run");
    const preview = await command("preview", "--json");

    expect(run.err).toMatch(
      /^warning: this machine's clock is 10 days ahead of the API's \(.* UTC here, .* UTC there\).* ages are told by the API's clock/m,
    );
    expect(run.out).toContain("2 pending, 1 to withdraw");
    expect(JSON.parse(preview.out).identities[0].plan.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      ...["withdraw", "keep"],
    ]);
    putClockOut(0);
    const [line] = JSON.parse((await command("identities", "--json")).out);
    const resumed = await command("resume", ANA);
    expect(line.wrongClock).not.toEqual([]);
    expect(resumed.code).toBe(0);
    expect((await command("run")).out).toContain("2 pending, 1 to withdraw");
  });
});

describe("a machine whose clock is ten days behind", () => {
  it("is told so, and lists and withdraws nobody, for dates that count back would be kept as too old", async () => {
    const { api, command } = await anAccount();
    putClockOut(-10 * DAY_MS);

    const run = await command("run", "--live", "--yes");

    expect(run.err).toMatch(/^warning: this machine's clock is 10 days behind the API's/m);
    expect(run.out).toContain("clock-wrong");
    expect(run.out).toContain("set it right and run again");
    expect([api.withdrawn, listsOf(api)]).toEqual([[], 0]);
    putClockOut(0);
    const [line] = JSON.parse((await command("identities", "--json")).out);
    expect(line).toMatchObject({ wrongClock: [], lastListing: null });
  });

  it("previews nothing by it, and says why", async () => {
    const { api, command } = await anAccount();
    putClockOut(-10 * DAY_MS);

    const preview = await command("preview");

    expect(preview.out).toContain("clock-wrong");
    expect(preview.out).not.toContain("would withdraw");
    expect(listsOf(api)).toBe(0);
  });

  it("writes nothing by reconciling, and leaves the identity free", async () => {
    const { api, command } = await anAccount();
    await command("run");
    api.become(({ identities: { [ANA]: ana } }) => ({
      identities: { [ANA]: { name: "Ana", ...ana, invitations: [invitation(0, 40)] } },
    }));
    // Behind, but not behind what the run before has written: the first list shows that it is.
    putClockOut(-2 * HOUR_MS);

    const reconciled = await command("reconcile", ANA, "--yes");

    expect(reconciled.code).not.toBe(0);
    putClockOut(0);
    const [line] = JSON.parse((await command("identities", "--json")).out);
    expect(line).toMatchObject({ pending: 2 });
  });
});

/** Such as after a run against an API whose answers name no time. */
describe("an identity whose gate was written ten days ahead, with the clock right again", () => {
  async function stopped() {
    const account = await anAccount({ dateHeader: null });
    putClockOut(10 * DAY_MS);
    expect((await account.command("run")).err).not.toMatch(WARNING);
    putClockOut(0);
    return account;
  }

  it("is told by identities in place of ready, with the remedy", async () => {
    const { command } = await stopped();

    const [text, json] = [await command("identities"), await command("identities", "--json")];
    const [runs, runsJson] = [await command("runs"), await command("runs", "--json")];

    expect(text.err).toMatch(/^run \S+ lies ahead, so a wrong clock started it/m);
    expect(runs.out).toContain("(by a wrong clock)");
    expect(JSON.parse(runsJson.out)).toMatchObject([{ wrongClock: true }]);

    expect(text.out).toContain("stopped by a wrong clock");
    expect(text.out).toContain(`sweeper resume ${ANA}`);
    expect(text.out).not.toContain("ready");
    const [{ wrongClock }] = JSON.parse(json.out);
    expect(wrongClock.map(({ what }: { what: string }) => what)).toEqual(["next-call", "last-listing"]);
  });

  it("is held by a run and a preview with reason and remedy, and refused by reconcile without a wait", async () => {
    const { api, command } = await stopped();
    const before = api.calls.length;

    const run = await command("run");
    const preview = await command("preview");
    const reconciled = await command("reconcile", ANA, "--yes");

    expect(run.out).toContain("future-gate");
    for (const { out } of [run, preview]) expect(out).toContain(`sweeper resume ${ANA}`);
    expect(preview.out).toContain("future-gate");
    expect(reconciled).toMatchObject({ code: 1, out: "" });
    expect(reconciled.err).toContain(`sweeper resume ${ANA}`);
    expect(reconciled.err).toContain("beyond any wait");
    expect(listsOf({ calls: api.calls.slice(before) })).toBe(0);
  });

  it("is lifted by resume, after which everything works", async () => {
    const { command } = await stopped();

    const resumed = await command("resume", ANA);

    expect(resumed.code).toBe(0);
    expect(resumed.out).toContain("a wrong clock had written: its next call is due");
    const [line] = JSON.parse((await command("identities", "--json")).out);
    expect(line).toMatchObject({ wrongClock: [], lastListing: null });
    expect((await command("reconcile", ANA, "--yes")).code).toBe(0);
    expect((await command("resume", ANA, "--json")).out).toContain('"resumed": false');
  });

  it("is lifted with all others by resume all", async () => {
    const { command } = await stopped();

    const resumed = await command("resume", "all");

    expect(resumed.out).toContain(`Ana (${ANA.slice(0, 8)}): lifted what a wrong clock had written`);
    expect((await command("identities")).out).toContain("ready");
  });

  it("is not lifted while this machine's own clock is known to be off", async () => {
    let theirs = () => new Date(machineNow());
    const { command } = await anAccount({ dateHeader: () => theirs() });
    await command("run");
    // As if it had been listed by a machine whose clock is right, and looked at from one that is ten days behind.
    putClockOut(-10 * DAY_MS);

    const resumed = await command("resume", ANA);

    expect(resumed.code).toBe(2);
    expect(resumed.err).toMatch(/^warning: this machine's clock is 10 days behind the API's/m);
    expect(resumed.err).toContain("nothing was lifted");
    theirs = () => new Date(Date.now());
    const [line] = JSON.parse((await command("identities", "--json")).out);
    expect(line.wrongClock).not.toEqual([]);
  });
});

describe("a clock a few minutes off", () => {
  const COMMANDS = [
    ["preview"],
    ["run"],
    ["identities"],
    ["reconcile", ANA, "--dry-run"],
    ["run", "--live", "--yes"],
    ["withdraw", URN, "--reason", "left", "--live", "--yes"],
  ] as const;

  it("is told once on every command that talks to the API, and stops none of them", async () => {
    // Nobody is stale, so that no live run has to wait for the gap after its list.
    const dateHeader = () => new Date(Date.now() + 5 * MINUTE_MS);
    const { api, command } = await anAccount({ dateHeader }, [invitation(0, 15)]);

    const told: [string, readonly string[] | null][] = [];
    for (const argv of COMMANDS) {
      // The gap after a call is over.
      putClockOut(told.length * 10 * MINUTE_MS);
      told.push([argv[0], (await command(...argv)).err.match(WARNING)]);
    }

    const warning = expect.stringContaining("clock is 5 minutes behind the API's");
    expect(told).toEqual(COMMANDS.map(([name]) => [name, [warning]]));
    expect(api.withdrawn).toEqual([URN]);
  });

  it("is not told within two minutes, nor where the API names no time or a kept answer's", async () => {
    const quiet = [() => new Date(Date.now() + 110_000), () => new Date(Date.now() - 110_000), null];

    const told: unknown[] = [];
    for (const dateHeader of quiet) {
      const { command } = await anAccount({ dateHeader });
      told.push((await command("identities")).err.match(WARNING));
    }

    expect(told).toEqual([null, null, null]);
  });
});
