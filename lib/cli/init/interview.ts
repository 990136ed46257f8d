import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { QUESTIONS, type Question, type Settings } from "./questions.ts";

export interface InterviewOptions {
  /** Answers by the options' names, as they were typed. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly present: Settings;
  /** Nothing is asked: what no option says stays as it is. */
  readonly yes: boolean;
  /** It runs on AWS. */
  readonly onAws: boolean;
}

const ALL = Object.values(QUESTIONS) as readonly Question[];

const leftToAsk = (given: InterviewOptions["given"], onAws: boolean): readonly Question[] =>
  ALL.filter(({ flag, onlyOnAws }) => given[nameOf(flag)] === undefined && (onAws || onlyOnAws !== true));

/** The option as commander names its value. */
const nameOf = (flag: string): string => flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Before anybody is asked or called.
 *
 * @throws UsageError that names each option whose value is not accepted, or each that is missing where nobody can be asked
 */
export function checkGiven(
  { given, yes, onAws }: Omit<InterviewOptions, "present">,
  io: Pick<Io, "interactive">,
): void {
  const faults = ALL.flatMap(({ flag, read }) => {
    const text = given[nameOf(flag)];
    if (typeof text !== "string") return [];
    const reading = read(text.trim());
    return reading.fits ? [] : [notAccepted(`--${flag}`, text, reading.accepted)];
  });
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  const left = leftToAsk(given, onAws);
  if (left.length > 0 && !yes && !io.interactive) {
    const flags = left.map(({ flag, placeholder }) => `--${flag} ${placeholder}`).join(", ");
    throw new UsageError(
      `nobody can be asked without a terminal: give ${flags}, or --yes to leave what is not given as it is`,
    );
  }
}

/**
 * The settings as they are to be. Options count first; at a terminal the rest is asked, with the present value as default.
 *
 * @throws InterruptedError at Ctrl-C
 */
export async function interview({ given, present, yes, onAws }: InterviewOptions, io: Io): Promise<Settings> {
  const left = yes ? [] : leftToAsk(given, onAws);
  const answerTo = async <Key extends keyof Settings>(question: Question<Key>): Promise<Settings[Key]> => {
    const now = present[question.key];
    const text = given[nameOf(question.flag)];
    if (typeof text === "string") {
      const reading = question.read(text.trim());
      return reading.fits ? reading.value : now;
    }
    return left.some(({ key }) => key === question.key) ? ask(question, now, io) : now;
  };
  return {
    timezone: await answerTo(QUESTIONS.timezone),
    workingHours: await answerTo(QUESTIONS.workingHours),
    thresholdDays: await answerTo(QUESTIONS.thresholdDays),
    binding: await answerTo(QUESTIONS.binding),
    alarmEmail: await answerTo(QUESTIONS.alarmEmail),
    digestEmail: await answerTo(QUESTIONS.digestEmail),
  };
}

async function ask<Key extends keyof Settings>(
  { asks, hint, flag, show, read }: Question<Key>,
  now: Settings[Key],
  io: Io,
): Promise<Settings[Key]> {
  if (hint !== undefined) io.err(hint);
  for (;;) {
    const text = await io.ask(`${asks} [${show(now)}]: `);
    if (text === "") return now;
    const reading = read(text);
    if (reading.fits) return reading.value;
    io.err(notAccepted(flag, text, reading.accepted));
  }
}

const notAccepted = (what: string, text: string, accepted: string): string =>
  `${what}: ${JSON.stringify(text)} is not accepted; accepted: ${accepted}`;
