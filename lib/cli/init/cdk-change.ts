import { applyEdits, type FormattingOptions, modify } from "jsonc-parser";
import { readConfig } from "../../config.ts";
import type { Mode } from "../../domain/mode.ts";
import { valueAt } from "../../domain/own-property.ts";
import type { CdkJson } from "../cdk-json.ts";
import { UsageError } from "../errors.ts";
import type { Settings } from "./questions.ts";

/** One value that is to be another. */
export interface Change {
  /** Path inside the document. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface CdkChange {
  readonly text: string;
  readonly changes: readonly Change[];
}

/** What a `cdk.json` says, of which the mode is nothing that is asked. */
export interface SettingsInFile extends Settings {
  readonly stackName: string;
  readonly mode: Mode;
}

const CONTEXT = ["context", "inviteSweeper"] as const;

/** The settings that a `cdk.json` says, defaults filled in. Throws `UsageError` with all its faults. */
export function settingsInCdkJson(cdkJson: CdkJson): SettingsInFile {
  const { policy, schedule, alarmEmail, digest, stackName } = configOf(cdkJson.path, cdkJson.content);
  const { thresholdDays, workingHours, binding, mode } = policy;
  const digestEmail = digest?.email ?? null;
  return {
    ...{ timezone: schedule.timezone, workingHours, thresholdDays, binding },
    alarmEmail,
    digestEmail,
    stackName,
    mode,
  };
}

/**
 * The text of a `cdk.json` with these settings: the values that differ are written in their place, and everything else
 * stays as it is to the letter. `stackName` undefined: as it is.
 *
 * @throws UsageError where the settings do not go together
 */
export function changeCdkJson(cdkJson: CdkJson, settings: Settings, stackName: string | undefined): CdkChange {
  const present = settingsInCdkJson(cdkJson);
  const config = configOf(cdkJson.path, cdkJson.content);
  const zone = config.policy.workingHours?.timezone;
  const wanted: [path: readonly string[], from: unknown, to: unknown][] = [
    [["stackName"], present.stackName, stackName ?? present.stackName],
    [["schedule", "timezone"], present.timezone, settings.timezone],
    [["policy", "thresholdDays"], present.thresholdDays, settings.thresholdDays],
    [["policy", "binding"], present.binding, settings.binding],
    [["policy", "workingHours"], config.policy.workingHours, hoursInZone(settings, present, zone)],
    [["alarmEmail"], present.alarmEmail, settings.alarmEmail],
    [["digest", "email"], present.digestEmail, settings.digestEmail],
  ];
  let text = cdkJson.text;
  const changes: Change[] = [];
  const change = (path: readonly string[], from: unknown, to: unknown) => {
    if (JSON.stringify(from) === JSON.stringify(to)) return;
    text = withValue(text, path, to);
    changes.push({ path: path.join("."), from, to });
  };
  for (const [path, from, to] of wanted) change(path, from, to);
  const cron = cronWithin(settings, text, config.schedule.cron);
  change(["schedule", "cron"], config.schedule.cron, cron);
  if (changes.length > 0) configOf(`with these answers ${cdkJson.path}`, JSON.parse(text));
  return { text, changes };
}

/** The hours in the zone that is asked for; where neither has been changed, in the zone that they had. */
export function hoursInZone(settings: Settings, present: Settings, zone: string | undefined) {
  const { workingHours, timezone } = settings;
  if (workingHours === null) return null;
  const { start, end, days } = workingHours;
  const isSame = timezone === present.timezone && zone !== undefined;
  return { timezone: isSame ? zone : timezone, start, end, days };
}

/** A schedule that would never fire in the working hours fires where they begin; any other is left as it is. */
function cronWithin({ workingHours }: Settings, text: string, cron: string): string {
  if (workingHours === null) return cron;
  const reading = readConfig(valueAt(JSON.parse(text), CONTEXT));
  if (reading.valid || !reading.faults.every((fault) => fault.includes("within policy.workingHours"))) return cron;
  const [hour = 0, minute = 0] = workingHours.start.split(":").map(Number);
  return `cron(${minute} ${hour} * * ? *)`;
}

function withValue(text: string, path: readonly string[], value: unknown): string {
  const options = { formattingOptions: formattingOf(text) };
  const full = [...CONTEXT, ...path];
  // What stands where an object is needed, such as null, is replaced as a whole.
  const holder = valueAt(JSON.parse(text), full.slice(0, -1));
  const [target, content] =
    holder === null ? [full.slice(0, -1), { [path.at(-1) ?? ""]: value }] : ([full, value] as const);
  return applyEdits(text, modify(text, [...target], content, options));
}

/** As the file is indented where it is edited; what is not touched keeps its own way. */
function formattingOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.startsWith("\t") ? 1 : indent.length, eol };
}

function configOf(path: string, content: unknown) {
  const reading = readConfig(valueAt(content, CONTEXT));
  if (reading.valid) return reading.config;
  throw new UsageError([`${path} has faults; nothing was written:`, ...reading.faults].join("\n  "));
}
