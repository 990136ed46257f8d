/** The part of dynalite that is used here; the package brings no types. */
declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    /** Folder of the LevelDB store; without it everything is kept in memory. */
    readonly path?: string;
    /** How long a table stays in CREATING, in milliseconds. Default 500. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** Closing the server waits for writes under way and closes the store. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
