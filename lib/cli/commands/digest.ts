import { type Command, Option } from "commander";
import { digestSubject } from "../../digest/digest-subject.ts";
import { digestText } from "../../digest/digest-text.ts";
import { readDigest } from "../../digest/read-digest.ts";
import { type Moment, parseMoment } from "../arguments.ts";
import { withBanner } from "../banner.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface DigestOptions extends TargetOptions {
  readonly since: Moment;
}

export function addDigest(program: Command, io: Io): void {
  withTargetOptions(program.command("digest"), io, "reads")
    .addOption(
      new Option("--since <when>", 'where its period begins: a span such as "7d", or a date')
        .argParser(parseMoment)
        .default(parseMoment("7d"), "7d"),
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper digest\n  $ sweeper digest --since 30d --stack invite-sweeper\n\nThe mail has a link to the report at its end. Who gets it, and when: `digest` in cdk.json.",
    )
    .action(async (options: DigestOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const now = workspace.clock.now();
        const since = options.since(now);
        if (since >= now) throw new UsageError(`--since is ${since.toISOString()}, which is not before now`);
        const onRead = (invitations: number) => io.progress(`${invitations.toLocaleString("en-US")} invitations read`);
        const period = { since, until: now };
        const target = options.again.trim();
        const { data } = await readDigest(workspace.ledger, await workspace.policy.read(), period, {
          now,
          onRead,
          target,
        });
        io.progress("");
        const subject = digestSubject(options.stack ?? "invite-sweeper", data);
        const text = withBanner(options, digestText(data, { report: null, target }));
        io.out(
          options.json
            ? JSON.stringify({ target: options.target, subject, text, ...data }, null, 2)
            : `Subject: ${subject}\n\n${text}`,
        );
      } finally {
        await workspace.close();
      }
    });
}
