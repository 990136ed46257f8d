import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const PROJECT = resolve(import.meta.dirname, "../..");
const textOf = (name: string) => readFileSync(join(PROJECT, ".github/workflows", name), "utf8");
const text = textOf("deploy.yml");
/** The tests are a workflow of their own, which this one calls. */
const TESTS = "./.github/workflows/ci.yml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  /** Of a job that calls another workflow, which then has steps of its own. */
  readonly uses?: string;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}
const workflow: Workflow = parse(text);
const tests: Workflow = parse(textOf("ci.yml"));
const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(PROJECT, "package.json"), "utf8"),
);

describe("the pipeline", () => {
  it("says first of all that it has never been run", () => {
    expect(text).toMatch(/^# An example, never run here/);
  });

  it("pins every action to a commit, with its version beside", () => {
    const uses = [...`${text}${textOf("ci.yml")}`.matchAll(/uses: (.*)/g)].map(([, named]) => named);
    const foreign = uses.filter((named) => named !== TESTS);

    expect(foreign.length).toBeGreaterThan(5);
    for (const named of foreign) expect(named).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("deploys from main alone, after the tests and the difference, once the environment's reviewers agree", () => {
    expect(workflow.jobs.deploy).toMatchObject({
      needs: ["test", "diff"],
      if: "github.event_name == 'push' && github.ref == 'refs/heads/main'",
      environment: "production",
    });
    const commands = (job: string) => workflow.jobs[job]?.steps?.flatMap(({ run }) => run ?? []);
    expect(workflow.jobs.test?.uses).toBe(TESTS);
    expect(commands("diff")).toEqual(["npm ci", "npx cdk diff"]);
    expect(commands("deploy")).toEqual(["npm ci", "npm run deploy -- --require-approval never"]);
  });

  it("gets a token for AWS only in the jobs that use one, and holds no key", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(tests.permissions).toEqual({ contents: "read" });
    for (const [name, { permissions, steps = [] }] of Object.entries({ ...workflow.jobs, ...tests.jobs })) {
      const signsIn = steps.some(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@"));
      expect([name, permissions?.["id-token"] === "write"]).toEqual([name, signsIn]);
    }
    expect(text).not.toMatch(/secrets\.|access-key/);
  });

  it("tests by what a clean clone is tested by, on the oldest Node that is supported and on Lambda's", () => {
    const [job] = Object.values(tests.jobs);

    expect(job?.steps?.flatMap(({ run }) => run ?? [])).toEqual([".ci/run"]);
    expect(job).toMatchObject({ strategy: { matrix: { node: [22, 24] } } });
  });

  it("runs scripts that there are", () => {
    const named = [...text.matchAll(/npm run (\w+)/g)].map(([, script]) => script);

    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });
});
