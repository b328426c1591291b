import { PITCH_HOP_SECONDS } from '../../pitch/pitch-tracker.js';
import { measureRange, singingRange } from '../range.js';
import type { VoiceRange } from '../voice.js';
import { secondsOf, type HeardRecording } from './heard-recording.js';

/** A held note: its pitch stays within this ratio of where it began … */
const HELD_RATIO = 2 ** (0.8 / 12);
/** … for so long. Spoken vowels glide, and are shorter. */
const HELD_SECONDS = 0.25;
/** Sung when held notes make up this share of the voiced time. */
const SUNG_SHARE = 0.28;
/** This much singing shows where somebody sings; less leaves it to an estimate from the speech. */
const ENOUGH_SINGING_SECONDS = 4;

/** Whether most of a recording is sung rather than spoken. */
export function isSung({ pitch, voice }: HeardRecording): boolean {
  const { f0Hz } = pitch;
  const least = HELD_SECONDS / PITCH_HOP_SECONDS;
  let held = 0;
  let from = 0;
  for (let t = 1; t <= f0Hz.length; t++) {
    const ratio = f0Hz[t] / f0Hz[from];
    if (voice[t] === 1 && ratio < HELD_RATIO && ratio > 1 / HELD_RATIO) continue;
    if (t - from >= least) held += t - from;
    from = t;
  }
  return held * PITCH_HOP_SECONDS > SUNG_SHARE * secondsOf(voice);
}

/** Where the voice of these recordings sings: measured where enough is sung, an estimate from the
 *  speech otherwise; undefined without a voice. */
export function rangeOfVoice(recordings: readonly HeardRecording[]): VoiceRange | undefined {
  const sung = recordings.filter(isSung);
  const seconds = sung.reduce((sum, { voice }) => sum + secondsOf(voice), 0);
  if (seconds >= ENOUGH_SINGING_SECONDS) return measureRange(...sung.map(voicePitch));
  const spoken = measureRange(...recordings.map(voicePitch));
  return spoken && singingRange(spoken);
}

/** The pitch of the voice alone, without echoes and what is behind it. */
function voicePitch({ pitch, voice }: HeardRecording) {
  return { ...pitch, f0Hz: pitch.f0Hz.map((hz, t) => hz * voice[t]) };
}
