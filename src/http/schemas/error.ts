import { z } from 'zod';

/** How every error is answered, and how a failed job says why. */
export const failureSchema = z
  .object({
    code: z.string().meta({ description: 'Stable, kebab-case', example: 'not-audio' }),
    message: z.string(),
    hint: z.string().optional().meta({ description: 'What to do next' }),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Failure' });

/** What every call answers when it fails. */
export const errorSchema = z.object({ error: failureSchema }).meta({ id: 'Error' });
