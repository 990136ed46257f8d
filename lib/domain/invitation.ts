/**
 * A pending connection request as one listing shows it. Lives in memory only: the person's name, title and address
 * are printed in previews and forgotten, never stored and never logged.
 */
export interface SentInvitation {
  /** `linkedin_invitation_id`, digits as text. */
  readonly invitationId: string;
  /** `urn:li:fsd_invitation:<digits>`, what a withdrawal names. */
  readonly urn: string;
  /** `linkedin_profile_id` as text: immutable, unlike the profile's address. Null for a member who is shown without one. */
  readonly personId: string | null;
  /** `sales_navigator_profile_id`, such as `ACwAA…`; null when the item has none that can be read. */
  readonly salesNavigatorId: string | null;
  /** `CONNECTION` unless the item says otherwise, in capitals; any other word is kept as it came. */
  readonly kind: string;
  /** `sent_date` exactly as it came; `readSentDate` says what it can mean. */
  readonly sentDate: string | number | null;
  readonly person: PersonOnScreen;
}

/** What a preview shows of a person. Everything may be missing. */
export interface PersonOnScreen {
  readonly fullName: string | null;
  readonly jobTitle: string | null;
  readonly profileUrl: string | null;
}
