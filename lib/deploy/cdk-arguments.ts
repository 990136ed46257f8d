import { parseArgs } from "node:util";
import { PROTECT_TABLES } from "../contract/outputs.ts";

/** What of `cdk deploy`'s own arguments has to be known before it starts; all of them are passed on as they are. */
export interface CdkArguments {
  readonly profile: string | null;
  /** Of `-c stackName=…`. */
  readonly stackName: string | undefined;
  /** Whether the caller says whether the tables are protected. */
  readonly saysProtection: boolean;
}

export function readCdkArguments(args: readonly string[]): CdkArguments {
  const { values } = parseArgs({
    args: [...args],
    // Most of cdk's options are none of ours.
    strict: false,
    options: {
      profile: { type: "string" },
      context: { type: "string", short: "c", multiple: true },
      parameters: { type: "string", multiple: true },
    },
  });
  const texts = (given: unknown): string[] => (Array.isArray(given) ? given.map(String) : []);
  const stackNames = texts(values.context).flatMap((one) => /^=?stackName=(.*)$/.exec(one)?.[1] ?? []);
  return {
    profile: typeof values.profile === "string" ? values.profile : null,
    stackName: stackNames.at(-1),
    saysProtection: texts(values.parameters).some((one) => one.split("=", 1)[0]?.split(":").at(-1) === PROTECT_TABLES),
  };
}
