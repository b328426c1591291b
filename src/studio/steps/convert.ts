import { join } from 'node:path';
import { readWav, writeWav } from '../../audio/wav.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { chooseVoiceEngine } from '../../voices/voice-engines.js';
import type { RvcSettings } from '../../voices/rvc/presets.js';
import type { EngineChoice } from '../engines.js';
import type { Analysis } from './analyse.js';
import { readPitchFile } from './pitch-file.js';
import { plannedVoice } from './planned-voice.js';

/** files `lead`, `pitch`, data `analysis` → `converted.wav` (mono). */
export const convertStep: StepFunction = async ({ settings, files, data, ...context }) => {
  const { hopSeconds, transpose } = data.analysis as Analysis;
  const voice = await plannedVoice(
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
      rvc: settings.rvc as RvcSettings,
    },
    models: await openModelStore({
      dataDir: context.config.dataDir,
      mirror: context.config.modelsMirror,
    }),
  });
  await writeWav(join(context.outputDir, 'converted.wav'), converted);
  return null;
};
