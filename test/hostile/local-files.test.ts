import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { readClockLead } from "../../lib/local/clock-lead.ts";
import { dataLayout } from "../../lib/local/data-layout.ts";
import { handleAdmin } from "../../lib/sandbox/admin.ts";
import { type AssembledSandbox, assembleSandbox } from "../../lib/sandbox/assemble.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { ANA, account } from "../helpers/test-bed.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { hostileJson, hostileText, INHERITED } from "./helpers/texts.ts";

const RUNS = 300;
/** The last instant a Date can hold. */
const LAST_INSTANT_MS = 8.64e15;

expectPrototypesUntouched();

let file: string;
beforeEach(() => {
  file = join(temporaryFolder(), "edges.ndjson");
});

describe("the lead of the sandbox's clock", () => {
  const text = fc.oneof(
    fc.oneof(fc.double(), fc.maxSafeInteger(), fc.bigInt(), fc.constantFrom(1e300, -1)).map((n) => `{"aheadMs":${n}}`),
    hostileJson.map((value) => JSON.stringify({ aheadMs: value })),
    hostileText,
    fc.constantFrom("", "{", '{"aheadMs":1', '{"aheadMs":1}\0', '{"aheadMs":1}{"aheadMs":2}', " ".repeat(1_000_000)),
  );

  test("is a time that can be reached, or an error that names the file and the remedy", () => {
    const layout = dataLayout(temporaryFolder(), null);
    mkdirSync(layout.path);
    fc.assert(
      fc.property(text, (content) => {
        writeFileSync(layout.clock, content);
        try {
          const lead = readClockLead(layout);
          // The demo begins in the past, so a lead may be negative.
          expect(Number.isSafeInteger(lead) && Math.abs(Date.now() + lead) < LAST_INSTANT_MS / 1000).toBe(true);
        } catch (error) {
          expect(String(error)).toContain(`${layout.clock} does not say how far`);
          expect(String(error)).toContain("delete its folder");
        }
      }),
      { numRuns: RUNS },
    );
  });

  test("is asked for in vain where a folder has its name", () => {
    const layout = dataLayout(temporaryFolder(), null);
    mkdirSync(layout.clock, { recursive: true });
    expect(() => readClockLead(layout)).toThrow(/clock\.json does not say/);
  });
});

const open = (): AssembledSandbox =>
  assembleSandbox({ dataFile: file, identities: [account({ sendsPerDay: 2 })] }, () => "http://127.0.0.1");

/** A journal of a world with one withdrawal in it. */
function journal(): string {
  const sandbox = open();
  const [standing] = sandbox.world.trueStates(ANA, sandbox.clock.now());
  sandbox.world.withdraw(ANA, standing?.urn ?? "", sandbox.clock.now());
  sandbox.close();
  return readFileSync(file, "utf8");
}

/** Looks at all a sandbox has to show, as a caller and as its owner. */
async function lookAt(sandbox: AssembledSandbox): Promise<void> {
  const headers = { "x-api-key": sandbox.apiKey };
  const body = JSON.stringify({ identity_ids: [ANA], input: {} });
  const path = "/v1/actions/linkedin-extract-sent-invitations/run/live";
  const answer = await sandbox.api.handle({ method: "POST", path, headers, body });
  expect(answer.dropped ? 0 : answer.status).toBeLessThan(500);
  const state = handleAdmin(sandbox, { method: "GET", path: "/admin/state", headers: {}, body: "" });
  expect(state.dropped ? 0 : state.status).toBe(200);
}

const effectLine = fc
  .tuple(
    fc.constantFrom<unknown>("withdraw-call", "connection", "clock", ...INHERITED),
    fc.constantFrom<unknown>(ANA, "somebody", "__proto__"),
    fc.oneof(fc.constantFrom<unknown>(0, -1, 1e300, -1e300, 9e15, "1", 1.5, 4e12), hostileJson),
    fc.oneof(hostileText, fc.constantFrom("urn:li:fsd_invitation:1", "__proto__")),
  )
  .chain(([effect, identityId, number, urn]) =>
    fc.subarray(
      [
        ...[
          ["effect", effect],
          ["identityId", identityId],
          ["at", number],
          ["aheadMs", number],
          ["urn", urn],
        ],
        ...[
          ["took", true],
          ["connected", false],
        ],
      ],
      { minLength: 1 },
    ),
  )
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));

test("a journal with anything behind its first line opens and works, or is refused by file and line, unchanged", async () => {
  const [header = "", ...lines] = journal().trimEnd().split("\n");
  const bytes = fc.oneof(
    fc.array(fc.oneof(effectLine, fc.constantFrom(...lines)), { maxLength: 3 }).map((more) => `${more.join("\n")}\n`),
    fc.oneof(
      hostileText,
      hostileJson.map((value) => JSON.stringify(value)),
    ),
    fc.uint8Array({ maxLength: 80 }).map((some) => Buffer.from(some).toString("latin1")),
    fc.nat(200).map((cut) => lines.join("\n").slice(0, cut)),
    fc.constantFrom("x".repeat(2_000_000), "\n".repeat(10), "\0\0\0\n"),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (rest) => {
      writeFileSync(file, `${header}\n${rest}`);
      const before = readFileSync(file);
      let sandbox: AssembledSandbox;
      try {
        sandbox = open();
      } catch (error) {
        expect(String(error)).toMatch(new RegExp(`cannot read line \\d+ of ${file}`));
        expect(readFileSync(file).equals(before)).toBe(true);
        return;
      }
      await lookAt(sandbox);
      sandbox.close();
    }),
    { numRuns: RUNS },
  );
});

test("a journal whose first line is not one of ours is refused, and left as it is", () => {
  const header = fc.oneof(
    fc.constantFrom("null", "[]", '{"journal":"another"}', "\u0000".repeat(50), "#!/bin/sh", "[".repeat(100_000)),
    hostileJson.map((world) => JSON.stringify({ journal: "invite-sweeper sandbox", version: 1, world })),
    fc.constantFrom(1e300, -1, "x").map((backlog) =>
      JSON.stringify({
        ...{ journal: "invite-sweeper sandbox", version: 1 },
        world: { seed: 1, epoch: "2026-11-02T09:00:00.000Z", identities: [{ uid: ANA, name: "Ana", backlog }] },
      }),
    ),
  );
  fc.assert(
    fc.property(header, fc.constantFrom("", "\n"), (line, end) => {
      writeFileSync(file, line + end);
      expect(open).toThrow(new RegExp(`cannot read line 1 of ${file}`));
      expect(readFileSync(file, "utf8")).toBe(line + end);
    }),
    { numRuns: RUNS },
  );
});

test("a folder where the journal should be is told by its path", () => {
  mkdirSync(file);
  expect(open).toThrow(`The sandbox journal ${file} cannot be read`);
});

test.each(['{"days":1e300}', '{"days":1e999}', '{"hours":1e18}', '{"days":-1}', '{"days":null}', "[]", "x"])(
  "the sandbox's clock is not put forward by %s, and its data stays usable",
  async (body) => {
    const sandbox = open();
    const request = { method: "POST", path: "/admin/advance", headers: {}, body };
    const answer = handleAdmin(sandbox, request);
    expect(answer.dropped ? 0 : answer.status).toBe(400);
    await lookAt(sandbox);
    sandbox.close();
    const again = open();
    await lookAt(again);
    again.close();
  },
);
