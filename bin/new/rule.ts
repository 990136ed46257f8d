import { type Change, camelCase } from "./changes.ts";

/** A rule that keeps, asked before all that withdraw. It says nothing until it is filled in. */
export function newRule(name: string): Change[] {
  const id = camelCase(name);
  return [
    {
      path: `lib/domain/rules/${name}.ts`,
      text: `import type { Rule } from "../rule.ts";

/** Fill in: why these invitations are kept. */
export const ${id}: Rule<"${name}", "keep"> = {
  reason: "${name}",
  verdict: "keep",
  when: "fill in: what the rule looks at, as the others in lib/domain/README.md say it",
  // Fill in: what it looks at is a field of the invitation or of the context, both in rule.ts. What is not there yet becomes a
  // required field, and the compiler then names everybody who has to produce it.
  decide: () => null,
};
`,
    },
    {
      path: "lib/domain/rules/index.ts",
      insert: `import { ${id} } from "./${name}.ts";\n`,
      before: /\n\/\*\* First match wins/,
      taken: new RegExp(`\\b${id}\\b`),
    },
    // Whoever withdraws comes later; move the row where another rule should be asked first.
    {
      path: "lib/domain/rules/index.ts",
      insert: `  ${id},\n`,
      before: / {2}\/\/ What is said of a person comes before/,
      taken: new RegExp(`\\b${id}\\b`),
    },
    {
      path: `test/domain/rules/${name}.test.ts`,
      text: `import { describe, expect, it } from "vitest";
import { verdictOn } from "../../../lib/domain/plan.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "../helpers/records.ts";

const NOW = at("2026-03-30T00:00:00Z");

describe("${name}", () => {
  it("keeps what would be withdrawn otherwise", () => {
    // Fill in: the field that makes the rule speak.
    const invitation = planInput({});

    const verdict = verdictOn(invitation, NO_FLAGS, identityPolicy(), NOW);

    expect(verdict, "fill in lib/domain/rules/${name}.ts, and the field that makes it speak here").toMatchObject({
      verdict: "keep",
      reason: "${name}",
    });
  });

  it("has nothing to say of others", () => {
    expect(verdictOn(planInput(), NO_FLAGS, identityPolicy(), NOW)).toMatchObject({ verdict: "withdraw", reason: "stale" });
  });
});
`,
    },
  ];
}
