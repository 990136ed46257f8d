import type { TableExport } from "./embedded-athena.ts";
import { EXPORTED_AT, type LedgerItems } from "./random-ledger.ts";

/** A ledger as one firing of the schedules exports it. */
export const exportsOf = ({ invitations, identities, runs }: LedgerItems, at = EXPORTED_AT): TableExport[] => [
  { table: "Invitations", at, items: invitations },
  { table: "Identities", at: at - 10, items: identities },
  { table: "Runs", at: at - 20, items: runs },
];
