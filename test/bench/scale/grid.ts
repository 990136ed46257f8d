import type { EdgesPlan } from "../../../lib/edges/plan-rates.ts";
import { type Scaled, simulateScale } from "../../simulation/scale/simulate-scale.ts";

/** The plans whose rates differ: silver calls as gold does, and diamond as platinum. */
export const PLANS = ["trial", "bronze", "gold", "platinum", "titanium"] as const satisfies readonly EdgesPlan[];
/** How many identities are played with so many withdrawals a day each. */
export const GRID = { 25: [1, 100, 1_000, 5_000], 50: [1, 100, 1_000, 5_000, 20_000] } as const;
type Daily = 25 | 50;
const PENDING = 500;

export interface Cell {
  readonly plan: (typeof PLANS)[number];
  readonly identities: number;
  readonly daily: Daily;
  readonly scaled: Scaled;
}

/** For a check that takes seconds: the middle plan, a thousand identities. */
export const playSmall = async (): Promise<Cell> => {
  const [plan, identities, daily] = ["gold", 1_000, 50] as const;
  return { plan, identities, daily, scaled: await simulateScale({ plan, identities, daily, pending: PENDING }) };
};

/** One day of each: every plan, with so many identities of 500 pending each. Deterministic. */
export async function playGrid(
  sizes: Readonly<Record<Daily, readonly number[]>>,
  onCell: (cell: Cell) => void = () => {},
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const plan of PLANS) {
    for (const daily of [25, 50] as const) {
      for (const identities of sizes[daily]) {
        const scaled = await simulateScale({ plan, identities, daily, pending: PENDING });
        const cell = { plan, identities, daily, scaled };
        cells.push(cell);
        onCell(cell);
      }
    }
  }
  return cells;
}
