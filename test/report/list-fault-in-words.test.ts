import { expect, it } from "vitest";
import { LIST_FAULTS } from "../../lib/domain/list-fault.ts";
import { listFaultInWords } from "../../lib/report/list-fault-in-words.ts";

it.each(Object.values(LIST_FAULTS))("%s is told in one line, with what to do after what happened", (label) => {
  const words = listFaultInWords(label);
  expect(words).toMatch(/^\S[^\n]*; \S[^\n]*\S$/);
});

it.each([null, "LK_ERROR", "no-answer", "status-503", "constructor"])("%s is none of these", (label) => {
  expect(listFaultInWords(label)).toBeNull();
});
