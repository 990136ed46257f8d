import { PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { PolicyStore } from "./policy-store.ts";
import { createSsmPolicy, fetchParameter } from "./ssm-policy.ts";

/** The policy of a deployed stack, to look at and to change; the functions have a change within a minute. */
export function createSsmPolicyStore(client: SSMClient, parameter: string, now: () => Date): PolicyStore {
  const where = `the parameter ${parameter}`;
  return {
    read: createSsmPolicy(client, parameter, now).read,
    async document() {
      const { text, version } = await fetchParameter(client, parameter);
      return { document: documentOf(text), where, version };
    },
    async replace(document) {
      const command = new PutParameterCommand({ Name: parameter, Value: JSON.stringify(document), Overwrite: true });
      const { Version } = await client.send(command);
      if (Version === undefined) throw new Error(`${where} was changed, but SSM did not return its version`);
      return Version;
    },
  };
}

/** Text that is no JSON is a document that is not valid: it can be shown and replaced all the same. */
function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
