import { z } from 'zod';
import { failureSchema } from './error.js';

const dateTime = z.iso.datetime();

const jobFileSchema = z
  .object({
    name: z.string().meta({ example: 'cover.wav' }),
    bytes: z.number().int(),
    sha256: z.string(),
    url: z
      .string()
      .meta({ description: 'Path on this server; add ?download for a good file name' }),
  })
  .meta({ id: 'JobFile' });

/** A job as the API shows it. */
export const jobSchema = z
  .object({
    id: z.string(),
    kind: z.string().meta({ example: 'cover' }),
    title: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    stage: z.string().meta({ description: 'What is being done, in words' }),
    progress: z.number().min(0).max(1),
    seed: z.number().int(),
    request: z.unknown().meta({ description: 'As it came in' }),
    files: z.array(jobFileSchema).meta({ description: 'Results; empty until the job is done' }),
    report: z.unknown().optional().meta({ description: 'What was done and measured' }),
    error: failureSchema.optional(),
    createdAt: dateTime,
    startedAt: dateTime.optional(),
    finishedAt: dateTime.optional(),
  })
  .meta({ id: 'Job' });
/** A job as the API shows it. */
export type JobView = z.output<typeof jobSchema>;

/** What calls answer that start a job. */
export const acceptedJobSchema = z.object({ job: jobSchema }).meta({ id: 'AcceptedJob' });
/** Jobs, newest first. */
export const jobListSchema = z.object({ jobs: z.array(jobSchema) }).meta({ id: 'JobList' });

/** Which jobs of the list are asked for. */
export const jobListQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
