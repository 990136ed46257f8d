/** Documented command lines that no test runs as they stand, by their words, and why. Their options are parsed all the same. */
export const NOT_RUN: readonly (readonly [command: RegExp, why: string])[] = [
  [/^aws /, "needs an AWS account; those of QUERIES.md are run on DynamoDB Local"],
  [/^npx cdk (?:bootstrap|deploy|diff|destroy)\b/, "needs an AWS account"],
  [/^npm run deploy\b/, "needs an AWS account"],
  [/^npx sweeper .*--stack\b/, "needs an AWS account; the tests of lib/cli/stack run them on one that is made up"],
  [/^npx sweeper use stack\b/, "needs an AWS account"],
  [/^npx cdk synth\b/, "test/bin and test/stack synthesize"],
  [/^npm ci$/, "what CI begins with"],
  [/^bash \.ci\/run$/, "it runs all of this"],
  [/^npm test\b/, "it would run itself"],
  [/^npx vitest run\b/, "it would run itself"],
  [/^npm run (?:simulate|docs|bench|verify|demo:real)/, "takes minutes; tests of their own play less of it"],
  [/^(?:npx )?sweeper init\b/, "asks a person; its own tests answer"],
  [/^(?:npx )?sweeper release\b/, "needs a run that was held"],
  [/^npx sweeper cleanup --resume\b/, "needs a clean-up that was interrupted"],
  [/^npx sweeper run --live --on-event\b/, "needs somebody who takes events; its own tests do"],
  [/^npm run (?:new|node24|lint|types)\b/, "what contributors run; test/bin and CI do"],
  [/^npm pack$/, "test/bin packs"],
  [/^npm install --omit=optional$/, "test/bin installs"],
  [/^export \w/, "only sets what the next lines need"],
];

export const whyNotRun = (words: readonly string[]): string | null =>
  NOT_RUN.find(([command]) => command.test(words.join(" ")))?.[1] ?? null;
