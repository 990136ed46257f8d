import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { readSentInvitation } from "../../../lib/edges/sent-invitations.ts";
import { parsePolicyText } from "../../../lib/settings/policy-source.ts";
import { type Preview, previewAll } from "../../../lib/sweep/preview.ts";
import { createModelLedger } from "../../simulation/model/ledger.ts";

const NOW = new Date("2026-11-30T09:00:00.000Z");
const PAGE = 100;
const FIRST_NAMES = ["Ana", "Zoë", "Jürgen", "Nguyễn", "小龍", "Maria-Antonia", "Bob"];
const TITLES = ["VP of Engineering at Example GmbH", "Founder", "Head of People & Culture, EMEA", "営業部長"];

/**
 * What a preview decides on lists of so many invitations each, by the use case itself, over the ledger's model and lists in
 * memory: neither a network nor a database is in it. Nothing is known of them before, as on a first day.
 */
export function previewOfLists(lists: number, rowsEach: number): Promise<Preview> {
  const clock = { now: () => NOW, sleep: async () => {} };
  const ids = Array.from({ length: lists }, (_, index) => `3f0e1a52-6d1c-4222-8333-${String(index).padStart(12, "0")}`);
  const edges = {
    listIdentities: async () => ({ ok: true, identities: ids.map(identityOf), malformed: 0 }),
    async *listSentInvitations(identityId: string) {
      const list = ids.indexOf(identityId);
      for (let first = 0; first < rowsEach; first += PAGE) {
        const rows = Array.from({ length: Math.min(PAGE, rowsEach - first) }, (_, row) => first + row);
        const invitations = rows.map((row) => readSentInvitation(itemOf(list, row)));
        yield { invitations, repeated: [], malformed: [], repeats: 0, next: null };
      }
      return { state: "complete" };
    },
    clockOffsetMs: () => null,
  };
  const parts = { clock, edges, ledger: createModelLedger(clock), log: { info() {}, warn() {}, error() {} } };
  const policy = parsePolicyText(JSON.stringify({ mode: "dry-run", ageFromIds: "off" }), "the meter");
  return previewAll(parts as unknown as Parameters<typeof previewAll>[0], policy, undefined, () => {});
}

const identityOf = (identityId: string, index: number) => ({
  ...{ identityId, name: `Identity ${index}`, connected: true, timezone: "UTC", statuses: [] },
});

/** As the API sends it, of up to 60 days ago. */
function itemOf(list: number, row: number) {
  const person = list * 1_000_000 + row;
  const id = String(7_300_000_000_000_000_000n + BigInt(person));
  return {
    linkedin_invitation_id: id,
    linkedin_invitation_urn: `urn:li:fsd_invitation:${id}`,
    linkedin_profile_id: person + 1,
    sent_date: later(NOW, -(row % 60) * DAY_MS).toISOString(),
    full_name: `${FIRST_NAMES[row % FIRST_NAMES.length]} Example ${row}`,
    job_title: TITLES[row % TITLES.length],
    linkedin_profile_url: `https://www.linkedin.com/in/example-${person}`,
  };
}
