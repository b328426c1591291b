import { join } from 'node:path';
import { readWav, writeWav } from '../../audio/wav.js';
import { ModelError } from '../../errors.js';
import type { StepFunction } from '../../jobs/plan.js';
import { chooseVoiceEngine } from '../../voices/voice-engines.js';
import { openVoiceLibrary } from '../../voices/voice-library.js';
import type { Voice } from '../../voices/voice.js';
import type { EngineChoice } from '../engines.js';
import type { Analysis } from './analyse.js';
import { readPitchFile } from './pitch-file.js';

/** files `lead`, `pitch`, data `analysis` → `converted.wav` (mono). */
export const convertStep: StepFunction = async ({ settings, files, data, ...context }) => {
  const { hopSeconds, transpose } = data.analysis as Analysis;
  const voice = await unchangedVoice(
    settings.voice as { id: string; sha256: string },
    context.config,
  );
  const engine = chooseVoiceEngine(voice, (settings.engine as EngineChoice).id);
  const converted = await engine.convert(await readWav(files.lead), {
    signal: context.signal,
    onProgress: context.onProgress,
    voice,
    pitch: await readPitchFile(files.pitch, hopSeconds),
    settings: {
      transpose: transpose.semitones,
      formant: settings.formant as number,
      strength: settings.strength as number,
      seed: settings.seed as number,
    },
  });
  await writeWav(join(context.outputDir, 'converted.wav'), converted);
  return null;
};

/** The voice that the job was planned with.
 *  @throws ModelError when it was replaced since */
async function unchangedVoice(
  { id, sha256 }: { id: string; sha256: string },
  { dataDir }: { dataDir: string },
): Promise<Voice> {
  const voice = await openVoiceLibrary({ dataDir }).get(id);
  if (voice.sha256 === sha256) return voice;
  throw new ModelError('voice-changed', `the voice '${id}' was replaced after this job was made`, {
    hint: 'Start a new job with the same settings.',
  });
}
