/** MIDI number, fractional: 69 is A4. */
export function midiOfHz(hz: number): number {
  return 69 + 12 * Math.log2(hz / 440);
}

/** Frequency of a MIDI number, fractional or not. */
export function hzOfMidi(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}
