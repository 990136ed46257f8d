import * as z from "zod/mini";
import { type CrmMap, fieldsOf, MAPPABLE_FIELDS } from "../contract/crm.ts";
import { HUBSPOT_MAP } from "../contract/crm-hubspot.ts";
import { PIPEDRIVE_MAP } from "../contract/crm-pipedrive.ts";
import { SALESFORCE_MAP } from "../contract/crm-salesforce.ts";
import { type DocumentFault, shown } from "../domain/document-fault.ts";
import { accepted, text } from "../domain/document-fields.ts";

const matching = (what: string, pattern: RegExp) => text(what, (value) => pattern.test(value));

/** In the stack's account and region; a name may hold what Secrets Manager lets it hold. */
const secret = matching(
  "the name or the ARN of a secret in Secrets Manager",
  /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/,
);

/** Names of fields are written into a template: none may hold what means something there. */
function mapOf(what: string, pattern: RegExp) {
  const name = matching(what, pattern);
  const fields = MAPPABLE_FIELDS.map((field) => [field, z.optional(name)] as const);
  return z._default(z.strictObject(Object.fromEntries(fields)), {});
}

const PROPERTY = "the internal name of a HubSpot property: small letters, digits and _";
const HUBSPOT_NAME = /^[a-z][a-z0-9_]{0,99}$/;
const FIELD = "the API name of a Salesforce field: letters, digits and _";
const SALESFORCE_NAME = /^[A-Za-z]\w{0,79}$/;

const hubspot = z.strictObject({
  kind: z.literal("hubspot"),
  secret,
  idProperty: z._default(matching(PROPERTY, HUBSPOT_NAME), "linkedin_member_id"),
  createContacts: z._default(
    accepted("true or false", (value): value is boolean => typeof value === "boolean"),
    false,
  ),
  map: mapOf(PROPERTY, HUBSPOT_NAME),
});

const salesforce = z.strictObject({
  kind: z.literal("salesforce"),
  secret,
  instanceUrl: matching(
    "your organisation's own address, such as https://example.my.salesforce.com",
    /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.salesforce\.com$/,
  ),
  apiVersion: z._default(matching('a version such as "64.0"', /^\d{2,3}\.0$/), "64.0"),
  object: z._default(
    matching("the API name of a Salesforce object: letters, digits and _", SALESFORCE_NAME),
    "Contact",
  ),
  externalIdField: z._default(matching(FIELD, SALESFORCE_NAME), "LinkedIn_Member_Id__c"),
  map: mapOf(FIELD, SALESFORCE_NAME),
});

const pipedrive = z.strictObject({
  kind: z.literal("pipedrive"),
  secret,
  companyDomain: matching(
    'the first part of your address at Pipedrive, such as "example"',
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  ),
  activityType: z._default(matching("the key of a type of activity: letters, digits and _", /^\w{1,50}$/), "task"),
  map: mapOf("letters, digits, blanks, - and _, at most 60", /^[\p{L}\p{N}_-][\p{L}\p{N} _-]{0,59}$/u),
});

const KINDS = [hubspot, salesforce, pipedrive] as const;

export const crm = z.discriminatedUnion("kind", KINDS, {
  error: ({ code }) => (code === "invalid_union" ? "hubspot, salesforce or pipedrive" : undefined),
});

/** Where endings of invitations are sent, and under which names. */
export type Crm = z.output<typeof crm>;

const MAPS = { hubspot: HUBSPOT_MAP, salesforce: SALESFORCE_MAP, pipedrive: PIPEDRIVE_MAP } as const satisfies Record<
  Crm["kind"],
  CrmMap
>;

/** Two fields under one name, of which only one would arrive; or one under the name by which the record is found. */
export function crmFaults(given: Crm | null): DocumentFault[] {
  if (given === null) return [];
  const taken = new Map<string, string>();
  if (given.kind === "hubspot") taken.set(given.idProperty, "idProperty");
  if (given.kind === "salesforce") taken.set(given.externalIdField, "externalIdField");
  const faults: DocumentFault[] = [];
  for (const [field, name] of fieldsOf({ ...MAPS[given.kind], ...given.map })) {
    const other = taken.get(name);
    if (other !== undefined) {
      faults.push({ path: `crm.map.${field}`, found: shown(name), accepted: `another name than that of ${other}` });
    }
    taken.set(name, field);
  }
  return faults;
}
