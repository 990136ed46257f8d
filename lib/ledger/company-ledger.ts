/**
 * A company that the owner has named, with what people who work there may be. No flag: it changes no verdict, and nobody is
 * flagged by it. The name is the owner's own words; whom it fits is worked out from the titles that a list shows, and forgotten.
 */
export interface CompanySuggestion {
  readonly name: string;
  /** A kind of flag; one that this version does not know suggests nothing here. */
  readonly kind: string;
  readonly by: string;
  readonly at: Date;
}

/** One suggestion a company, whatever the case or the legal form it is named with. All of them are one item. */
export interface CompanyLedger {
  /** By name, ascending. Strongly consistent. */
  all(): Promise<readonly CompanySuggestion[]>;
  /** Sets one; what stood for the same company is replaced. May be repeated. */
  set(suggestion: CompanySuggestion): Promise<void>;
  /** False when there was none for this company. */
  take(name: string): Promise<boolean>;
}
