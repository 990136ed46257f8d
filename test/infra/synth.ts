import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { readConfig } from "../../lib/config.ts";
import { InviteSweeperStack } from "../../lib/stack.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

/** `cdk.json` as it is checked in. */
export const CDK_JSON: { readonly app: string; readonly context: Readonly<Record<string, unknown>> } = JSON.parse(
  readFileSync(join(PROJECT, "cdk.json"), "utf8"),
);

export interface Synthesized {
  readonly app: App;
  readonly stack: InviteSweeperStack;
  readonly template: Template;
}

const synthesized = new Map<string, Synthesized>();

/** The stack of a configuration; the same one for the same configuration, so not to be changed. */
export function synth(inviteSweeper: Readonly<Record<string, unknown>> = {}): Synthesized {
  const key = JSON.stringify(inviteSweeper);
  const known = synthesized.get(key) ?? freshSynth(inviteSweeper);
  synthesized.set(key, known);
  return known;
}

/** With the project's feature flags and without bundling, which takes ten times as long. */
export function freshSynth(inviteSweeper: Readonly<Record<string, unknown>>): Synthesized {
  const app = new App({
    context: { ...CDK_JSON.context, "aws:cdk:bundling-stacks": [] },
    analyticsReporting: false,
  });
  // Nobody to tell of alarms is meant here, unless a test says otherwise: else each synthesis would print its warning.
  const reading = readConfig({ alarmEmail: "none", ...inviteSweeper });
  if (!reading.valid) throw new Error(reading.faults.join("\n"));
  const stack = new InviteSweeperStack(app, reading.config);
  return { app, stack, template: Template.fromStack(stack) };
}
