import { existsSync } from "node:fs";
import { resolve } from "node:path";

const BINARY = resolve(
  import.meta.dirname,
  "../../node_modules/.cache/lambda-node/node_modules",
  `node-${process.platform}-${process.arch}`,
  "bin/node",
);

/** The Node of the Lambda runtime, put there by `npm run node24`; null where nobody did, or npm has none for this machine. */
const LAMBDA_NODE = existsSync(BINARY) ? BINARY : null;

/** What a bundle is tested on: this process's Node and Lambda's. The title says why the second one is left out. */
export const NODES = [
  { title: `Node ${process.versions.node}`, node: process.execPath },
  LAMBDA_NODE === null
    ? { title: `Node 24 (not installed: npm run node24)`, node: null }
    : { title: "Node 24, as on Lambda", node: LAMBDA_NODE },
] as const;
