import type { Mode } from "../../domain/mode.ts";
import type { EdgesIdentity } from "../../edges/identity.ts";
import { type Screen, textTable } from "../../report/text-table.ts";
import { counted } from "../../report/words.ts";
import type { Change } from "./cdk-change.ts";
import type { Where } from "./where.ts";

/** The changes of one file. */
export interface FileChanges {
  readonly file: string;
  readonly changes: readonly Change[];
}

export function identitiesText(identities: readonly EdgesIdentity[], screen: Screen): string {
  if (identities.length === 0) return "Edges knows no identity: connect LinkedIn accounts at https://app.edges.run";
  const table = textTable<EdgesIdentity>(
    [
      { title: "identity", text: ({ identityId }) => identityId },
      { title: "name", narrow: "cut", text: ({ name }) => name ?? "" },
      { title: "connected", text: ({ connected }) => (connected ? "yes" : "no") },
      { title: "time zone", drop: 1, text: ({ timezone }) => timezone ?? "" },
    ],
    identities,
    screen,
  );
  return `${counted(identities.length, "identity", "identities")} at Edges:\n${table}`;
}

/** "  policy.thresholdDays: 21 → 18", under the name of each file. */
export function changesText(files: readonly FileChanges[]): string {
  return files
    .filter(({ changes }) => changes.length > 0)
    .map(({ file, changes }) => [file, ...changes.map(changeText)].join("\n"))
    .join("\n");
}

const changeText = ({ path, from, to }: Change): string => `  ${path}: ${valueText(from)} → ${valueText(to)}`;
const valueText = (value: unknown): string => JSON.stringify(value ?? null);

/** The mode is no question: going live is a step of its own. */
export const modeText = (mode: Mode): string =>
  mode === "live"
    ? "The mode stays live."
    : `The mode stays ${mode}: nothing is withdrawn before \`sweeper policy set mode=live\`.`;

/** What only a person can do: where the key goes. */
export function keyText(where: Where, isInEnvironment: boolean): string {
  const here = isInEnvironment
    ? "EDGES_API_KEY is set here; set it wherever commands are run"
    : "export EDGES_API_KEY=…   where commands are run on this machine";
  const lines = ["The API key is kept in no file:", `  ${here}`];
  if (where.kind === "stack") {
    lines.push(
      "  on AWS, `npm run deploy` ends with a command, FillInApiKeyCommand: it asks for the key and stores it in Secrets Manager",
    );
  }
  return lines.join("\n");
}

/** The next two commands. */
export const nextCommands = (where: Where, again: string): readonly string[] =>
  where.kind === "stack"
    ? ["npm run deploy", `sweeper doctor${again}`]
    : [`sweeper doctor${again}`, `sweeper preview${again}`];
