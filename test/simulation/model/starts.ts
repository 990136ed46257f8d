import { DAY_MS } from "../../../lib/domain/time.ts";
import { type RunLedger, type SavedStart, START_CHUNK, type StartIds } from "../../../lib/ledger/run-ledger.ts";

const KEPT_MS = 35 * DAY_MS;
const NOBODY: StartIds = { connected: [], notConnected: [] };

/** What the starts of runs leave to their next invocation. */
export function createModelStarts(
  now: () => Date,
): Pick<RunLedger, "loadStart" | "startIds" | "saveStart" | "allNotConnected"> {
  const starts = new Map<string, { readonly saved: SavedStart; readonly until: number }>();
  const chunks = new Map<string, StartIds>();
  let names = 0;
  const load = (runId: string): SavedStart | null => {
    const found = starts.get(runId);
    return found !== undefined && now().getTime() < found.until ? found.saved : null;
  };
  const read = ({ ids }: SavedStart, from = 0, to = ids.chunks.length): StartIds => {
    const parts = ids.chunks.slice(from, to).map((name) => chunks.get(name) ?? NOBODY);
    return {
      connected: parts.flatMap(({ connected }) => connected),
      notConnected: parts.flatMap(({ notConnected }) => notConnected),
    };
  };
  return {
    loadStart: async (runId) => load(runId),
    startIds: async (_runId, start, from, to) => read(start, from, to),
    async saveStart(runId, before, progress, add = NOBODY) {
      if ((load(runId)?.version ?? 0) !== (before?.version ?? 0)) return null;
      const { stage, nextPage, announced, stuck, connected, sent, share } = progress;
      const kept = before?.stage === stage ? before.ids : { connected: 0, notConnected: 0, chunks: [] };
      const added = Array.from(
        { length: Math.ceil(Math.max(add.connected.length, add.notConnected.length) / START_CHUNK) },
        (_, index) => {
          names += 1;
          const [from, to] = [index * START_CHUNK, (index + 1) * START_CHUNK];
          const part = { connected: add.connected.slice(from, to), notConnected: add.notConnected.slice(from, to) };
          chunks.set(`chunk-${names}`, part);
          return `chunk-${names}`;
        },
      );
      const saved: SavedStart = {
        ...{ stage, nextPage, announced, stuck, connected, sent, share },
        version: (before?.version ?? 0) + 1,
        ids: {
          connected: kept.connected + add.connected.length,
          notConnected: kept.notConnected + add.notConnected.length,
          chunks: [...kept.chunks, ...added],
        },
      };
      starts.set(runId, { saved, until: now().getTime() + KEPT_MS });
      return saved;
    },
    async allNotConnected({ runId, notConnected, notConnectedCount }) {
      if (notConnected.length >= notConnectedCount) return notConnected;
      const start = load(runId);
      return start?.stage === "sending" ? read(start).notConnected : notConnected;
    },
  };
}
