import type { Policy } from "../../domain/policy.ts";
import type { InvitationKey } from "../../domain/tracked-invitation.ts";
import type { Workspace } from "../../local/workspace.ts";
import { knowIdentities } from "../../report/reader.ts";
import { counted } from "../../report/words.ts";
import { type Preview, previewAll } from "../../sweep/preview.ts";
import type { Agreed } from "../../sweep/queue-today.ts";
import { suggestionsAtStake, suggestionsFor } from "../companies/suggestions.ts";
import { UsageError } from "../errors.ts";
import { expectedLists } from "../expected-lists.ts";
import type { Io } from "../io.ts";
import { logCurve } from "../log-curve.ts";
import { showListing } from "../terminal/progress.ts";
import { readPlan } from "./read-plan.ts";
import { liveQuestion, planInWords } from "./shown-plan.ts";

interface AgreeOptions {
  readonly yes?: boolean;
  readonly live?: boolean;
  readonly plan?: string;
  /** What the run works on, as the first line names it. */
  readonly target: string;
  /** The options that name it again. */
  readonly again: string;
}

/** Between the listing of the question and the run's own: the wait that pages of a listing keep. */
const PAGE_WAIT_MS = 2000;

/**
 * What a run may call for: everything it decides on (null), the `withdraw` rows of a plan, or, where a person is asked,
 * exactly what that person was shown. What the run's own lists bring beyond that waits for the next run.
 *
 * @throws UsageError when nobody can be asked, when the answer is no, and for a plan that cannot be run
 */
export async function agreeOnRun(
  workspace: Workspace,
  policy: Policy,
  { yes, live, plan: path, target, again }: AgreeOptions,
  io: Io,
): Promise<Agreed | null> {
  if (path !== undefined && live !== true) throw new UsageError("--plan is for a live run: give --live too");
  const plan = path === undefined ? null : await readPlan(path, target, workspace.clock.now());
  const inPlan = plan === null ? null : amongst(plan.withdraw);
  if (plan !== null) io.err(`by the plan: ${counted(plan.withdraw.length, "invitation")} at most, and none beyond it`);
  const asks = policy.mode === "live" && workspace.sandbox === null && yes !== true;
  if (!asks) return inPlan;
  if (!io.interactive) {
    throw new UsageError("a live run against the real API asks first; without a terminal, give --yes");
  }
  const listing = showListing(io, await expectedLists(workspace, io));
  const preview = await previewAll(workspace, policy, undefined, listing.onPage, await logCurve(workspace));
  listing.end();
  knowIdentities(preview.identities);
  const shown = inPlan === null ? preview : within(preview, inPlan);
  io.err(planInWords(shown));
  const suggestions = suggestionsFor(shown, await workspace.ledger.companies.all(), { again });
  const atStake = suggestionsAtStake(suggestions, shown, { again });
  if (atStake !== null) io.err(atStake);
  const going = shown.identities.flatMap(({ identityId, today }) =>
    today.map(({ invitation: { invitationId } }) => ({ identityId, invitationId })),
  );
  if (going.length === 0) io.err("Nothing goes now: this run lists and logs, and withdraws nothing.");
  else if (!(await io.confirm(liveQuestion(shown)))) throw new UsageError("nothing was withdrawn");
  await workspace.clock.sleep(PAGE_WAIT_MS);
  return amongst(going);
}

function amongst(keys: readonly InvitationKey[]): Agreed {
  const agreed = new Set(keys.map(({ identityId, invitationId }) => `${identityId}/${invitationId}`));
  return ({ identityId, invitationId }) => agreed.has(`${identityId}/${invitationId}`);
}

const within = (preview: Preview, inPlan: Agreed): Preview => ({
  ...preview,
  identities: preview.identities.map((one) => ({
    ...one,
    today: one.today.filter(({ invitation: { invitationId } }) => inPlan({ identityId: one.identityId, invitationId })),
  })),
});
