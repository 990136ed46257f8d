import { dataLayout } from "../../local/data-layout.ts";
import { edgesApiKey, edgesBaseUrl } from "../edges-address.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openPolicy, timeOfTarget } from "../open-target.ts";
import type { TargetOptions } from "../target.ts";
import { type Check, failing, ok } from "./check.ts";
import { folderChecks } from "./data-folder.ts";
import { edgesChecks, withoutAnswer } from "./edges-answer.ts";
import { look } from "./look.ts";
import { nodeCheck } from "./node.ts";
import { policyInForce } from "./policy-in-force.ts";

/** Looks at this machine and its data folder; writes nothing, and makes no folder. */
export async function checkMachine(options: TargetOptions, io: Io): Promise<readonly Check[]> {
  const { again } = options;
  return [
    nodeCheck(process.versions.node),
    ...(await look("data folder", () => {
      const baseUrl = options.edges === "sandbox" ? null : edgesBaseUrl(io);
      return folderChecks(dataLayout(options.data, baseUrl), timeOfTarget(options), again);
    })),
    ...(await look("policy", async () => (await policyInForce(await openPolicy(options, io), again)).checks)),
    ...(await look("API key", () => apiChecks(options.edges === "real", io))),
  ];
}

/** What hangs on the API; the sandbox has this machine's clock and needs no key. */
async function apiChecks(isReal: boolean, io: Io): Promise<readonly Check[]> {
  if (!isReal) {
    return [
      ok("API key", "the sandbox needs none"),
      ok("clock", "the sandbox goes by this machine's"),
      ok("identities", "made-up people"),
    ];
  }
  const key = edgesApiKey(io);
  const make = "make a key at https://app.edges.run/settings/developers and set EDGES_API_KEY";
  if (key === "") return withoutAnswer(failing("API key", "EDGES_API_KEY is not set", make));
  try {
    return await edgesChecks(edgesBaseUrl(io), async () => key);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return withoutAnswer(failing("API key", error.message, "correct EDGES_BASE_URL"));
  }
}
