import { audioData, toMono, type AudioData } from '../audio/audio-data.js';
import { resample } from '../audio/resample.js';
import { checkpoint, type RunOptions } from '../progress.js';

/** Whole seconds, so that a block begins on a sample in both rates. */
const BLOCK_SECONDS = 20;
/** More than the resampler's filter reaches. */
const MARGIN_SECONDS = 1;

/** The mean of all channels at `sampleRate` [round(length · sampleRate / audio.sampleRate)], as one
 *  `resample` of the whole would give it, but in blocks: it can be cancelled, and holds little more
 *  than the result.
 *  @throws CancelledError when `signal` is aborted */
export async function monoAtRate(
  audio: AudioData,
  sampleRate: number,
  options: RunOptions = {},
): Promise<Float32Array> {
  const mono = new Float32Array(Math.round((audio.length * sampleRate) / audio.sampleRate));
  const durationSeconds = audio.length / audio.sampleRate;
  for (let second = 0; second < durationSeconds; second += BLOCK_SECONDS) {
    await checkpoint(options, second / durationSeconds);
    const margin = Math.min(second, MARGIN_SECONDS);
    const until = second + BLOCK_SECONDS + MARGIN_SECONDS;
    const block = resample(cutMono(audio, second - margin, until), sampleRate).channels[0];
    const start = second * sampleRate;
    const length = Math.min(BLOCK_SECONDS * sampleRate, mono.length - start);
    mono.set(block.subarray(margin * sampleRate, margin * sampleRate + length), start);
  }
  return mono;
}

function cutMono(audio: AudioData, fromSeconds: number, toSeconds: number): AudioData {
  const from = fromSeconds * audio.sampleRate;
  const to = toSeconds * audio.sampleRate;
  const channels = audio.channels.map((channel) => channel.subarray(from, to));
  return audioData(audio.sampleRate, [toMono(audioData(audio.sampleRate, channels))]);
}
