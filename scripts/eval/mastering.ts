/** npx tsx scripts/eval/mastering.ts --python PYTHON TARGET REFERENCE [TARGET REFERENCE …]
 *
 *  Masters each target like its reference by Canto and by Matchering (GPL, `pip install matchering` for
 *  that Python; measured here, never shipped), and prints how near both come, by the same meters. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { toStereo, type AudioData } from '../../src/audio/audio-data.js';
import { streamOf } from '../../src/audio/audio-stream.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { resample } from '../../src/audio/resample.js';
import { writeWav } from '../../src/audio/wav.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { powerToDb } from '../../src/dsp/decibels.js';
import { SpectrumMeter } from '../../src/dsp/spectrum-meter.js';
import { measureStem } from '../../src/mixing/measure-stem.js';
import { masterLike, spectralDistanceDb } from '../../src/mixing/reference-master.js';

/** Matchering works at this rate. */
const SAMPLE_RATE = 44_100;
const MATCHERING = `
import sys, matchering as mg
mg.process(target=sys.argv[1], reference=sys.argv[2], results=[mg.pcm24(sys.argv[3])])
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: 'string', default: 'python3' } },
});
const dir = await mkdtemp(join(tmpdir(), 'canto-mastering-'));
try {
  for (let n = 0; n + 1 < positionals.length; n += 2) {
    await comparePair(positionals[n], positionals[n + 1]);
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}

async function comparePair(targetFile: string, referenceFile: string): Promise<void> {
  const [target, reference] = [await read(targetFile), await read(referenceFile)];
  console.log(`${basename(targetFile)} like ${basename(referenceFile)}`);
  await print('  as it is', target, reference);
  const started = performance.now();
  const { audio } = await masterLike(target, { reference, ceilingDbtp: -1 });
  const seconds = (performance.now() - started) / 1000;
  await print(`  canto (${seconds.toFixed(1)} s)`, audio, reference);
  await print('  matchering', await byMatchering(target, reference), reference);
}

async function read(path: string): Promise<AudioData> {
  const limits = { maxDurationSeconds: 900, maxBytes: 2e9, maxChannels: 2 };
  const { audio } = await decodeFile(path, { limits, ffmpeg: 'auto' });
  return toStereo(resample(audio, SAMPLE_RATE));
}

async function byMatchering(target: AudioData, reference: AudioData): Promise<AudioData> {
  const [from, like, to] = ['target', 'reference', 'result'].map((name) =>
    join(dir, `${name}.wav`),
  );
  await writeWav(from, target);
  await writeWav(like, reference);
  await promisify(execFile)(values.python, ['-c', MATCHERING, from, like, to]);
  return read(to);
}

async function print(name: string, audio: AudioData, reference: AudioData): Promise<void> {
  const [own, like] = [await measureStem(streamOf(audio)), await measureStem(streamOf(reference))];
  const crest = (sound: AudioData, lufs: number) => truePeakDbtp(sound) - lufs;
  const lufs = measureLoudness(audio).integratedLufs;
  console.log(
    `${name}: third octaves ${spectralDistanceDb(spectrum(audio), spectrum(reference)).toFixed(2)} dB apart, ` +
      `loudness ${lufs.toFixed(2)} LUFS (${(lufs - like.integratedLufs).toFixed(2)} LU), ` +
      `peak over loudness ${crest(audio, lufs).toFixed(1)} dB (${crest(reference, like.integratedLufs).toFixed(1)}), ` +
      `sides ${own.sideToMidDb.toFixed(1)} dB (${like.sideToMidDb.toFixed(1)}), true peak ${truePeakDbtp(audio).toFixed(2)} dBTP`,
  );
}

function spectrum({ sampleRate, channels }: AudioData): Float64Array {
  const meter = new SpectrumMeter(sampleRate);
  meter.add(channels);
  return meter.finish().map(powerToDb);
}
