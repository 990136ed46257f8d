import * as z from "zod/mini";
import { configSchema, NOBODY } from "../../config/schema.ts";
import type { Binding } from "../../domain/policy.ts";
import { readPolicy } from "../../domain/policy-faults.ts";
import { policySchema } from "../../domain/policy-schema.ts";
import { HOURS_ACCEPTED, type Hours, hoursText, readHours } from "./working-hours-text.ts";

/** What is asked, as it is answered. */
export interface Settings {
  readonly timezone: string;
  readonly workingHours: Hours;
  readonly thresholdDays: number;
  readonly binding: Binding;
  /** Null: nobody, by omission · `none`: nobody, on purpose. */
  readonly alarmEmail: string | null;
  /** Null: no digest. */
  readonly digestEmail: string | null;
}

/** A text that is no answer; `accepted` says what would be. */
export type Reading<Value> =
  | { readonly fits: true; readonly value: Value }
  | { readonly fits: false; readonly accepted: string };

export interface Question<Key extends keyof Settings = keyof Settings> {
  readonly key: Key;
  /** Of the option, without its dashes. */
  readonly flag: string;
  readonly placeholder: string;
  readonly help: string;
  /** As it is asked at a terminal: short, because the answer goes into the same line. */
  readonly asks: string;
  /** Lines before it, where more has to be known. */
  readonly hint?: string;
  /** Only where something runs by itself, and has somebody to tell. */
  readonly onlyOnAws?: true;
  show(value: Settings[Key]): string;
  read(text: string): Reading<Settings[Key]>;
}

const ADDRESS = `an e-mail address, or "${NOBODY}"`;

/** In the order in which they are asked: a new one is a row here, a place in `cdk-change.ts`, and a test. */
export const QUESTIONS: { readonly [Key in keyof Settings]: Question<Key> } = {
  timezone: {
    ...{ key: "timezone", flag: "time-zone", placeholder: "<zone>" },
    help: "the time zone of the schedule and of working hours, such as Europe/Berlin",
    asks: "Time zone of the schedule and of working hours",
    show: (value) => value,
    read: (text) => fitted(configSchema.shape.schedule, { timezone: text }, (read) => read.timezone),
  },
  workingHours: {
    ...{ key: "workingHours", flag: "working-hours", placeholder: "<hours>" },
    help: `when calls may be made: ${HOURS_ACCEPTED}`,
    asks: "Working hours",
    hint: `No call is made outside working hours: ${HOURS_ACCEPTED}`,
    show: hoursText,
    read(text) {
      const read = readHours(text);
      if (read === null) return { fits: false, accepted: HOURS_ACCEPTED };
      const { hours } = read;
      const policy = readPolicy({ workingHours: hours === null ? null : { ...hours, timezone: "UTC" } });
      if (policy.valid) return { fits: true, value: hours };
      return { fits: false, accepted: policy.faults.map(({ accepted }) => accepted).join("; ") };
    },
  },
  thresholdDays: {
    ...{ key: "thresholdDays", flag: "threshold", placeholder: "<days>" },
    help: "days after which an unanswered invitation is withdrawn",
    asks: "Days after which an unanswered invitation is withdrawn",
    hint: "Once there is a log, `sweeper threshold recommend` says which threshold is worth it",
    show: String,
    read: (text) => fitted(policySchema.shape.thresholdDays, /^\d+$/.test(text) ? Number(text) : text, (days) => days),
  },
  binding: {
    ...{ key: "binding", flag: "binding", placeholder: "<which>" },
    help: 'what keeps you from sending more: "slots" (as many are pending as may be) or "invitations" (sends are short)',
    asks: "What keeps you from sending more",
    hint: "slots: as many invitations are pending as may be; invitations: those that may be sent are short",
    show: (value) => value,
    read: (text) => fitted(policySchema.shape.binding, text, (value) => value),
  },
  alarmEmail: {
    ...{ key: "alarmEmail", flag: "email", placeholder: "<address>", onlyOnAws: true },
    help: 'who gets the mail of alarms on AWS, or "none"',
    asks: 'E-mail address for alarms, or "none"',
    show: (value) => value ?? "not set",
    read: (text) =>
      inWords(
        ADDRESS,
        fitted(configSchema.shape.alarmEmail, text, (value) => value),
      ),
  },
  digestEmail: {
    ...{ key: "digestEmail", flag: "digest-email", placeholder: "<address>", onlyOnAws: true },
    help: 'who gets the digest of the runs on AWS, or "none"',
    asks: 'E-mail address for the weekly digest, or "none"',
    show: (value) => value ?? NOBODY,
    read(text) {
      if (text === NOBODY) return { fits: true, value: null };
      return inWords(
        ADDRESS,
        fitted(configSchema.shape.digest, { email: text }, (value) => value?.email ?? null),
      );
    },
  },
};

/** As an answer is typed: a file has null where nobody is meant, and a person says "none". */
const inWords = <Value>(accepted: string, reading: Reading<Value>): Reading<Value> =>
  reading.fits ? reading : { fits: false, accepted };

/** By the schema of the file it goes into, so that whatever is accepted here is accepted there. */
function fitted<Output, Value>(
  schema: z.ZodMiniType<Output>,
  input: unknown,
  pick: (output: Output) => Value,
): Reading<Value> {
  const result = z.safeParse(schema, input);
  if (result.success) return { fits: true, value: pick(result.data) };
  return { fits: false, accepted: result.error.issues.map(({ message }) => message).join("; ") };
}
