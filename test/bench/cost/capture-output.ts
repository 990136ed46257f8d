/** Bytes that `work` writes to standard output and error: of a function, its log. They are kept from the screen. */
export async function capturedOutput<Result>(work: () => Promise<Result>): Promise<{ result: Result; bytes: number }> {
  let bytes = 0;
  const streams = [process.stdout, process.stderr];
  const writes = streams.map(({ write }) => write);
  for (const stream of streams) {
    stream.write = ((chunk: string | Uint8Array) => {
      bytes += Buffer.byteLength(chunk);
      return true;
    }) as typeof stream.write;
  }
  try {
    return { result: await work(), bytes };
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = writes[index] as typeof stream.write;
  }
}
