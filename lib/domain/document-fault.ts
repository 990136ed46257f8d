/** One thing wrong with a document that a person writes: where, what stands there, and what would be accepted. */
export interface DocumentFault {
  /** Path inside the document, such as `identities[0].dailyCap`; empty for the document itself. */
  readonly path: string;
  readonly found: string;
  readonly accepted: string;
}

/** One line a fault of a policy, for a terminal or a log. */
export function describeFault({ path, found, accepted }: DocumentFault): string {
  return `${path === "" ? "policy" : `policy.${path}`}: found ${found}; accepted: ${accepted}`;
}

/** A value as an error message shows it: JSON, cut to 60 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "object" || typeof value === "string" ? jsonOf(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** JSON of any depth can be read, but not all of it can be written again. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "something nested too deep to show";
  }
}
