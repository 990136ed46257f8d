import { own } from "../domain/own-property.ts";
import type { EdgesFailure } from "./errors.ts";

/** Of an invitation "not found" says that it is gone. Of a run it says nothing about any of its invitations. */
export const ofRun = (failure: EdgesFailure): EdgesFailure =>
  failure.reaction === "no-longer-pending" ? { ...failure, reaction: "not-known", effect: "maybe" } : failure;

/** Documented as a UUID; any word that is safe in an address is taken. */
const RUN_UID = /^[\w-]{1,100}$/;

/** `run_uid` as the start's answer has it, `uid` as the run's own resource does. Null when it names none. */
export function readRunUid(json: unknown): string | null {
  const uid = own(json, "run_uid") ?? own(json, "uid");
  return typeof uid === "string" && RUN_UID.test(uid) ? uid : null;
}

/** @throws TypeError for what cannot be a run's uid; nothing was sent */
export function requireRunUid(runUid: string): void {
  if (!RUN_UID.test(runUid)) throw new TypeError("a run's uid is 1 to 100 letters, digits, - and _; this one is not");
}
