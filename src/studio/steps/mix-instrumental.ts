import { join } from 'node:path';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { automaticMixSchema } from '../../mixing/automatic-mix.js';
import { mixStems } from '../../mixing/mix-stems.js';

/** files `instrumental`, `backing`, data `music` → `mixed.wav`: the instrument as a soloist over the music; data: how loud each
 *  is, and where its fader stands. */
export const mixInstrumentalStep: StepFunction = async ({ files, data, outputDir, ...run }) => {
  const { bpm } = data.music as { bpm: number };
  const stems = [
    { name: 'instrumental', role: 'solo' as const, audio: await readWav(files.instrumental) },
    { name: 'backing', role: 'music' as const, audio: await readWav(files.backing) },
  ];
  const { audio, report } = await mixStems(stems, automaticMixSchema.parse({ bpm }), run);
  await writeWav(join(outputDir, 'mixed.wav'), audio);
  return { tracks: report.tracks };
};
