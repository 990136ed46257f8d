/**
 * The time by which a run is named; null for what is named otherwise, such as a reconciliation. All that a run serves is
 * served at this one time: so its identities are tied, and the next run draws their order anew.
 */
export function runTimeOf(runId: string): Date | null {
  const at = new Date(runId);
  return !Number.isNaN(at.getTime()) && at.toISOString() === runId ? at : null;
}
