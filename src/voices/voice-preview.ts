import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWav, writeWav } from '../audio/wav.js';
import { pyinTracker } from '../pitch/pyin-tracker.js';
import type { RunOptions } from '../progress.js';
import { adviseTranspose, measureRange } from './range.js';
import { chooseVoiceEngine } from './voice-engines.js';
import type { Voice } from './voice.js';

/** A phrase sung by our own synthesiser (scripts/voices/make-preview-phrase.ts). */
const phraseFile = fileURLToPath(
  new URL('../../models/voices/preview-phrase.wav', import.meta.url),
);

/** Path of a WAV file with a few seconds of `voice`: a phrase that it sings, made at first use and
 *  kept in the folder `previews` of `dataDir`. */
export async function voicePreview(
  voice: Voice,
  { dataDir, ...run }: RunOptions & { dataDir: string },
): Promise<string> {
  const engine = chooseVoiceEngine(voice);
  const folder = join(dataDir, 'previews');
  const name = `${voice.id}-${voice.sha256.slice(0, 16)}-${engine.id}-${engine.version}.wav`;
  const file = join(folder, name);
  if (await exists(file)) return file;
  const phrase = await readWav(phraseFile);
  const pitch = await pyinTracker.track(phrase, { signal: run.signal });
  const singer = measureRange(pitch);
  const transpose = singer ? adviseTranspose(singer, voice).semitones : 0;
  const settings = { transpose, formant: 0, strength: 1, seed: 0 };
  const sung = await engine.convert(phrase, { ...run, voice, pitch, settings });
  await mkdir(folder, { recursive: true });
  await writeWav(file, sung, 16);
  return file;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
