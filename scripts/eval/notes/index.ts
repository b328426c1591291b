/** Measures how notes are told apart in annotated solo singing, and prints the table of `docs/quality.md`:
 *  `npm run eval:notes`. Needs the developers' shared material. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { audioData, type AudioData } from '../../../src/audio/audio-data.js';
import { decodeFile } from '../../../src/audio/decode-file.js';
import { seededNormal } from '../../../src/dsp/random.js';
import { createInferenceHost } from '../../../src/inference/inference-host.js';
import { transcribePolyphonic } from '../../../src/instruments/listening/basic-pitch/basic-pitch.js';
import { hearHum } from '../../../src/instruments/listening/hear-hum.js';
import { segmentNotes } from '../../../src/instruments/listening/segment-notes.js';
import { midiOfHz } from '../../../src/instruments/pitch-numbers.js';
import { pyinTracker } from '../../../src/pitch/pyin-tracker.js';
import { swiftF0Tracker } from '../../../src/pitch/swift-f0-tracker.js';
import type { PitchTracker } from '../../../src/pitch/pitch-tracker.js';
import { scoreNotes, type TimedNote } from './match-notes.js';

const SHARED = fileURLToPath(new URL('../../../../shared/', import.meta.url));
const SONG = `${SHARED}audio/pitch/vocadito_1/vocadito_1`;
const LIMITS = { maxDurationSeconds: 600, maxBytes: 1e8, maxChannels: 8 };
/** Levels of white noise below the voice, dB. */
const NOISE_DB = [Infinity, 30, 20];

const { audio } = await decodeFile(`${SONG}.flac`, { limits: LIMITS, ffmpeg: 'off' });
const annotators = [await readNotes('A1'), await readNotes('A2')];
const host = createInferenceHost({ maxProcesses: 1 });
const basicPitch = await host.open({ path: `${SHARED}models/basic-pitch/nmp.onnx` });

const engines: [string, (audio: AudioData) => Promise<TimedNote[]>][] = [
  ['canto, pYIN', (sung) => ourNotes(sung, pyinTracker)],
  [
    'canto, Swift-F0',
    (sung) => ourNotes(sung, swiftF0Tracker({ path: `${SHARED}models/swift-f0/model.onnx` })),
  ],
  ['Basic Pitch', (sung) => transcribePolyphonic(sung, basicPitch)],
];

printLine(['engine', 'noise', 'notes', 'F1 (A1)', 'F1 (A2)', 'precision', 'recall']);
printLine(Array<string>(7).fill('---'));
for (const [name, transcribe] of engines) {
  for (const db of NOISE_DB) {
    const notes = await transcribe(withNoise(audio, db));
    printLine([name, db === Infinity ? 'none' : `−${db} dB`, `${notes.length}`, ...score(notes)]);
  }
}
printLine(['annotator A2', 'none', `${annotators[1].length}`, ...score(annotators[1])]);
await host.close();

function score(notes: readonly TimedNote[]): string[] {
  const [a1, a2] = annotators.map((reference) => scoreNotes(notes, reference));
  return [a1.f1, a2.f1, a1.precision, a1.recall].map((value) => value.toFixed(3));
}

async function ourNotes(sung: AudioData, tracker: PitchTracker): Promise<TimedNote[]> {
  const notes = segmentNotes(await hearHum(sung, tracker));
  return notes.map(({ from, pitch }) => ({ startSeconds: from / 100, pitch }));
}

async function readNotes(annotator: string): Promise<TimedNote[]> {
  const lines = (await readFile(`${SONG}_notes${annotator}.csv`, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [startSeconds, hz] = line.split(',').map(Number);
    return { startSeconds, pitch: midiOfHz(hz) };
  });
}

function withNoise({ sampleRate, channels: [voice] }: AudioData, db: number): AudioData {
  const normal = seededNormal(1);
  const rms = Math.sqrt(voice.reduce((energy, x) => energy + x * x, 0) / voice.length);
  const level = rms * 10 ** (-db / 20);
  return audioData(sampleRate, [voice.map((sample) => sample + level * normal())]);
}

function printLine(cells: string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
