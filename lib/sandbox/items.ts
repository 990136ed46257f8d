import type { IdentitySpec } from "./identity-spec.ts";
import type { Invitation } from "./invitations.ts";
import { personFor, profileUrl } from "./people.ts";
import { writeSentDate } from "./sent-date.ts";

/** One row of `linkedin-extract-sent-invitations`. */
export function sentInvitationItem(seed: number, invitation: Invitation, identity: IdentitySpec, now: number): object {
  const person = personFor(seed, invitation.profileId);
  return {
    linkedin_invitation_id: invitation.id,
    linkedin_invitation_urn: invitation.urn,
    sent_date: writeSentDate(invitation, identity, now),
    linkedin_profile_url: profileUrl(person),
    job_title: person.jobTitle,
    full_name: `${person.firstName} ${person.lastName}`,
    first_name: person.firstName,
    last_name: person.lastName,
    sales_navigator_profile_id: person.salesNavigatorId,
    linkedin_profile_id: person.profileId,
    // Of the usual kind the documents show no field.
    ...(invitation.kind !== "CONNECTION" && { linkedin_invitation_type: invitation.kind }),
  };
}

/** One row of `linkedin-extract-connections`. */
export function connectionItem(seed: number, profileId: number, connectedAt: number): object {
  const person = personFor(seed, profileId);
  return {
    connected_at: new Date(connectedAt).toISOString(),
    first_name: person.firstName,
    last_name: person.lastName,
    full_name: `${person.firstName} ${person.lastName}`,
    job_title: person.jobTitle,
    linkedin_profile_handle: person.handle,
    linkedin_profile_url: profileUrl(person),
    linkedin_profile_id: person.profileId,
    sales_navigator_profile_id: person.salesNavigatorId,
  };
}

/** One row of `GET /identities`. Without `retrieve_accounts` the vendor leaves the accounts out: all look disconnected. */
export function identityItem(identity: IdentitySpec, connected: boolean, retrieveAccounts: boolean): object {
  return {
    uid: identity.uid,
    name: identity.name,
    type: "engagement",
    timezone: identity.timezone,
    is_active: true,
    // The status words are those of the vendor's page on integrations.
    accounts: retrieveAccounts
      ? [{ integration: "linkedin", name: identity.name, status: connected ? "VALID" : "INVALID" }]
      : [],
  };
}
