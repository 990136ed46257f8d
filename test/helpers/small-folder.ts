import { join } from "node:path";
import { assembleSandbox } from "../../lib/sandbox/assemble.ts";
import { makeFolder } from "../../lib/sandbox/make-folder.ts";
import { temporaryFolder } from "./command-line.ts";

/** A data folder whose sandbox has one identity with `backlog` invitations, most of them stale: a run takes a second. */
export function smallFolder(backlog: number): string {
  const data = temporaryFolder();
  makeFolder(join(data, "sandbox"));
  const dataFile = join(data, "sandbox", "edges.ndjson");
  const ana = { uid: "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601", name: "Ana Duarte", backlog, backlogDays: 120 };
  assembleSandbox({ dataFile, seed: 7, identities: [ana] }, () => "http://127.0.0.1").close();
  return data;
}
