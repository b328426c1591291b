import { z } from 'zod';
import { InputError } from '../errors.js';
import { newId } from '../jobs/new-id.js';
import type { Plan, StepInput } from '../jobs/plan.js';
import { cloneEngine } from '../voices/clone/measure-body.js';

/** What a clone can be asked for with, beside its recordings. */
export const cloneRequestSchema = z.strictObject({
  /** What the voice is called. */
  name: z.string().trim().min(1).max(100),
  /** The owner's own statement. */
  consent: z
    .string()
    .trim()
    .min(10, 'say in your own words (10 characters at least) that this voice may be cloned')
    .max(2000),
  /** BCP 47, of the recordings. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as en or de-CH')
    .max(35)
    .default('und'),
  description: z.string().trim().max(1000).default(''),
  licence: z.string().trim().min(1).max(100).default('private'),
  /** Whether the recordings stay in the data folder, beside the voice. */
  keepRecordings: z.boolean().default(false),
});
/** A request for a clone, defaults applied. */
export type CloneRequest = z.output<typeof cloneRequestSchema>;

/** A recording in the file store. */
export interface StoredRecording {
  name: string;
  sha256: string;
}

/** A clone takes so many recordings at most. */
export const MOST_RECORDINGS = 50;

/** A voice made of `recordings` and taken into the library. No step leaves the recordings anywhere
 *  but where they are to be kept, and once the job is done the queue lets go of them. */
export function planClone(request: CloneRequest, recordings: readonly StoredRecording[]): Plan {
  const { keepRecordings, ...about } = request;
  const inputs = recordingInputs(
    recordings.map(({ name, sha256 }): StepInput => ({ blob: sha256, name, passing: true })),
  );
  return {
    kind: 'clone',
    seed: 0,
    steps: [
      {
        id: 'clone',
        kind: 'clone-voice',
        title: 'Listening to the recordings',
        weight: 9,
        settings: { version: 1, engine: { ...cloneEngine }, about },
        inputs,
      },
      {
        id: 'keep',
        kind: 'keep-voice',
        title: 'Taking the voice in',
        weight: 1,
        // Of this job alone: a voice that was removed since can be cloned again.
        settings: { version: 1, order: newId() },
        inputs: {
          voice: { step: 'clone', file: 'voice.canto-voice' },
          cloned: { step: 'clone', data: true },
          ...(keepRecordings && inputs),
        },
      },
    ],
    results: { 'clone.canto-voice': { step: 'clone', file: 'voice.canto-voice' } },
    report: 'keep',
  };
}

/** One input for each of `recordings`, with names that sort as they do. */
export function recordingInputs<T>(recordings: readonly T[]): { [input: string]: T } {
  return Object.fromEntries(
    recordings.map((recording, i) => [`recording${String(i).padStart(2, '0')}`, recording]),
  );
}

/** @throws InputError `too-many-recordings` */
export function requireFewEnough(count: number): void {
  if (count <= MOST_RECORDINGS) return;
  throw new InputError('too-many-recordings', `${count} recordings are too many at once`, {
    hint: `Choose the best ${MOST_RECORDINGS}, or join them.`,
  });
}
