/** Converts real singing with the built-in voices and measures what can be measured without a
 *  listener: melody, loudness, time and memory. Writes the audio for `judge_voices.py`, which
 *  measures similarity and naturalness.
 *
 *    npx tsx scripts/eval/voices.ts ../shared OUT_DIR
 *    python scripts/eval/judge_voices.py ../shared OUT_DIR   (numpy, scipy, soundfile, onnxruntime) */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audioData, toMono, type AudioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { writeWav } from '../../src/audio/wav.js';
import { Stft } from '../../src/dsp/stft.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import type { PitchTrack } from '../../src/pitch/pitch-tracker.js';
import { applyGains } from '../../src/voices/dsp/apply-gains.js';
import { dspEngine } from '../../src/voices/dsp/dsp-engine.js';
import { envelopeGrid } from '../../src/voices/dsp/envelope-shape.js';
import { longTermShape } from '../../src/voices/dsp/shape-statistics.js';
import { heardFrames, measureVocalFrames } from '../../src/voices/dsp/vocal-frames.js';
import { decodeVoiceFile } from '../../src/voices/voice-file.js';
import { decodeProfile } from '../../src/voices/dsp/voice-profile.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';
import type { Voice } from '../../src/voices/voice.js';

const EXCERPTS = [
  { file: 'data/songs/caesium/lead.opus', from: 212, to: 232 },
  { file: 'data/songs/lithium/lead.opus', from: 295, to: 315 },
  { file: 'data/songs/potassium/lead.opus', from: 160, to: 180 },
  { file: 'data/songs/sodium/lead.opus', from: 204, to: 224 },
  { file: 'audio/pitch/vocadito_14.flac', from: 0, to: 12 },
];
const TRANSPOSES = [0, 12, -12];
const LIMITS = { maxBytes: 100_000_000, maxDurationSeconds: 600, maxChannels: 2 };
const HOP = 480;

const [sharedDir, outDir] = process.argv.slice(2);
if (!outDir) throw new Error('usage: voices.ts <shared folder> <output folder>');
await mkdir(outDir, { recursive: true });
const voices = await openVoiceLibrary({ dataDir: outDir }).list();
for (const excerpt of EXCERPTS) await evaluate(excerpt);

async function evaluate({ file, from, to }: (typeof EXCERPTS)[number]): Promise<void> {
  const options = { limits: LIMITS, ffmpeg: 'off' as const };
  const { audio } = await decodeFile(join(sharedDir, file), options);
  const models = await openModelStore({ dataDir: '/nowhere' });
  const samples = toMono(audio).slice(from * audio.sampleRate, to * audio.sampleRate);
  const vocal = audioData(audio.sampleRate, [samples]);
  const pitch = await pyinTracker.track(vocal);
  const name = file.split('/').at(-2) ?? file;
  await writeWav(join(outDir, `${name}_none_source.wav`), vocal);
  for (const voice of voices) {
    const equalised = await equaliseOnly(vocal, pitch, voice);
    await writeWav(join(outDir, `${name}_${voice.id}_eq.wav`), equalised);
    for (const transpose of TRANSPOSES) {
      const settings = { transpose, formant: 0, strength: 1, seed: 0 };
      const started = process.cpuUsage();
      const sung = await dspEngine.convert(vocal, { voice, pitch, settings, models });
      const { user, system } = process.cpuUsage(started);
      await writeWav(join(outDir, `${name}_${voice.id}_${transpose}.wav`), sung);
      report(`${name} ${voice.id} ${transpose}`, {
        ...(await melody(sung, pitch, transpose)),
        'cpu s/s': (user + system) / 1e6 / (to - from),
      });
    }
  }
}

/** The row to beat: one fixed filter from the singer's long-term spectrum to the voice's. */
async function equaliseOnly(vocal: AudioData, pitch: PitchTrack, voice: Voice): Promise<AudioData> {
  const { sampleRate } = vocal;
  const [samples] = vocal.channels;
  const frames = await measureVocalFrames(samples, { sampleRate, hopLength: HOP, pitch });
  const { longTerm } = decodeProfile(
    decodeVoiceFile(await readFile(voice.file), voice.id),
    voice.id,
  );
  const now = longTermShape(frames, heardFrames(frames, true));
  const gain = longTerm.map((value, b) => value - now[b]);
  const gains = new Float32Array(frames.count * envelopeGrid.count);
  for (let at = 0; at < gains.length; at += gain.length) gains.set(gain, at);
  const stft = new Stft(4 * HOP, HOP);
  const output = await applyGains(samples, gains, { stft, sampleRate });
  stft.free();
  return audioData(sampleRate, [output]);
}

/** Shares of the source's voiced frames: in tune of those where a pitch is heard, and unheard. */
async function melody(sung: AudioData, source: PitchTrack, transpose: number) {
  const { f0Hz } = await pyinTracker.track(sung);
  const voiced = [...source.f0Hz.keys()].filter((t) => source.f0Hz[t] > 0);
  const heard = voiced.filter((t) => f0Hz[t] > 0);
  const inTune = heard.filter(
    (t) => Math.abs(1200 * Math.log2(f0Hz[t] / source.f0Hz[t]) - 100 * transpose) <= 50,
  );
  return { 'in tune': inTune.length / heard.length, unheard: 1 - heard.length / voiced.length };
}

function report(row: string, values: Record<string, number>): void {
  const cells = Object.entries(values).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  console.log(`${row}: ${cells.join(', ')}`);
}
