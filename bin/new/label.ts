import type { Change } from "./changes.ts";

/** An error label of the API. Until it is filled in it means what a label means that nobody has listed. */
export function newLabel(name: string): Change[] {
  return [
    {
      path: "lib/edges/error-labels.ts",
      insert: `  ${name}: { reaction: "refused", effect: MAYBE },\n`,
      taken: new RegExp(`\\b${name}:`),
      before: /\} as const satisfies Record<string, Row>;/,
    },
    {
      path: "test/edges/error-labels.test.ts",
      insert: `  // Fill in, from the vendor's page and not from the table: status, reaction, and whether the call may have had an effect.
  ["${name}", 424, "fill in the reaction", "fill in: none or maybe"],\n`,
      taken: new RegExp(`\\["${name}",`),
      before: /\];\n\ntest\("the table has the documented labels/,
    },
  ];
}
