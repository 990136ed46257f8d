import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { reportPage } from "../../../../lib/report/html/page.ts";
import type { ReportData } from "../../../../lib/report/report-data.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** A Chromium of this machine: `CHROMIUM_PATH`, or the first found on the path; `null` with a notice where there is none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    ...[process.env.CHROMIUM_PATH].filter((path) => path !== undefined),
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
  ];
  const found = candidates.find(isExecutable);
  if (found === undefined) {
    process.stderr.write(
      `No Chromium (${NAMES.join(", ")}, or CHROMIUM_PATH): the report page is not tried in a browser.\n`,
    );
  }
  return found ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Playwright gives it a profile of its own, and removes that when the browser closes. */
function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: ["--no-sandbox"] });
}

export interface Opened {
  readonly page: Page;
  /** Requests other than for the file itself, console errors, uncaught exceptions and violations of the page's policy. */
  readonly problems: string[];
  readonly close: () => Promise<void>;
}

/** Opens a page from a file with the network cut off, and writes down everything that goes wrong in it. */
async function open(browser: Browser, source: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "report-page-"));
  const file = join(folder, "report.html");
  writeFileSync(file, source);
  const address = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, offline: true, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) problems.push(`request: ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  await page.goto(address);
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { page, problems, close };
}

/** A browser for the tests of a `describe`: started once, with each page closed after its test. */
export function useBrowser(executablePath: string | null) {
  let browser: Browser;
  const opened: Opened[] = [];
  beforeAll(async () => {
    browser = await launch(executablePath ?? "");
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (data: ReportData | string, options: BrowserContextOptions = {}): Promise<Opened> => {
    const one = await open(browser, typeof data === "string" ? data : reportPage(data), options);
    opened.push(one);
    return one;
  };
}

/** Unfolds all tables of figures. */
export async function openDetails(page: Page): Promise<void> {
  for (const summary of await page.locator("summary").all()) await summary.click();
}
