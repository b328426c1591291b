import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../../errors.js';
import type { StepFunction } from '../../jobs/plan.js';
import { importVoice } from '../../voices/import-voice.js';

/** A voice with a large index takes some 400 MB; files are read whole. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** any number of files, settings `name` → `voice.canto-voice`, data `{verdict}`. */
export const importVoiceStep: StepFunction = async ({ settings, files, outputDir }) => {
  const paths = Object.values(files);
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_BYTES) {
    throw new InputError('too-large', 'the files of the voice are larger than 1 GB together', {
      hint: 'Import the voice without its index.',
    });
  }
  const brought = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), bytes: await readFile(path) })),
  );
  const { bytes, verdict } = importVoice(brought, settings.name as string | undefined);
  await writeFile(join(outputDir, 'voice.canto-voice'), bytes);
  return { verdict: [...verdict] };
};
