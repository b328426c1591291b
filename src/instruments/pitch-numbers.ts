/** MIDI number, fractional: 69 is A4. */
export function midiOfHz(hz: number): number {
  return 69 + 12 * Math.log2(hz / 440);
}
