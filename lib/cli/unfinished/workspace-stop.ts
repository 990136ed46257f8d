import type { RunStop } from "../../domain/failure-streak.ts";

/** What stopped every identity for one run. */
export interface WorkspaceStop extends RunStop {
  /** Requests were taken for wrong; otherwise identities failed alike. */
  readonly isShape: boolean;
}
