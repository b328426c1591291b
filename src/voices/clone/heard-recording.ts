import { audioData } from '../../audio/audio-data.js';
import { PITCH_HOP_SECONDS, type PitchTrack } from '../../pitch/pitch-tracker.js';
import { pyinTracker } from '../../pitch/pyin-tracker.js';
import type { RunOptions } from '../../progress.js';
import { percentile } from '../dsp/shape-statistics.js';
import type { Recording, TimeRange } from './recording.js';

/** A recording as the checks hear it: one value per `PITCH_HOP_SECONDS`. */
export interface HeardRecording {
  readonly recording: Recording;
  readonly pitch: PitchTrack;
  /** RMS in dB below full scale. */
  readonly levelsDb: Float32Array;
  /** 1 where a voice is heard at a pitch. */
  readonly voice: Uint8Array;
  /** 1 where nobody speaks or sings: what is heard there is the room, noise, or music. */
  readonly pauses: Uint8Array;
  /** Mean power where `voice` is; −150 without any. */
  readonly voiceDb: number;
  /** Level of the softest pauses; undefined where there are too few to tell. */
  readonly backgroundDb?: number;
}

/** Digital silence. */
const FLOOR_DB = -150;
/** Levels are measured over three hops. */
const LEVEL_HOPS = 1.5;
const LOUD_RANK = 0.95;
/** A pitch that is softer than the loud moments by more is an echo, or something behind the voice. */
const VOICE_REACH_DB = 25;
/** Pauses are softer than the loud moments by this at least, for that long, … */
const PAUSE_BELOW_DB = 10;
const LEAST_PAUSE_SECONDS = 0.15;
/** … and without the edges, where words fade. */
const PAUSE_EDGE_SECONDS = 0.05;
/** A pitch goes on as long as it moves by less than this from hop to hop. */
const SMOOTH_RATIO = 2 ** (1 / 12);
/** Pauses hold breaths and soft consonants too: the background is what is left between them. */
const BACKGROUND_RANK = 0.1;
/** Less pause than this says nothing of the background. */
const LEAST_BACKGROUND_SECONDS = 0.5;

/** Listens to `recording`: where its voice is, where its pauses are, and how loud both.
 *  @throws CancelledError when `signal` is aborted */
export async function hearRecording(
  recording: Recording,
  run: RunOptions = {},
): Promise<HeardRecording> {
  const { samples, sampleRate } = recording;
  const pitch = await pyinTracker.track(audioData(sampleRate, [samples]), run);
  const levelsDb = measureLevels(recording, pitch.f0Hz.length);
  const loudDb = percentile(levelsDb, LOUD_RANK);
  const voice = Uint8Array.from(pitch.f0Hz, (hz, t) =>
    hz > 0 && levelsDb[t] > loudDb - VOICE_REACH_DB ? 1 : 0,
  );
  const pauses = findPauses(pitch.f0Hz, levelsDb, loudDb);
  return {
    recording,
    pitch,
    levelsDb,
    voice,
    pauses,
    voiceDb: meanPowerDb(levelsDb, voice),
    backgroundDb: backgroundLevel(levelsDb, pauses),
  };
}

/** How long `mask` is set in all. */
export function secondsOf(mask: Uint8Array): number {
  return mask.reduce((sum, set) => sum + set, 0) * PITCH_HOP_SECONDS;
}

/** The stretches in which `mask` is set. */
export function rangesOf(mask: Uint8Array): TimeRange[] {
  return runsOf(mask).map(({ from, to }) => ({
    fromSeconds: from * PITCH_HOP_SECONDS,
    toSeconds: to * PITCH_HOP_SECONDS,
  }));
}

/** The stretches in which `mask` is set, as values [from, to). */
export function runsOf(mask: Uint8Array): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (let from = mask.indexOf(1); from >= 0;) {
    const end = mask.indexOf(0, from);
    const to = end < 0 ? mask.length : end;
    runs.push({ from, to });
    from = mask.indexOf(1, to);
  }
  return runs;
}

function measureLevels({ samples, sampleRate }: Recording, count: number): Float32Array {
  const half = LEVEL_HOPS * PITCH_HOP_SECONDS * sampleRate;
  return Float32Array.from({ length: count }, (_, t) => {
    const centre = t * PITCH_HOP_SECONDS * sampleRate;
    const from = Math.max(0, Math.round(centre - half));
    const to = Math.min(samples.length, Math.round(centre + half));
    let energy = 0;
    for (let i = from; i < to; i++) energy += samples[i] * samples[i];
    return toDb(energy / Math.max(1, to - from));
  });
}

/** Soft stretches that aren't the tail of a note or of a vowel. */
function findPauses(f0Hz: Float32Array, levelsDb: Float32Array, loudDb: number): Uint8Array {
  const soft = Uint8Array.from(levelsDb, (db) => (db < loudDb - PAUSE_BELOW_DB ? 1 : 0));
  for (const { from, to } of smoothNotes(f0Hz)) {
    if (soft.subarray(from, to).includes(0)) soft.fill(0, from, to);
  }
  const least = LEAST_PAUSE_SECONDS / PITCH_HOP_SECONDS;
  const edge = PAUSE_EDGE_SECONDS / PITCH_HOP_SECONDS;
  const pauses = new Uint8Array(soft.length);
  for (const { from, to } of runsOf(soft)) {
    if (to - from < least) continue;
    pauses.fill(1, from === 0 ? 0 : from + edge, to === soft.length ? to : to - edge);
  }
  return pauses;
}

/** Stretches in which the pitch goes on without a jump. */
function smoothNotes(f0Hz: Float32Array): { from: number; to: number }[] {
  const notes: { from: number; to: number }[] = [];
  let from = 0;
  for (let t = 1; t <= f0Hz.length; t++) {
    const ratio = f0Hz[t] / f0Hz[t - 1];
    if (ratio < SMOOTH_RATIO && ratio > 1 / SMOOTH_RATIO) continue;
    if (f0Hz[t - 1] > 0) notes.push({ from, to: t });
    from = t;
  }
  return notes;
}

function meanPowerDb(levelsDb: Float32Array, mask: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < mask.length; t++) {
    if (mask[t] === 0) continue;
    sum += 10 ** (levelsDb[t] / 10);
    count++;
  }
  return toDb(sum / Math.max(1, count));
}

function backgroundLevel(levelsDb: Float32Array, pauses: Uint8Array): number | undefined {
  if (secondsOf(pauses) < LEAST_BACKGROUND_SECONDS) return undefined;
  return percentile(
    levelsDb.filter((_, t) => pauses[t] === 1),
    BACKGROUND_RANK,
  );
}

function toDb(power: number): number {
  return Math.max(FLOOR_DB, 10 * Math.log10(power));
}
