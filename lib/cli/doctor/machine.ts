import { accessSync, constants, existsSync } from "node:fs";
import { DataFolderError } from "../../local/data-folder-error.ts";
import { dataLayout } from "../../local/data-layout.ts";
import { edgesApiKey, edgesBaseUrl } from "../edges-address.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openLocal, openPolicy } from "../open-target.ts";
import type { TargetOptions } from "../target.ts";
import { type Check, green, red, yellow } from "./check.ts";
import { edgesCheck } from "./edges-answer.ts";
import { look, oneLine } from "./look.ts";
import { policyInForce } from "./policy-in-force.ts";

/** As `engines` in package.json. */
const LEAST_NODE = [20, 19] as const;

/** Looks at this machine and its data folder; writes nothing, and makes no folder. */
export async function checkMachine(options: TargetOptions, io: Io): Promise<readonly Check[]> {
  const isReal = options.edges === "real";
  const again = isReal ? " --edges real" : "";
  return [
    nodeCheck(process.versions.node),
    ...(await look("data folder", () => folderCheck(options, io))),
    ...(await look("policy", async () => (await policyInForce(await openPolicy(options, io), again)).checks)),
    ...(await look("API key", () => keyCheck(isReal, io))),
  ];
}

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const fits = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const least = LEAST_NODE.join(".");
  return fits
    ? green("Node", version)
    : red("Node", `${version}, older than ${least}`, `install Node ${least} or later`);
}

async function folderCheck(options: TargetOptions, io: Io): Promise<Check> {
  const baseUrl = options.edges === "sandbox" ? null : edgesBaseUrl(io);
  const { path } = dataLayout(options.data, baseUrl);
  if (!existsSync(path)) return green("data folder", `${path} is not there yet: the first run makes it`);
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return red(
      "data folder",
      `${path} cannot be read and written (${codeOf(error)})`,
      "give this user the rights, or choose another with --data",
    );
  }
  // Without a key only the folder is looked at: nothing is called here.
  const env = { ...io.env, EDGES_API_KEY: edgesApiKey(io) || "none" };
  try {
    const workspace = await openLocal(options, { ...io, env }, true);
    const [last] = await workspace.ledger.runs.latest(1);
    await workspace.close();
    return green(
      "data folder",
      `${path} is readable; ${last === undefined ? "no run yet" : `last run ${last.startedAt.toISOString()}`}`,
    );
  } catch (error) {
    if (error instanceof DataFolderError && error.kind === "locked") {
      return yellow(
        "data folder",
        `${path} is in use by another command, such as a run`,
        "let it end, then look again",
      );
    }
    return red(
      "data folder",
      oneLine(error instanceof Error ? error.message : String(error)),
      "put right what is named, or choose another folder with --data",
    );
  }
}

async function keyCheck(isReal: boolean, io: Io): Promise<Check> {
  if (!isReal) return green("API key", "the sandbox needs none");
  const key = edgesApiKey(io);
  const make = "make a key at https://app.edges.run/settings/developers and set EDGES_API_KEY";
  if (key === "") return red("API key", "EDGES_API_KEY is not set", make);
  try {
    return await edgesCheck(edgesBaseUrl(io), async () => key);
  } catch (error) {
    if (error instanceof UsageError) return red("API key", error.message, "correct EDGES_BASE_URL");
    throw error;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);
