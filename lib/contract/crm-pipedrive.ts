import { bodyOf, type CrmMap, type CrmRequest, fieldsOf, placeholder } from "./crm.ts";

export interface PipedriveSettings {
  /** The first part of `example.pipedrive.com`. */
  readonly companyDomain: string;
  /** Key of a type of activity that the company has. */
  readonly activityType: string;
  /** Here the names are words in the activity's note. */
  readonly map: CrmMap;
}

/** What the note says unless the owner names others. */
export const PIPEDRIVE_MAP = {
  invitationId: "Invitation",
  outcome: "Outcome",
  endedAt: "Ended at",
} as const satisfies CrmMap;

/**
 * An activity that is done, with the ids in its note. A person of Pipedrive is changed by Pipedrive's own id, which one
 * call cannot find, and `POST /persons` would make a second one: so the activity hangs on nobody, and whoever needs it on
 * the person joins it by the member's id. The note is HTML, but a template of EventBridge has no escape for `<`: its parts
 * are parted by semicolons (https://developers.pipedrive.com/docs/api/v1/Activities#addActivity, version 2, and
 * https://pipedrive.readme.io/docs/core-api-concepts-authentication; known from excerpts and a summary by others, seen in November 2026; never tried).
 */
export function pipedriveRequest({ companyDomain, activityType, map }: PipedriveSettings): CrmRequest {
  const parts = fieldsOf({ ...PIPEDRIVE_MAP, ...map }).map(([field, name]) => `${name}: ${placeholder(field)}`);
  return {
    ...{
      method: "POST",
      address: `https://${companyDomain}.pipedrive.com/api/v2/activities`,
      pathValues: [],
      query: {},
    },
    ...bodyOf({
      subject: `LinkedIn invitation ${placeholder("outcome")}`,
      type: activityType,
      done: true,
      note: [`LinkedIn member: ${placeholder("personId")}`, ...parts].join("; "),
    }),
  };
}
