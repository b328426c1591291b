const names = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];

/** The MIDI number of a frequency, A4 = 440 Hz = 69; fractional. */
export function midiOf(frequencyHz: number): number {
  return 69 + 12 * Math.log2(frequencyHz / 440);
}

/** The nearest note: 440 → "A4". */
export function noteName(frequencyHz: number): string {
  const midi = Math.round(midiOf(frequencyHz));
  return `${names[midi % 12]}${Math.floor(midi / 12) - 1}`;
}
