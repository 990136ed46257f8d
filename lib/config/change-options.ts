import * as z from "zod/mini";
import { type DocumentFault, shown } from "../domain/document-fault.ts";
import { accepted, described, oneOf, text } from "../domain/document-fields.ts";

/** How a new version of a function takes over: at once, or for a tenth of the calls first. */
const ROLLOUTS = ["all-at-once", "canary"] as const;
export type Rollout = (typeof ROLLOUTS)[number];

/** What IAM, the narrowest of the services, takes as a tag's key and value. */
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const MAX_TAGS = 50;
/** Tags of AWS's own begin so, in any case of the letters. */
const RESERVED = /^aws:/i;

const PARTITION = "arn:aws[a-z-]*";
const KEY_ARN = new RegExp(
  `^${PARTITION}:kms:[a-z0-9-]+:\\d{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`,
);
const POLICY_ARN = new RegExp(`^${PARTITION}:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+$`);

const isRecord = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Options for accounts with rules of their own, and for changing a stack that works. */
export const changeOptions = {
  rollout: described(
    "how a new version takes over: at once, or a tenth of the calls first",
    z._default(oneOf(ROLLOUTS), "all-at-once"),
  ),
  /** Their keys and values are checked by `tagFaults`. */
  tags: described(
    "put on every resource but the policy's parameter",
    z._default(accepted("an object of texts", isRecord), {}),
  ),
  kmsKeyArn: described(
    "a key of your own for tables, queues, topics, logs and reports",
    z._default(
      z.nullable(text("the ARN of a KMS key (not of an alias), or null", (value) => KEY_ARN.test(value))),
      null,
    ),
  ),
  permissionsBoundaryArn: described(
    "the permissions boundary of every role",
    z._default(z.nullable(text("the ARN of an IAM policy, or null", (value) => POLICY_ARN.test(value))), null),
  ),
};

/** Tags that some service would refuse, in the middle of a deployment. */
export function tagFaults(tags: unknown): DocumentFault[] {
  if (!isRecord(tags)) return [];
  const keys = Object.keys(tags);
  const faults: DocumentFault[] = Object.entries(tags).flatMap(([key, value]: [string, unknown]) => {
    if (!TAG_KEY.test(key) || RESERVED.test(key))
      return [{ path: "tags", found: `the key ${shown(key)}`, accepted: KEYS }];
    // IAM takes keys that differ in case alone for one.
    const twin = keys.find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
    if (twin !== undefined) {
      return [
        { path: "tags", found: `${shown(key)} beside ${shown(twin)}`, accepted: "keys that differ in more than case" },
      ];
    }
    return typeof value === "string" && TAG_VALUE.test(value)
      ? []
      : [{ path: `tags.${key}`, found: shown(value), accepted: VALUES }];
  });
  if (keys.length > MAX_TAGS) {
    faults.push({ path: "tags", found: `${keys.length} tags`, accepted: `at most ${MAX_TAGS}` });
  }
  return faults;
}

const KEYS = 'as a key, 1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"';
const VALUES = "a text of up to 256 letters, digits, spaces and _.:/=+-@";
