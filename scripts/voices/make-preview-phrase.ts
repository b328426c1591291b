/** Sings the phrase of the voice previews with our own synthesiser and writes it to
 *  models/voices/preview-phrase.wav:
 *
 *    npx tsx scripts/voices/make-preview-phrase.ts */
import { fileURLToPath } from 'node:url';
import { audioData } from '../../src/audio/audio-data.js';
import { writeWav } from '../../src/audio/wav.js';
import { singFormants, type SungNote } from '../../src/songs/formant-singer.js';

const SAMPLE_RATE = 24_000;
const SECONDS = 5;
const BEAT_SECONDS = 0.42;

/** MIDI note, beats, phones: a small arch that shows several vowels and an "s". */
const MELODY: [midi: number, beats: number, phones: string][] = [
  [57, 1, 'L AA'],
  [60, 1, 'S IY'],
  [62, 1.5, 'M UW'],
  [64, 0.5, 'N AE'],
  [65, 2, 'L AA'],
  [62, 1, 'S OW'],
  [60, 1, 'W IY'],
  [57, 2.5, 'L AA'],
];

const file = fileURLToPath(new URL('../../models/voices/preview-phrase.wav', import.meta.url));
const length = SECONDS * SAMPLE_RATE;
const phrase = singFormants(notes(), { sampleRate: SAMPLE_RATE, length, seed: 1 });
await writeWav(file, audioData(SAMPLE_RATE, [phrase]), 16);
console.log(file);

function notes(): SungNote[] {
  let startSeconds = 0.2;
  return MELODY.map(([midi, beats, phones]) => {
    const durationSeconds = beats * BEAT_SECONDS;
    const note = { startSeconds, durationSeconds: durationSeconds * 0.95, midi, phones };
    startSeconds += durationSeconds;
    return note;
  });
}
