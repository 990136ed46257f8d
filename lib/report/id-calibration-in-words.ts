import { believe, type IdCalibration, type IdMiss, TRIALS_NEEDED } from "../domain/id-clock.ts";
import { counted } from "./words.ts";

/**
 * Whether ages are taken from the times in LinkedIn's ids, to stand behind "Ages from ids: ". Ids and instants, no names.
 * `isOffByPolicy`: the policy has it off, whatever the trials say.
 */
export function idCalibrationInWords(calibration: IdCalibration, isOffByPolicy: boolean): string {
  if (isOffByPolicy) return "off by the policy";
  const { trials, misses, firstMiss } = calibration;
  switch (believe(calibration)) {
    case "calibrating":
      return `calibrating, ${trials} of ${TRIALS_NEEDED} trials`;
    case "believed":
      return `believed after ${counted(trials, "trial")}`;
    case "off":
      return `off: ${misses > 1 ? `${counted(misses, "id")} did` : "one id did"} not fit${inBrackets(firstMiss, misses)}`;
  }
}

function inBrackets(miss: IdMiss | null, misses: number): string {
  if (miss === null) return "";
  const { id, decoded, after, before } = miss;
  const time = decoded === null ? "no time in it" : `decoded ${minute(decoded)}`;
  return ` (${misses > 1 ? "the first: " : ""}id ${id}, ${time}, between ${minute(after)} and ${minute(before)} UTC)`;
}

/** "2026-11-22 22:05" of an ISO text in UTC, also of a year that a misread id may lead to. */
const minute = (instant: string): string => instant.replace(/:\d\d(\.\d+)?Z$/, "").replace("T", " ");
