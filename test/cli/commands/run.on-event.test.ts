import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { constantServer, text } from "../../edges/helpers/scripted-server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { eventsIn, ofType } from "../../local/events/helpers.ts";

const eventsOf = (data: string) => eventsIn(dataLayout(data, null).events);
const secret = { SWEEPER_WEBHOOK_SECRET: "s3cret" };

describe("run --on-event", () => {
  it("hands a command the very events of the file, and writes nothing but the result on standard output", async () => {
    const [data, told] = [temporaryFolder(), join(temporaryFolder(), "told.ndjson")];
    const command = `tee -a "${told}" > /dev/null`;

    const run = await sweeper(["run", "--live", "--json", "--data", data, "--on-event", command]);
    const outcomes = await sweeper(["outcomes", "--json", "--data", data]);

    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(run.out).mode).toBe("live");
    expect(eventsOf(data).length).toBeGreaterThan(0);
    expect(eventsIn(told)).toEqual(eventsOf(data));
    expect(ofType(eventsOf(data), "Invitation Settled")).toHaveLength(JSON.parse(outcomes.out).length);
  });

  it("posts them to a webhook with the secret of the environment", async () => {
    const data = temporaryFolder();
    const server = await constantServer(text(200, ""));

    const run = await sweeper(["run", "--live", "--data", data, "--on-event", server.baseUrl], { env: secret });

    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: "" });
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual(eventsOf(data));
    expect(server.requests.length).toBeGreaterThan(0);
  });

  it("ends as it would have without, when nothing can be delivered, and says how many were not", async () => {
    const data = temporaryFolder();
    const server = await constantServer(text(410, ""));

    const run = await sweeper(["run", "--live", "--data", data, "--on-event", server.baseUrl], { env: secret });

    const { events } = dataLayout(data, null);
    const why = "the webhook answered 410";
    expect(run.code).toBe(0);
    expect(run.err).toBe(
      `${eventsOf(data).length} events could not be delivered (${why}): see ${events}, which has them all`,
    );
  });

  it.each([
    ["https://hooks.example/x", {}, /^SWEEPER_WEBHOOK_SECRET is not set: .*openssl rand/],
    ["https://hooks.example/x", { SWEEPER_WEBHOOK_SECRET: " " }, /^SWEEPER_WEBHOOK_SECRET is not set/],
    ["https://ana:hidden@hooks.example/x", secret, /user name or password in it; leave them out/],
    ["ftp://hooks.example/x", secret, /begins with ftp:\/\/; accepted: http:\/\/ and https:\/\//],
    ["https://", secret, /cannot be read/],
    [" ", secret, /--on-event is empty/],
  ])("refuses %j before anything is opened", async (to, env, message) => {
    const data = join(temporaryFolder(), "data");

    const { code, err } = await sweeper(["run", "--live", "--data", data, "--on-event", to], { env });

    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).not.toContain("hidden");
    expect(existsSync(data)).toBe(false);
  });

  it("is refused with --bundles, where it could tell nothing", async () => {
    const { code, err } = await sweeper(["run", "--bundles", "--data", temporaryFolder(), "--on-event", "cat"]);

    expect(code).toBe(2);
    expect(err).toMatch(/processes of their own.*leave one of them out/);
  });
});
