import { INVITATION_SETTLED } from "./events.ts";

/** A field of the detail of `Invitation Settled`. */
export type SettledField = keyof typeof INVITATION_SETTLED.fields;

/** What the CRM calls a field of the detail. */
export type CrmMap = Readonly<Partial<Record<SettledField, string | undefined>>>;

/** Fields that may be mapped: the person is what the record is found by, and goes along always. */
export const MAPPABLE_FIELDS = (Object.keys(INVITATION_SETTLED.fields) as SettledField[]).filter(
  (field) => field !== "personId",
);

/** The request that EventBridge makes of an event, as an API destination and a rule's target are told of it. */
export interface CrmRequest {
  readonly method: "POST" | "PATCH";
  /** `*` stands for what `pathValues` lead to, in their order. */
  readonly address: string;
  readonly pathValues: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** JSON paths into the event, by the names that stand in the template in angle brackets. */
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly template: string;
}

/** Where EventBridge finds a field of the detail. */
export const pathOf = (field: SettledField): string => `$.detail.${field}`;

/** Stands in a template for the field's value. Always within quotes: then a boolean is a text, too. */
export const placeholder = (field: SettledField): string => `<${field}>`;

/** Every mapped field under its name, for a template. */
export function mapped(map: CrmMap): Record<string, string> {
  return Object.fromEntries(fieldsOf(map).map(([field, name]) => [name, placeholder(field)]));
}

/**
 * The body as a template, with the paths that it names. EventBridge puts a text between quotes in as it is and escapes
 * nothing; all that a settled event holds is ids, instants, numbers and words of ours, which need no escape
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html, November 2026).
 */
export function bodyOf(body: object): Pick<CrmRequest, "inputPaths" | "template"> {
  const template = JSON.stringify(body);
  const fields: readonly SettledField[] = ["personId", ...MAPPABLE_FIELDS];
  const used = fields.filter((field) => template.includes(placeholder(field)));
  return { template, inputPaths: Object.fromEntries(used.map((field) => [field, pathOf(field)])) };
}

export function fieldsOf(map: CrmMap): [SettledField, string][] {
  return MAPPABLE_FIELDS.flatMap((field) => {
    const name = map[field];
    return name === undefined ? [] : [[field, name]];
  });
}

/** Which events go to a CRM: of nobody without an id could it tell who is meant. */
export const CRM_PATTERN = {
  "detail-type": [INVITATION_SETTLED.detailType],
  detail: { personId: [{ "anything-but": "" }] },
} as const;

/** Calls a second: half of what the smallest plans of HubSpot (100 in 10 s) and Pipedrive (20 in 2 s) allow. */
export const CRM_CALLS_PER_SECOND = 5;
