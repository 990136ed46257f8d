import type { Figure } from "../meters/figure.ts";
import { type Implementation, newInvitation, normalDay, type Stage, unchangedDays, withdrawal } from "./scenarios.ts";
import type { Usage } from "./usage.ts";

/** What both ways of doing it have used of each scenario, the straightforward one where it was played. */
interface Played {
  readonly now: Usage;
  readonly straightforward: Usage | null;
}

type Part = keyof Usage;
interface Row {
  readonly name: string;
  readonly what: string;
  readonly part: Part;
  readonly unit: string;
  readonly goal?: number;
  readonly floor?: number | null;
}

/** Digits that say something: shares of 25 or of 20 have no more. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

function figureOf({ name, what, part, unit, goal, floor = null }: Row, of: Played): Figure {
  const straightforward =
    of.straightforward === null ? null : { value: rounded(of.straightforward[part]), is: "straightforward" };
  const peer = floor === null ? straightforward : { value: rounded(floor), is: "floor" };
  const kind = part === "withdrawMs" ? "time" : "count";
  return { name, what, unit, kind, now: rounded(of.now[part]), goal: goal ?? null, peer };
}

/** Read and write units of one scenario, as two figures. */
function unitsOf(name: string, what: string, of: Played, goals: { write?: number; read?: number } = {}): Figure[] {
  const row = (part: Part, unit: string, goal: number | undefined): Row => ({
    ...{ name: `${name}.${part}`, what, part, unit },
    ...(goal !== undefined && { goal }),
  });
  return [
    figureOf(row("writeUnits", "write units", goals.write), of),
    figureOf(row("readUnits", "read units", goals.read), of),
  ];
}

/** Everything that comes out the same at every run. `peers`: also plays the straightforward way, for the peers. */
export async function countedFigures(stage: Stage, { peers }: { readonly peers: boolean }): Promise<Figure[]> {
  const both = async (play: (by: Implementation) => Promise<Usage[]>): Promise<[Played, ...Played[]]> => {
    const [first, ...rest] = await play("sweeper");
    const others = peers ? await play("straightforward") : [];
    if (first === undefined) throw new Error("a scenario without a result");
    const beside = (now: Usage, index: number): Played => ({ now, straightforward: others[index] ?? null });
    return [beside(first, 0), ...rest.map((now, index) => beside(now, index + 1))];
  };
  const [one, floor] = await both((by) => withdrawal(stage, by));
  const [first, second, quiet] = await both((by) => unchangedDays(stage, by));
  const [normal] = await both((by) => normalDay(stage, by));
  const [fresh] = await both((by) => newInvitation(stage, by, 1));
  const [freshOfTwo] = await both((by) => newInvitation(stage, by, 2));
  if (floor === undefined || second === undefined || quiet === undefined)
    throw new Error("a scenario without a result");
  const least = peers ? floor.now : null;
  const each = (part: Part, unit: string, over: { goal?: number; floor?: number | null } = {}): Figure =>
    figureOf({ name: `withdrawal.${part}`, what: `a withdrawal: ${unit}`, part, unit, ...over }, one);
  return [
    each("writeUnits", "write units", { goal: 6, floor: least?.writeUnits ?? null }),
    each("readUnits", "read units", { goal: 4, floor: least?.readUnits ?? null }),
    each("receives", "receives", { goal: 1.5, floor: peers ? 1 : null }),
    each("hides", "hides"),
    each("sends", "sends"),
    each("calls", "calls of Edges"),
    each("invocations", "function invocations"),
    each("secondsWaited", "seconds waited in functions"),
    each("loggedBytes", "bytes logged"),
    ...unitsOf("quietDay", "999 unchanged, from day 3", quiet, { write: 8, read: 36.5 }),
    ...unitsOf("secondDay", "the same on the day after the first list", second, { read: 60 }),
    ...unitsOf("firstDay", "the same on the first day", first),
    ...unitsOf("normalDay", "a day of 25 sent, 25 withdrawn, some answered", normal),
    ...unitsOf("newInvitation", "a new invitation", fresh, { write: 4, read: 0.6 }),
    ...unitsOf("newInvitationOfTwo", "a new invitation where two identities are known", freshOfTwo),
    ...(["runWriteUnits", "runReadUnits"] as const).map((part) =>
      figureOf(
        {
          ...{ name: `run.${part}`, what: "besides, a run itself, for any number of identities", part },
          unit: part === "runWriteUnits" ? "write units" : "read units",
        },
        { now: quiet.now, straightforward: null },
      ),
    ),
  ];
}

/** Processor time of a withdrawal, beside the floor's. Counts nothing else, so that nothing else takes time. */
export async function timedFigures(stage: Stage): Promise<Figure[]> {
  const [now, floor] = await withdrawal({ ...stage, countedBy: [] }, "sweeper");
  if (now === undefined || floor === undefined) throw new Error("a scenario without a result");
  const row: Row = {
    ...{ name: "withdrawal.withdrawMs", what: "a withdrawal: processor time of its function", part: "withdrawMs" },
    ...{ unit: "ms", goal: 8, floor: floor.withdrawMs },
  };
  return [figureOf(row, { now, straightforward: null })];
}
