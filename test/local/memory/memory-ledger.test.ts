import { createMemoryLedger } from "../../../lib/local/memory/memory-ledger.ts";
import { ledgerContract } from "../../ledger/contract.ts";

ledgerContract("tables in memory", async ({ now }) => createMemoryLedger({ now, retentionDays: 730 }).ledger);
