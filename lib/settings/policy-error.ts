import { type DocumentFault, describeFault } from "../domain/document-fault.ts";

/** More lines of faults than this help nobody, and a log takes only so much. */
const MAX_TOLD = 100;

/** The policy is unreadable or invalid. Exists so that callers can tell "make no call" from any other failure. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly faults: readonly DocumentFault[];

  /** `remedy` is the last line; empty where the message has it already. */
  constructor(message: string, faults: readonly DocumentFault[] = [], remedy = "") {
    const more = faults.length - MAX_TOLD;
    const told = faults.slice(0, MAX_TOLD).map((fault) => `  ${describeFault(fault)}`);
    super(
      [message, ...told, ...(more > 0 ? [`  and ${more} more`] : []), ...(remedy === "" ? [] : [remedy])].join("\n"),
    );
    this.faults = faults;
  }
}
