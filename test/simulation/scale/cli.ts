import { parseArgs } from "node:util";
import { HOUR_MS } from "../../../lib/domain/time.ts";
import { EDGES_PLANS, type EdgesPlan } from "../../../lib/edges/plan-rates.ts";
import { textTable } from "../../../lib/report/text-table.ts";
import { type Scaled, simulateScale } from "./simulate-scale.ts";

const USAGE = `npm run simulate:scale [-- options]
  --identities N   identities, default 20000
  --pending N      stale invitations of each, default 500
  --daily N        the policy's dailyCap, default 50
  --run-cap N      the policy's runCap, default identities × daily
  --days N         runs, one a day, default 1
  --plan NAME      one plan, or "all" (default)
  --at-once        without waves: everybody's message is sent when the run starts
`;

const { values } = parseArgs({
  options: {
    identities: { type: "string", default: "20000" },
    pending: { type: "string", default: "500" },
    daily: { type: "string", default: "50" },
    "run-cap": { type: "string" },
    days: { type: "string", default: "1" },
    plan: { type: "string", default: "all" },
    "at-once": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const count = (text: string, name: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`--${name} takes a whole number from 1, not "${text}"`);
  return value;
};

const hours = (ms: number | null): string => (ms === null ? "never" : `${(ms / HOUR_MS).toFixed(1)} h`);

const limitsIn = ({ limits }: Scaled): string =>
  [...limits]
    .sort(([, a], [, b]) => b - a)
    .map(([limit, minutes]) => `${limit} ${hours(minutes * 60_000)}`)
    .join(", ");

const COLUMNS = [
  { title: "plan", text: ({ options }: Scaled) => options.plan },
  {
    title: "sweep + withdraw at once",
    align: "right",
    text: ({ concurrency: { sweep, withdraw } }: Scaled) => `${sweep} + ${withdraw}`,
  },
  { title: "swept", align: "right", text: ({ sweeps }: Scaled) => String(sweeps) },
  { title: "done", align: "right", text: ({ complete }: Scaled) => String(complete) },
  { title: "withdrawn", align: "right", text: ({ withdrawals }: Scaled) => String(withdrawals) },
  { title: "last sweep", align: "right", text: ({ lastSweepAt }: Scaled) => hours(lastSweepAt) },
  { title: "last withdrawal", align: "right", text: ({ lastWithdrawalAt }: Scaled) => hours(lastWithdrawalAt) },
  { title: "got nothing", align: "right", text: ({ starved }: Scaled) => String(starved) },
  {
    title: "expired",
    align: "right",
    text: ({ expired: { sweeps, withdrawals, dropped } }: Scaled) => String(sweeps + withdrawals + dropped),
  },
  { title: "put off", align: "right", text: ({ putOff }: Scaled) => String(putOff) },
  { title: "limits, the first met for longest first", text: limitsIn },
] as const;

function plansOf(name: string): readonly EdgesPlan[] {
  if (name === "all") return EDGES_PLANS;
  const found = EDGES_PLANS.filter((plan) => plan === name);
  if (found.length === 0) throw new RangeError(`--plan takes all or one of ${EDGES_PLANS.join(", ")}, not "${name}"`);
  return found;
}

if (values.help) process.stdout.write(USAGE);
else {
  const [identities, pending, daily, days] = (["identities", "pending", "daily", "days"] as const).map((name) =>
    count(values[name], name),
  ) as [number, number, number, number];
  const runCap = values["run-cap"] === undefined ? {} : { runCap: count(values["run-cap"], "run-cap") };
  const rows: Scaled[] = [];
  for (const plan of plansOf(values.plan)) {
    rows.push(
      await simulateScale({ ...{ plan, identities, pending, daily, days, ...runCap }, waves: !values["at-once"] }),
    );
    process.stderr.write(`${plan} played\n`);
  }
  const asked = `${identities} identities × ${pending} pending, ${daily} a day each, ${days === 1 ? "one day" : `${days} days`}`;
  process.stdout.write(`${asked}\n${textTable(COLUMNS, rows)}\n`);
}
