import type { Reason } from "../../lib/domain/rules/index.ts";
import type { Ending, InvitationKey } from "../../lib/domain/tracked-invitation.ts";
import type { SweepRecord } from "../../lib/ledger/ledger.ts";
import type { Action } from "../../lib/sandbox/call-log.ts";
import type { FunctionName, Process } from "./process.ts";

/** One request to Edges that got past the door. Instants are true time. */
export interface Call {
  readonly number: number;
  readonly action: Action;
  readonly identityId: string | null;
  readonly urn: string | null;
  /** A listing begins with it: the address names no page. */
  readonly firstPage: boolean;
  readonly process: Process;
  /** When the function let go of it: the moment at which it is judged. */
  readonly sentAt: number;
  /** When Edges was done with it; null while it is not. */
  endedAt: number | null;
  /** Whether it took an invitation back. */
  took: boolean;
  /** What the function was told, and when; null until then, and for good when nobody was told. */
  answer: Heard | null;
}

/** An answer as it reached a function. */
export interface Heard {
  readonly at: number;
  readonly status: number;
  readonly label: string | null;
  /** The ids of the invitations it names; null when it is no list. */
  readonly ids: readonly string[] | null;
  /** It names a next page. */
  readonly more: boolean;
}

/** What the invariants look at: everything that leaves a mark outside a function. */
export type Happening =
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "answered"; readonly call: Call }
  | { readonly kind: "ended"; readonly by: "settle" | "end"; readonly process: Process; readonly item: Item }
  | {
      readonly kind: "claimed";
      readonly process: Process;
      readonly invitationId: string;
      readonly reason: Reason;
      /** As the function had read it. */
      readonly duplicateOf: InvitationKey | null;
    }
  | { readonly kind: "asked"; readonly process: Process; readonly invitationId: string }
  /** `lost` false: the call has not happened, or was refused for certain. */
  | { readonly kind: "given-back"; readonly process: Process; readonly invitationId: string; readonly lost: boolean }
  /** Put off to the next run, which may plan it again. */
  | {
      readonly kind: "deferred";
      readonly process: Process;
      readonly runId: string;
      readonly invitationId: string;
      readonly why: string;
    }
  | { readonly kind: "mended"; readonly process: Process; readonly item: Item }
  | { readonly kind: "reopened"; readonly process: Process; readonly item: Omit<Item, "ending"> }
  | { readonly kind: "listed"; readonly process: Process; readonly open: readonly string[] }
  /** A function has looked at flags, strongly consistent: what it is told is what stands at this instant. */
  | { readonly kind: "flags-read"; readonly process: Process; readonly subjects: readonly string[] }
  /** A function goes by there never having been a flag: as it reads now, or as its container keeps from a moment ago. */
  | { readonly kind: "no-flags"; readonly process: Process }
  | { readonly kind: "queued"; readonly process: Process; readonly runId: string; readonly identityId: string }
  /** A sweep has been recorded: what it found, queued and held. */
  | { readonly kind: "swept"; readonly process: Process; readonly sweep: Omit<SweepRecord, "deferred"> }
  | { readonly kind: "died"; readonly process: Process }
  | { readonly kind: "dead-letter"; readonly queue: FunctionName; readonly body: string; readonly receives: number }
  /** The instant by which a run has had time for everything it may do. */
  | { readonly kind: "run-over"; readonly startedAt: number };

export interface Item {
  readonly identityId: string;
  readonly invitationId: string;
  readonly ending: Ending;
}

export type Tell = (happening: Happening) => void;
