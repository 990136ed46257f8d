import { RULES } from "../../../lib/domain/rules/index.ts";
import { markdownTable } from "./marked.ts";

/** The rules in the order in which they are asked. */
export const rulesTable = (): string =>
  markdownTable(
    ["rule", "verdict", "when"],
    RULES.map(({ reason, verdict, when }) => [`\`${reason}\``, verdict, when]),
  );
