/** What a column holds, by its name. */
export type NamedColumn = "addresses" | "sales-navigator" | "ids";

/**
 * Names of columns, as letters and digits in small letters. Profile addresses before those of Sales Navigator: a person has
 * several ids there, and only the one that a list shows can be matched.
 */
const NAMES: Readonly<Record<NamedColumn, readonly string[]>> = {
  addresses: [
    // LinkedIn's Connections.csv; Sales Navigator exports.
    ...["url", "profile", "profileurl", "profilelink", "publicprofileurl", "defaultprofileurl"],
    // Apollo, HubSpot (label, name, and the older property), Salesforce (label and custom field), Pipedrive.
    ...["personlinkedinurl", "linkedinurl", "hslinkedinurl", "linkedinbio", "linkedin", "linkedinc", "linkedinprofile"],
    ...[
      "linkedinprofileurl",
      "linkedinprofilelink",
      "linkedinlink",
      "linkedinaddress",
      "linkedinurlc",
      "linkedinprofilec",
    ],
    ...["linkedinpublicprofile", "linkedinpublicurl", "contactlinkedinurl", "personlinkedin", "personlinkedinprofile"],
  ],
  "sales-navigator": [
    ...["salesnavigatorurl", "salesnavigatorprofileurl", "salesnavigatorlink", "salesnavigatorid", "salesnavurl"],
    ...["salesnavigatorprofileid", "linkedinsalesnavigatorurl", "salesnavigator", "salesnavid"],
  ],
  ids: ["linkedinprofileid", "linkedinmemberid", "linkedinid", "memberid", "profileid"],
};

const KIND_OF = new Map(
  (Object.keys(NAMES) as NamedColumn[]).flatMap((kind) => NAMES[kind].map((name) => [name, kind] as const)),
);

/** What a column of this name holds of people; null for a name that says nothing of the kind. */
export const namedColumn = (header: string): NamedColumn | null =>
  KIND_OF.get(
    header
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ""),
  ) ?? null;
