import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { harmlessText } from "./harmless-value.ts";

/** What a person is asked before anything is written. */
export interface Question {
  /** What is done, to whom and on which target, and whether it can be undone. */
  readonly message: string;
  /** The words beside the box that has to be ticked. */
  readonly yes: string;
}

/** What came back. Anything but `given` means that nothing is done. */
export interface Consent {
  readonly status: "given" | NotGiven;
  /** In words, for the answer; empty when it was given. */
  readonly why: string;
}

export const NOT_GIVEN = ["declined", "cancelled", "unanswered", "cannot-ask"] as const;
export type NotGiven = (typeof NOT_GIVEN)[number];

/** Long enough to read and look something up; after that the person is not there. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Asks the person behind the client, through elicitation. Only a ticked box in an accepted form is a yes: a form that was
 * sent off as it came, an error, and silence are none.
 */
export async function askPerson(server: Server, { message, yes }: Question, signal: AbortSignal): Promise<Consent> {
  if (server.getClientCapabilities()?.elicitation?.form === undefined) {
    return { status: "cannot-ask", why: "this client cannot ask a person" };
  }
  try {
    const { action, content } = await server.elicitInput(
      {
        message: harmlessText(message, MAX_MESSAGE),
        requestedSchema: {
          type: "object",
          properties: { confirm: { type: "boolean", title: yes, default: false } },
          required: ["confirm"],
        },
      },
      { signal, timeout: PATIENCE_MS },
    );
    if (action === "accept" && content?.confirm === true) return { status: "given", why: "" };
    if (action === "cancel") return { status: "cancelled", why: "the person closed the question" };
    return { status: "declined", why: "the person said no" };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { status: "unanswered", why: `the question was not answered (${why})` };
  }
}

/** All of it is shown, or nobody could agree to it: what is asked is refused before it is as long. */
export const MAX_MESSAGE = 20_000;
