/** What a run has consumed of what is paid for. */
export interface Usage {
  /** DynamoDB, capacity units, but for those of the run. */
  readonly writeUnits: number;
  readonly readUnits: number;
  /** The same of what starts a run, however many identities it is for. */
  readonly runWriteUnits: number;
  readonly runReadUnits: number;
  /** Messages handed to a function; of queues that nobody polls in vain. */
  readonly receives: number;
  /** Requests that hide one message, and that send up to ten. */
  readonly hides: number;
  readonly sends: number;
  /** Calls of the vendor's API. */
  readonly calls: number;
  readonly invocations: number;
  /** Passed by the functions' clock within invocations of the one that withdraws: what it waits for is billed too. */
  readonly secondsWaited: number;
  /** Processor time of the function that withdraws alone, in milliseconds. */
  readonly withdrawMs: number;
  /** Of the functions' own lines; Lambda writes some besides. */
  readonly loggedBytes: number;
}

export const NOTHING_USED: Usage = {
  ...{
    writeUnits: 0,
    readUnits: 0,
    runWriteUnits: 0,
    runReadUnits: 0,
    receives: 0,
    hides: 0,
    sends: 0,
    calls: 0,
    invocations: 0,
  },
  ...{ secondsWaited: 0, withdrawMs: 0, loggedBytes: 0 },
};

export const USAGE_PARTS = Object.keys(NOTHING_USED) as (keyof Usage)[];

const mapped = (of: (part: keyof Usage) => number): Usage =>
  Object.fromEntries(USAGE_PARTS.map((part) => [part, of(part)])) as unknown as Usage;

/** What one has used more than the other, shared out over `among`. */
export const usedMore = (one: Usage, other: Usage, among = 1): Usage =>
  mapped((part) => (one[part] - other[part]) / among);
