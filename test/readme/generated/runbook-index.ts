import { anchorOf, SEVERITIES } from "../../../lib/infra/alarm-row.ts";
import { synth } from "../../infra/synth.ts";
import { readable, resourcesOf } from "../../infra/template-queries.ts";
import { markdownTable } from "./marked.ts";

/** With everything that can be configured, for the runbook is about all of it. */
const WITH_ALL = { digest: { email: "sales@example.com" }, archive: {}, crm: { kind: "hubspot", secret: "crm" } };
const RUNBOOK = "lib/infra/RUNBOOK.md";

/** The headings of the runbook by how soon to look: read from the letters of the alarms of a synthesized stack. */
export function runbookIndex(): string {
  const { template } = synth(WITH_ALL);
  const letters = ["AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Alarm"]
    .flatMap((type) => Object.values(resourcesOf(template, type)))
    .map(({ Properties }) => readLetter(String(Properties.AlarmName), readable(Properties.AlarmDescription)));
  const listed = new Set<string>();
  const rows = Object.entries(SEVERITIES).map(([severity, when]) => {
    const headings = new Set(letters.filter((one) => one.severity === severity).map(({ heading }) => heading));
    // A heading of alarms of several severities stands once, under the most severe.
    const links = [...headings]
      .filter((heading) => !listed.has(heading))
      .map((heading) => {
        listed.add(heading);
        const names = letters.filter((one) => one.heading === heading).map(({ name }) => `\`${name}\``);
        return `[${heading}](${RUNBOOK}#${anchorOf(heading)}) (${names.join(", ")})`;
      });
    return [when, links.join("<br>")];
  });
  return markdownTable(["how soon", "heading, and its alarms"], rows);
}

function readLetter(alarmName: string, letter: string) {
  const [, heading] = /RUNBOOK\.md#\S+ \("(.+)"\)/.exec(letter) ?? [];
  const [, severity] = /^Severity: (\w+)/m.exec(letter) ?? [];
  if (heading === undefined || severity === undefined) throw new Error(`not a letter: ${letter}`);
  return { name: alarmName.replace(/^invite-sweeper-/, ""), heading, severity };
}
