import { join } from 'node:path';
import { readWav } from '../../audio/wav.js';
import type { Json, StepFunction } from '../../jobs/plan.js';
import { choosePitchTracker } from '../../pitch/pitch-trackers.js';
import { adviseTranspose, measureRange } from '../../voices/range.js';
import type { VoiceRange } from '../../voices/voice.js';
import type { EngineChoice } from '../engines.js';
import { writePitchFile } from './pitch-file.js';

/** What was heard of the singer, and what is done about it. */
export type Analysis = {
  hopSeconds: number;
  /** Absent where nobody sings. */
  singer: VoiceRange | null;
  transpose: { semitones: number; reason: string };
};

/** file `lead` → `pitch.f32`; data `Analysis`. */
export const analyseStep: StepFunction = async ({ settings, files, outputDir, ...context }) => {
  const { id } = settings.tracker as EngineChoice;
  const tracker = await choosePitchTracker(id, context.config);
  const track = await tracker.track(await readWav(files.lead), context);
  await writePitchFile(join(outputDir, 'pitch.f32'), track);
  const singer = measureRange(track) ?? null;
  const analysis: Analysis = {
    hopSeconds: track.hopSeconds,
    singer,
    transpose: chooseTranspose(singer, settings),
  };
  return analysis;
};

function chooseTranspose(
  singer: VoiceRange | null,
  settings: { readonly [key: string]: Json },
): Analysis['transpose'] {
  const song = settings.songTranspose as number;
  if (settings.pitch !== 'auto') {
    const semitones = (settings.pitch as number) + song;
    return { semitones, reason: `as asked for: ${signed(semitones)} semitones` };
  }
  if (!singer) return { semitones: song, reason: 'no sung notes were found to fit to the voice' };
  const voice = settings.voice as { name: string; range: VoiceRange };
  const advice = adviseTranspose(moved(singer, song), voice);
  return { ...advice, semitones: advice.semitones + song };
}

function moved(range: VoiceRange, semitones: number): VoiceRange {
  const ratio = 2 ** (semitones / 12);
  return {
    lowHz: range.lowHz * ratio,
    medianHz: range.medianHz * ratio,
    highHz: range.highHz * ratio,
  };
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
