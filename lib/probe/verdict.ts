import { ASIDE, BEHIND, EXPERIMENT, HIDDEN } from "./experiment.ts";
import { type Receive, receiveOf } from "./receive.ts";

/** `unknown` when the probe did not get as far as asking. */
export type Answer = "yes" | "no" | "unknown";

export interface Verdict {
  readonly question: string;
  readonly answer: Answer;
  readonly because: string;
}

const QUESTIONS = {
  hidden: "Does a message that is hidden and reported as failed stay hidden until its time?",
  group: "Does it keep the rest of its message group waiting meanwhile?",
  others: "Does another message group go on meanwhile?",
} as const;

type Finding = readonly [Answer, string];
type Judge = (receives: readonly Receive[], hiding: Receive) => Finding;

const NEVER: Finding = ["unknown", `${HIDDEN.name} was never received`];

const JUDGES: readonly (readonly [question: string, judge: Judge])[] = [
  [QUESTIONS.hidden, judgeHidden],
  [QUESTIONS.group, judgeGroup],
  [QUESTIONS.others, judgeOthers],
];

/** What the receives say, a verdict for each question. Reports may come in any order, and twice. */
export function judge(receives: readonly Receive[]): readonly Verdict[] {
  const hiding = receiveOf(receives, HIDDEN.name, 1);
  return JUDGES.map(([question, findingOf]) => {
    const [answer, because] = hiding === undefined ? NEVER : (notHidden(hiding) ?? findingOf(receives, hiding));
    return { question, answer, because };
  });
}

/** True when no later receive could change a verdict. */
export function isDecided(receives: readonly Receive[]): boolean {
  return [
    receiveOf(receives, HIDDEN.name, 2),
    ...[BEHIND, ASIDE].map(({ name }) => receiveOf(receives, name, 1)),
  ].every((receive) => receive !== undefined);
}

/** Without a hidden message, nothing that follows answers a question. */
function notHidden(hiding: Receive): Finding | undefined {
  if (hiding.fault !== undefined) return ["unknown", `${HIDDEN.name} could not be hidden: ${hiding.fault}`];
  if (hiding.receiveCount > 1) {
    return ["unknown", `the first receive of ${HIDDEN.name} went by without a report, so it may not have been hidden`];
  }
  return undefined;
}

function judgeHidden(receives: readonly Receive[], hiding: Receive): Finding {
  const { hideSeconds, earlySeconds, lateSeconds, watchSeconds } = EXPERIMENT;
  const back = receiveOf(receives, HIDDEN.name, 2);
  if (back === undefined) return ["no", `${HIDDEN.name} did not come back within the ${watchSeconds} s watched`];
  const after = (back.at - hiding.at) / 1000;
  const came = `${HIDDEN.name}, hidden for ${hideSeconds} s, came back after ${after.toFixed(1)} s`;
  const onTime = after >= hideSeconds - earlySeconds && after <= hideSeconds + lateSeconds;
  return [onTime ? "yes" : "no", came];
}

function judgeGroup(receives: readonly Receive[], hiding: Receive): Finding {
  const back = receiveOf(receives, HIDDEN.name, 2);
  const behind = receiveOf(receives, BEHIND.name, 1);
  if (behind === undefined) {
    // A group that never moves again keeps waiting too, but that is no proof of what should be proved.
    if (back !== undefined) return ["unknown", `${BEHIND.name} was never received, although ${HIDDEN.name} was done`];
    return ["unknown", `neither ${HIDDEN.name} nor ${BEHIND.name} came after the hiding`];
  }
  const since = `${((behind.at - hiding.at) / 1000).toFixed(1)} s after the hiding`;
  if (back !== undefined && behind.at >= back.at) {
    return ["yes", `${BEHIND.name} came ${since}, once ${HIDDEN.name} was back`];
  }
  return ["no", `${BEHIND.name} came ${since}, ahead of ${HIDDEN.name}`];
}

function judgeOthers(receives: readonly Receive[], hiding: Receive): Finding {
  const aside = receiveOf(receives, ASIDE.name, 1);
  if (aside === undefined) return ["no", `${ASIDE.name} was never received`];
  const since = `${((aside.at - hiding.at) / 1000).toFixed(1)} s after the hiding`;
  const back = receiveOf(receives, HIDDEN.name, 2);
  if (back !== undefined && aside.sentAt >= back.at) {
    return ["unknown", `${ASIDE.name} was sent only when ${HIDDEN.name} was back`];
  }
  if (back !== undefined && aside.at >= back.at) return ["no", `${ASIDE.name} waited too: it came ${since}`];
  return ["yes", `${ASIDE.name} came ${since}, while ${HIDDEN.name} was hidden`];
}
