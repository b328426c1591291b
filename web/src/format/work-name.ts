import type { Job } from '../api/types.js';

const names = [
  ...['cover', 'separation', 'conversion', 'instrumental', 'master', 'mix', 'report', 'clone'],
  'song',
];

/** What a job is called in sentences: "cover". */
export function workName({ kind }: Pick<Job, 'kind'>): string {
  return names.includes(kind) ? kind : 'job';
}
