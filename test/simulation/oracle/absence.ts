import type { MakeInvariant } from "./invariant.ts";

interface Listing {
  readonly ids: Set<string>;
  /** The last page asked for came, and named no next one. */
  whole: boolean;
}

/** Nothing is concluded, and nothing withdrawn, from a listing that broke off, or that lost more than half of 20 known or more. */
export const absence: MakeInvariant = () => {
  const listings = new Map<string, Listing>();
  const open = new Map<string, readonly string[]>();
  function notToBeBelieved(process: string, identityId: string): string | null {
    const listing = listings.get(identityId);
    if (listing === undefined || !listing.whole) return "a listing that broke off";
    const known = open.get(process) ?? [];
    const missing = known.filter((id) => !listing.ids.has(id)).length;
    const collapsed = known.length >= 20 && missing > known.length / 2;
    return collapsed ? `a listing that lost ${missing} of ${known.length}` : null;
  }
  return {
    see(happening) {
      if (happening.kind === "call" && happening.call.action === "list" && happening.call.identityId !== null) {
        const { identityId, firstPage } = happening.call;
        const there = firstPage ? undefined : listings.get(identityId);
        listings.set(identityId, { ids: there?.ids ?? new Set(), whole: false });
      }
      if (happening.kind === "answered" && happening.call.action === "list") {
        const { identityId, answer } = happening.call;
        const listing = listings.get(identityId ?? "");
        for (const id of answer?.ids ?? []) listing?.ids.add(id);
        if (listing !== undefined)
          listing.whole = (answer?.ids ?? null) !== null ? answer?.more === false : answer?.label === "NO_RESULT";
      }
      if (happening.kind === "listed") open.set(happening.process.name, happening.open);
      // An event speaks for an invitation whatever the last listing was.
      if (happening.kind === "queued" && happening.process.kind !== "request") {
        const wrong = notToBeBelieved(happening.process.name, happening.identityId);
        return wrong === null ? null : `${happening.process.name} queues a withdrawal from ${wrong}`;
      }
      if (happening.kind !== "ended" || happening.by !== "end" || happening.item.ending.outcome === "failed")
        return null;
      const { item, process } = happening;
      if (listings.get(item.identityId)?.ids.has(item.invitationId))
        return `${process.name} ends ${item.invitationId}, which was listed`;
      const wrong = notToBeBelieved(process.name, item.identityId);
      return wrong === null ? null : `${process.name} concludes from ${wrong}`;
    },
  };
};
