import { companyWords } from "../../domain/company-words.ts";
import { UsageError } from "../errors.ts";

/** In characters: longer than any company is called, and short enough for a thousand of them in one item. */
const MAX_LENGTH = 100;

/**
 * A company's name as the person at the keyboard wrote it.
 *
 * @throws UsageError for a text that could match no title, or every one with a legal form in it
 */
export function companyName(text: string): string {
  const name = text.trim();
  if (name.length > MAX_LENGTH) throw new UsageError(`--company: longer than ${MAX_LENGTH} characters`);
  if (companyWords(name).length > 0) return name;
  throw new UsageError("--company: no name beside a legal form; give it as people write it, such as Example Ltd");
}
