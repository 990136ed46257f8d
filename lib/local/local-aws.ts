/** What an AWS client needs to talk to an emulator on this machine: a region and keys that open nothing. */
export const LOCAL_AWS = {
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} as const;
