import type { ToolAnnotations } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod/mini";
import type { Io } from "../io.ts";
import type { TargetOptions } from "../target.ts";
import type { Consent, Question } from "./consent.ts";

/** What one call of a tool may touch. */
export interface Call {
  /** The target the server was started for; the same for every call. */
  readonly options: TargetOptions;
  /** Whatever is said on its standard error is handed to the assistant too; it has no standard output. */
  readonly io: Io;
  /** Aborted when the client takes the call back or goes away: from then on nothing is begun. */
  readonly signal: AbortSignal;
  /** Asks the person behind the client. */
  ask(question: Question): Promise<Consent>;
}

export interface ToolAnswer {
  /** One or a few sentences. Without names: an assistant may read them aloud. */
  readonly text: string;
  /** As the tool's `output` says; the target and what was said on standard error are added. */
  readonly structured: Readonly<Record<string, unknown>>;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodMiniObject;
  readonly output: z.ZodMiniObject;
  readonly annotations: ToolAnnotations;
  /** @throws whatever the command of the same work throws */
  run(input: unknown, call: Call): Promise<ToolAnswer>;
}

/** A tool whose `run` gets its input as the schema types it. */
export function defineTool<Input extends z.ZodMiniObject>(
  tool: Omit<Tool, "input" | "run"> & {
    readonly input: Input;
    run(input: z.output<Input>, call: Call): Promise<ToolAnswer>;
  },
): Tool {
  return { ...tool, run: (input, call) => tool.run(z.parse(tool.input, input), call) };
}

/** Looks at the ledger alone. */
export const READS_LEDGER = { readOnlyHint: true, openWorldHint: false } as const;
/** Changes nothing, and calls Edges for it. */
export const READS_EDGES = { readOnlyHint: true, openWorldHint: true } as const;

/** Every answer has these. */
const COMMON = { target: z.string(), notices: z.array(z.string()) };

/** The schema of an answer: further fields may come with later versions. */
export const answerOf = <Shape extends z.core.$ZodShape>(shape: Shape) => z.looseObject({ ...shape, ...COMMON });
