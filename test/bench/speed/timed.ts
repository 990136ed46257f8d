import type { Figure } from "../meters/figure.ts";

/** What some work took, in milliseconds. Processor time is of all threads of this process. */
export interface Took {
  readonly wallMs: number;
  readonly processorMs: number;
}

const MICROS_A_MS = 1_000;

const processorMs = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / MICROS_A_MS;

export async function took(work: () => Promise<unknown>): Promise<Took> {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await work();
  return { wallMs: performance.now() - begun, processorMs: processorMs(process.cpuUsage(used)) };
}

/** The same of this process since it was started, with the loading of its code. */
export const tookSinceStart = (): Took => ({
  wallMs: performance.now(),
  processorMs: processorMs(process.cpuUsage()),
});

interface TimeOptions {
  readonly name: string;
  readonly what: string;
  /** Seconds of wall time, at most. */
  readonly goalS?: number;
  readonly peer?: { readonly took: Took; readonly is: string };
}

/** Wall and processor time as two figures, in seconds. */
export function timeFigures({ name, what, goalS, peer }: TimeOptions, { wallMs, processorMs: used }: Took): Figure[] {
  const figure = (of: "wall" | "processor", ms: number, peerMs: number | undefined, goal: number | null): Figure => ({
    name: `${name}-${of}`,
    what: `${what}, ${of} time`,
    unit: "s",
    kind: "time",
    now: seconds(ms),
    goal,
    peer: peer === undefined || peerMs === undefined ? null : { value: seconds(peerMs), is: peer.is },
  });
  return [
    figure("wall", wallMs, peer?.took.wallMs, goalS ?? null),
    figure("processor", used, peer?.took.processorMs, null),
  ];
}

const seconds = (ms: number): number => Math.round(ms) / 1_000;
