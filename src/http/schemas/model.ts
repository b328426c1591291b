import { z } from 'zod';

const modelSchema = z
  .object({
    id: z.string(),
    purpose: z.string(),
    engine: z.string().optional().meta({ description: 'The engine that it can be chosen for' }),
    bytes: z.number().int(),
    licence: z.string(),
    licenceUrl: z.string().optional(),
    terms: z
      .string()
      .optional()
      .meta({ description: 'What must be agreed to before it is downloaded' }),
    sha256: z.string(),
    present: z.boolean().meta({ description: 'Whether its file is on this machine' }),
  })
  .meta({ id: 'Model' });

/** The model catalogue. */
export const modelListSchema = z.object({ models: z.array(modelSchema) }).meta({ id: 'ModelList' });

/** How a model is pulled. */
export const pullQuerySchema = z.object({
  acceptLicence: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: "true: you have read the model's `terms`, and agree to them" }),
});
