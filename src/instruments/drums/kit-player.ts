import { audioData } from '../../audio/audio-data.js';
import { seededRandom } from '../../dsp/random.js';
import type { PlayedNote } from '../../score/played-note.js';
import { fadeEnd } from '../fade-end.js';
import type { Instrument } from '../instrument.js';
import { playNotes, type NotePlayer } from '../note-player.js';
import { drumOfKey, type DrumKit } from './drum-kits.js';
import { hitDrum, type DrumSound } from './drum-sound.js';

const TAKES = 4;
/** Loudness goes with velocity to this power. */
const VELOCITY_POWER = 1.6;
const LEVEL = 0.5;

/** Plays a kit whose drums are synthesised. */
export function kitPlayer(kit: DrumKit): Instrument['play'] {
  const drumOf = ({ pitch }: PlayedNote) => drumOfKey(Math.round(pitch));
  return async (notes, options) => {
    const { sampleRate } = options;
    const machine: NotePlayer = {
      ...{ numberOfChannels: 2, velocityPower: VELOCITY_POWER, takes: TAKES },
      sound: (note, out, seed) => hit(kit[drumOf(note)], note, { sampleRate, out, seed }),
      chokeClass: (note) => kit[drumOf(note)].choke,
    };
    // A drum rings as long as it likes, whenever its key is let go.
    const strokes = notes.map((note) => ({ ...note, endSeconds: note.startSeconds }));
    return fadeEnd(audioData(sampleRate, await playNotes(machine, strokes, options)));
  };
}

function hit(
  drum: DrumSound,
  { velocity }: PlayedNote,
  { sampleRate, out, seed }: { sampleRate: number; out: readonly Float32Array[]; seed: number },
): number {
  const sound = hitDrum(drum, { sampleRate, hardness: velocity, random: seededRandom(seed) });
  const angle = (((drum.pan ?? 0) + 1) * Math.PI) / 4;
  const gain = LEVEL * velocity ** VELOCITY_POWER;
  const count = Math.min(sound.length, out[0].length);
  [Math.cos(angle), Math.sin(angle)].forEach((share, c) => {
    for (let i = 0; i < count; i++) out[c][i] += gain * share * sound[i];
  });
  return count;
}
