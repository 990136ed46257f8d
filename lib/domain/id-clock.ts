import type { SentInterval } from "./sent-interval.ts";
import { DAY_MS, MINUTE_MS } from "./time.ts";

/**
 * LinkedIn mints invitation ids in order of time: without its lowest 22 bits an id is the milliseconds since 1970. Two
 * public samples are off by less than 0.2 s, but nobody promises it. So it is tried out on each identity's own lists
 * first, and one id that does not fit ends the belief.
 */
const SEQUENCE_BITS = 22;
/** LinkedIn opened in 2003. */
const LINKEDIN_OPENS_MS = Date.UTC(2003, 0, 1);
/** From 2003 to 2045 ids have nineteen digits; they end in 2039 where a signed 64-bit number does. */
const ID = /^[1-9]\d{18}$/;

/** Clocks differ, and an invitation may show in the list some minutes after it was sent. */
export const TRIAL_SLACK_MS = 15 * MINUTE_MS;
export const TRIALS_NEEDED = 20;
/** How exact a believed id is taken to be: the samples' error a thousand times over, and LinkedIn's clock against ours. */
export const ID_MARGIN_MS = 5 * MINUTE_MS;

/** An invitation that an identity's list shows and its complete list before that did not. */
export interface IdTrial {
  readonly id: string;
  /** When the earlier of the two complete listings began: what was sent during it may be missing from it. */
  readonly after: Date;
  /** When the later one ended. */
  readonly before: Date;
}

/** A trial that failed, as JSON: instants are ISO texts. `decoded` is null for an id that is no nineteen digits. */
export interface IdMiss {
  readonly id: string;
  readonly decoded: string | null;
  readonly after: string;
  readonly before: string;
}

/** How the trials of one or more identities went. Plain JSON, to be stored and merged. */
export interface IdCalibration {
  /** All trials, the misses included. */
  readonly trials: number;
  readonly misses: number;
  /** The miss whose later listing ended first. */
  readonly firstMiss: IdMiss | null;
}

export type IdBelief = "calibrating" | "believed" | "off";

export const NO_TRIALS: IdCalibration = { trials: 0, misses: 0, firstMiss: null };

/**
 * The time in an invitation's id, or null when it has none: it is not a number of nineteen digits, or the time lies
 * before 2003 or more than a day after `now`. Whether to believe it is for `believe` to say.
 */
export function decodeIdTime(id: string, now: Date): Date | null {
  const ms = millisecondsIn(id);
  return ms !== null && isLikelyIdTime(ms, now.getTime()) ? new Date(ms) : null;
}

/** Whether a time found in an id can be when it was minted: not before 2003, and no more than a day after `now`. Milliseconds. */
export const isLikelyIdTime = (ms: number, now: number): boolean => ms >= LINKEDIN_OPENS_MS && ms <= now + DAY_MS;

/** The time in an id, however unlikely it is; null for what is no number of nineteen digits. */
export function timeInId(id: string): Date | null {
  const ms = millisecondsIn(id);
  return ms === null ? null : new Date(ms);
}

/** `state` with these trials counted too. Each is to be given once: a repeat would count as one more. */
export function recordTrials(state: IdCalibration, trials: readonly IdTrial[]): IdCalibration {
  return trials.map(outcomeOf).reduce(mergeCalibrations, state);
}

/** Both counted together, in any order and grouping: identities are listed side by side. */
export function mergeCalibrations(a: IdCalibration, b: IdCalibration): IdCalibration {
  return {
    trials: a.trials + b.trials,
    misses: a.misses + b.misses,
    firstMiss: firstOf(a.firstMiss, b.firstMiss),
  };
}

/** Twenty trials without a miss are believed; a single miss, whenever it comes, switches the clock off. */
export function believe({ trials, misses, firstMiss }: IdCalibration): IdBelief {
  if (misses !== 0 || firstMiss !== null) return "off";
  return trials >= TRIALS_NEEDED ? "believed" : "calibrating";
}

/** When the invitation was sent by its id, five minutes either way; null while ids are not believed or this one has no time. */
export function evidenceOf(id: string, state: IdCalibration, now: Date): SentInterval | null {
  const decoded = believe(state) === "believed" ? decodeIdTime(id, now) : null;
  if (decoded === null) return null;
  const evidence = evidenceAt(decoded.getTime(), now.getTime());
  return evidence === null ? null : { from: new Date(evidence.from), by: new Date(evidence.by) };
}

/** The same for a likely time found in an id that is believed; all in milliseconds since 1970. */
export function evidenceAt(decoded: number, now: number): { readonly from: number; readonly by: number } | null {
  const from = decoded - ID_MARGIN_MS;
  // Listed now, hence sent by now: an id from beyond the margin is wrong.
  return from > now ? null : { from, by: Math.min(decoded + ID_MARGIN_MS, now) };
}

function millisecondsIn(id: string): number | null {
  return ID.test(id) ? millisecondsInDigits(Number(id.slice(0, -TAIL_DIGITS)), Number(id.slice(-TAIL_DIGITS))) : null;
}

const TAIL_DIGITS = 9;
/** 10⁹ is 2⁹ times this. */
const ODD_PART = 5 ** TAIL_DIGITS;
const EVEN_PART = 2 ** TAIL_DIGITS;
const REST = 2 ** SEQUENCE_BITS / EVEN_PART;

/**
 * The milliseconds in an id of nineteen digits, given as its first ten and its last nine: all of it is no exact double. In
 * whole numbers below 2⁵³ throughout: `⌊(head × 10⁹ + tail) ÷ 2²²⌋ = ⌊(head × 5⁹ + ⌊tail ÷ 2⁹⌋) ÷ 2¹³⌋`.
 */
export function millisecondsInDigits(head: number, tail: number): number {
  const whole = Math.floor(head / REST);
  const rest = head - whole * REST;
  return whole * ODD_PART + Math.floor((rest * ODD_PART + Math.floor(tail / EVEN_PART)) / REST);
}

function outcomeOf({ id, after, before }: IdTrial): IdCalibration {
  // However far off it is: a message about a miss shows the time that was found.
  const ms = millisecondsIn(id);
  const hit = ms !== null && ms >= after.getTime() - TRIAL_SLACK_MS && ms <= before.getTime() + TRIAL_SLACK_MS;
  if (hit) return { trials: 1, misses: 0, firstMiss: null };
  return {
    trials: 1,
    misses: 1,
    firstMiss: {
      id,
      decoded: ms === null ? null : new Date(ms).toISOString(),
      after: after.toISOString(),
      before: before.toISOString(),
    },
  };
}

function firstOf(a: IdMiss | null, b: IdMiss | null): IdMiss | null {
  if (a === null || b === null) return a ?? b;
  return orderOf(a) <= orderOf(b) ? a : b;
}

/** A total order, so that merging gives the same miss whatever comes first. */
const orderOf = ({ before, after, id, decoded }: IdMiss): string => [before, after, id, decoded ?? ""].join(" ");
