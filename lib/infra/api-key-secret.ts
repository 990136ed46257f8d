import { Fn, Validations } from "aws-cdk-lib";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { FILL_IN_COMMAND } from "../contract/fill-in-command.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/**
 * The secret for the Edges key, without a value: the key never passes through a template, a build or a log. The L2
 * construct would put a generated value in, which Edges would refuse as a wrong key instead of a missing one.
 */
export function apiKeySecret(scope: Construct): CfnSecret {
  const secret = new CfnSecret(scope, "EdgesApiKey", {
    description: "invite-sweeper: the API key of app.edges.run/settings/developers, as plain text",
  });
  pinLogicalId(secret, "EdgesApiKeySecret");
  Validations.of(secret).acknowledge({
    id: "AwsSolutions-SMG4",
    reason:
      "Edges issues its keys by hand and has no call that rotates one; the functions take up a new key by themselves.",
  });
  return secret;
}

/** The command that fills the secret. The key is typed at a prompt: it is neither an argument nor in the shell's history. */
export function fillInCommand(secret: CfnSecret): string {
  return Fn.join("", [FILL_IN_COMMAND.before, secret.ref, FILL_IN_COMMAND.after]);
}
