import { didYouMean } from "../../domain/did-you-mean.ts";
import { printable } from "../printable.ts";
import { unguarded } from "../spreadsheet-guard.ts";
import type { Problem } from "./problems.ts";

/** The headings of the minimal form, in the order of the documents; a file may have them in any. */
export const MINIMAL_HEADINGS = [
  ...(["sent at", "first seen at", "ended at", "outcome", "identity", "threshold days"] as const),
] as const;

/** Headings that are read. All others are passed over. */
const KNOWN = [
  ...MINIMAL_HEADINGS,
  ...(["sent by", "sent from", "dates disagree", "reason", "confirmed", "policy version", "attempts"] as const),
  "endings since",
  "width at first sight ms",
] as const;
export type Heading = (typeof KNOWN)[number];

/** `outcomes`: as `outcomes --csv` writes it, with an interval of sending. */
export type FileForm = "minimal" | "outcomes";

/** Where the columns of a file are. */
export interface Headings {
  readonly form: FileForm;
  /** How many the file has, those that are passed over among them. */
  readonly count: number;
  readonly places: ReadonlyMap<Heading, number>;
}

export type HeadingsReading =
  | { readonly ok: true; readonly headings: Headings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const REQUIRED = ["first seen at", "ended at", "outcome"] as const;
/** Only `report --csv` has these: a table with a line for each threshold. */
const OF_THRESHOLDS = ["threshold days", "in force", "share given up"] as const;

const FORM = `the first line names the columns: ${MINIMAL_HEADINGS.join(",")}`;
/** The command that writes a file with everything that is needed. */
export const WRITES_ALL = "`sweeper outcomes --pending --csv > history.csv`";

/** For a file without a single line. */
export const EMPTY_FILE = `the file is empty; ${FORM}`;

/** Reads the first line. Headings in capitals and with blanks around them are the same headings. */
export function readHeadings(line: number, cells: readonly string[]): HeadingsReading {
  const names = cells.map((cell) => unguarded(cell.trim()).trim().toLowerCase().replace(/\s+/g, " "));
  const problem = (fault: string, column: string | null = null): Problem => ({ line, column, fault });
  if (OF_THRESHOLDS.every((name) => names.includes(name))) {
    return no(
      problem(
        `this is a table of thresholds, as \`sweeper report --csv\` prints it, and holds no invitations; write them with ${WRITES_ALL}`,
      ),
    );
  }
  const known = KNOWN.filter((name) => names.includes(name));
  if (known.length === 0) {
    const found = printable(names.join(","), 60);
    return no(problem(`${JSON.stringify(found)} holds no heading that is known; ${FORM}`));
  }
  const problems = KNOWN.flatMap((name) => {
    const times = names.filter((one) => one === name).length;
    return times > 1 ? [problem(`stands ${times} times among the headings; keep one`, name)] : [];
  });
  const isMinimal = names.includes("sent at");
  if (isMinimal && names.includes("sent by")) {
    problems.push(problem('"sent at" and "sent by" both say when an invitation was sent; keep one'));
  }
  if (!isMinimal && !names.includes("sent by")) problems.push(problem(`no such heading; ${FORM}`, "sent at"));
  for (const name of REQUIRED) if (!names.includes(name)) problems.push(problem(`no such heading; ${FORM}`, name));
  problems.push(...names.filter((name) => !isKnown(name)).flatMap((name) => mistyped(name, names, problem)));
  if (problems.length > 0) return no(...problems);
  const places = new Map(known.map((name) => [name, names.indexOf(name)]));
  return { ok: true, headings: { form: isMinimal ? "minimal" : "outcomes", count: names.length, places } };
}

const isKnown = (name: string): boolean => KNOWN.some((one) => one === name);

/** Another column may stand there. One that is nearly a heading, where that is missing, would be left out and nobody told. */
function mistyped(name: string, names: readonly string[], problem: (fault: string) => Problem): Problem[] {
  const meant = didYouMean(
    name,
    KNOWN.filter((one) => !names.includes(one)),
  );
  return meant === "" ? [] : [problem(`${JSON.stringify(printable(name))} is no heading that is known${meant}`)];
}

const no = (...problems: readonly Problem[]): HeadingsReading => ({ ok: false, problems });
