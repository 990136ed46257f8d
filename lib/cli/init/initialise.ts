import { chmodSync, readFileSync, realpathSync, statSync } from "node:fs";
import type { Policy } from "../../domain/policy.ts";
import { DATA_ROOT, replaceFile } from "../../local/data-layout.ts";
import { type CdkJson, readCdkJson } from "../cdk-json.ts";
import { edgesBaseUrl } from "../edges-address.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { screenOf } from "../print-rows.ts";
import { readSavedTarget, savedTargetFile, saveTarget } from "../saved-target.ts";
import { quoted } from "../shell-words.ts";
import { targetName } from "../target-place.ts";
import { wrapProse } from "../wrap-prose.ts";
import { findIdentities } from "./api-key.ts";
import { changeCdkJson, settingsInCdkJson } from "./cdk-change.ts";
import { checkGiven, interview } from "./interview.ts";
import { openLocalPolicy } from "./local-policy.ts";
import { changesText, type FileChanges, identitiesText, keyText, modeText, nextCommands } from "./shown.ts";
import { placeToSave, type WhereOptions, whereToRun } from "./where.ts";

export interface InitOptions extends WhereOptions, Readonly<Record<string, unknown>> {
  readonly data: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}

/**
 * Asks, shows what would be changed, and writes it once that is agreed to. Everything is read and checked before the first
 * file is written; each file is replaced in one step.
 *
 * @throws UsageError for an answer that is not accepted, and where the changes are not agreed to
 * @throws InterruptedError at Ctrl-C; nothing has been written then
 */
export async function initialise(options: InitOptions, io: Io): Promise<{ readonly isKeyTried: boolean }> {
  const { data, json = false, yes = false } = options;
  const saved = readSavedTarget(data);
  const cdkJson = readCdkJson(process.cwd());
  const where = await whereToRun(options, saved, io);
  if (where.kind === "stack" && cdkJson === null) {
    throw new UsageError(`there is no cdk.json in ${process.cwd()}: run this in the project's folder`);
  }
  const local = where.kind === "local" ? await openLocalPolicy(data, io) : null;
  const inFile = settingsInCdkJson(cdkJson ?? NO_FILE);
  const present = { ...inFile, ...(local === null ? {} : policySettings(local.policy)) };

  const onAws = where.kind === "stack";
  const answers = { given: options, present, yes, onAws };
  checkGiven(answers, io);
  const found = await findIdentities({ baseUrl: edgesBaseUrl(io), keyFile: options.keyFile, yes }, io);
  const { identities } = found;
  if (identities !== null && !json) io.out(identitiesText(identities, screenOf(io)));
  const settings = await interview(answers, io);

  const cdk = cdkJson === null ? null : changeCdkJson(cdkJson, settings, onAws ? where.stack : undefined);
  const place = await placeToSave(where, saved, io);
  const files: FileChanges[] = [
    ...(cdkJson === null || cdk === null ? [] : [{ file: cdkJson.path, changes: cdk.changes }]),
    ...(local?.isOwn ? [{ file: local.path, changes: local.change(settings, present) }] : []),
    { file: savedTargetFile(data), changes: targetChange(saved, place) },
  ];
  const isChange = files.some(({ changes }) => changes.length > 0);
  if (isChange) await agree(files, yes, json, io);
  if (cdkJson !== null && cdk !== null && cdk.changes.length > 0) writeCdkJson(cdkJson, cdk.text);
  if (local?.isOwn && local.change(settings, present).length > 0) await local.write(settings, present);
  if (targetChange(saved, place).length > 0) saveTarget(data, place);

  const again = data === DATA_ROOT ? "" : ` --data ${quoted(data)}`;
  const next = nextCommands(where, again);
  const tried = { isKeyTried: found.key === "none" || identities !== null };
  if (json) {
    const changes = files.flatMap((one) => one.changes.map((change) => ({ file: one.file, ...change })));
    io.out(JSON.stringify({ target: targetName(place), changes, settings, identities, next }, null, 2));
    return tried;
  }
  const done = isChange ? "Written." : "Nothing to change.";
  const mode = modeText(local?.policy.mode ?? inFile.mode);
  const lines = [done, mode, keyText(where, found.key === "environment"), "Next:", ...next.map((one) => `  ${one}`)];
  io.out(wrapProse(lines.join("\n"), io.columns));
  return tried;
}

/** Says nothing, so that the defaults count. */
const NO_FILE: CdkJson = { path: "", text: "{}", content: {} };

/** The policy's part of the settings. */
const policySettings = ({ thresholdDays, binding, workingHours }: Policy) => ({ thresholdDays, binding, workingHours });

function targetChange(saved: ReturnType<typeof readSavedTarget>, place: NonNullable<typeof saved>) {
  const [from, to] = [saved === null ? null : targetName(saved), targetName(place)];
  return from === to ? [] : [{ path: "target", from, to }];
}

async function agree(files: readonly FileChanges[], yes: boolean, json: boolean, io: Io): Promise<void> {
  const text = wrapProse(changesText(files), io.columns);
  if (json) io.err(text);
  else io.out(text);
  // Without a terminal every answer was given as an option.
  if (yes || !io.interactive) return;
  if (!(await io.confirm("Write these changes?"))) throw new UsageError("nothing was changed");
}

/** In one step, and only over the text that was read: somebody may have edited it since. */
function writeCdkJson({ path, text: before }: CdkJson, text: string): void {
  if (readFileSync(path, "utf8") !== before) {
    throw new UsageError(`${path} was changed meanwhile; nothing was written, run it again`);
  }
  const file = realpathSync(path);
  const { mode } = statSync(file);
  replaceFile(file, text);
  chmodSync(file, mode);
}
