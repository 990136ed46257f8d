import { type ChosenInvitation, type CleanupPart, newPart } from "../../../lib/domain/cleanup.ts";
import type { CleanupLedger, CleanupRecord } from "../../../lib/ledger/ledger.ts";

export function createModelCleanups(): CleanupLedger {
  const heads = new Map<string, CleanupRecord>();
  const parts = new Map<string, CleanupPart>();
  const ids = new Map<string, readonly ChosenInvitation[]>();
  const reserved = new Map<string, number>();
  const key = (cleanupId: string, identityId: string) => `${cleanupId}#${identityId}`;
  return {
    async begin({ cleanupId, startedAt, chosen }) {
      for (const [identityId, all] of chosen) {
        ids.set(key(cleanupId, identityId), all);
        parts.set(key(cleanupId, identityId), newPart(cleanupId, identityId, all.length));
      }
      const sum = [...chosen.values()].flat().length;
      heads.set(cleanupId, { cleanupId, startedAt, identities: chosen.size, chosen: sum, queued: 0 });
    },
    find: async (cleanupId) => heads.get(cleanupId) ?? null,
    async latest(limit) {
      const newestFirst = [...heads.values()].sort((a, b) => (a.cleanupId < b.cleanupId ? 1 : -1));
      return newestFirst.slice(0, Math.max(0, limit));
    },
    async *parts(cleanupId) {
      const own = [...parts.values()].filter((part) => part.cleanupId === cleanupId);
      yield* own.sort((a, b) => (a.identityId < b.identityId ? -1 : 1));
    },
    findPart: async (cleanupId, identityId) => parts.get(key(cleanupId, identityId)) ?? null,
    async replacePart(version, part) {
      const at = key(part.cleanupId, part.identityId);
      if (parts.get(at)?.version !== version) return false;
      parts.set(at, { ...part, version: version + 1 });
      return true;
    },
    chosen: async (cleanupId, identityId, from, to) => (ids.get(key(cleanupId, identityId)) ?? []).slice(from, to),
    async reserve(cleanupId, batch, wanted, cap) {
      const head = heads.get(cleanupId);
      if (head === undefined) throw new Error(`no clean-up "${cleanupId}"`);
      const before = reserved.get(key(cleanupId, batch));
      if (before !== undefined) return Math.min(wanted, before);
      const places = Math.max(0, Math.min(wanted, cap - head.queued));
      if (places === 0) return 0;
      reserved.set(key(cleanupId, batch), places);
      heads.set(cleanupId, { ...head, queued: head.queued + places });
      return places;
    },
  };
}
