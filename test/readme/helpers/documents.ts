import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { anchorOf } from "../../../lib/infra/alarm-row.ts";
import { PROJECT } from "../../../lib/project.ts";

const NOT_OURS = new Set(["node_modules", "dist", "cdk.out", "coverage", ".git", ".sweeper"]);

/** Every Markdown file of the project, from its folder. */
export function documentPaths(folder = ""): string[] {
  return readdirSync(join(PROJECT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : documentPaths(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

export const textOf = (path: string): string => readFileSync(join(PROJECT, path), "utf8");

const FENCE = /^( *)(```+)(\w*)\n([\s\S]*?)^ *\2$/gm;

/** The document's prose: without its blocks of code. */
const proseOf = (path: string): string => textOf(path).replaceAll(FENCE, "");

/** Blocks of code for a shell, in their order. */
export const shellBlocksOf = (path: string): string[] =>
  Array.from(textOf(path).matchAll(FENCE), ([, indent = "", , language, body = ""]) =>
    language === "sh" ? [body.replaceAll(new RegExp(`^${indent}`, "gm"), "")] : [],
  ).flat();

/** What stands between single backticks in the prose. */
export const inlineCodeOf = (path: string): string[] =>
  Array.from(proseOf(path).matchAll(/(?<!`)`([^`]+)`(?!`)/g), ([, code = ""]) => code.replaceAll(/\s+/g, " "));

/** The anchors of all headings, as GitHub makes them; one that comes twice is listed twice. */
export const anchorsOf = (path: string): string[] =>
  Array.from(proseOf(path).matchAll(/^#{1,6} (.+)$/gm), ([, heading = ""]) => anchorOf(heading.replaceAll("`", "")));

/** Targets of links and pictures that stay within the project. */
export const relativeLinksOf = (path: string): string[] =>
  Array.from(proseOf(path).matchAll(/\]\(([^)\s]+)\)/g), ([, target = ""]) => target).filter(
    (target) => !/^[a-z]+:/.test(target),
  );

/** Those whose commands are of today and have no test of their own: releases of the past stay as they were. */
export const documentsWithCommands = (): string[] =>
  documentPaths().filter((path) => path !== "CHANGELOG.md" && path !== "lib/contract/QUERIES.md");
