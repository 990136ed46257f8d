import { ledgerContract } from "../ledger/contract.ts";
import { createModelLedger } from "./model/ledger.ts";

ledgerContract("the simulation's model", async ({ now }) => createModelLedger({ now }));
