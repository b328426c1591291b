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
import { prepareVocal } from './prepare-vocal.js';
import { locateRvcBody, type RvcBody } from './rvc-body.js';
import { DEFAULT_RVC_SETTINGS, type RvcSettings } from './rvc-settings.js';
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
  body: RvcBody;
}

/** One model at a time over the whole vocal, so that only one is in memory. */
async function convertByRvc(vocal: AudioData, options: ConversionOptions): Promise<AudioData> {
  const { voice, pitch, settings, models } = options;
  const { rvc = DEFAULT_RVC_SETTINGS, seed, transpose } = settings;
  const body = await locateRvcBody(voice.file);
  const samples = prepareVocal(await monoAtRate(vocal, CONTENT_RATE, partOf(options, 0, 0.02)));
  const frames = samples.length / SAMPLES_PER_FRAME_16K;
  const sections = planSections(samples, rvc.split);
  const melody = melodyOf(pitch, { frames, transpose, autotune: rvc.autotune });
  const host = createInferenceHost({ maxProcesses: 1 });
  const stage = (from: number, to: number): Stage => ({ host, body, ...partOf(options, from, to) });
  try {
    const heard = await hear(samples, sections, { ...stage(0.02, 0.15), models });
    const followed = await follow(heard, rvc, stage(0.15, 0.2));
    const scores = sections.map((section, i): Score => {
      const f0Hz = padded(melody, section);
      const words = { heard: heard[i], followed: followed[i] };
      return { f0Hz, seed: seed + i, features: toFrames(words, f0Hz, rvc.protect) };
    });
    const sung = await sing(scores, rvc, stage(0.2, 1));
    const joined = join(sung, sections, { frames, samplesPerFrame: body.facts.samplesPerFrame });
    const { sampleRate } = body.facts;
    mixEnvelope(joined, {
      vocal: toMono(vocal),
      vocalRate: vocal.sampleRate,
      sampleRate,
      rmsMix: rvc.rmsMix,
    });
    options.onProgress?.(1);
    return fitLength(resample(audioData(sampleRate, [joined]), vocal.sampleRate), vocal.length);
  } finally {
    await host.close();
  }
}

/** Features of each section, [rows × width]. */
async function hear(
  samples: Float32Array,
  sections: readonly Section[],
  { host, body, models, ...run }: Stage & Pick<ConversionOptions, 'models'>,
): Promise<Float32Array[]> {
  const encoder = await openContentEncoder(body.facts, { host, models, ...run });
  const width = featureWidth(body.facts);
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
  { host, body, ...run }: Stage,
): Promise<Float32Array[]> {
  if (indexRate === 0) return heard;
  const width = featureWidth(body.facts);
  // A voice without an index leaves its share of the features as they are.
  const followed = heard.map((section) => section.slice());
  for (const [i, index] of body.indexes.entries()) {
    if (!index) continue;
    const own = await followIndex(heard, { host, index, width, ...run });
    const share = indexRate * body.shares[i];
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
  { speaker }: RvcSettings,
  { host, body, ...run }: Stage,
): Promise<Float32Array[]> {
  const { facts } = body;
  const part = { host, body, speaker, signal: run.signal };
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
