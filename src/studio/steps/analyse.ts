import { join } from 'node:path';
import { monoChannels } from '../../audio/audio-data.js';
import { readWav } from '../../audio/wav.js';
import type { Json, StepFunction } from '../../jobs/plan.js';
import type { PitchTrack } from '../../pitch/pitch-tracker.js';
import { choosePitchTracker } from '../../pitch/pitch-trackers.js';
import { partOf } from '../../progress.js';
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

/** file `lead` → `pitch.f32`, a track for each channel; data `Analysis`. */
export const analyseStep: StepFunction = async ({ settings, files, outputDir, ...context }) => {
  const { id } = settings.tracker as EngineChoice;
  const tracker = await choosePitchTracker(id, context.config);
  const channels = monoChannels(await readWav(files.lead));
  const tracks: PitchTrack[] = [];
  for (const [n, channel] of channels.entries()) {
    const part = partOf(context, n / channels.length, (n + 1) / channels.length);
    tracks.push(await tracker.track(channel, part));
  }
  await writePitchFile(join(outputDir, 'pitch.f32'), tracks);
  const singer = measureRange(...tracks) ?? null;
  const analysis: Analysis = {
    hopSeconds: tracks[0].hopSeconds,
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
  const voice = settings.voice as { name: string; range: VoiceRange } | null;
  if (!voice) return { semitones: song, reason: 'the original singer stays where it was sung' };
  if (!singer) return { semitones: song, reason: 'no sung notes were found to fit to the voice' };
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
