import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepFunction } from '../../jobs/plan.js';
import { fetchLink } from '../../sources/fetch-link.js';

/** settings `{url}` → file `source`, data `{title}`. */
export const fetchStep: StepFunction = async ({ settings, outputDir, ...context }) => {
  const { path, title } = await fetchLink(settings.url as string, { ...context, dir: outputDir });
  await rename(path, join(outputDir, 'source'));
  return { title };
};
