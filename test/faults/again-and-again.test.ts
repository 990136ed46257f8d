import { expect, it } from "vitest";
import { seededRng } from "../../lib/sandbox/rng.ts";
import { AGREED } from "./agreement.ts";
import { stand } from "./stand.ts";
import { quietWorld } from "./worlds.ts";

const KILLS_IN_A_ROW = 6;
/** `KILL_POINTS=n` asks for so many kills in all. */
const FOLDERS = Math.ceil(Number(process.env.KILL_POINTS ?? 6) / KILLS_IN_A_ROW);
/** The first run of this world has more steps than these, and a write to the disk takes less time than this. */
const STEPS = 300;
const MAX_WRITE_MS = 4;

it.each(Array.from({ length: FOLDERS }, (_, seed) => seed))(
  "runs killed in a row, at moments drawn from seed %i, leave nothing that the next runs do not put right",
  { timeout: 300_000 },
  async (seed) => {
    const draw = seededRng(seed, "kills");
    const here = await stand(quietWorld(16, 40));
    const killed: (string | null)[] = [];

    for (let kill = 0; kill < KILLS_IN_A_ROW; kill += 1) {
      const nth = 1 + Math.floor(draw() * STEPS);
      const { signal } = await here.start({ death: { at: "", nth, afterMs: draw() * MAX_WRITE_MS } }).ended;
      killed.push(signal);
      await here.noteWritten();
    }

    expect(killed[0]).toBe("SIGKILL");
    expect(await here.settle()).toEqual(AGREED);
  },
);
