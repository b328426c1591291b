import { tmpdir } from 'node:os';
import type { AudioData } from '../../src/audio/audio-data.js';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { separateAudio } from '../../src/separation/separate-audio.js';
import type { Separator, StemCount, Stems } from '../../src/separation/separator.js';

/** Separates `mix` with Canto's own models. */
export async function separate(
  separator: Separator,
  mix: AudioData,
  stems: StemCount = 2,
): Promise<Stems> {
  const inference = createInferenceHost({ maxProcesses: 1 });
  try {
    const models = await openModelStore({ dataDir: tmpdir() });
    return await separateAudio(mix, { separator, stems, inference, models, tuning: {} });
  } finally {
    await inference.close();
  }
}
