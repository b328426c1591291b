import { audioData } from '../../audio/audio-data.js';
import { Biquad, highPass } from '../../dsp/biquad.js';
import { dbToGain } from '../../dsp/decibels.js';
import { denoise } from '../../dsp/denoise.js';
import { measureLoudness, SILENCE_LUFS } from '../../dsp/loudness.js';
import { PITCH_HOP_SECONDS } from '../../pitch/pitch-tracker.js';
import type { RunOptions } from '../../progress.js';
import type { Recording as Passage } from '../dsp/measure-profile.js';
import { runsOf, type HeardRecording } from './heard-recording.js';

/** Below the lowest sung note there are only steps, wind and traffic. */
const HIGH_PASS_HZ = 50;
/** A background that lies this far below the voice needs no denoising. */
const CLEAN_SNR_DB = 45;
/** Pauses longer than this are cut out, but for their edges, in which words begin and end. */
const KEPT_PAUSE_SECONDS = 0.4;
/** What is left between two cuts must be longer to be of use. */
const LEAST_PASSAGE_SECONDS = 0.1;
/** All recordings are brought to this, so that each has the same say. */
const TARGET_LUFS = -23;
/** More gain would raise the noise of the converter alone. */
const MOST_GAIN_DB = 40;

/** A recording made ready to measure a voice in: without rumble, with measured noise lowered, at
 *  one loudness, as the passages between its pauses.
 *  @throws CancelledError when `signal` is aborted */
export async function prepareRecording(
  heard: HeardRecording,
  run: RunOptions = {},
): Promise<Passage[]> {
  const { samples, sampleRate } = heard.recording;
  const cleaned = samples.slice();
  new Biquad(highPass({ sampleRate, cutoffHz: HIGH_PASS_HZ })).process(cleaned);
  const quiet = await denoise(cleaned, { ...run, sampleRate, noise: noiseOf(heard) });
  scaleTo(TARGET_LUFS, quiet, sampleRate);
  return passagesOf(heard).map(({ from, to }) => ({
    samples: quiet.subarray(sampleAt(from, sampleRate), sampleAt(to, sampleRate)),
    sampleRate,
    pitch: {
      ...heard.pitch,
      f0Hz: heard.pitch.f0Hz.slice(from, to).map((hz, t) => hz * heard.voice[from + t]),
      confidence: heard.pitch.confidence.slice(from, to),
    },
  }));
}

/** The pauses, where noise was measured in them that is worth lowering. */
function noiseOf({ pauses, voiceDb, backgroundDb, levelsDb, recording }: HeardRecording) {
  if (backgroundDb === undefined || voiceDb - backgroundDb > CLEAN_SNR_DB) return [];
  // Breaths and soft consonants in the pauses are no noise.
  const noise = pauses.map((set, t) => (levelsDb[t] < backgroundDb + NOISE_REACH_DB ? set : 0));
  return runsOf(noise).map(({ from, to }) => ({
    from: sampleAt(from, recording.sampleRate),
    to: sampleAt(to, recording.sampleRate),
  }));
}

/** Steady noise varies by less. */
const NOISE_REACH_DB = 6;

function scaleTo(targetLufs: number, samples: Float32Array, sampleRate: number): void {
  const { integratedLufs } = measureLoudness(audioData(sampleRate, [samples]));
  if (integratedLufs <= SILENCE_LUFS) return;
  const gain = dbToGain(Math.min(MOST_GAIN_DB, targetLufs - integratedLufs));
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
}

/** What is left without long pauses, as values [from, to) of the pitch track. */
function passagesOf({ pauses }: HeardRecording): { from: number; to: number }[] {
  const edge = KEPT_PAUSE_SECONDS / 2 / PITCH_HOP_SECONDS;
  const kept = new Uint8Array(pauses.length).fill(1);
  for (const { from, to } of runsOf(pauses)) {
    const start = from === 0 ? 0 : from + edge;
    const end = to === pauses.length ? to : to - edge;
    if (end > start) kept.fill(0, start, end);
  }
  const least = LEAST_PASSAGE_SECONDS / PITCH_HOP_SECONDS;
  return runsOf(kept).filter(({ from, to }) => to - from >= least);
}

function sampleAt(value: number, sampleRate: number): number {
  return Math.round(value * PITCH_HOP_SECONDS * sampleRate);
}
