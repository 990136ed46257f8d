/**
 * How exactly a readable date names its moment: an instant, a whole minute, a civil time without a zone, a calendar
 * day, or so many units ago.
 */
export type SentDateForm = "instant" | "minute" | "local-time" | "day" | "relative";

/**
 * The instants a text can mean, in epoch milliseconds, both ends included. NaN stands for a moment that does not
 * exist, such as 30 February.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly form: SentDateForm;
}
