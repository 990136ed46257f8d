import type { FlagKind } from "../../domain/rule.ts";
import type { CompanySuggestion } from "../../ledger/ledger.ts";
import { printable } from "../../report/printable.ts";
import { UsageError } from "../errors.ts";
import { textFault } from "../flags/mark-texts.ts";
import { openToFlag } from "../flags/open-ledger.ts";
import type { Io } from "../io.ts";
import type { TargetOptions } from "../target.ts";
import { companyName } from "./company-name.ts";

/** What one item holds with room to spare; a preview reads them all. */
const MAX_COMPANIES = 1000;

interface NamedCompany {
  readonly company: string;
  readonly as: FlagKind;
  readonly by: string;
}

/** `flag --company`: sets what people who work at a company may be. Nobody is flagged. */
export async function nameCompany(named: NamedCompany, options: TargetOptions, io: Io): Promise<void> {
  const name = companyName(named.company);
  const fault = textFault("by", named.by);
  if (fault !== null) throw new UsageError(`--by: ${fault}`);
  const workspace = await openToFlag(options, io);
  try {
    const { companies } = workspace.ledger;
    if ((await companies.all()).length >= MAX_COMPANIES) {
      throw new UsageError(
        `${MAX_COMPANIES.toLocaleString("en-US")} companies are named already: take some away with \`sweeper unflag --company NAME\``,
      );
    }
    const company: CompanySuggestion = { name, kind: named.as, by: named.by, at: workspace.clock.now() };
    await companies.set(company);
    if (options.json) io.out(JSON.stringify({ target: options.target, company }, null, 2));
    else
      io.out(
        `${printable(name, 100)} suggests ${named.as}: \`preview\` and the question before a live run show whose job title has it; nobody is flagged by it`,
      );
  } finally {
    await workspace.close();
  }
}

/** `unflag --company`: flags of people who work there stay. */
export async function forgetCompany(
  { company, as }: { readonly company: string; readonly as: FlagKind | null },
  options: TargetOptions,
  io: Io,
): Promise<void> {
  const name = companyName(company);
  if (as !== null) throw new UsageError("--as is for a person's flags: a company suggests one thing alone");
  const workspace = await openToFlag(options, io);
  try {
    const taken = await workspace.ledger.companies.take(name);
    if (options.json) io.out(JSON.stringify({ target: options.target, company: name, taken }, null, 2));
    else io.out(`${printable(name, 100)} ${taken ? "suggests nothing any more" : "suggested nothing"}`);
  } finally {
    await workspace.close();
  }
}
