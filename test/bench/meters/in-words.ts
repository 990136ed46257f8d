import type { Figure } from "./figure.ts";

/** At most three digits behind the point, and as few as say it. */
const number = (value: number): string =>
  value.toLocaleString("en-US", { maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 3 });

export const figureInWords = ({ now, unit }: Figure): string => `${number(now)} ${unit}`;
export const goalInWords = ({ goal, better }: Figure): string =>
  goal === null ? "–" : `${better === "more" ? "≥" : "≤"} ${number(goal)}`;
export const peerInWords = ({ peer }: Figure): string => (peer === null ? "–" : `${number(peer.value)} (${peer.is})`);
