import { valueAt } from "../domain/own-property.ts";

/** Who sends: the `source` of every event of ours. */
export const EVENT_SOURCE = "invite-sweeper";

/** What others may ask for. */
export const EVENTS_IN = {
  withdrawalRequested: "Withdrawal Requested",
  personFlagged: "Person Flagged",
} as const;

/**
 * Attributes written for events alone. What may be NULL or missing under its own name is a text here, empty where there is
 * nothing: AWS does not say what a pipe makes of a path that leads nowhere, so no template names one.
 */
export const FOR_EVENTS = {
  personId: "eventPersonId",
  reason: "eventReason",
  reinviteAfter: "eventReinviteAfter",
  replaces: "eventReplaces",
  /** Inside the map `needsPerson`. */
  ref: "eventRef",
} as const;

/** The version of the details below. A field may be added within a version; none changes its meaning. */
const DETAIL_VERSION = "1";

/** One kind of event, as it is read off an item of the ledger the moment it is written. */
export interface EventDefinition {
  readonly detailType: string;
  /** The attributes, with DynamoDB's type of each, of which the first appearance of any one is the event; five at most. */
  readonly appears: readonly [AttributePath, ...AttributePath[]];
  /** What the detail holds: the attribute behind each field, one that is there whenever the event appears. */
  readonly fields: Readonly<Record<string, AttributePath>>;
}

/** As a stream record has it: the name, then `S` for text, `N` for a number or `BOOL`. */
type AttributePath = `${string}.${"S" | "N" | "BOOL"}`;

/**
 * An invitation has come to its end. Sent once for each ending; an ending that is taken back and comes again is a new one,
 * as is one that stands in place of another: `replaces` then has that other's outcome. `outcome` is `withdrawn`, `accepted` or
 * `gone`; `failed` was sent by earlier versions alone, for what is unreachable and ends nothing now.
 */
export const INVITATION_SETTLED = {
  detailType: "Invitation Settled",
  appears: ["outcomeAt.S", "mendedFrom.S"],
  fields: {
    identityId: "identityId.S",
    invitationId: "invitationId.S",
    urn: "urn.S",
    personId: `${FOR_EVENTS.personId}.S`,
    outcome: "state.S",
    reason: `${FOR_EVENTS.reason}.S`,
    sentAt: "sentAt.S",
    endedAt: "outcomeAt.S",
    daysPending: "daysPending.N",
    thresholdDays: "thresholdDays.N",
    policyVersion: "policyVersion.N",
    confirmed: "confirmed.BOOL",
    heldOut: "heldOut.BOOL",
    runId: "runId.S",
    reinviteAfter: `${FOR_EVENTS.reinviteAfter}.S`,
    replaces: `${FOR_EVENTS.replaces}.S`,
  },
} as const satisfies EventDefinition;

/**
 * An invitation will be withdrawn, and nothing is called for it before `mayGoFrom`: whatever keeps it until then stops it. One
 * whose announcement is taken back and made again sends it again.
 */
export const INVITATION_ANNOUNCED = {
  detailType: "Invitation Announced",
  appears: ["announcedAt.S"],
  fields: {
    identityId: "identityId.S",
    invitationId: "invitationId.S",
    urn: "urn.S",
    personId: `${FOR_EVENTS.personId}.S`,
    reason: "announcedReason.S",
    sentAt: "sentAt.S",
    announcedAt: "announcedAt.S",
    mayGoFrom: "mayGoFrom.S",
    runId: "announcedRunId.S",
  },
} as const satisfies EventDefinition;

/** Nothing is called for an identity any more until a person has looked. */
export const IDENTITY_NEEDS_ATTENTION = {
  detailType: "Identity Needs Attention",
  appears: ["needsPerson.M.since.S"],
  fields: {
    identityId: "identityId.S",
    since: "needsPerson.M.since.S",
    why: "needsPerson.M.why.S",
    ref: `needsPerson.M.${FOR_EVENTS.ref}.S`,
  },
} as const satisfies EventDefinition;

/** A sweep withdrew nothing because something is wrong, with its list, its dates, its identity or the workspace, or because so much would go. */
export const RUN_HELD = {
  detailType: "Run Held",
  appears: ["heldForALook.S"],
  fields: {
    runId: "runId.S",
    identityId: "identityId.S",
    at: "at.S",
    why: "heldForALook.S",
    eligible: "eligible.N",
  },
} as const satisfies EventDefinition;

/** The detail's fields as texts in braces, `<$…>` where DynamoDB's stream has the value: an EventBridge pipe's template. */
export function detailTemplate({ fields }: EventDefinition): string {
  const lines = Object.entries(fields).map(([name, path]) => {
    const value = `<$.dynamodb.NewImage.${path}>`;
    // A pipe takes the path's value as it is: texts, and numbers, which a stream has as texts, need the quotes.
    return `  "${name}": ${path.endsWith(".BOOL") ? value : `"${value}"`}`;
  });
  return `{\n  "version": "${DETAIL_VERSION}",\n${lines.join(",\n")}\n}`;
}

/** Each matches a stream record with which the event appears; a pipe takes a record that any of its patterns matches. */
export const appearancePatterns = ({ appears }: EventDefinition): object[] =>
  appears.map((path) => ({
    dynamodb: { NewImage: nested(path, [{ exists: true }]), OldImage: nested(path, [{ exists: false }]) },
  }));

function nested(path: string, leaf: readonly object[]): unknown {
  return path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), leaf);
}

/** What an event of this kind says of an item, as the pipe words it: numbers are strings, missing values are empty strings. */
export function detailOf({ fields }: EventDefinition, image: object): Record<string, string | boolean> {
  const detail: Record<string, string | boolean> = { version: DETAIL_VERSION };
  for (const [name, path] of Object.entries(fields)) {
    const value = valueAt(image, path.split("."));
    detail[name] = typeof value === "boolean" ? value : typeof value === "string" ? value : "";
  }
  return detail;
}
