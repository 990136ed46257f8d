import { PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { PARAMETER_BYTES } from "../domain/parameter-size.ts";
import { PolicyError } from "./policy-error.ts";
import type { PolicyStore } from "./policy-store.ts";
import { createSsmPolicy, fetchParameter } from "./ssm-policy.ts";

/** The policy of a deployed stack, to look at and to change; the functions have a change within a minute. */
export function createSsmPolicyStore(client: SSMClient, parameter: string, now: () => Date): PolicyStore {
  const where = `the parameter ${parameter}`;
  return {
    // Not kept as the functions keep it: what was just changed is read back.
    read: () => createSsmPolicy(client, parameter, now).read(),
    async document() {
      const { text, version } = await fetchParameter(client, parameter);
      return { document: documentOf(text), where, version };
    },
    check: (document) => void textOf(document, where),
    async replace(document) {
      const command = new PutParameterCommand({
        ...{ Name: parameter, Value: textOf(document, where), Overwrite: true },
        // Left out, the account's default counts, which is a standard parameter and refuses more than 4,096. One that is
        // advanced already stays so, which asking for a standard one would not.
        Tier: "Intelligent-Tiering",
      });
      const { Version } = await client.send(command);
      if (Version === undefined) throw new Error(`${where} was changed, but SSM did not return its version`);
      return Version;
    },
  };
}

function textOf(document: unknown, where: string): string {
  const text = JSON.stringify(document);
  const bytes = Buffer.byteLength(text);
  if (bytes <= PARAMETER_BYTES) return text;
  throw new PolicyError(
    `the policy was not changed: it has ${bytes} bytes, and ${where} holds ${PARAMETER_BYTES} at most. Take out of "identities" what only repeats the general values, or set identities to "all" and stop single ones with \`sweeper pause\`, which takes no room there`,
  );
}

/** Text that is no JSON is a document that is not valid: it can be shown and replaced all the same. */
function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
