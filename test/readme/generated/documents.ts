import { readMeasured } from "../../bench/meters/measured-file.ts";
import { figuresInMarkdown } from "../../bench/meters/table.ts";
import { commandsTable } from "./commands.ts";
import { configurationTable, policyTable } from "./configuration.ts";
import { withPart } from "./marked.ts";
import { mostAskedQueries } from "./queries.ts";
import { rulesTable } from "./rules.ts";
import { runbookIndex } from "./runbook-index.ts";
import { timersTable } from "./timers.ts";

/** What is generated, by the document that holds it and the name of its marks. */
const PARTS: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  "README.md": {
    queries: mostAskedQueries,
    commands: commandsTable,
    policy: policyTable,
    configuration: configurationTable,
    "runbook index": runbookIndex,
  },
  "lib/README.md": { timers: timersTable },
  "lib/domain/README.md": { rules: rulesTable },
  "test/README.md": { figures: () => figuresInMarkdown(readMeasured()) },
};

/** Documents with generated parts, from the project's folder. */
export const GENERATED_DOCUMENTS = Object.keys(PARTS);

/** The document with each of its generated parts made anew. */
export const withGeneratedParts = (path: string, document: string): string =>
  Object.entries(PARTS[path] ?? {}).reduce((text, [name, make]) => withPart(text, name, make()), document);
