import { describe, expect, it } from "vitest";
import { startSweeper } from "../helpers/command-line.ts";
import { AGREED } from "./agreement.ts";
import { stand } from "./stand.ts";
import { quietWorld } from "./worlds.ts";

/** So long a run waits for an answer that never comes: longer than any test. */
const FOR_EVER_MS = 3_600_000;

describe("two runs on one data folder", { timeout: 120_000 }, () => {
  it("the second is refused in one line and calls nobody; once the first is killed, the next one goes on", async () => {
    const here = await stand(quietWorld(6));
    const first = here.start({ httpTimeoutMs: FOR_EVER_MS });
    let gone: Promise<void> = Promise.resolve();
    await new Promise<void>((meanwhile) => {
      gone = here.outside.interrupt({ action: "withdraw", nth: 1, effect: true, meanwhile });
    });
    const calls = here.outside.sandbox.world.calls().length;

    const second = await startSweeper(["run", "--live", "--data", here.root]).ended;
    const asked = await startSweeper(["preview", "--data", here.root]).ended;

    for (const { code, out, err } of [second, asked]) {
      expect({ code, out, lines: err.trim().split("\n").length }).toEqual({ code: 1, out: "", lines: 1 });
      expect(err).toContain("is in use by another process: stop that one first");
    }
    expect(here.outside.sandbox.world.calls()).toHaveLength(calls);
    first.kill();
    await Promise.all([gone, first.ended]);
    expect(await here.settle()).toEqual(AGREED);
  });
});
