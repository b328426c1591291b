/** Converts real singing and speech with the voices of the built-in speakers and measures what can be
 *  measured without a listener: melody, time. Writes the audio, and has `judge_voices.py` measure
 *  similarity, naturalness and words:
 *
 *    npm run eval:voice -- OUT_DIR
 *
 *  Needs the developers' shared material; the judge needs python3 (or $PYTHON) with numpy, scipy,
 *  soundfile, onnxruntime and pocketsphinx. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audioData, toMono, type AudioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { writeWav } from '../../src/audio/wav.js';
import { Stft } from '../../src/dsp/stft.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { swiftF0Tracker } from '../../src/pitch/swift-f0-tracker.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import type { PitchTrack } from '../../src/pitch/pitch-tracker.js';
import { applyGains } from '../../src/voices/dsp/apply-gains.js';
import { cantoEngine } from '../../src/voices/canto/canto-engine.js';
import { dspEngine } from '../../src/voices/dsp/dsp-engine.js';
import { envelopeGrid } from '../../src/voices/dsp/envelope-shape.js';
import { longTermShape } from '../../src/voices/dsp/shape-statistics.js';
import { heardFrames, measureVocalFrames } from '../../src/voices/dsp/vocal-frames.js';
import { decodeVoiceFile } from '../../src/voices/voice-file.js';
import { decodeProfile } from '../../src/voices/dsp/voice-profile.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';
import type { Voice } from '../../src/voices/voice.js';
import { speakers } from '../voices/speakers.js';

interface Source {
  name: string;
  file: string;
  from?: number;
}

/** The four leads were heard in training, as voices among two hundred; vocadito and the speakers weren't. */
const SOURCES: readonly Source[] = [
  { name: 'caesium', file: 'data/songs/caesium/lead.opus', from: 212 },
  { name: 'lithium', file: 'data/songs/lithium/lead.opus', from: 295 },
  { name: 'vocadito14', file: 'audio/pitch/vocadito_14.flac' },
  { name: 'vocadito1', file: 'audio/pitch/vocadito_1/vocadito_1.flac' },
  { name: 'speaker103', file: 'data/speech/librispeech/103-1240-0000.opus' },
  { name: 'speaker200', file: 'data/speech/librispeech/200-124139-0000.opus' },
  { name: 'speaker412', file: 'data/speech/librispeech/412-126975-0000.opus' },
];
const MOST_SECONDS = 20;
/** Sentences of known words, by this speaker; their names carry their place in its metadata. */
const READER = 'kathleen';
const SENTENCES = [40, 240, 440, 640, 840, 1040];
const ENGINES = [cantoEngine, dspEngine];
const TRANSPOSES = [0, 12, -12];
const LIMITS = { maxBytes: 100_000_000, maxDurationSeconds: 900, maxChannels: 2 };
const HOP = 480;

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
const [outDir] = process.argv.slice(2);
if (!outDir) throw new Error('usage: npm run eval:voice -- OUT_DIR');
await mkdir(outDir, { recursive: true });
const models = await openModelStore({ dataDir: '/nowhere' });
const judgeOfPitch = swiftF0Tracker({ path: join(SHARED, 'models/swift-f0/model.onnx') });
const voices = (await openVoiceLibrary({ dataDir: outDir }).list()).filter(({ id }) =>
  speakers.some((speaker) => speaker.id === id),
);
const figures = new Map<string, number[][]>();
for (const source of SOURCES) await evaluate(source);
for (const sentence of SENTENCES) await readAloud(sentence);
for (const [row, values] of figures) {
  const mean = (column: number) => values.reduce((sum, v) => sum + v[column], 0) / values.length;
  console.log(`${row}: in tune ${mean(0).toFixed(3)}, unheard ${mean(1).toFixed(3)}`);
}
const judge = fileURLToPath(new URL('judge_voices.py', import.meta.url));
execFileSync(process.env.PYTHON ?? 'python3', [judge, SHARED, outDir], { stdio: 'inherit' });

async function evaluate(source: Source): Promise<void> {
  const vocal = await excerpt(source);
  const pitch = await pyinTracker.track(vocal);
  const melody = await judgeOfPitch.track(vocal);
  await write(source.name, { voice: 'none', kind: 'source' }, vocal);
  for (const voice of voices) {
    await write(
      source.name,
      { voice: voice.id, kind: 'eq' },
      await equaliseOnly(vocal, pitch, voice),
    );
    for (const engine of ENGINES) {
      for (const transpose of TRANSPOSES) {
        const settings = { transpose, formant: 0, strength: 1, seed: 0 };
        const sung = await engine.convert(vocal, { voice, pitch, settings, models });
        const kind = `${engine.id} ${transpose}`;
        await write(source.name, { voice: voice.id, kind }, sung);
        const rows = figures.get(kind) ?? [];
        figures.set(kind, [...rows, await inTune(sung, melody, transpose)]);
      }
    }
  }
}

/** A sentence of the reader by the other voices, for the judge of words. */
async function readAloud(line: number): Promise<void> {
  const folder = join(SHARED, 'data/speech', READER);
  const metadata = (await readFile(join(folder, 'metadata.csv'), 'utf8')).trim().split('\n');
  const [clip] = metadata[line].split('|');
  const vocal = await excerpt({ name: '', file: `data/speech/${READER}/${clip}.opus` });
  const pitch = await pyinTracker.track(vocal);
  const name = `words${line}`;
  await write(name, { voice: 'none', kind: 'words' }, vocal);
  for (const voice of voices.filter(({ id }) => id !== READER)) {
    const settings = { transpose: 0, formant: 0, strength: 1, seed: 0 };
    for (const engine of ENGINES) {
      const said = await engine.convert(vocal, { voice, pitch, settings, models });
      await write(name, { voice: voice.id, kind: `${engine.id} words` }, said);
    }
  }
}

async function excerpt({ file, from = 0 }: Source): Promise<AudioData> {
  const { audio } = await decodeFile(join(SHARED, file), { limits: LIMITS, ffmpeg: 'off' });
  const { sampleRate } = audio;
  const samples = toMono(audio).slice(from * sampleRate, (from + MOST_SECONDS) * sampleRate);
  return audioData(sampleRate, [samples]);
}

function write(
  name: string,
  { voice, kind }: { voice: string; kind: string },
  audio: AudioData,
): Promise<void> {
  return writeWav(join(outDir, `${name}_${voice}_${kind}.wav`), audio);
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

/** Shares of the source's voiced frames, by a tracker that the engines don't use: in tune of those
 *  where a pitch is heard, and unheard. */
async function inTune(sung: AudioData, source: PitchTrack, transpose: number): Promise<number[]> {
  const { f0Hz } = await judgeOfPitch.track(sung);
  const voiced = [...source.f0Hz.keys()].filter((t) => source.f0Hz[t] > 0);
  const heard = voiced.filter((t) => f0Hz[t] > 0);
  const tuned = heard.filter(
    (t) => Math.abs(1200 * Math.log2(f0Hz[t] / source.f0Hz[t]) - 100 * transpose) <= 50,
  );
  return [tuned.length / heard.length, 1 - heard.length / voiced.length];
}
