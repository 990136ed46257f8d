import type { FlagKind } from "../domain/rule.ts";
import type { Reading } from "./reading.ts";

/** One flag: a kind, who set it and when. The note is the owner's own text. */
export interface FlagMark {
  readonly kind: FlagKind;
  readonly by: string;
  readonly at: Date;
  readonly note: string | null;
}

/** A flag of a kind that this version has no rule for, under the name of the attribute that holds it. */
export type UnknownMark = Omit<FlagMark, "kind"> & { readonly kind: string };

/** What is flagged of one subject: a person by id, or an address by its key (`flag-subject.ts`). */
export interface FlagRecord {
  readonly subject: string;
  /** One a kind at most, in the order of `FLAG_KINDS`. What `all` tells has at least one, or one in `unknown`. */
  readonly marks: readonly FlagMark[];
  /** Set by a version with more kinds, by name. Nobody can say here what they ask for: see the rule `unknown-flag`. */
  readonly unknown: readonly UnknownMark[];
  /** Of an address: the person it belongs to; null until a listing has shown it, and for a person. */
  readonly belongsTo: string | null;
  /** Of a person: keys of the addresses with flags of their own that belong to them, ascending. */
  readonly addresses: readonly string[];
}

/**
 * A person may have several kinds of flag, each set and taken by itself: whoever sets one never undoes another. What the
 * flags of a person are, by all the ways they may have been given, is `flag-lookup.ts`' to say.
 */
export interface FlagLedger {
  /** Whether there ever was a flag, whatever became of it. One read unit, or half of one. */
  any(how?: Reading): Promise<boolean>;
  /** Those of `subjects` that have an item; read 100 at a time, for half a read unit each, or one when `consistent`. */
  findMany(
    subjects: readonly string[],
    options: { readonly consistent: boolean },
  ): Promise<ReadonlyMap<string, FlagRecord>>;
  /** Sets one flag; one of the same kind is replaced. May be repeated. */
  add(subject: string, mark: FlagMark): Promise<void>;
  /**
   * Sets one flag for each of many subjects that have none, 25 a request. Writes over whatever stands there, so only for
   * subjects that were just looked up, and where nobody else can be writing.
   */
  create(added: ReadonlyMap<string, FlagMark>): Promise<void>;
  /** Takes one flag away. False when there was none of that kind. */
  take(subject: string, kind: FlagKind): Promise<boolean>;
  /**
   * A listing has shown whose a flagged address is. From then on its flags are that person's, under whatever address;
   * who claims it first has it, for an address may pass to somebody else. May be repeated.
   */
  claimAddress(profileKey: string, personId: string): Promise<void>;
  /** Every subject with a flag, in no order. Reads the whole table: for a person's eyes. */
  all(): AsyncIterable<FlagRecord>;
}
