import type { Call } from "../happenings.ts";
import { idOf, type MakeInvariant, urnOf } from "./invariant.ts";

/** So long nobody else may take over what a function has claimed. */
const CLAIM_MS = 60_000;

/**
 * No invitation gets a withdraw call after one that took effect was answered, nor after its outcome was written. A
 * function that dies with the answer in hand, or is held up with it for longer than a claim lasts, has lost it: that one call more is how the loss is found out.
 */
export const neverAgain: MakeInvariant = (view) => {
  const told = new Map<string, Call>();
  const written = new Set<string>();
  return {
    see(happening) {
      if (happening.kind === "answered" && happening.call.took && happening.call.urn !== null) {
        const { call } = happening;
        if (call.answer?.status === 200 && call.answer.ids !== null) told.set(happening.call.urn, call);
      }
      if (happening.kind === "ended") written.add(urnOf(happening.item.invitationId));
      if (happening.kind === "reopened") written.delete(urnOf(happening.item.invitationId));
      if (happening.kind !== "call" || happening.call.urn === null) return null;
      const { urn, process, sentAt } = happening.call;
      if (written.has(urn)) return `${process.name} calls for ${idOf(urn)}, whose outcome is written`;
      const before = told.get(urn);
      if (before === undefined) return null;
      if (before.process.alive() && sentAt - before.process.startedAt < CLAIM_MS)
        return `${process.name} calls for ${idOf(urn)} while another knows it is withdrawn`;
      view.note(
        `called again: its function ${before.process.alive() ? "was held up" : "died"} with the answer in hand`,
      );
      return null;
    },
  };
};
