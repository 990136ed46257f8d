import type { EdgesClient } from "../edges/client.ts";
import type { IdentitiesFrom } from "../edges/list-identities.ts";
import { knowIdentities } from "../report/reader.ts";

type Lists = Pick<EdgesClient, "listIdentities" | "pagesOfIdentities">;

/** The same API: whoever it lists is known to the command's screens by name from then on. Calls nothing by itself. */
export function learnNames<Api extends Lists>(edges: Api): Api {
  return {
    ...edges,
    async listIdentities() {
      const answer = await edges.listIdentities();
      if (answer.ok) knowIdentities(answer.identities);
      return answer;
    },
    async *pagesOfIdentities(from?: IdentitiesFrom) {
      const pages = edges.pagesOfIdentities(from);
      for (;;) {
        const step = await pages.next();
        if (step.done) return step.value;
        knowIdentities(step.value.identities);
        yield step.value;
      }
    },
  };
}
