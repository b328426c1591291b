/** Measures the pitch trackers on annotated singing and prints the table of `docs/quality.md`:
 *  `npx tsx scripts/eval/pitch.ts`. Needs the developers' shared material. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { decodeFile } from '../../src/audio/decode-file.js';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { seededNormal } from '../../src/dsp/random.js';
import type { PitchTrack, PitchTracker } from '../../src/pitch/pitch-tracker.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { swiftF0Tracker } from '../../src/pitch/swift-f0-tracker.js';

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
const SONG = `${SHARED}audio/pitch/vocadito_1/vocadito_1`;
const LIMITS = { maxDurationSeconds: 600, maxBytes: 1e8, maxChannels: 8 };
/** Levels of white noise below the voice, dB. */
const NOISE_DB = [Infinity, 20, 10];

const trackers: PitchTracker[] = [
  pyinTracker,
  swiftF0Tracker({ path: `${SHARED}models/swift-f0/model.onnx` }),
];
const { audio } = await decodeFile(`${SONG}.flac`, { limits: LIMITS, ffmpeg: 'off' });
const annotation = await readAnnotation(`${SONG}_f0.csv`);

printLine(['engine', 'noise', 'RPA', 'recall', 'false alarms', 'octave', 'overall']);
printLine(Array<string>(7).fill('---'));
for (const tracker of trackers) {
  for (const db of NOISE_DB) {
    const track = await tracker.track(withNoise(audio, db));
    const noise = db === Infinity ? 'none' : `−${db} dB`;
    printLine([tracker.id, noise, ...score(track)]);
  }
}

interface Annotated {
  seconds: number;
  /** 0 where nobody sings. */
  hz: number;
}

async function readAnnotation(path: string): Promise<Annotated[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [seconds, hz] = line.split(',').map(Number);
    return { seconds, hz };
  });
}

/** Raw pitch accuracy (50 cents), voicing recall, false alarms, octave errors among the voiced, and
 *  overall accuracy: the measures of MIREX and mir_eval. */
function score({ f0Hz, hopSeconds }: PitchTrack): string[] {
  const found = annotation.map(({ seconds }) => f0Hz[Math.round(seconds / hopSeconds)] ?? 0);
  const sung = annotation.map(({ hz }, i) => ({ hz, found: found[i] })).filter(({ hz }) => hz > 0);
  const heard = sung.filter(({ found }) => found > 0);
  const cents = heard.map(({ hz, found }) => Math.abs(1200 * Math.log2(found / hz)));
  const right = cents.filter((error) => error < 50).length;
  const octaves = cents.filter((error) => Math.abs(error - 1200) < 50).length;
  const pauses = annotation.length - sung.length;
  const falseAlarms = annotation.filter(({ hz }, i) => hz === 0 && found[i] > 0).length;
  const overall = (right + pauses - falseAlarms) / annotation.length;
  return [
    right / sung.length,
    heard.length / sung.length,
    falseAlarms / pauses,
    octaves / heard.length,
    overall,
  ].map((value) => value.toFixed(3));
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
