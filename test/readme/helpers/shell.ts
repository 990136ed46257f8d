import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Stands for the AWS CLI on the path of a shell: hands its arguments over and prints what comes back. */
const SHIM = `#!/usr/bin/env node
const answer = await fetch(process.env.AWS_SHIM, { method: "POST", body: JSON.stringify(process.argv.slice(2)) });
const text = await answer.text();
if (answer.ok) process.stdout.write(text);
else { process.stderr.write(text + "\\n"); process.exitCode = 255; }
`;

export interface Shell {
  /** Runs a script in bash. @throws Error with what it said when it fails */
  run(script: string): Promise<string>;
  close(): Promise<void>;
}

/** A bash whose \`aws\` is answered by \`aws\` of this process. */
export async function shellWith(aws: (argv: readonly string[]) => Promise<string>): Promise<Shell> {
  const folder = mkdtempSync(join(tmpdir(), "sweeper-aws-"));
  writeFileSync(join(folder, "aws"), SHIM);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  chmodSync(join(folder, "aws"), 0o755);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      response.end(await aws(JSON.parse(Buffer.concat(chunks).toString())));
    } catch (error) {
      response.writeHead(400).end(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    async run(script) {
      const env = {
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        AWS_SHIM: `http://127.0.0.1:${port}`,
        LC_ALL: "C",
      };
      const child = spawn("bash", ["-euo", "pipefail", "-c", script], { env, stdio: ["ignore", "pipe", "pipe"] });
      let [out, err] = ["", ""];
      child.stdout.on("data", (chunk: Buffer) => {
        out += chunk.toString();
      });
      child.stderr.on("data", (chunk: Buffer) => {
        err += chunk.toString();
      });
      const [code] = await once(child, "close");
      if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
      return out;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
