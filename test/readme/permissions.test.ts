import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PLAN_RATES } from "../../lib/edges/plan-rates.ts";
import {
  CLEANUP_GRANTS,
  DIGEST_GRANTS,
  GRANTS,
  type Grant,
  REQUEST_GRANTS,
  ROLL_UP_GRANTS,
} from "../../lib/infra/grants.ts";

const DOCUMENT = readFileSync(join(import.meta.dirname, "../../lib/infra/README.md"), "utf8");
const SECTION = DOCUMENT.slice(DOCUMENT.indexOf("## Permissions, quotas and limits"));

/** One row of the table of what the functions may do. */
function rowOf(name: string, grants: readonly Grant<string>[]): string {
  const parts = grants
    .filter(({ on }) => on !== "own log group")
    .map(({ on, actions, partitionKeys }) => {
      const verbs = actions.map((action) => action.split(":")[1]).join(" ");
      const only = partitionKeys === undefined ? "" : ` (only \`${partitionKeys.join("`, `")}\`)`;
      return `${on}: ${verbs}${only}`;
    });
  return `| \`${name}\` | ${parts.join("; ")} |`;
}

const ROWS = Object.entries<readonly Grant<string>[]>({
  ...GRANTS,
  ...REQUEST_GRANTS,
  ...CLEANUP_GRANTS,
  ...DIGEST_GRANTS,
  ...ROLL_UP_GRANTS,
}).map((entry) => rowOf(...entry));

it("says of each function what it may do, as its role does", () => {
  const shown = SECTION.split("\n").filter((line) => /^\| `[\w-]+` \| (?:table|index|policy|queue)/.test(line));

  expect(shown).toEqual(ROWS);
});

it("has the rates of all of Edges' plans", () => {
  const sentence = SECTION.slice(SECTION.indexOf("**Edges' plans**"), SECTION.indexOf("## Not yet tried"));
  const numbers = new Set(Object.values(PLAN_RATES).flatMap(({ perSecond, perMinute }) => [perSecond, perMinute]));

  for (const plan of Object.keys(PLAN_RATES)) expect(sentence).toContain(plan);
  for (const number of numbers) expect(sentence).toContain(number.toLocaleString("en-US"));
});

it("names every action that doctor asks for", () => {
  const folder = join(import.meta.dirname, "../../lib/cli/doctor");
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const asked = sources.flatMap((source) =>
    [...source.matchAll(/\bask\("[a-z]+:(\w+)"/g)].map(([, action = ""]) => action),
  );

  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((action) => !SECTION.includes(action))).toEqual([]);
});
