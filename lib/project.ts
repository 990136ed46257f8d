import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * The project's own folder, with its `package.json` and `cdk.json`. It is one above this file, and one above `dist/`, where
 * this file ends up when the command line is compiled: whoever looks for a file of the project begins here.
 */
export const PROJECT = resolve(import.meta.dirname, "..");

/** Whether this is the published package. It comes without sources: what is made of them lies ready in `dist/`. */
export const isPublished = (): boolean => !existsSync(join(PROJECT, "lib/stack.ts"));
