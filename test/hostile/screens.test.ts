import { join } from "node:path";
import { expect, test } from "vitest";
import { sentItem } from "../edges/helpers/edges.ts";
import { constantServer } from "../edges/helpers/scripted-server.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { ANA, BEN } from "../helpers/test-bed.ts";
import { expectHarmless } from "./helpers/screen.ts";
import { TERMINAL_TRICKS } from "./helpers/texts.ts";

const ALL_TRICKS = TERMINAL_TRICKS.join("|");
const INVITATIONS = TERMINAL_TRICKS.map((trick, index) =>
  sentItem(index + 1, {
    full_name: trick,
    first_name: trick,
    last_name: trick,
    job_title: `${trick} of ${ALL_TRICKS}`,
  }),
);
const IDENTITIES = [
  { uid: ANA, name: ALL_TRICKS, timezone: ALL_TRICKS, accounts: [{ status: "connected" }, { status: ALL_TRICKS }] },
  { uid: BEN, name: TERMINAL_TRICKS[1], accounts: TERMINAL_TRICKS.map((status) => ({ status })) },
];

/** A workspace whose people have chosen their names with a terminal in mind. */
async function trickyEdges() {
  const server = await constantServer((response, { target }) => {
    const items = target.includes("/identities") ? IDENTITIES : INVITATIONS;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(items));
  });
  return (argv: readonly string[]) => {
    const data = join(temporaryFolder(), "data");
    const env = { EDGES_BASE_URL: server.baseUrl, EDGES_API_KEY: "key-1" };
    return sweeper([...argv, "--edges", "real", "--data", data], { env });
  };
}

test("names, titles and statuses made for a terminal are shown harmless by every command that shows them", async () => {
  const on = await trickyEdges();
  const [preview, previewJson, identities, identitiesJson, refused] = await Promise.all([
    on(["preview"]),
    on(["preview", "--json"]),
    on(["identities"]),
    on(["identities", "--json"]),
    on(["preview", "--identity", BEN]),
  ]);
  for (const { out, err } of [preview, previewJson, identities, identitiesJson, refused]) {
    expectHarmless(out);
    expectHarmless(err);
  }

  // One line each: no name has made itself a line of its own.
  const rows = preview.out.split("\n").filter((line) => /^(withdraw|keep) {2}/.test(line.trim()));
  expect(rows).toHaveLength(INVITATIONS.length);
  expect(preview.out).not.toContain("\nfake line");
  expect(identities.out).not.toContain("\nfake line");
  // JSON is for programs: it says what the API said, written so that a terminal shows it.
  const plan = JSON.parse(previewJson.out).identities[0].plan as { person: { jobTitle: string } }[];
  expect(plan.map(({ person }) => person.jobTitle).sort()).toEqual(
    INVITATIONS.map(({ job_title }) => String(job_title).trim()).sort(),
  );
  expect(JSON.parse(identitiesJson.out)[0].name).toBe(ALL_TRICKS.trim());

  expect(refused.code).toBe(2);
  expect(refused.err.split("\n")).toHaveLength(1);
});
