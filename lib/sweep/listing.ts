import type { Collaborators } from "../collaborators.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import { failureName } from "../edges/failure-name.ts";
import type { ListingPage } from "../edges/list-sent-invitations.ts";
import type { ListingEnd } from "../edges/paging.ts";
import type { ListingProgress, ProgressItem } from "../ledger/ledger.ts";
import { ageTime } from "./clock-doubts.ts";
import { type GatheredPages, gatherPages } from "./gather-pages.ts";
import { withoutSharedKeys } from "./shared-keys.ts";
import { readingEnds, TIME_FOR_A_PAGE_MS } from "./time-budget.ts";
import { commonestForms, type FormCounts } from "./unreadable-forms.ts";

/** A listing as far as it got. */
export interface SweepListing<Item extends ProgressItem = ProgressItem> {
  readonly state: "complete" | "partial";
  readonly failure: EdgesFailure | null;
  readonly startedAt: Date;
  readonly invitations: readonly Item[];
  readonly malformedIds: readonly (string | null)[];
  /** Every invitation that a malformed item names, by its id or its urn: it is still there. */
  readonly malformedNames: readonly string[];
  /** How many have lost an address, or a Sales Navigator id, that several people of this list share. */
  readonly sharedAddresses: number;
  /** Dates that could not be read: the commonest 50 forms, with how often each was met. */
  readonly unreadableForms: FormCounts;
  readonly endsOnFullPage: boolean;
  readonly pages: number;
  readonly repeats: number;
}

export type ListingResult =
  | { readonly kind: "ended"; readonly listing: SweepListing }
  /** Time is up: stored, to be gone on with in the next receive. */
  | { readonly kind: "to-be-continued"; readonly progress: ListingProgress };

type Parts = Pick<Collaborators, "edges" | "clock" | "log">;

/**
 * Lists an identity's sent invitations, from `progress` on when an earlier receive has stored some. `deadline` null:
 * there is nobody to stop it, so it ends only as `ended`.
 */
export async function listUntil(
  c: Parts,
  identityId: string,
  progress: ListingProgress | null,
  deadline: Date | null,
  onPage: (page: ListingPage) => void = () => {},
): Promise<ListingResult> {
  const gathered = gatherPages(c.log, identityId, progress, c.clock.now());
  const endBy = deadline === null ? undefined : readingEnds(deadline);
  const walk = c.edges.listSentInvitations(identityId, { ...gathered.options(), endBy });
  for (;;) {
    const step = await walk.next();
    if (step.done) return { kind: "ended", listing: ended(c, identityId, gathered, step.value) };
    const page = step.value;
    const now = c.clock.now();
    // A relative date counts back from when it was shown.
    gathered.add(page, ageTime(c));
    onPage(page);
    if (page.next !== null && deadline !== null && deadline.getTime() - now.getTime() < TIME_FOR_A_PAGE_MS) {
      await walk.return({ state: "complete" });
      return { kind: "to-be-continued", progress: { ...gathered.soFar(), next: page.next } };
    }
  }
}

/** The listing as a sweep takes it, with a word in the log for what is wrong with it. */
function ended(c: Parts, identityId: string, gathered: GatheredPages, end: ListingEnd): SweepListing {
  const { invitations, faults: _, ...soFar } = gathered.soFar();
  const failure = end.state === "partial" ? end.failure : null;
  // The documents call NO_RESULT an empty result. Whether an empty list is believed is the bookkeeping's business.
  const isEmpty = failure?.label === "NO_RESULT" && soFar.pages === 0;
  const { items, count: sharedAddresses } = withoutSharedKeys(invitations);
  const warn = (message: string, count: number) => {
    if (count > 0) c.log.warn(message, { identityId, count });
  };
  if (failure !== null && !isEmpty) {
    c.log.warn("the list ended early", { identityId, label: failureName(failure), fault: failure.why });
  }
  const having = (wanted: (item: ProgressItem) => boolean) => invitations.filter(wanted).length;
  warn("listed without a person's id: flags by id cannot reach these", having(isWithoutPerson));
  warn(
    "listed without an address that names a profile: flags reach these by id alone",
    having(({ profileKey }) => profileKey === null),
  );
  warn("listed under an address that several people of the list share: it reaches none of them", sharedAddresses);
  warn(
    "listed twice with data that contradict each other",
    having(({ isContradicting }) => isContradicting),
  );
  return {
    ...soFar,
    state: failure === null || isEmpty ? "complete" : "partial",
    failure: isEmpty ? null : failure,
    ...{ invitations: items, sharedAddresses, endsOnFullPage: gathered.endsOnFullPage() },
  };
}

/** What a person should know of a list, as a sweep's record keeps it. */
export const notedList = ({ invitations, sharedAddresses, unreadableForms }: SweepListing) => ({
  withoutPerson: invitations.filter(isWithoutPerson).length,
  sharedAddresses,
  unreadableForms: commonestForms(unreadableForms),
});

/** A member whom LinkedIn shows without an id. */
const isWithoutPerson = ({ personId }: ProgressItem): boolean => personId === null;
