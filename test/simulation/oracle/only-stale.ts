import type { FlagKind } from "../../../lib/domain/rule.ts";
import { isInHoldout } from "../../../lib/domain/rules/held-out.ts";
import { KEPT_FOR_MS } from "../../../lib/ledger/briefly-kept.ts";
import type { Happening } from "../happenings.ts";
import type { Process } from "../process.ts";
import { daysBetween, idOf, type MakeInvariant, POLICY_CACHE_MS, SKEW_MS } from "./invariant.ts";

/** So late may a function hear of the first flag of all: what it keeps, and how late an item may be read. */
const FIRST_FLAG_HEARD_MS = KEPT_FOR_MS + 1_500;

/** No policy makes an invitation younger than this stale. */
const FLOOR_DAYS = 7;

/**
 * No call for an invitation that at that moment was younger than the threshold or the floor, unreadable or held out,
 * unless its person was flagged to be withdrawn, an event had asked for it, or it stood as the older of two of which the
 * younger had not ended; none below the floor for being one too many; and none for whom was protected. The moment's policy is any that was in
 * force since a minute before the function began. A flag counts as the function could know it: as it stood at the
 * instant at which that function read it; the first flag of all, some seconds later. Between the reading and the call lies a claim, and a flag that is set there
 * comes too late, for no code can take back a call that is under way.
 */
export const onlyStale: MakeInvariant = (view) => {
  /** What a person was flagged as at each of a function's readings. */
  const read = new Map<string, ReadonlySet<FlagKind>[]>();
  const flagless = new Set<string>();
  const asked = new Set<string>();
  const ended = new Set<string>();
  const claimed = new Map<string, Extract<Happening, { kind: "claimed" }>>();
  const reading = (process: Process, personId: string): string => `${process.name} ${personId}`;
  return {
    see(happening) {
      if (happening.kind === "asked") asked.add(happening.invitationId);
      if (happening.kind === "claimed") claimed.set(happening.invitationId, happening);
      if (happening.kind === "ended") ended.add(happening.item.invitationId);
      if (happening.kind === "reopened") ended.delete(happening.item.invitationId);
      if (happening.kind === "flags-read") {
        for (const personId of happening.subjects.filter((subject) => /^\d+$/.test(subject))) {
          const key = reading(happening.process, personId);
          read.set(key, [...(read.get(key) ?? []), new Set(view.flagsOf(Number(personId)))]);
        }
        return null;
      }
      if (happening.kind === "no-flags") {
        const first = view.firstFlagAt();
        if (first !== null && view.now() - first > FIRST_FLAG_HEARD_MS) {
          return `${happening.process.name} goes by no flag, ${view.now() - first} ms after the first`;
        }
        flagless.add(happening.process.name);
        return null;
      }
      if (happening.kind !== "call" || happening.call.action !== "withdraw") return null;
      const { urn, identityId, process, sentAt } = happening.call;
      const truth = urn === null ? null : view.truth.fateOf(urn, view.now());
      if (urn === null || truth === null) return `${process.name} calls for an invitation that nobody sent`;
      const flags = read.get(reading(process, String(truth.profileId)));
      if (flags === undefined && !flagless.has(process.name))
        return `${process.name} calls for ${idOf(urn)} without a look at its person's flags`;
      if (flags?.every((kinds) => kinds.has("protected")) === true)
        return `${process.name} calls for ${idOf(urn)}, protected`;
      if (flags?.some((kinds) => kinds.size > 0 && !kinds.has("protected")) === true) return null;
      const claim = claimed.get(idOf(urn));
      if (claim?.reason === "requested") {
        if (!asked.has(idOf(urn))) return `${process.name} calls for ${idOf(urn)} as asked for, and nobody has asked`;
        view.note("called for because an event asked");
        return null;
      }
      if (claim?.reason === "duplicate") {
        const younger = claim.duplicateOf;
        return younger === null || younger.identityId === identityId || ended.has(younger.invitationId)
          ? `${process.name} calls for ${idOf(urn)} as a duplicate, and the person keeps none`
          : null;
      }
      if (truth.unreadable) return `${process.name} calls for ${idOf(urn)}, whose date nobody can read`;
      const age = daysBetween(truth.sentAt, sentAt + SKEW_MS);
      const policies = view.policiesDuring(process.startedAt - POLICY_CACHE_MS - SKEW_MS, sentAt);
      const allowed = policies.some((policy) => {
        if (policy === null) return false;
        const entry = policy.identities === "all" ? undefined : policy.identities.find(({ id }) => id === identityId);
        const { holdout } = policy;
        const stale = age >= Math.max(entry?.thresholdDays ?? policy.thresholdDays, FLOOR_DAYS);
        const held = holdout !== null && age < holdout.maxAgeDays && isInHoldout(idOf(urn), holdout.share);
        const keepBelow = entry?.keepPendingBelow === undefined ? policy.keepPendingBelow : entry.keepPendingBelow;
        const sampled = holdout !== null && isInHoldout(idOf(urn), holdout.share);
        const surplus = claim?.reason === "backlog" && keepBelow !== null && age >= FLOOR_DAYS && !sampled;
        if (surplus) view.note("called for because too many are pending");
        return surplus || (stale && !held);
      });
      return allowed ? null : `${process.name} calls for ${idOf(urn)}, ${age} days old, against every policy of late`;
    },
  };
};
