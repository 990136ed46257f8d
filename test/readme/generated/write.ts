import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT } from "../../../lib/project.ts";
import { GENERATED_DOCUMENTS, withGeneratedParts } from "./documents.ts";
import { DEMO_DAYS, demoFigures } from "./picture/demo-figures.ts";
import { drawPicture, PICTURE } from "./picture/draw.ts";

// Every package is pinned to versions that run on this Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// `npm run docs`: writes the tables and the picture that are made from code. Tests compare them.
for (const path of GENERATED_DOCUMENTS) {
  const file = join(PROJECT, path);
  const document = readFileSync(file, "utf8");
  const made = withGeneratedParts(path, document);
  if (made !== document) writeFileSync(file, made);
  process.stdout.write(`${path}: ${made === document ? "as it was" : "written"}\n`);
}
process.stdout.write(`${PICTURE}: playing ${DEMO_DAYS} days of the demo…\n`);
const picture = join(PROJECT, PICTURE);
mkdirSync(dirname(picture), { recursive: true });
writeFileSync(picture, drawPicture(await demoFigures(DEMO_DAYS)));
