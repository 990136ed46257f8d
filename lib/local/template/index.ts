import { type LocalSystem, readLocalSystem } from "./local-system.ts";
import { synthesizedTemplate } from "./synthesize.ts";

let loaded: Promise<LocalSystem> | undefined;

/** The system as the stack's template describes it; read once a process. */
export function localSystem(): Promise<LocalSystem> {
  loaded ??= synthesizedTemplate().then(readLocalSystem);
  return loaded;
}
