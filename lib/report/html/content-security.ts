import { createHash } from "node:crypto";

/**
 * The policy of a page that needs nothing from anywhere: only its own style and its own script, known by their hashes, and
 * an icon that is in the page. What slips in by mistake neither runs nor loads.
 */
export function contentSecurityPolicy(stylesheet: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${hash(stylesheet)}`,
    `script-src ${hash(script)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hash(source: string): string {
  return `'sha256-${createHash("sha256").update(source, "utf8").digest("base64")}'`;
}
