import type { CallFault } from "./faults.ts";
import { place } from "./paging.ts";
import { type Reply, refuse, type Sheet, type Success } from "./reply.ts";

/** What goes over the wire in the end: an answer, a mangled one, or a cut connection. */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: Reply; readonly cutInTheMiddle?: boolean }
  | { readonly kind: "html"; readonly status: number }
  | { readonly kind: "dropped" };

/** A label no table lists. */
const UNKNOWN_LABEL = "LK_INVITATION_QUARANTINED";

/** Answers a call as its fault wants. `perform` carries the call out, and is called at most once. */
export function answerWith(fault: CallFault | null, perform: () => Reply): Outcome {
  switch (fault?.kind) {
    case undefined:
    case "slow":
      return replyWith(perform());
    case "drop-before-effect":
      return { kind: "dropped" };
    case "drop-after-effect":
      perform();
      return { kind: "dropped" };
    case "timeout-after-effect":
      perform();
      return replyWith(refuse("LK_524"));
    case "status":
      if (fault.takesEffect) perform();
      return { kind: "html", status: fault.status };
    case "broken-json":
      // Without its effect there is no right answer to break, so an empty list stands in for it.
      return { kind: "reply", reply: fault.takesEffect ? perform() : { ok: true, items: [] }, cutInTheMiddle: true };
    case "unknown-label":
      if (fault.takesEffect) perform();
      return replyWith({ ...refuse("LK_ERROR"), label: UNKNOWN_LABEL, message: "The invitation is in quarantine." });
    case "label":
      if (fault.takesEffect) perform();
      return replyWith({
        ...{ ...refuse("LK_ERROR"), label: fault.label, status: fault.status },
        ...{ message: `A fault put here on purpose: ${fault.label}.`, params: fault.params ?? {} },
      });
    case "repeated-page":
      return replyWith(onPage(perform(), ({ self }) => ({ ...self, page: self.page + 1 })));
    case "overlapping-pages":
      return replyWith(onPage(perform(), ({ self, keys }) => overlapping(self, keys, fault.items)));
    case "early-end":
      return replyWith(onPage(perform(), () => null));
    case "failing-page":
      return replyWith(refuse("LK_ERROR"));
    case "empty-answer": {
      const reply = perform();
      return replyWith(reply.ok ? { ok: true, items: [] } : reply);
    }
    case "status-word": {
      const reply = perform();
      return replyWith(
        reply.ok ? { ...reply, items: reply.items.map((item) => ({ ...item, status: fault.word })) } : reply,
      );
    }
    case "session-expired":
      return replyWith(refuse("AUTH_EXPIRED"));
    case "rate-limited":
      return replyWith(refuse("STATUS_429", { retryAfterSeconds: fault.retryAfterSeconds }));
  }
}

const replyWith = (reply: Reply): Outcome => ({ kind: "reply", reply });

/** Bends where the next page begins; an error stays as it is. */
function onPage(reply: Reply, next: (sheet: Sheet) => Sheet["next"]): Reply {
  if (!reply.ok || reply.sheet === undefined) return reply;
  const bent: Success = { ...reply, sheet: { ...reply.sheet, next: next(reply.sheet) } };
  return bent;
}

/** On a page shorter than the overlap the whole page comes again. */
function overlapping(self: Sheet["self"], keys: Sheet["keys"], items: number): Sheet["next"] {
  const last = keys.at(-1 - items);
  return last === undefined ? { ...self, page: self.page + 1 } : place(self, last, "next");
}
