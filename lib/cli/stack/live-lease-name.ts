import { createHmac } from "node:crypto";

/** Fixed for ever: another label would be another name, and nobody would find the leases that are held. */
const LABEL = "invite-sweeper live lease";
const HEX_DIGITS = 32;

/**
 * The name of the SSM parameter that the one live stack of an API key holds. The key has far more entropy than anybody can
 * try, so that a name of 128 bits gives nothing of it away.
 */
export function liveLeaseName(apiKey: string): string {
  const digest = createHmac("sha256", apiKey).update(LABEL).digest("hex");
  return `/invite-sweeper/live/${digest.slice(0, HEX_DIGITS)}`;
}

/** The first region of each partition, which no account can leave out. */
const HOME_REGIONS: readonly (readonly [prefix: RegExp, region: string])[] = [
  [/^cn-/, "cn-north-1"],
  [/^us-gov-/, "us-gov-west-1"],
  // Partitions whose first region is not known for sure: there a lease holds in the stack's own region.
  [/^(us-iso|eu-iso|eusc-)/, ""],
];

/** Where all stacks of a partition keep their leases, so that stacks of two regions meet. */
export function homeRegionOf(region: string): string {
  const [, home = "us-east-1"] = HOME_REGIONS.find(([prefix]) => prefix.test(region)) ?? [];
  return home === "" ? region : home;
}
