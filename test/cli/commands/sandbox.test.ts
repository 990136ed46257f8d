import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/program.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

/** Starts a sandbox that keeps its state in `file`, and stops it at once. */
const started = (file: string, ...options: string[]) =>
  sweeper(["sandbox", "--port", "0", "--file", file, ...options], { interrupt: true });

/** A sandbox that goes on until `ended`. */
async function listening(...options: string[]) {
  let stop = () => {};
  let told = (_line: string) => {};
  const line = new Promise<string>((resolve) => {
    told = resolve;
  });
  const code = main(["sandbox", "--port", "0", ...options], {
    ...{
      env: {},
      interactive: false,
      columns: null,
      rows: null,
      confirm: async () => false,
      ask: async () => "",
      progress: () => {},
      err: () => {},
    },
    out: (text) => told(text),
    onInterrupt(handler) {
      stop = handler;
      return () => {};
    },
  });
  const [, url = "", key = ""] = /at (\S+), key (\S+)/.exec(await line) ?? [];
  return {
    url,
    key,
    ended: () => {
      stop();
      return code;
    },
  };
}

/** What the first line of a state file says of each identity's ids. */
function mintings(file: string): unknown[] {
  const [header = ""] = readFileSync(file, "utf8").split("\n");
  return JSON.parse(header).world.identities.map((identity: { idMinting: unknown }) => identity.idMinting);
}

describe("sandbox --ids", () => {
  it.each([
    ["in-order", "in-order"],
    ["out-of-order", "out-of-order"],
    ["shifted:-12", { shiftedHours: -12 }],
    ["shifted:+5.5", { shiftedHours: 5.5 }],
    ["shifted:-0", { shiftedHours: 0 }],
  ])("%s holds for the whole team, and again with the same file", async (how, minting) => {
    const file = join(temporaryFolder(), "state.ndjson");

    const first = await started(file, "--ids", how);
    const second = await started(file, "--ids", how);

    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toContain("Edges sandbox at http://127.0.0.1:");
    expect(second).toMatchObject({ code: 0, err: "" });
    expect(mintings(file)).toEqual([minting, minting, minting]);
  });

  it("that is left out means ids in order, and with a file the ones it has", async () => {
    const files = [join(temporaryFolder(), "a.ndjson"), join(temporaryFolder(), "b.ndjson")] as const;
    await started(files[0]);
    await started(files[1], "--ids", "out-of-order");

    const { code } = await started(files[1]);

    expect(code).toBe(0);
    expect(files.flatMap(mintings)).toEqual([...Array(3).fill("in-order"), ...Array(3).fill("out-of-order")]);
  });

  it("is refused with a file of other ids, as another --seed is, and the file stays as it is", async () => {
    const file = join(temporaryFolder(), "state.ndjson");
    await started(file, "--ids", "shifted:-12");
    const content = readFileSync(file, "utf8");

    const ids = await started(file, "--ids", "shifted:12");
    const seed = await started(file, "--seed", "5");

    expect([ids.code, seed.code]).toEqual([1, 1]);
    expect(ids.err).toContain(`${file} was made with another idMinting. Ask for the same, leave it out`);
    expect(seed.err).toContain(`${file} was made with another seed. Ask for the same, leave it out`);
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  it.each(["random", "shifted", "shifted:", "shifted:x", "shifted:1e3", "shifted:100001", "In-Order", ""])(
    "refuses %j, says what it takes, and starts nothing",
    async (how) => {
      const file = join(temporaryFolder(), "state.ndjson");

      const { code, out, err } = await started(file, "--ids", how);

      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain("option '--ids <how>'");
      expect(err).toContain("Give in-order, out-of-order, or shifted:<hours> such as shifted:-12");
      expect(existsSync(file)).toBe(false);
    },
  );
});

describe("sandbox --custom-data", () => {
  it.each([
    ["object", "text", 400],
    ["text", "text", 200],
    ["none", "text", 400],
    ["any", "text", 200],
  ])("%s answers custom_data as %s with %i", async (takes, custom_data, status) => {
    const running = await listening("--custom-data", takes);
    const headers = { "x-api-key": running.key, "content-type": "application/json" };
    const post = (action: string, body: object) =>
      fetch(`${running.url}/actions/${action}/run/live`, { method: "POST", headers, body: JSON.stringify(body) });
    const { identities } = (await (await fetch(running.url.replace(/\/v1$/, "/admin/state"))).json()) as {
      identities: { uid: string }[];
    };
    const identity_ids = [identities[0]?.uid];
    const listed = await post("linkedin-extract-sent-invitations", { identity_ids });
    const first = ((await listed.json()) as { linkedin_invitation_urn: string }[]).at(-1);
    await fetch(running.url.replace(/\/v1$/, "/admin/advance"), { method: "POST", body: JSON.stringify({ hours: 1 }) });

    const answer = await post("linkedin-withdraw-invitation", {
      identity_ids,
      input: {
        linkedin_invitation_urn: first?.linkedin_invitation_urn,
        linkedin_invitation_type: "CONNECTION",
        custom_data,
      },
    });

    expect(answer.status).toBe(status);
    expect(await running.ended()).toBe(0);
  });

  it("refuses another form, says what it takes, and starts nothing", async () => {
    const { code, out, err } = await sweeper(["sandbox", "--port", "0", "--custom-data", "string"]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Allowed choices are any, text, object, none");
  });
});
