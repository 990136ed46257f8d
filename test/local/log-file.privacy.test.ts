import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runOnce } from "../../lib/local/run.ts";
import { openWorkspace } from "../../lib/local/workspace.ts";
import { personFor, profileUrl } from "../../lib/sandbox/people.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { ANA, account, policyOf } from "../helpers/test-bed.ts";

const SEED = 3;

describe("the log and the data of live runs with faults", () => {
  it("name no person, no title, no profile address, and not the key", async () => {
    const w = await openWorkspace({
      root: temporaryFolder(),
      edges: {
        kind: "sandbox",
        options: {
          ...{ seed: SEED, identities: [account({ backlog: 15, sendsPerDay: 2 })] },
          faults: [
            { kind: "label", label: "LK_ERROR", action: "list" },
            { kind: "broken-json", action: "list" },
            { kind: "unknown-label", action: "withdraw" },
            { kind: "drop-after-effect", action: "withdraw" },
            { kind: "status", status: 503, action: "connections" },
          ],
        },
      },
      policySeed: { document: {}, where: "the test" },
    });
    const { sandbox, clock, folder } = w;
    let personal: string[] = [];
    try {
      for (let day = 0; day < 2; day += 1) {
        await runOnce(w, { policy: policyOf({}), fastForward: true });
        clock.advance(new Date(clock.now().getTime() + 86_400_000));
      }
      personal = (sandbox?.world.trueStates(ANA, clock.now().getTime()) ?? []).flatMap(({ profileId }) => {
        const person = personFor(SEED, profileId);
        return [`${person.firstName} ${person.lastName}`, person.jobTitle, profileUrl(person), person.handle];
      });
    } finally {
      await w.close();
    }

    const log = readFileSync(folder.log, "utf8");
    expect(personal.length).toBeGreaterThan(30);
    expect(log).toContain("sweep finished");
    expect(log).toContain("not withdrawn");
    expect(personal.filter((one) => log.includes(one))).toEqual([]);
    expect(log).not.toContain(sandbox?.apiKey);
  });
});
