/**
 * LinkedIn's ids, wherever one comes in: in an answer, an event or a command. Today's have 19 digits. An invitation's
 * goes into the name of a queued message beside an event's (80 characters at most), and SQS takes 128 for both.
 */
export const INVITATION_ID = /^\d{1,40}$/;

/** Documented as an integer; digits as text fit too if they begin as an integer does. */
export const PERSON_ID = /^[1-9]\d{0,39}$/;

/** The documented pattern, and what a withdrawal names: `urn:li:fsd_invitation:<digits>`. */
export const INVITATION_URN = /^urn:li:fsd_invitation:\d{1,40}$/;

/** As a person or another system may have copied it: LinkedIn's older urns name the same invitation. */
const ANY_INVITATION_URN = /^urn:li:(?:fsd?_)?invitation:(\d{1,40})$/i;

export const invitationUrn = (invitationId: string): string => `urn:li:fsd_invitation:${invitationId}`;

/** The invitation's id in any spelling of its urn; null for any other text. */
export const invitationIdOf = (urn: string): string | null => ANY_INVITATION_URN.exec(urn)?.[1] ?? null;
