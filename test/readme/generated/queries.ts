import { queriesInDocument } from "../helpers/snippets.ts";

/** The questions that the README answers itself; all others are in QUERIES.md. */
const MOST_ASKED = [
  "What ended on a day",
  "Pending invitations of an identity, oldest first",
  "Identities that need a person",
] as const;

/** One block with the PartiQL of each, word for word as in QUERIES.md, where a test runs it. */
export function mostAskedQueries(): string {
  const { snippets } = queriesInDocument();
  const blocks = MOST_ASKED.map((wanted) => {
    const script = snippets.find(({ title }) => title === wanted)?.script ?? "";
    const [, settings = ""] = /^([A-Z]+=.*\n)/.exec(script) ?? [];
    const [statement] = /^aws dynamodb execute-statement [\s\S]*/m.exec(script) ?? [];
    if (statement === undefined) throw new Error(`QUERIES.md has no PartiQL for "${wanted}"`);
    return `# ${wanted}\n${settings}${statement}`;
  });
  return `\`\`\`sh\n${blocks.join("")}\`\`\``;
}
