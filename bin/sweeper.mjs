#!/usr/bin/env node
// npm links this file, and Node cannot read TypeScript by itself on every version in use.
import { register } from "tsx/esm/api";

// Every package is pinned to versions that run on this Node; what later ones will need is not the reader's concern.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

register();
await import("./sweeper.ts");
