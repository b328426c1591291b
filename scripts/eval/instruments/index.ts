/** Measures how hums become instruments, prints the first table of `docs/quality.md`, and renders what `judge.py`
 *  judges: `npm run eval:instruments -- OUT_DIR`. Needs the developers' shared material. */
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audioData, type AudioData } from '../../../src/audio/audio-data.js';
import { decodeFile } from '../../../src/audio/decode-file.js';
import { writeWav } from '../../../src/audio/wav.js';
import { openModelStore } from '../../../src/inference/model-store.js';
import { openBand } from '../../../src/instruments/catalogue.js';
import { hearHum, type HeardHum } from '../../../src/instruments/listening/hear-hum.js';
import { segmentNotes } from '../../../src/instruments/listening/segment-notes.js';
import { melodyOf } from '../../../src/instruments/melody/melody.js';
import { playedNotesOf } from '../../../src/instruments/melody/played-notes.js';
import { moveMelody, octavesIntoRange } from '../../../src/instruments/melody/move-melody.js';
import {
  networkInstrument,
  networkInstruments,
  type NetworkInstrument,
} from '../../../src/instruments/neural/network-instruments.js';
import { playOnNetwork } from '../../../src/instruments/neural/play-on-network.js';
import { midiOfHz } from '../../../src/instruments/pitch-numbers.js';
import { pyinTracker } from '../../../src/pitch/pyin-tracker.js';

const SHARED = fileURLToPath(new URL('../../../../shared/', import.meta.url));
const LIMITS = { maxDurationSeconds: 600, maxBytes: 1e8, maxChannels: 8 };
const HUMS = ['vocadito_1/vocadito_1.flac', 'vocadito_14.flac'];
const HEARD_DB = 50;
/** Real notes that the network never saw: `judge.py --list` writes their paths. */
const HELD_OUT = 'held-out.json';

const [out] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const models = await openModelStore({ dataDir: out });
const band = openBand({ soundFont: 'auto' });
await measureHums();
await renderHeldOut();

async function measureHums(): Promise<void> {
  printLine(['hum', 'instrument', 'within 25 cents', 'loudness r', 'onsets ≤ 20 ms', 'seconds']);
  printLine(Array<string>(6).fill('---'));
  for (const name of HUMS) {
    const sung = await read(`${SHARED}audio/pitch/${name}`);
    const hum = await hearHum(sung, pyinTracker);
    for (const player of networkInstruments) {
      const started = performance.now();
      const played = await play(sung, player);
      const seconds = (performance.now() - started) / 1000;
      await save(`hum-${basename(name, '.flac')}-${player.id}`, played.audio);
      const scores = score(hum, await hearHum(played.audio, pyinTracker), played.semitones);
      printLine([basename(name, '.flac'), player.id, ...scores, seconds.toFixed(1)]);
    }
  }
}

/** Every held-out note, heard like a hum and played by its own instrument. */
async function renderHeldOut(): Promise<void> {
  const text = await readFile(join(out, HELD_OUT), 'utf8').catch(() => '[]');
  const notes = JSON.parse(text) as {
    instrument: string;
    path: string;
    name: string;
    pitch: number;
  }[];
  for (const { instrument, path, name, pitch } of notes) {
    const player = networkInstrument(instrument);
    if (!player) continue;
    const real = await read(path);
    const { audio } = await play(real, player, 0);
    await save(`note-${name}`, audio);
    await save(`font-${name}`, await playSampled(real, { id: instrument, pitch }));
  }
}

/** The same note by the SoundFont's instrument: struck as hard, at the same time, for as long. */
async function playSampled(real: AudioData, { id, pitch }: { id: string; pitch: number }) {
  const hum = await hearHum(real, pyinTracker);
  const melody = melodyOf(hum, segmentNotes(hum));
  const first = playedNotesOf(melody).at(0);
  const endSeconds = real.length / real.sampleRate;
  const note = { velocity: 0.7, startSeconds: 0, ...first, pitch, endSeconds, bend: undefined };
  return band.instrument(id).play([note], {
    sampleRate: real.sampleRate,
    length: real.length,
    seed: 1,
    signal: new AbortController().signal,
  });
}

async function play(sung: AudioData, player: NetworkInstrument, octaves?: number) {
  const hum = await hearHum(sung, pyinTracker);
  const melody = melodyOf(hum, segmentNotes(hum));
  const semitones = 12 * (octaves ?? octavesIntoRange(melody, player.range));
  const audio = await playOnNetwork(moveMelody(melody, semitones).line, player, {
    models,
    sampleRate: sung.sampleRate,
    length: sung.length,
    seed: 1,
    signal: new AbortController().signal,
  });
  return { audio, semitones };
}

/** Pitch of the output against what was sung, of all frames that have one; correlation of levels in dB; and how many
 *  of the notes heard in the hum are heard in the output at the same time. */
function score(sung: HeardHum, played: HeardHum, semitones: number): string[] {
  const voiced = Array.from(sung.f0Hz.keys()).filter((t) => sung.f0Hz[t] > 0);
  const right = voiced.filter((t) => {
    const error = midiOfHz(played.f0Hz[t]) - midiOfHz(sung.f0Hz[t]) - semitones;
    return played.f0Hz[t] > 0 && Math.abs(error) < 0.25;
  });
  // What lies so far below the loudest counts as silence.
  const floor = (hum: HeardHum) => Math.max(...hum.levelDb) - HEARD_DB;
  const levels = (hum: HeardHum) => voiced.map((t) => Math.max(hum.levelDb[t], floor(hum)));
  const [notes, found] = [segmentNotes(sung), segmentNotes(played)];
  const onTime = notes.filter(({ from }) => found.some((note) => Math.abs(note.from - from) <= 2));
  return [
    (right.length / voiced.length).toFixed(3),
    correlation(levels(sung), levels(played)).toFixed(3),
    `${onTime.length} of ${notes.length}`,
  ];
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i] - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

async function read(path: string): Promise<AudioData> {
  const { audio } = await decodeFile(path, { limits: LIMITS, ffmpeg: 'off' });
  return audio;
}

function save(name: string, { sampleRate, channels }: AudioData): Promise<void> {
  return writeWav(join(out, `${name}.wav`), audioData(sampleRate, [channels[0]]), 24);
}

function printLine(cells: string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
