/** What the caller has to put right before anything is deployed; nothing was built and nothing was changed. */
export class DeployRefused extends Error {
  override readonly name = "DeployRefused";
}
