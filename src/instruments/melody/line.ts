/** One voice over time: what a hum or the notes of a part come to before an instrument plays it. A value
 *  every 10 ms (`FRAME_RATE`), the first at 0 s. */
export interface MelodyLine {
  /** MIDI numbers, fractional; 0 where nothing sounds. */
  pitch: Float32Array;
  /** Level against a forte, dB: 0 is loud, −30 soft. Counts where something sounds. */
  levelDb: Float32Array;
}

/** The pitch of every frame, continued over pauses: what sounds next is prepared, what sounded last
 *  rings out.
 *  @param fallback where nothing sounds at all */
export function continuedPitch({ pitch }: MelodyLine, fallback: number): Float32Array {
  const continued = pitch.slice();
  let known = pitch.find((value) => value > 0) ?? fallback;
  for (let t = 0; t < pitch.length; t++) {
    if (pitch[t] > 0) known = pitch[t];
    continued[t] = known;
  }
  return continued;
}
