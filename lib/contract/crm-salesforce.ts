import { bodyOf, type CrmMap, type CrmRequest, mapped, pathOf } from "./crm.ts";

export interface SalesforceSettings {
  /** Such as `https://example.my.salesforce.com`, without a path. */
  readonly instanceUrl: string;
  /** Such as `64.0`. */
  readonly apiVersion: string;
  readonly object: string;
  /** The object's external id field that holds LinkedIn's numeric id of a member. */
  readonly externalIdField: string;
  readonly map: CrmMap;
}

/** Fields that are written unless the owner names others. */
export const SALESFORCE_MAP = {
  invitationId: "LinkedIn_Invitation_Id__c",
  outcome: "LinkedIn_Invitation_Outcome__c",
  endedAt: "LinkedIn_Invitation_Ended_At__c",
} as const satisfies CrmMap;

/**
 * A record by its external id, in one call and never created: a contact needs a last name, which no event has. Without such
 * a record Salesforce answers 404. The id may not stand in the body as well
 * (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm, `updateOnly`; known from
 * excerpts, seen in November 2026; never tried).
 */
export function salesforceRequest(settings: SalesforceSettings): CrmRequest {
  const { instanceUrl, apiVersion, object, externalIdField, map } = settings;
  return {
    method: "PATCH",
    address: `${instanceUrl}/services/data/v${apiVersion}/sobjects/${object}/${externalIdField}/*`,
    pathValues: [pathOf("personId")],
    query: { updateOnly: "true" },
    ...bodyOf(mapped({ ...SALESFORCE_MAP, ...map })),
  };
}

/** Where the app's id and secret get a token (OAuth 2.0 client credentials). */
export const salesforceTokenAddress = ({ instanceUrl }: Pick<SalesforceSettings, "instanceUrl">): string =>
  `${instanceUrl}/services/oauth2/token`;
