import { harmlessIo } from "../../../lib/cli/harmless-io.ts";
import { processIo } from "../../../lib/cli/io.ts";
import { printPreview } from "../../../lib/cli/preview/print.ts";
import { previewView } from "../../../lib/cli/preview/view.ts";
import { printJson } from "../../../lib/cli/print-json.ts";
import { previewOfLists } from "./made-lists.ts";
import { say, timed } from "./say-took.ts";

/** A preview of lists of 1,000, decided and printed as a table or as JSON: `preview-process.ts ROWS table|json`. */
const [rows = "0", form = "table"] = process.argv.slice(2);
const ROWS_A_LIST = 1_000;

const io = harmlessIo(processIo());
const [preview, decided] = await timed(() => previewOfLists(Number(rows) / ROWS_A_LIST, ROWS_A_LIST));
const [, printed] = await timed(() => {
  if (form === "table") printPreview(preview, new Map(), {}, io);
  else printJson(io, previewView("the meter", preview, [], new Map()));
});
say({ decided, printed });
