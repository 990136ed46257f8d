import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as z from "zod/mini";
import { IDENTITY_ID } from "../domain/identity-id.ts";
import { EVERYBODY } from "../domain/policy.ts";
import { replaceFile } from "../local/data-layout.ts";
import { UsageError } from "./errors.ts";

/** The owner's names of identities, by id. */
export type Labels = ReadonlyMap<string, string>;

/** Characters at most. */
export const MAX_LABEL = 60;

/**
 * Where labels are kept: beside the saved target, for every target of the data folder. Ids are the API's and the same
 * wherever an identity is looked at, so a stack needs no place and no permission for them.
 */
export const labelsFile = (data: string): string => join(data, "labels.json");

const id = z.string().check(z.regex(IDENTITY_ID));
const content = z.strictObject({ version: z.literal(1), labels: z.record(id, z.string()) });

/** None where there is no file. Throws `UsageError` for a file that cannot be read, which is never written over. */
export function readLabels(data: string): Labels {
  const file = labelsFile(data);
  if (!existsSync(file)) return new Map();
  const reading = content.safeParse(parsed(file));
  if (reading.success) return new Map(Object.entries(reading.data.labels));
  throw new UsageError(
    `${file}, which holds the labels of identities, cannot be read: restore it, or delete it and label again with \`sweeper label\``,
  );
}

/** Replaces all labels in one step. Throws `UsageError` when the file cannot be written. */
export function saveLabels(data: string, labels: Labels): void {
  const file = labelsFile(data);
  try {
    replaceFile(file, `${JSON.stringify({ version: 1, labels: Object.fromEntries(labels) }, null, 2)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be written (${why}); choose another folder with --data`);
  }
}

/**
 * A label as it is kept: without what a terminal would act on, blanks put together.
 *
 * @throws UsageError for one that is empty, too long, or could be taken for "all" or for an id
 */
export function cleanLabel(text: string): string {
  const label = stripVTControlCharacters(text)
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "")
    .trim()
    .normalize("NFC");
  const { length } = [...label];
  if (length === 0) throw new UsageError("a label needs at least one character that can be seen");
  if (length > MAX_LABEL)
    throw new UsageError(`a label has at most ${MAX_LABEL} characters, and this one has ${length}`);
  if (label === EVERYBODY) throw new UsageError(`"${EVERYBODY}" means every identity: choose another label`);
  if (UUID.test(label)) throw new UsageError("a label must not look like an id: choose another one");
  return label;
}

/** The form of the API's own ids. */
export const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What cannot be read holds no labels. */
function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
