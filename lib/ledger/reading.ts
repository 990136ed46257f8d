/** How an item is read. */
export interface Reading {
  /**
   * False: as it was a moment ago, under a second as a rule, at half the price. For what a conditional write checks again, or
   * where it comes to the same as having looked a moment earlier. Default true.
   */
  readonly consistent?: boolean;
}
