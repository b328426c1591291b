import { z } from 'zod';

/** The parameter of paths like `/jobs/{id}`. */
export const idSchema = z.object({ id: z.string() });
