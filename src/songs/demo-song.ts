import { audioData, type AudioData } from '../audio/audio-data.js';
import {
  bass,
  electricPiano,
  hiHat,
  kick,
  pad,
  pluckedString,
  snare,
  StereoBus,
} from './demo-band.js';
import { singFormants, type SungNote } from './formant-singer.js';

const SAMPLE_RATE = 44100;
const BEATS_PER_MINUTE = 92;
const BEATS_PER_BAR = 4;
const BARS = 12;
const VERSE_STARTS_AT_BAR = 2;
const TAIL_SECONDS = 1.5;
const SEED = 20;

const beatSeconds = 60 / BEATS_PER_MINUTE;
const barSeconds = beatSeconds * BEATS_PER_BAR;

/** The stems of our own demo song, composed and played by this code: no recording is in it.
 *  44.1 kHz stereo, about 33 s. `mix` is the sum of the others. */
export interface DemoSong {
  mix: AudioData;
  vocals: AudioData;
  accompaniment: AudioData;
}

/** "Over the Water": 12 bars in D minor, a sung lead over electric piano, strings, bass and drums.
 *  Deterministic. */
export function composeDemoSong(): DemoSong {
  const length = Math.round((BARS * barSeconds + TAIL_SECONDS) * SAMPLE_RATE);
  const accompaniment = playBand(length);
  const vocals = singLead(length);
  const mix = [0, 1].map((c) => accompaniment.channels[c].map((x, i) => x + vocals.channels[c][i]));
  return { mix: audioData(SAMPLE_RATE, mix), vocals, accompaniment };
}

/** Root and chord of each bar, as MIDI notes. */
const Dm = { root: 38, notes: [62, 65, 69] };
const Bb = { root: 34, notes: [62, 65, 70] };
const F = { root: 41, notes: [60, 65, 69] };
const C = { root: 36, notes: [60, 64, 67] };
const PROGRESSION = [Dm, Bb, Dm, Bb, F, C, Dm, Bb, C, F, Dm, F];

/** [beat in the phrase, beats, MIDI note, phones] for each two-bar phrase. */
const LYRICS: readonly (readonly [number, number, number, string][])[] = [
  // Carry me over the water
  [
    [0, 0.5, 62, 'K EH'],
    [0.5, 0.5, 64, 'R IY'],
    [1, 1, 65, 'M IY'],
    [2, 1, 64, 'OW'],
    [3, 0.5, 62, 'V ER'],
    [3.5, 0.5, 60, 'DH AH'],
    [4, 1.5, 62, 'W AO'],
    [5.5, 1.6, 58, 'T ER'],
  ],
  // low is the moon, slow the tide
  [
    [0, 1.4, 57, 'L OW'],
    [1.5, 0.5, 60, 'IH Z'],
    [2, 0.5, 62, 'DH AH'],
    [2.5, 1.2, 60, 'M UW N'],
    [4, 1.4, 64, 'S L OW'],
    [5.5, 0.5, 62, 'DH AH'],
    [6, 1.5, 60, 'T AA IY D'],
  ],
  // all that I owe to the morning
  [
    [0, 1, 62, 'AO L'],
    [1, 0.5, 64, 'DH AE'],
    [1.5, 0.5, 65, 'AA IY'],
    [2, 1.4, 67, 'OW UW'],
    [3.5, 0.5, 65, 'T UW'],
    [4, 0.5, 64, 'DH AH'],
    [4.5, 1.2, 65, 'M AO R'],
    [5.75, 1.5, 62, 'N IH NG'],
  ],
  // sing to me, sing me home
  [
    [0, 1, 64, 'S IH NG'],
    [1, 0.5, 64, 'T UW'],
    [1.5, 1.4, 67, 'M IY'],
    [3, 1, 65, 'S IH NG'],
    [4, 0.75, 64, 'M IY'],
    [4.75, 3, 65, 'HH OW M'],
  ],
];

function singLead(length: number): AudioData {
  const notes = LYRICS.flatMap((phrase, p): SungNote[] =>
    phrase.map(([beat, beats, midi, phones]) => ({
      startSeconds: (VERSE_STARTS_AT_BAR + 2 * p) * barSeconds + beat * beatSeconds,
      durationSeconds: beats * beatSeconds,
      midi,
      phones,
    })),
  );
  const voice = singFormants(notes, { sampleRate: SAMPLE_RATE, length, seed: SEED });
  return audioData(SAMPLE_RATE, [voice, voice.slice()]);
}

function playBand(length: number): AudioData {
  const bus = new StereoBus(SAMPLE_RATE, length);
  PROGRESSION.forEach((chord, bar) => {
    const at = bar * barSeconds;
    playChord(bus, at, chord.notes);
    playArpeggio(bus, at, chord.notes);
    playBass(bus, at, chord.root);
    if (bar > 0 && bar < BARS - 1) playDrums(bus, at);
  });
  return audioData(SAMPLE_RATE, [bus.left, bus.right]);
}

function playChord(bus: StereoBus, at: number, notes: readonly number[]): void {
  notes.forEach((midi, n) => {
    const seconds = barSeconds + 0.2;
    bus.play(at, seconds, { gain: 0.045, pan: n - 1, sound: pad(midi, seconds) });
    for (const beat of [0, 1.5]) {
      bus.play(at + beat * beatSeconds, 2 * beatSeconds, {
        gain: 0.07,
        pan: 0.6 - 0.4 * n,
        sound: electricPiano(midi),
      });
    }
  });
}

function playArpeggio(bus: StereoBus, at: number, notes: readonly number[]): void {
  for (let eighth = 0; eighth < 8; eighth++) {
    const midi = notes[[0, 1, 2, 1][eighth % 4]] + 12;
    bus.play(at + (eighth * beatSeconds) / 2, 0.9, {
      gain: 0.13,
      pan: eighth % 2 ? 0.7 : -0.7,
      sound: pluckedString(midi, SAMPLE_RATE, SEED + eighth),
    });
  }
}

function playBass(bus: StereoBus, at: number, root: number): void {
  for (const [beat, beats] of [
    [0, 1.4],
    [1.5, 0.5],
    [2, 1.4],
    [3.5, 0.5],
  ]) {
    const seconds = beats * beatSeconds;
    bus.play(at + beat * beatSeconds, seconds, { gain: 0.25, sound: bass(root, seconds) });
  }
}

function playDrums(bus: StereoBus, at: number): void {
  for (const beat of [0, 2.5]) {
    bus.play(at + beat * beatSeconds, 0.5, { gain: 0.5, sound: kick });
  }
  for (const beat of [1, 3]) {
    bus.play(at + beat * beatSeconds, 0.35, { gain: 0.28, sound: snare(SEED + beat) });
  }
  for (let eighth = 0; eighth < 8; eighth++) {
    const gain = eighth % 2 ? 0.06 : 0.09;
    bus.play(at + (eighth * beatSeconds) / 2, 0.12, { gain, pan: 0.3, sound: hiHat(eighth) });
  }
}
