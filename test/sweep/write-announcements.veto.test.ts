import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { SweeperEvent } from "../../lib/local/events/sweeper-event.ts";
import { dailyBed } from "./helpers/daily-bed.ts";

/** More, and others, with `HISTORIES=5000 SEED=7`. */
const HISTORIES = Number(process.env.HISTORIES ?? 120);
const SEED = Number(process.env.SEED ?? 20_261_129);

const AGES = [40, 30, 20, 5];

type Step =
  | { readonly kind: "protect" | "import" | "unflag" | "dismiss" | "request"; readonly person: number }
  | { readonly kind: "wait"; readonly days: number }
  | { readonly kind: "notice"; readonly days: number };

const person = fc.nat({ max: AGES.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("protect", "import", "unflag", "dismiss", "request"), person }),
  fc.record({ kind: fc.constant("wait"), days: fc.constantFrom(0.5, 1, 1, 2, 4) }),
  fc.record({ kind: fc.constant("notice"), days: fc.constantFrom(0, 1, 3, 5) }),
);
/** What is done, then a run, with something more between its sweep and its calls. */
const history = fc.array(
  fc.record({
    before: fc.array(step, { maxLength: 4 }),
    mode: fc.constantFrom("live", "live", "live", "dry-run"),
    between: fc.array(step, { maxLength: 2 }),
  }),
  { minLength: 4, maxLength: 12 },
);

it(`an announced invitation that is kept before its date is never called, in ${HISTORIES} histories`, async () => {
  let [calls, afterNotice, vetoed] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(history, async (days) => {
      /** What a person who reads every event and every order would know. */
      const kept = new Set<number>();
      const told = new Map<string, number>();
      let notice = 3;
      const faults: string[] = [];
      const hear = ({ "detail-type": type, detail }: SweeperEvent) => {
        if (type === "Invitation Announced")
          told.set(String(detail.invitationId), Date.parse(String(detail.announcedAt)));
      };
      const bed = dailyBed(AGES, { emit: hear, missed: (error) => void faults.push(String(error)) }, (who, at) => {
        calls += 1;
        if (kept.has(who)) faults.push(`${who} was called for although it is kept`);
        if (notice === 0) return;
        const since = told.get(bed.idOf(who));
        const waited = since === undefined ? null : (at.getTime() - since) / DAY_MS;
        if (waited === null) faults.push(`${who} was called for without an announcement`);
        else if (waited < notice) faults.push(`${who} was called for ${waited} days after it was announced`);
        else afterNotice += 1;
      });
      const take = async (one: Step): Promise<void> => {
        if (one.kind === "wait") bed.advance(one.days);
        else if (one.kind === "notice") notice = one.days;
        else if (one.kind === "unflag") {
          kept.delete(one.person);
          await bed.unflag(one.person);
        } else if (one.kind === "dismiss") await bed.flag(one.person, "do-not-contact");
        else if (one.kind === "request") await bed.request(one.person);
        else {
          kept.add(one.person);
          if (told.has(bed.idOf(one.person))) vetoed += 1;
          await (one.kind === "import" ? bed.importProtected(one.person) : bed.flag(one.person, "protected"));
        }
      };
      const policy = (mode: string) => ({
        mode,
        get noticeDays() {
          return notice;
        },
      });

      for (const { before, mode, between } of days) {
        for (const one of before) await take(one);
        const keptAtSweep = [...kept];
        await bed.run(policy(mode), async () => {
          // Whoever a sweep has found kept was told nothing that still holds.
          for (const who of keptAtSweep) told.delete(bed.idOf(who));
          for (const one of between) await take(one);
        });
      }
      expect(faults).toEqual([]);
    }),
    { seed: SEED, numRuns: HISTORIES },
  );
  expect(Math.min(calls, afterNotice, vetoed)).toBeGreaterThan(HISTORIES / 10);
});
