import { audioData, toMono, type AudioData } from '../../audio/audio-data.js';
import { voicedSpans } from '../../dsp/pitch-curve.js';
import { shiftVoicedSpan } from '../../dsp/psola.js';
import type { PitchTrack } from '../../pitch/pitch-tracker.js';
import { checkpoint, type RunOptions } from '../../progress.js';

interface PitchMove extends RunOptions {
  /** Of the vocal. */
  pitch: PitchTrack;
  semitones: number;
}

/** `vocal` with its voiced spans moved by `semitones`, formants held: the same singer, higher or
 *  lower. Mono (or folded to it), in time with `vocal` to the sample.
 *  @throws CancelledError when `signal` is aborted */
export async function movePitch(
  vocal: AudioData,
  { pitch, semitones, ...run }: PitchMove,
): Promise<AudioData> {
  const { sampleRate } = vocal;
  const samples = toMono(vocal);
  if (semitones === 0) return audioData(sampleRate, [samples]);
  const ratio = 2 ** (semitones / 12);
  const moved = samples.slice();
  for (const span of voicedSpans(pitch, { sampleRate, length: samples.length })) {
    await checkpoint(run, span.from / samples.length);
    shiftVoicedSpan(samples, moved, { span, sampleRate, pitch, ratio });
  }
  return audioData(sampleRate, [moved]);
}
