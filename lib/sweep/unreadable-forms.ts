import type { UnreadableSentDate } from "../domain/sent-date.ts";

/** How often each form of a date that was not read was met. A form never holds words: see `dateForm`. */
export type FormCounts = Readonly<Record<string, number>>;

/** Stands for a date that is absent, empty, or neither text nor number. */
const NO_DATE = "(missing)";

/** Counts one more date that was not read. */
export function countForm(counts: Map<string, number>, { form }: UnreadableSentDate): void {
  const name = form === "" ? NO_DATE : form;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** So many are shown to a person, and kept in a run's record. */
const MAX_SHOWN = 3;

/** The commonest, as many as are shown unless told otherwise; of equally common ones those that come first by their signs. */
export function commonestForms(counts: FormCounts, most = MAX_SHOWN): FormCounts {
  const order = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(order.slice(0, most));
}
