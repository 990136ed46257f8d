import { countFaults } from "../edges/list-faults.ts";
import type { ListingOptions, ListingPage } from "../edges/list-sent-invitations.ts";
import type { ListingProgress, ProgressItem } from "../ledger/ledger.ts";
import type { Log } from "../observe/log.ts";
import { type Evidence, evidenceOf, together } from "./contradiction.ts";
import { listedItem } from "./listed-item.ts";
import { commonestForms, countForm } from "./unreadable-forms.ts";

/** What the pages of one listing have brought so far, over all receives. */
export interface GatheredPages {
  /** How to go on with it, or to begin. */
  options(): ListingOptions;
  /** Adds a page that was answered by `now`. */
  add(page: ListingPage, now: Date): void;
  /** All of it, to be stored or to end with. */
  soFar(): Omit<ListingProgress, "next">;
  /** Whether the last page was as full as a page can be. */
  endsOnFullPage(): boolean;
}

const FULL_PAGE = 100;
/** Of the forms of dates that were not read so many are kept at most: three are shown, and an item of the ledger is small. */
const MAX_FORMS = 50;

/** An invitation as its first item shows it. */
interface Gathered {
  readonly item: ProgressItem;
  /** What all its items say together; null once they contradict each other. */
  evidence: Evidence | null;
}

/**
 * Goes on where `progress` ends; null begins a listing at `now`. Of the items about one invitation the first is kept, for
 * pages overlap, and marked when another contradicts it. So does a malformed item that names the invitation, whichever of
 * the two comes first. What was stored between two receives is the first item alone, and later ones are held against that.
 */
export function gatherPages(log: Log, identityId: string, progress: ListingProgress | null, now: Date): GatheredPages {
  const startedAt = progress?.startedAt ?? now;
  const listed = new Map((progress?.invitations ?? []).map((item) => [item.invitationId, gathered(item)]));
  const malformedIds: (string | null)[] = [...(progress?.malformedIds ?? [])];
  const malformedNames = new Set(progress?.malformedNames);
  const forms = new Map(Object.entries(progress?.unreadableForms ?? {}));
  let { faults, pages, repeats } = progress ?? { faults: {}, pages: 0, repeats: 0 };
  let endsOnFullPage = false;
  return {
    options: () => ({ ...(progress !== null && { from: progress.next }), seen: listed.keys(), faults }),
    add(page, at) {
      for (const invitation of page.invitations) {
        const { item, reading } = listedItem(invitation, at);
        const { invitationId } = item;
        listed.set(invitationId, gathered(item));
        if (reading.readable) continue;
        countForm(forms, reading);
        log.warn("sent_date cannot be read", { identityId, invitationId, fault: reading.fault });
      }
      for (const invitation of page.repeated) {
        const first = listed.get(invitation.invitationId);
        if (first === undefined || first.evidence === null) continue;
        first.evidence = together(first.evidence, evidenceOf(listedItem(invitation, at).item));
      }
      for (const item of page.malformed) {
        malformedIds.push(item.invitationId);
        for (const id of item.named) malformedNames.add(id);
        log.warn("item kept out", { identityId, invitationId: item.invitationId, fault: item.faults.join(", ") });
      }
      faults = countFaults(faults, page.malformed);
      pages += 1;
      repeats += page.repeats;
      endsOnFullPage = page.invitations.length + page.malformed.length + page.repeats >= FULL_PAGE;
    },
    soFar: () => ({
      ...{ startedAt, pages, repeats, malformedIds, malformedNames: [...malformedNames], faults },
      unreadableForms: commonestForms(Object.fromEntries(forms), MAX_FORMS),
      invitations: [...listed.values()].map(({ item, evidence }) => {
        const isContradicting = evidence === null || malformedNames.has(item.invitationId);
        return isContradicting === item.isContradicting ? item : { ...item, isContradicting };
      }),
    }),
    endsOnFullPage: () => endsOnFullPage,
  };
}

const gathered = (item: ProgressItem): Gathered => ({
  item,
  evidence: item.isContradicting ? null : evidenceOf(item),
});
