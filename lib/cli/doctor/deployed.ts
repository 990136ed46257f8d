import { DIGEST_OUTPUTS, OPTIONAL_OUTPUTS, OUTPUTS } from "../../contract/outputs.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import type { StackInView } from "./stack-in-view.ts";

const DEPLOY = "npx cdk deploy, with this version";

/** Whether the stack is this version's, whole, and not in the middle of a deployment. */
export function deployedChecks({ status, outputs, place }: StackInView): readonly Check[] {
  const where = [place.region, place.account].filter((part) => part !== null).join(", ");
  return [statusCheck(status, where), outputsCheck(outputs)];
}

function statusCheck(status: string, where: string): Check {
  const found = where === "" ? status : `${status} (${where})`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return ok("deployment", found);
  if (status === "UPDATE_ROLLBACK_COMPLETE") {
    return warning(
      "deployment",
      found,
      "the last deployment failed and was taken back: look at the stack's events, then deploy again",
    );
  }
  if (/_IN_PROGRESS$/.test(status)) return warning("deployment", found, "wait until it has ended, then look again");
  return failing("deployment", found, "look at the stack's events in CloudFormation, then deploy again");
}

function outputsCheck(outputs: ReadonlyMap<string, string>): Check {
  const digest = outputs.has(DIGEST_OUTPUTS.digestFunction) ? Object.values(DIGEST_OUTPUTS) : [];
  const missing = [...Object.values(OUTPUTS), ...digest].filter((name) => !outputs.has(name));
  if (missing.length > 0) return failing("outputs", `missing: ${missing.join(", ")}`, DEPLOY);
  const later = Object.values(OPTIONAL_OUTPUTS).filter((name) => !outputs.has(name));
  if (later.length > 0) return warning("outputs", `of an earlier version, without ${later.join(", ")}`, DEPLOY);
  return ok("outputs", "all there");
}
