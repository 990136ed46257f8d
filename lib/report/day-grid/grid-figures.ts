import { Cohorts, startOfWeek } from "../../analytics/cohorts.ts";
import { gridFault } from "../../analytics/grid-fault.ts";
import { EXCLUSIONS, type Exclusion } from "../../analytics/read-observation.ts";
import { utcDay } from "../../domain/time.ts";
import { Ages } from "../reading/ages.ts";
import { SendingDays } from "../reading/sending-days.ts";
import type { TallyFigures } from "../reading/tally.ts";
import { Weeks } from "../reading/weeks.ts";
import type { ReportWindow } from "../reading/window.ts";
import type { OutcomeCount } from "../report-data.ts";
import type { GridLine } from "./grid-line.ts";

/** Lines of a grid, of one identity or of all, added up: what `Tally` has of a ledger. */
export class GridFigures {
  readonly #cohorts = new Cohorts();
  readonly #exclusions = Object.fromEntries(EXCLUSIONS.map((one) => [one, 0])) as Record<Exclusion, number>;
  readonly #ages = { ended: new Ages(), pending: new Ages() };
  readonly #weeks = new Weeks();
  readonly #outcomes = new Map<string, OutcomeCount>();
  readonly #open = { pending: 0, unreachable: 0 };
  readonly #sent: { readonly at: Date; readonly count: number }[] = [];
  readonly #totals = { entries: 0, excluded: 0, ended: 0, ages: 0, weeks: 0 };
  #firstListing: Date | null = null;

  add(line: GridLine): void {
    switch (line.row) {
      case "cell":
        this.#totals.entries += line.counts.entries;
        this.#cohorts.addCell(line.identityId, line.week, line.age, line.counts);
        return;
      case "threshold":
        this.#cohorts.noteThreshold(line.identityId, line.week, line.thresholdDays);
        return;
      case "excluded":
        this.#totals.excluded += line.count;
        this.#exclusions[line.what] += line.count;
        return;
      case "pending":
        this.#open[line.what] += line.count;
        return;
      case "ended":
        this.#addEnded(line);
        return;
      case "age":
        this.#totals.ages += line.count;
        this.#ages[line.what].add(line.age ?? Number.NaN, line.count);
        return;
      case "week":
        this.#totals.weeks += line.count;
        this.#weeks.add(new Date(startOfWeek(line.week)), line.what, line.count);
        return;
      case "sent":
        this.#sent.push(line);
        return;
      case "listing":
        if (line.what === "first" && (this.#firstListing === null || line.at < this.#firstListing)) {
          this.#firstListing = line.at;
        }
        return;
    }
  }

  /**
   * What is wrong with the lines together, or null: every invitation enters a cell or is excluded, is open or has ended, and
   * has an age, so a file that has lost lines does not add up.
   */
  fault(): string | null {
    for (const [identityId, { byWeek }] of this.#cohorts.identities) {
      for (const [week, grid] of byWeek) {
        const age = gridFault(grid);
        if (age === null) continue;
        return `the cells of ${JSON.stringify(identityId)}, week of ${utcDay(new Date(startOfWeek(week)))}, do not add up at day ${age}`;
      }
    }
    const { entries, excluded, ended, ages, weeks } = this.#totals;
    if (entries + excluded === this.seen && ages === this.seen && weeks === ended) return null;
    return `${this.seen} invitations are open or have ended, ${entries} are in cells, ${excluded} are excluded, ${ages} have an age; ${ended} have ended, ${weeks} of them in a week`;
  }

  get seen(): number {
    return this.#totals.ended + this.#open.pending + this.#open.unreachable;
  }

  figures(window: ReportWindow): TallyFigures {
    const sending = new SendingDays(window);
    if (this.#firstListing !== null) {
      const firstSeenAt = this.#firstListing;
      sending.add({ sentAt: firstSeenAt, firstSeenAt }, 0);
      for (const { at, count } of this.#sent) sending.add({ sentAt: at, firstSeenAt }, count);
    }
    const { pending, unreachable } = this.#open;
    const of = (outcome: OutcomeCount["outcome"]): number =>
      [...this.#outcomes.values()].filter((one) => one.outcome === outcome).reduce((sum, { count }) => sum + count, 0);
    const [accepted, withdrawn, gone, failed] = [of("accepted"), of("withdrawn"), of("gone"), of("failed")];
    const name = ({ outcome, reason }: OutcomeCount) => `${outcome} ${reason ?? ""}`;
    return {
      intake: { cohorts: this.#cohorts, exclusions: this.#exclusions },
      sending,
      weeks: this.#weeks,
      endedAges: this.#ages.ended,
      pendingAges: this.#ages.pending,
      seen: this.seen,
      // Booked as an ending by an earlier version, and counted among the unreachable, as `Tally` does.
      funnel: { seen: this.seen, pending, accepted, withdrawn, gone, unreachable: unreachable + failed, failed },
      outcomes: [...this.#outcomes.values()].sort((a, b) => b.count - a.count || (name(a) < name(b) ? -1 : 1)),
    };
  }

  #addEnded({ what: outcome, reason, count, confirmed }: Extract<GridLine, { row: "ended" }>): void {
    this.#totals.ended += count;
    const key = `${outcome} ${reason ?? ""}`;
    const known = this.#outcomes.get(key) ?? { outcome, reason, confirmed: 0, count: 0 };
    this.#outcomes.set(key, { ...known, confirmed: known.confirmed + confirmed, count: known.count + count });
  }
}
