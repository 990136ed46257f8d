import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../../lib/project.ts";
import { textOf } from "./helpers/documents.ts";

it("lib/README.md says of every folder of lib/ what it holds", () => {
  const rows = textOf("lib/README.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const rooms = readdirSync(join(PROJECT, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());

  expect(rooms.length).toBeGreaterThan(10);
  expect(
    rooms.map(({ name }) => `lib/${name}`).filter((room) => !rows.some((row) => row.includes(`\`${room}\``))),
  ).toEqual([]);
});
