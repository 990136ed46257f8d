import { type IdCalibration, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { isOpen } from "../../../lib/domain/tracked-invitation.ts";
import type { Item } from "../../../lib/ledger/dynamo-expression.ts";
import { readIdentity, WORKSPACE } from "../../../lib/ledger/dynamo-identity-item.ts";
import { ID_TRIALS } from "../../../lib/ledger/dynamo-ids.ts";
import { readKnown, readOutcome, readTracked } from "../../../lib/ledger/dynamo-invitation-item.ts";
import { RUN_KIND, readRun } from "../../../lib/ledger/dynamo-run-item.ts";
import type { ReportLedger } from "../../../lib/report/reading/report-ledger.ts";
import type { LedgerItems } from "./random-ledger.ts";

/** Items as a report reads them, in memory. */
export function itemsLedger({ invitations, identities, runs }: LedgerItems): ReportLedger {
  const open = invitations.filter(({ state }) => isOpen(state as never));
  const ended = invitations.filter(({ state }) => !isOpen(state as never)).sort(byText("outcomeAt"));
  const records = identities.filter(({ identityId }) => identityId !== WORKSPACE).map(readIdentity);
  return {
    invitations: {
      async *open(identityId) {
        yield* open.filter((item) => item.identityId === identityId).map(readKnown);
      },
      async findMany(identityId, ids) {
        return open
          .filter((item) => item.identityId === identityId && ids.includes(String(item.invitationId)))
          .map(readTracked);
      },
      async *outcomes({ since, until, identityId, withSentFrom }) {
        for (const item of ended) {
          const one = readOutcome(withSentFrom === true ? { sentFrom: null, ...item } : entryOf(item));
          if (one.endedAt < since || one.endedAt > until) continue;
          if (identityId === undefined || identityId === one.identityId) yield one;
        }
      },
    },
    identities: {
      async *all() {
        yield* records;
      },
      async find(identityId) {
        const found = records.find((one) => one.identityId === identityId);
        if (found === undefined) throw new Error(`no identity ${identityId}`);
        return found;
      },
    },
    ids: {
      calibration: async () => {
        const item = runs.find(({ runId }) => runId === ID_TRIALS);
        if (item === undefined) return NO_TRIALS;
        const { trials, misses, firstMiss = null } = item as unknown as IdCalibration;
        return { trials, misses, firstMiss };
      },
    },
    runs: {
      oldest: async () => {
        const [first] = runs.filter(({ kind }) => kind === RUN_KIND).sort(byText("startedAt"));
        return first === undefined ? null : readRun(first);
      },
    },
  };
}

const byText = (name: string) => (a: Item, b: Item) => (String(a[name]) < String(b[name]) ? -1 : 1);

/** Without what the index of endings does not project. */
function entryOf({ sentFrom: _, sentWidthAtFirstSight: __, unreadableAt: ___, ...entry }: Item): Item {
  return entry;
}
