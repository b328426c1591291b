import { expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.js';
import { loadConfig } from '../../src/config.js';
import { openCanto } from '../../src/start/open-canto.js';
import { planVoicePreview } from '../../src/studio/small-plans.js';
import { tempDir } from '../support/temp-dir.js';

it('makes a preview that can be heard, once', async () => {
  const canto = await openCanto(loadConfig({ CANTO_DATA: await tempDir() }));
  const preview = async (id: string) =>
    canto.run(planVoicePreview(await canto.voices.get(id)), {}, ({ files, steps }) => ({
      path: files['preview.wav'].path,
      reused: steps[0].reused,
    }));
  try {
    const { path } = await preview('nathalie');
    const audio = await readWav(path);
    expect(audio.length / audio.sampleRate).toBeGreaterThan(3);
    expect(Math.max(...audio.channels[0].map(Math.abs))).toBeGreaterThan(0.1);
    expect(await preview('nathalie')).toEqual({ path, reused: true });
    await expect(preview('nobody')).rejects.toMatchObject({ kind: 'not-found' });
  } finally {
    canto.close();
  }
});
