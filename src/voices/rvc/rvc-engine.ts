import { audioData, fitLength, toMono, type AudioData } from '../../audio/audio-data.js';
import { resample } from '../../audio/resample.js';
import { createInferenceHost, type InferenceHost } from '../../inference/inference-host.js';
import { monoAtRate } from '../../pitch/mono-at-rate.js';
import { partOf, type RunOptions } from '../../progress.js';
import type { ConversionOptions, VoiceEngine } from '../voice-engine.js';
import {
  CONTENT_MODEL,
  contentFeatures,
  featureWidth,
  openContentEncoder,
} from './content-features.js';
import { followIndex } from './follow-index.js';
import { melodyOf } from './melody.js';
import { mixSpectra, type SungPart } from './mix-spectra.js';
import { prepareVocal } from './prepare-vocal.js';
import { singOnnx } from './onnx-voice/sing-onnx.js';
import { locateSingers, type LocatedSinger } from './rvc-body.js';
import type { RvcSettings } from './presets.js';
import { DEFAULT_RVC_SETTINGS } from './rvc-settings.js';
import {
  PAD_FRAMES,
  padded,
  planSections,
  SAMPLES_PER_FRAME_16K,
  type Section,
} from './sections.js';
import { decode, latentOf, openPart, type Score } from './synthesis.js';
import { mixEnvelope } from './volume-envelope.js';

const CONTENT_RATE = 16_000;
/** Below this pitch, `protect` takes a frame for unvoiced, as RVC does. */
const LEAST_VOICED_HZ = 1;

/** Sings with voices of RVC: their content encoder hears the words, their index and weights give the
 *  timbre, the pitch track the melody. Same seed, same samples. */
export const rvcEngine: VoiceEngine = {
  id: 'rvc',
  title: 'RVC (a voice trained elsewhere, run here)',
  version: 1,
  models: [CONTENT_MODEL],
  supports: ({ engine }) => engine === 'rvc',
  convert: convertByRvc,
};

interface Stage extends RunOptions {
  host: InferenceHost;
  singer: LocatedSinger;
}

async function convertByRvc(vocal: AudioData, options: ConversionOptions): Promise<AudioData> {
  const { voice, settings } = options;
  const { rvc = DEFAULT_RVC_SETTINGS } = settings;
  const singers = await locateSingers(voice.file);
  const samples = prepareVocal(await monoAtRate(vocal, CONTENT_RATE, partOf(options, 0, 0.02)));
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    const parts: SungPart[] = [];
    for (const [i, singer] of singers.entries()) {
      const at = (n: number) => 0.02 + (0.96 * n) / singers.length;
      const run = partOf(options, at(i), at(i + 1));
      const sung = await singWhole(samples, { host, singer, ...run }, options);
      parts.push({ samples: sung, sampleRate: singer.facts.sampleRate, share: singer.share });
    }
    const { samples: sung, sampleRate } = await mixSpectra(parts, partOf(options, 0.98, 1));
    mixEnvelope(sung, {
      vocal: toMono(vocal),
      vocalRate: vocal.sampleRate,
      sampleRate,
      rmsMix: rvc.rmsMix,
    });
    options.onProgress?.(1);
    return fitLength(resample(audioData(sampleRate, [sung]), vocal.sampleRate), vocal.length);
  } finally {
    await host.close();
  }
}

/** What one singer makes of the vocal [16 kHz], at its own rate. One model at a time over the whole
 *  of it, so that only one is in memory. */
async function singWhole(
  samples: Float32Array,
  { host, singer, ...run }: Stage,
  { pitch, settings, models }: ConversionOptions,
): Promise<Float32Array> {
  const { rvc = DEFAULT_RVC_SETTINGS, seed, transpose } = settings;
  const frames = samples.length / SAMPLES_PER_FRAME_16K;
  const sections = planSections(samples, { kind: singer.kind, split: rvc.split });
  const melody = melodyOf(pitch, { frames, transpose, autotune: rvc.autotune });
  const stage = (from: number, to: number): Stage => ({ host, singer, ...partOf(run, from, to) });
  const heard = await hear(samples, sections, { ...stage(0, 0.15), models });
  const followed = await follow(heard, rvc, stage(0.15, 0.2));
  const scores = sections.map((section, i): Score => {
    const f0Hz = padded(melody, section);
    const words = { heard: heard[i], followed: followed[i] };
    return { f0Hz, seed: seed + i, features: toFrames(words, f0Hz, rvc.protect) };
  });
  const { speaker } = rvc;
  const sung =
    singer.kind === 'onnx'
      ? await singOnnx(scores, { ...stage(0.2, 1), speaker, seed })
      : await sing(scores, { ...stage(0.2, 1), speaker });
  return join(sung, sections, { frames, samplesPerFrame: singer.facts.samplesPerFrame });
}

/** Features of each section, [rows × width]. */
async function hear(
  samples: Float32Array,
  sections: readonly Section[],
  { host, singer, models, ...run }: Stage & Pick<ConversionOptions, 'models'>,
): Promise<Float32Array[]> {
  const encoder = await openContentEncoder(singer.facts, { host, models, ...run });
  const width = featureWidth(singer.facts);
  const features: Float32Array[] = [];
  for (const [i, section] of sections.entries()) {
    const audio = padded(samples, section, SAMPLES_PER_FRAME_16K);
    const frames = section.to - section.from + 2 * PAD_FRAMES;
    features.push(await contentFeatures(encoder, audio, { frames, width, ...run }));
    run.onProgress?.((i + 1) / sections.length);
  }
  return features;
}

/** The features on their way to the voice's own, by the index rate. */
async function follow(
  heard: Float32Array[],
  { indexRate }: RvcSettings,
  { host, singer, ...run }: Stage,
): Promise<Float32Array[]> {
  if (indexRate === 0) return heard;
  const width = featureWidth(singer.facts);
  // A voice without an index leaves its share of the features as they are.
  const followed = heard.map((section) => section.slice());
  for (const [i, index] of singer.indexes.entries()) {
    if (!index) continue;
    const own = await followIndex(heard, { host, index, width, ...run });
    const share = indexRate * singer.shares[i];
    own.forEach((section, n) => {
      for (let d = 0; d < section.length; d++) {
        followed[n][d] += share * (section[d] - heard[n][d]);
      }
    });
  }
  return followed;
}

/** From one row per 20 ms to one per frame; where nothing is voiced, less of the index.
 *  @returns [frames × width] */
function toFrames(
  { heard, followed }: { heard: Float32Array; followed: Float32Array },
  f0Hz: Float32Array,
  protect: number,
): Float32Array {
  const frames = f0Hz.length;
  const width = heard.length / Math.ceil(frames / 2);
  const features = new Float32Array(frames * width);
  for (let frame = 0; frame < frames; frame++) {
    const row = Math.floor(frame / 2) * width;
    const share = protect >= 0.5 || f0Hz[frame] >= LEAST_VOICED_HZ ? 1 : protect;
    for (let d = 0; d < width; d++) {
      features[frame * width + d] = share * followed[row + d] + (1 - share) * heard[row + d];
    }
  }
  return features;
}

/** Each section's audio at the voice's rate, with what was padded. */
async function sing(
  scores: readonly Score[],
  { host, singer, speaker, ...run }: Stage & { speaker: number },
): Promise<Float32Array[]> {
  const { facts } = singer;
  const part = { host, singer, speaker, signal: run.signal };
  const front = await openPart('front', part);
  const latents: Float32Array[] = [];
  for (const [i, score] of scores.entries()) {
    latents.push(await latentOf(front, score, { facts, ...run }));
    run.onProgress?.((0.1 * (i + 1)) / scores.length);
  }
  const decoder = await openPart('decoder', part);
  const sung: Float32Array[] = [];
  for (const [i, latent] of latents.entries()) {
    const share = (n: number) => 0.1 + (0.9 * n) / scores.length;
    const { f0Hz, seed } = scores[i];
    sung.push(
      await decode(decoder, latent, { facts, f0Hz, seed, ...partOf(run, share(i), share(i + 1)) }),
    );
  }
  return sung;
}

/** Sections at their places; where one follows upon another, they are faded over a frame. */
function join(
  sung: readonly Float32Array[],
  sections: readonly Section[],
  { frames, samplesPerFrame }: { frames: number; samplesPerFrame: number },
): Float32Array {
  const joined = new Float32Array(frames * samplesPerFrame);
  for (const [i, { from, to }] of sections.entries()) {
    const start = PAD_FRAMES * samplesPerFrame;
    const length = (to - from) * samplesPerFrame;
    const at = from * samplesPerFrame;
    joined.set(sung[i].subarray(start, start + length), at);
    const before = sections[i - 1];
    if (before?.to !== from) continue;
    const tail = sung[i - 1].subarray(start + (before.to - before.from) * samplesPerFrame);
    for (let k = 0; k < samplesPerFrame; k++) {
      const fade = (k + 1) / (samplesPerFrame + 1);
      joined[at + k] = fade * joined[at + k] + (1 - fade) * tail[k];
    }
  }
  return joined;
}
