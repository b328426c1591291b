import { audioData, type AudioData } from '../../audio/audio-data.js';
import { resample } from '../../audio/resample.js';
import { crossfadeInto, risingFade } from '../../dsp/crossfade.js';
import type { AudioGenerator } from '../../inference/audio-tokens/audio-generator.js';
import {
  completeFrames,
  continuedBy,
  emptyStreams,
  streamsFrom,
} from '../../inference/audio-tokens/token-streams.js';
import { partOf, type RunOptions } from '../../progress.js';
import { planWindows, type MusicWindow, type WindowLengths } from './plan-windows.js';

/** Of what comes out, in Hz. */
const SAMPLE_RATE = 44_100;
/** As MusicGen was trained (30 s) and as its authors continue it, with a third of it heard again. */
const DEFAULT_LENGTHS: WindowLengths = { windowSeconds: 30, overlapSeconds: 10 };
/** As in MusicGen's paper. */
const DEFAULT_GUIDANCE = 3;
/** The codec's convolutions see this much around a frame: nearer to the end of a window, its sound is
 *  not yet what it is in the middle of one. */
const EDGE_SECONDS = 0.1;
/** Long enough for differences in the codec's memory, short enough to stay within one bar. */
const FADE_SECONDS = 0.5;
/** Seeds of the windows of one piece lie so far apart, so that no piece shares one with its neighbour. */
const SEEDS_PER_WINDOW = 2 ** 32;

/** What is to be made. */
export interface MusicRequest {
  /** What it should sound like. */
  readonly prompt: string;
  readonly durationSeconds: number;
  /** A whole number from 0 to 2^32 − 1. The same seed gives the same music on one machine. */
  readonly seed: number;
  /** How much the words count, above 1; 3 by default. */
  readonly guidance?: number;
  readonly lengths?: WindowLengths;
}

/** Makes music from words, mono at 44.1 kHz. What is longer than the model's window is made window by
 *  window: each hears the end of what there is and goes on from it, and the seams are crossfaded
 *  where both have the same tokens.
 *  @throws CancelledError as soon as `signal` is aborted; ModelError as the generator does */
export async function generateMusic(
  request: MusicRequest,
  { generator, ...run }: RunOptions & { generator: AudioGenerator },
): Promise<AudioData> {
  const { sampleRate, frameLength } = generator.info;
  const length = Math.round(request.durationSeconds * sampleRate);
  const frames = Math.ceil(length / frameLength);
  const windows = planWindows(frames, inFrames(request.lengths ?? DEFAULT_LENGTHS, generator));
  const samples = new Float32Array(frames * frameLength);
  let streams = emptyStreams(generator.info.codebooks);
  for (const [n, window] of windows.entries()) {
    const made = completeFrames(streams);
    const played = await generator.generate(
      {
        prompt: request.prompt,
        guidance: request.guidance ?? DEFAULT_GUIDANCE,
        seed: request.seed + n * SEEDS_PER_WINDOW,
        before: streamsFrom(streams, window.start),
        frames: window.end - made,
      },
      partOf(run, made / frames, window.end / frames),
    );
    streams = continuedBy(streams, played.streams, window.start);
    joinWindow(samples, played.samples, { window, made, generator });
  }
  run.onProgress?.(1);
  return resample(audioData(sampleRate, [samples.subarray(0, length)]), SAMPLE_RATE);
}

function inFrames(
  { windowSeconds, overlapSeconds }: WindowLengths,
  { info }: AudioGenerator,
): { windowFrames: number; overlapFrames: number } {
  const framesPerSecond = info.sampleRate / info.frameLength;
  return {
    windowFrames: Math.round(windowSeconds * framesPerSecond),
    overlapFrames: Math.round(overlapSeconds * framesPerSecond),
  };
}

interface Seam {
  window: MusicWindow;
  /** Frames that were there before. */
  made: number;
  generator: AudioGenerator;
}

/** Fades over near the end of what both windows have. */
function joinWindow(
  whole: Float32Array,
  played: Float32Array,
  { window, made, generator: { info } }: Seam,
): void {
  const from = window.start * info.frameLength;
  const shared = (made - window.start) * info.frameLength;
  const edge = Math.min(shared, Math.round(EDGE_SECONDS * info.sampleRate));
  const fadeLength = Math.min(shared - edge, Math.round(FADE_SECONDS * info.sampleRate));
  const seam = shared - edge - fadeLength;
  const fade = risingFade(fadeLength);
  crossfadeInto(whole, played.subarray(seam), { start: from + seam, fade });
}
