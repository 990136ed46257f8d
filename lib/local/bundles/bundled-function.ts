import { type FunctionProcess, type FunctionProcessOptions, startFunctionProcess } from "./function-process.ts";

/** A bundled function, in a process of its own as long as that lives and then in another. */
export type BundledFunction = Pick<FunctionProcess, "invoke" | "close">;

/** @throws Error when the bundle cannot be loaded */
export async function startBundledFunction(options: FunctionProcessOptions): Promise<BundledFunction> {
  let current = startFunctionProcess(options);
  await current;
  /** As on Lambda, where the next event finds a new environment when the last one has died. */
  async function latest(): Promise<FunctionProcess> {
    const seen = current;
    if (!(await seen).hasEnded()) return seen;
    // Of several events that find it dead, the first has it replaced.
    if (current === seen) current = startFunctionProcess(options);
    return current;
  }
  return {
    invoke: async (event, timeoutMs) => (await latest()).invoke(event, timeoutMs),
    // One that could not be loaded again has nothing to close.
    close: () =>
      current.then(
        (process) => process.close(),
        () => {},
      ),
  };
}
