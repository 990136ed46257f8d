import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseRows } from "../../../lib/cli/preview/choose-rows.ts";

const plan = (withdraw: number, keep: number) => [
  ...Array.from({ length: withdraw }, (_, id) => ({ verdict: "withdraw" as const, reason: "stale", id })),
  ...Array.from({ length: keep }, (_, id) => ({ verdict: "keep" as const, reason: "too-young", id: withdraw + id })),
];
const TERMINAL = { rows: 40 };
const PIPE = { rows: null };

describe("which rows of a preview are shown", () => {
  it("everything in a pipe, and wherever all is asked for", () => {
    expect(chooseRows([plan(2, 3)], {}, PIPE)).toBeNull();
    expect(chooseRows([plan(2, 3)], { all: true }, TERMINAL)).toBeNull();
  });

  it("on a terminal those to withdraw, and how many are left out", () => {
    expect(chooseRows([plan(2, 3)], {}, TERMINAL)).toEqual([{ rows: plan(2, 0), hidden: { withdraw: 0, keep: 3 } }]);
  });

  it("of a verdict all, in a pipe and on a terminal alike", () => {
    for (const io of [PIPE, TERMINAL]) {
      const [chosen] = chooseRows([plan(200, 300)], { verdict: "keep" }, io) ?? [];

      expect(chosen?.rows).toHaveLength(300);
      expect(chosen?.hidden).toEqual({ withdraw: 200, keep: 0 });
    }
  });

  it("with a limit those to withdraw first, wherever they stand", () => {
    const mixed = [...plan(0, 2), ...plan(2, 0)];

    const [chosen] = chooseRows([mixed], { limit: 3 }, PIPE) ?? [];

    expect(chosen?.rows.map(({ verdict }) => verdict)).toEqual(["withdraw", "withdraw", "keep"]);
  });

  it("what an identity does not need others get", () => {
    const chosen = chooseRows([plan(1, 0), plan(50, 0), plan(50, 0)], { limit: 21 }, PIPE);

    expect(chosen?.map(({ rows }) => rows.length)).toEqual([1, 10, 10]);
  });

  it("on a terminal no more than a screenful, and within a limit no more than that; what is not shown is counted", () => {
    const counts = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 20, max: 80 }),
        fc.option(fc.integer({ min: 1, max: 90 })),
        (all, height, limit) => {
          const plans = all.map(([withdraw, keep]) => plan(withdraw, keep));
          const chosen = chooseRows(plans, limit === null ? {} : { limit }, { rows: height }) ?? [];
          const shown = chosen.reduce((sum, { rows }) => sum + rows.length, 0);

          expect(shown).toBeLessThanOrEqual(limit ?? height);
          for (const [index, { rows, hidden }] of chosen.entries()) {
            const of = (verdict: string) => rows.filter((one) => one.verdict === verdict).length;
            expect([of("withdraw") + hidden.withdraw, of("keep") + hidden.keep]).toEqual(all[index]);
          }
        },
      ),
    );
  });
});
