import * as z from "zod/mini";
import { IDENTITY_ID } from "../domain/identity-id.ts";
import { own } from "../domain/own-property.ts";
import { type PersonReference, readPersonReference } from "../domain/person-reference.ts";
import { addressOf, addressOfOpaqueId } from "../domain/profile-address.ts";
import { FLAG_KINDS } from "../domain/rule.ts";
import { EVENTS_IN } from "./events.ts";
import { MessageError } from "./messages.ts";

/**
 * What a request is about: a person by LinkedIn's id, whoever has an address, or the one invitation. A Sales Navigator id
 * is the address that leads to its profile.
 */
export type RequestTarget =
  | { readonly personId: string }
  | { readonly profileAddress: string }
  | { readonly invitationId: string };

export type InboundRequest =
  | {
      readonly kind: "withdraw";
      readonly eventId: string;
      readonly at: Date;
      readonly target: RequestTarget;
      /** This identity's invitation only; null for whoever invited them. */
      readonly identityId: string | null;
      /** In the asker's own word. */
      readonly reason: string;
      readonly by: string;
    }
  | {
      readonly kind: "flag";
      readonly eventId: string;
      readonly at: Date;
      readonly target: Exclude<RequestTarget, { readonly invitationId: string }>;
      readonly as: (typeof FLAG_KINDS)[number];
      readonly note: string | null;
      readonly by: string;
    };

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
const envelope = z.object({
  // Goes into the names of the run and of the messages, which may be 128 characters long together.
  id: z.string().check(z.regex(/^[\w.:-]{1,80}$/)),
  source: text(256),
  "detail-type": z.enum(EVENTS_IN),
  time: z.iso.datetime({ offset: true }),
});

const version = z.optional(z.literal("1"));
/** A text that names what the field is for. The value stays as it is; it is read once more when the request is made of it. */
const naming = (...kinds: readonly PersonReference["kind"][]) =>
  text(2_000).check(
    z.refine((value) => {
      const reading = readPersonReference(value);
      return reading.ok && kinds.includes(reading.reference.kind);
    }),
  );

const withdrawalRequested = z.strictObject({
  version,
  invitationUrn: z.optional(naming("invitation")),
  profileUrl: z.optional(text(2_000)),
  personId: z.optional(naming("person", "sales-navigator")),
  identityId: z.optional(z.string().check(z.regex(IDENTITY_ID))),
  reason: text(100),
  requestedBy: text(200),
});

const personFlagged = z.strictObject({
  version,
  profileUrl: z.optional(text(2_000)),
  personId: z.optional(naming("person", "sales-navigator")),
  as: z.enum(FLAG_KINDS),
  note: z.optional(text(500)),
  flaggedBy: text(200),
});

/** @throws MessageError naming every field that does not fit, and no value */
export function parseInboundRequest(event: unknown): InboundRequest {
  const { id: eventId, time, "detail-type": detailType } = fitted(envelope, "event", event);
  const at = new Date(time);
  const detail = own(event, "detail");
  if (detailType === EVENTS_IN.personFlagged) {
    const { as, note = null, flaggedBy: by, personId, profileUrl } = fitted(personFlagged, detailType, detail);
    const target = targetOf(detailType, oneOf(detailType, { profileUrl, personId }));
    if ("invitationId" in target) throw new MessageError(`not a "${detailType}": it names an invitation, not a person`);
    return { kind: "flag", eventId, at, target, as, note, by };
  }
  const request = fitted(withdrawalRequested, detailType, detail);
  const { reason, requestedBy: by, identityId = null, invitationUrn, profileUrl, personId } = request;
  const target = targetOf(detailType, oneOf(detailType, { invitationUrn, profileUrl, personId }));
  return { kind: "withdraw", eventId, at, target, identityId, reason, by };
}

/** The one field that is given of several of which exactly one must be. */
function oneOf<Name extends string>(
  detailType: string,
  given: Readonly<Record<Name, string | undefined>>,
): readonly [Name, string] {
  const names = Object.keys(given) as Name[];
  const named = names.flatMap((name): (readonly [Name, string])[] => {
    const value = given[name];
    return value === undefined ? [] : [[name, value]];
  });
  const [first, ...more] = named;
  if (first === undefined || more.length > 0) {
    throw new MessageError(`not a "${detailType}": it needs one of ${names.join(", ")}, and has ${named.length}`);
  }
  return first;
}

/** Whatever the field: a CRM may hold ids and addresses in one column. */
function targetOf(detailType: string, [field, value]: readonly [string, string]): RequestTarget {
  const reading = readPersonReference(value);
  if (!reading.ok) throw new MessageError(`not a "${detailType}": ${field}: ${reading.fault}`);
  const { reference } = reading;
  switch (reference.kind) {
    case "person":
      return { personId: reference.personId };
    case "address":
      return { profileAddress: addressOf(reference.slug) };
    case "invitation":
      return { invitationId: reference.invitationId };
    case "sales-navigator":
      return { profileAddress: addressOfOpaqueId(reference.id) };
  }
}

function fitted<Schema extends z.ZodMiniType>(schema: Schema, kind: string, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Paths only: a value may be anybody's name, and this text goes to the log and to the dead letters.
  const whole = kind === "event" ? "event" : "detail";
  const faults = result.error.issues.map(({ path, code }) => `${path.join(".") || whole} (${code})`);
  throw new MessageError(`not a "${kind}": ${faults.join(", ")}`);
}
