import type { Request } from 'express';
import type { Job } from '../jobs/job.js';
import { planClone, type StoredRecording } from '../studio/cloning.js';
import type { Probe } from './keep-upload.js';
import { parseBody } from './parse-request.js';
import type { ReceivedFile } from './receive-file.js';
import { refuseFullQueue } from './routes/work.js';
import { cloneFormSchema } from './schemas/voice.js';
import type { Services } from './services.js';

interface CloneServices {
  services: Pick<Services, 'queue' | 'files'>;
  probe: Probe;
  signal: AbortSignal;
}

/** Queues the cloning of a voice from the recordings that `request` brought, once they are known to
 *  be audio. They are no uploads: nothing but the job refers to them.
 *  @throws InputError for settings or recordings that can't be used */
export async function submitClone(
  request: Request,
  recordings: readonly ReceivedFile[],
  { services, probe, signal }: CloneServices,
): Promise<Job> {
  const asked = parseBody(cloneFormSchema, request);
  await refuseFullQueue(services);
  for (const { path } of recordings) await probe(path, signal);
  const stored: StoredRecording[] = [];
  for (const { path, name } of recordings) {
    const { sha256 } = await services.files.put(path, { move: true });
    stored.push({ name, sha256 });
  }
  return services.queue.submit({
    kind: 'clone',
    title: `${asked.name} · cloned voice`,
    request: { ...asked, recordings: recordings.map(({ name }) => name) },
    plan: planClone(asked, stored),
  });
}
