import type { PlayedNote } from '../score/played-note.js';

/** The pitch of a note over time, as a MIDI number: linear between the points of its bend, steady before
 *  the first and after the last. Ask in the order of time: it remembers where it was. */
export function pitchOver({ pitch, bend }: PlayedNote): (seconds: number) => number {
  if (!bend || bend.length === 0) return () => pitch;
  let next = 0;
  return (seconds) => {
    while (next < bend.length && bend[next][0] <= seconds) next++;
    while (next > 0 && bend[next - 1][0] > seconds) next--;
    if (next === 0) return pitch + bend[0][1];
    const [from, low] = bend[next - 1];
    if (next === bend.length) return pitch + low;
    const [to, high] = bend[next];
    return pitch + low + ((high - low) * (seconds - from)) / (to - from);
  };
}

/** Hz of a MIDI number, fractional too. */
export function midiToHertz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}
