import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import type { Route } from '../route.js';
import type { Services } from '../services.js';

/** Less than the files of one long job. */
const MIN_FREE_BYTES = 2_000_000_000;

const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });
const readinessSchema = z.object({
  ready: z.boolean(),
  problems: z.array(z.string()).meta({ description: 'Why not, in words' }),
});

/** For whoever watches over the service: whether it lives, and whether it can take work. */
export function healthRoutes({ version, queue, files, config, log }: Services): Route[] {
  const tag = 'operations';
  const checks = {
    'the job store does not answer': () => queue.list({ limit: 1 }),
    'the data folder is not writable': async () => (await files.scratch()).remove(),
    'the disk of the data folder is nearly full': () => checkFreeSpace(config.dataDir),
  };
  return [
    {
      method: 'get',
      path: '/healthz',
      tag,
      summary: 'Whether the service lives',
      responses: { 200: { description: 'It does', schema: healthSchema } },
      handle(_request, response) {
        response.json({ status: 'ok', version });
      },
    },
    {
      method: 'get',
      path: '/readyz',
      tag,
      summary: 'Whether the service can take work',
      responses: {
        200: { description: 'It can', schema: readinessSchema },
        503: { description: 'It cannot', schema: readinessSchema },
      },
      async handle(_request, response) {
        const problems: string[] = [];
        for (const [problem, check] of Object.entries(checks)) {
          await check().catch((error: unknown) => {
            log.warn({ err: error }, problem);
            problems.push(problem);
          });
        }
        const ready = problems.length === 0;
        response.status(ready ? 200 : 503).json({ ready, problems });
      },
    },
  ];
}

async function checkFreeSpace(dir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  if (bavail * bsize < MIN_FREE_BYTES) throw new Error(`${bavail * bsize} bytes free`);
}
