/** The bits of a frame say what AAC-LC does not allow. */
export class DamagedFrameError extends Error {
  override name = 'DamagedFrameError';
}
