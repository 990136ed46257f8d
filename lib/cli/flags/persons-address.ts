import { readPersonReference } from "../../domain/person-reference.ts";
import { unguarded } from "../../report/spreadsheet-guard.ts";

/** Every address of a person, and every opaque id, has one of these in it; most cells of a list have none. */
const LIKELY = /linkedin\.com|AC[owr]AA|(?:^|\W)in\//i;

/**
 * Whether a cell names a person beyond doubt: by the address of a profile, or by a Sales Navigator id in whatever form.
 * Digits do not, for they may be a telephone number as well.
 */
export function isPersonsAddress(cell: string): boolean {
  if (!LIKELY.test(cell)) return false;
  const reading = readPersonReference(unguarded(cell.trim()).trim());
  return reading.ok && (reading.reference.kind === "address" || reading.reference.kind === "sales-navigator");
}
