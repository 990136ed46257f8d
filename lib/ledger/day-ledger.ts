/** The days of endings that have been packed, for who packs them. Reading goes by `InvitationLedger.outcomes`. */
export interface DayLedger {
  /**
   * What there is to do on the days from that of `since` on, newest first: days that are to be packed, and those whose pack
   * was last held against the index four weeks ago or longer. Days that are not over for three days are none.
   */
  due(since: Date): Promise<DueDays>;
  /** Packs a day as the index has it now. May be repeated. Answers what it holds. */
  pack(day: string): Promise<PackedDay>;
  /** Holds a pack against the index, and notes when. False where they differ: then the day is to be packed again. */
  check(day: string): Promise<boolean>;
  /** The packs that reports read, from the day of `since` on, oldest first. Reads their heads alone. */
  packs(since: Date): Promise<readonly StandingPack[]>;
  /** As `check`, and writes nothing. False too for a day without a pack that reports would read. */
  saysTheSame(day: string): Promise<boolean>;
}

/** UTC days, `YYYY-MM-DD`. */
export interface DueDays {
  readonly toPack: readonly string[];
  readonly toCheck: readonly string[];
}

export interface StandingPack {
  readonly day: string;
  /** Endings in it. */
  readonly outcomes: number;
  /** When it was last known to say what the index says. */
  readonly checkedAt: Date;
}

export interface PackedDay {
  readonly outcomes: number;
  readonly chunks: number;
}
