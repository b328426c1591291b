import { fileURLToPath } from 'node:url';
import type { AudioData } from '../audio/audio-data.js';
import { readWav } from '../audio/wav.js';
import type { ModelStore } from '../inference/model-store.js';
import { pyinTracker } from '../pitch/pyin-tracker.js';
import type { RunOptions } from '../progress.js';
import { adviseTranspose, measureRange } from './range.js';
import { chooseVoiceEngine } from './voice-engines.js';
import type { Voice } from './voice.js';

/** A phrase sung by our own synthesiser (scripts/voices/make-preview-phrase.ts). */
const phraseFile = fileURLToPath(
  new URL('../../models/voices/preview-phrase.wav', import.meta.url),
);

/** A few seconds of `voice`: our phrase, sung by it. Mono.
 *  @throws CancelledError when `signal` is aborted */
export async function singPreview(
  voice: Voice,
  { models, ...run }: RunOptions & { models: ModelStore },
): Promise<AudioData> {
  const phrase = await readWav(phraseFile);
  const pitch = await pyinTracker.track(phrase, { signal: run.signal });
  const singer = measureRange(pitch);
  const transpose = singer ? adviseTranspose(singer, voice).semitones : 0;
  const settings = { transpose, formant: 0, strength: 1, seed: 0 };
  return chooseVoiceEngine(voice).convert(phrase, {
    ...run,
    voice,
    pitch,
    settings,
    models,
  });
}
