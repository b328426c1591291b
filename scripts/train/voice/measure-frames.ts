/** Measures recordings just as the engine does when it sings, for the training to read:
 *
 *    npx tsx scripts/train/voice/measure-frames.ts [--noise] OUT_FILE SPEAKER:PATH…
 *
 *  SPEAKER is a name, or `-` for the first number of each file's name. Writes
 *  OUT_FILE.f32, row-major [frames × (3 + bands)]: voiced (0 or 1), loudness (ln amplitude, −20 where
 *  silent), F0 (Hz), shape; with --noise, the share of noise by its bands, too; and OUT_FILE.json, a
 *  list of {speaker, file, frames}. */
import { createWriteStream } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { audioData, toMono } from '../../../src/audio/audio-data.js';
import { decodeFile } from '../../../src/audio/decode-file.js';
import { pitchAt } from '../../../src/dsp/pitch-curve.js';
import type { PitchTrack } from '../../../src/pitch/pitch-tracker.js';
import { pyinTracker } from '../../../src/pitch/pyin-tracker.js';
import { measurePeriods, noiseByFrame, noiseGrid } from '../../../src/voices/canto/periods.js';
import { envelopeGrid } from '../../../src/voices/dsp/envelope-shape.js';
import { measureVocalFrames, shapeOf } from '../../../src/voices/dsp/vocal-frames.js';

const HOP_SECONDS = 0.01;
const HEAD = 3;
const SILENT = -20;
const LIMITS = { maxBytes: 100_000_000, maxDurationSeconds: 900, maxChannels: 2 };

const { values: flags, positionals } = parseArgs({
  options: { noise: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [outFile, ...sources] = positionals;
if (sources.length === 0)
  throw new Error('usage: measure-frames.ts [--noise] OUT_FILE SPEAKER:PATH…');
const output = createWriteStream(`${outFile}.f32`);
const index: { speaker: string; file: string; frames: number }[] = [];
for (const source of sources) {
  const [speaker, path] = source.split(':');
  for (const file of await filesOf(path)) await measure(file, speaker);
}
output.end();
await once(output, 'close');
await writeFile(`${outFile}.json`, JSON.stringify(index));

async function filesOf(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const names = (await readdir(path)).filter((name) => /\.(opus|flac|wav)$/.test(name)).sort();
  return names.map((name) => join(path, name));
}

async function measure(file: string, rule: string): Promise<void> {
  const { audio } = await decodeFile(file, { limits: LIMITS, ffmpeg: 'off' });
  const { sampleRate } = audio;
  const samples = toMono(audio);
  const pitch = await pyinTracker.track(audioData(sampleRate, [samples]));
  const hopLength = Math.round(HOP_SECONDS * sampleRate);
  const frames = await measureVocalFrames(samples, { sampleRate, hopLength, pitch });
  const noise = flags.noise ? await noiseOf(samples, { sampleRate, hopLength, pitch }) : undefined;
  const width = HEAD + envelopeGrid.count + (noise ? noiseGrid.count : 0);
  const rows = new Float32Array(frames.count * width);
  for (let t = 0; t < frames.count; t++) {
    const f0Hz = pitchAt(pitch, (t * hopLength) / sampleRate);
    rows.set([frames.voiced[t], Math.max(SILENT, frames.loudness[t]), f0Hz], t * width);
    rows.set(shapeOf(frames, t), t * width + HEAD);
    if (noise) {
      const row = noise.subarray(t * noiseGrid.count, (t + 1) * noiseGrid.count);
      rows.set(row, t * width + HEAD + envelopeGrid.count);
    }
  }
  if (!output.write(Buffer.from(rows.buffer))) await once(output, 'drain');
  const speaker = rule === '-' ? basename(file).split('-')[0] : rule;
  index.push({ speaker, file: basename(file), frames: frames.count });
}

async function noiseOf(
  samples: Float32Array,
  options: { sampleRate: number; hopLength: number; pitch: PitchTrack },
): Promise<Float32Array> {
  const periods = await measurePeriods(samples, { ...options, breathiness: 1 });
  const count = Math.floor(samples.length / options.hopLength) + 1;
  return noiseByFrame(periods, { count, hopLength: options.hopLength });
}
