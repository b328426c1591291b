/** More complaints in one call mean that the decoder goes round in circles. */
const MAX_COMPLAINTS = 10_000;

/** Runs synchronous `work` of the wasm decoders, which complain about each damaged frame on the
 *  console, and counts these complaints instead.
 *  @throws Error when there is no end of them */
export function quietly<T>(work: () => T): { result: T; complaints: number } {
  const { console: terminal } = globalThis;
  const { error } = terminal;
  let complaints = 0;
  terminal.error = () => {
    if (++complaints > MAX_COMPLAINTS) throw new Error('the decoder makes no progress');
  };
  try {
    return { result: work(), complaints };
  } finally {
    terminal.error = error;
  }
}
