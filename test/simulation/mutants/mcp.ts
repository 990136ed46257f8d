import type { TestedMutant } from "./list.ts";

const SERVER = "test/cli/mcp/server.test.ts";
const FLAG = "test/cli/mcp/tools/flag.test.ts";
const REQUEST = "test/cli/mcp/tools/request-withdrawal.test.ts";
const REQUEST_ON_STACK = "test/cli/mcp/tools/request-withdrawal.stack.test.ts";

/** Of what keeps an assistant from doing what no person has agreed to. Every one of these its test must notice. */
export const MCP_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a form that was sent off without its box taken for a yes",
    file: "lib/cli/mcp/consent.ts",
    find: 'if (action === "accept" && content?.confirm === true)',
    replace: 'if (action === "accept")',
    test: FLAG,
    testName: "accepted without the box",
  },
  {
    name: "a question that failed taken for a yes",
    file: "lib/cli/mcp/consent.ts",
    find: 'return { status: "unanswered", why:',
    replace: 'return { status: "given", why:',
    test: FLAG,
    testName: "the question is failed",
  },
  {
    name: "a client that cannot ask taken for a yes",
    file: "lib/cli/mcp/consent.ts",
    find: 'return { status: "cannot-ask", why:',
    replace: 'return { status: "given", why:',
    test: FLAG,
    testName: "the client cannot ask",
  },
  {
    name: "a flag set without a yes",
    file: "lib/cli/mcp/tools/flag.ts",
    find: 'if (consent.status !== "given") {',
    replace: 'if (consent.status === "cannot-ask") {',
    test: FLAG,
    testName: "the question is declined",
  },
  {
    name: "a withdrawal requested without a yes",
    file: "lib/cli/mcp/tools/request-withdrawal.ts",
    find: 'if (consent.status !== "given") {',
    replace: 'if (consent.status === "cannot-ask") {',
    test: REQUEST_ON_STACK,
    testName: "nothing is sent without a yes",
  },
  {
    name: "digits given as a person taken for an invitation too",
    file: "lib/cli/mcp/tools/request-withdrawal.ts",
    find: 'kind === "person" ? found.filter((one) => meantBy(one, which)) : found',
    replace: "found",
    test: REQUEST,
    testName: "takes digits for what they are given as",
  },
  {
    name: "a write begun after its call was taken back",
    file: "lib/cli/mcp/with-target.ts",
    find: "  signal.throwIfAborted();\n",
    replace: "",
    test: "test/cli/mcp/with-target.test.ts",
  },
  {
    name: "a call begun although the server is ending",
    file: "lib/cli/mcp/server.ts",
    find: "if (signal.aborted) throw",
    replace: "if (extra.signal.aborted) throw",
    test: SERVER,
    testName: "that have not begun when the server ends",
  },
  {
    name: "names handed on without being asked for",
    file: "lib/cli/mcp/tools/preview.ts",
    find: "const names = input.includeNames === true;",
    replace: "const names = input.includeNames !== false;",
    test: "test/cli/mcp/tools/preview.test.ts",
    testName: "hands names of people on only",
  },
  {
    name: "what is not known answered as a yes",
    file: "lib/cli/mcp/tools/can-invite.ts",
    find: 'null: "cannot-tell"',
    replace: 'null: "yes"',
    test: "test/cli/mcp/tools/can-invite.test.ts",
  },
  {
    name: "letters that only a machine sees handed on",
    file: "lib/cli/mcp/harmless-value.ts",
    find: "[\\p{Cc}\\p{Cf}\\p{Cs}",
    replace: "[\\p{Cc}\\p{Cs}",
    test: "test/cli/mcp/harmless-value.test.ts",
  },
  {
    name: "calls of tools handled at once",
    file: "lib/cli/mcp/one-by-one.ts",
    find: "const done = last.then(work);",
    replace: "const done = work();",
    test: "test/cli/mcp/one-by-one.test.ts",
  },
  {
    name: "a request of a tool carried out at once",
    file: "lib/cli/mcp/tools/request-withdrawal.ts",
    find: "toWriteHere(call, (workspace) => storeRequests(workspace, open, asked));",
    replace:
      'toWriteHere(call, async (w) => { const { runRequests } = await import("../../withdraw/run-requests.ts"); await runRequests(w, w.policy, true, open, asked); return [...open]; });',
    test: REQUEST,
    testName: "calls Edges for no withdrawal",
  },
];
