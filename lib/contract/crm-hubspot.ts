import { bodyOf, type CrmMap, type CrmRequest, mapped, pathOf, placeholder } from "./crm.ts";

export interface HubSpotSettings {
  /** The property of contacts, with unique values, that holds LinkedIn's numeric id of a member. */
  readonly idProperty: string;
  /** Whether a person whom no contact has becomes one; otherwise HubSpot answers 404. */
  readonly createContacts: boolean;
  readonly map: CrmMap;
}

/** Properties that are written unless the owner names others. */
export const HUBSPOT_MAP = {
  invitationId: "linkedin_invitation_id",
  outcome: "linkedin_invitation_outcome",
  endedAt: "linkedin_invitation_ended_at",
} as const satisfies CrmMap;

const CONTACTS = "https://api.hubapi.com/crm/v3/objects/contacts";

/**
 * A contact by a unique property, in one call: "Update a contact" with `idProperty`
 * (https://developers.hubspot.com/docs/api-reference/2026-03/crm/objects/contacts/update-contact), or a batch of one where
 * contacts may be created (https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts).
 * Known from excerpts of both, seen in November 2026; never tried. Values are strings.
 */
export function hubSpotRequest({ idProperty, createContacts, map }: HubSpotSettings): CrmRequest {
  const properties = mapped({ ...HUBSPOT_MAP, ...map });
  if (createContacts) {
    const input = { id: placeholder("personId"), idProperty, properties };
    const address = `${CONTACTS}/batch/upsert`;
    return { method: "POST", address, pathValues: [], query: {}, ...bodyOf({ inputs: [input] }) };
  }
  return {
    ...{ method: "PATCH", address: `${CONTACTS}/*`, pathValues: [pathOf("personId")], query: { idProperty } },
    ...bodyOf({ properties }),
  };
}
