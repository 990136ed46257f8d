import type { QueueInTemplate } from "./template/local-system.ts";

/** A queue can only name dead letters that are there already. */
export const deadLettersFirst = (definitions: readonly QueueInTemplate[]): QueueInTemplate[] =>
  definitions.toSorted((a, b) => Number(a.redrive !== null) - Number(b.redrive !== null));
