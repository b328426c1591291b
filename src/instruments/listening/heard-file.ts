import { z } from 'zod';
import type { Heard } from './listener.js';

const numbers = z.array(z.number());
const playedNotes = z.array(
  z.object({
    startSeconds: z.number(),
    endSeconds: z.number(),
    pitch: z.number(),
    velocity: z.number(),
    bend: z.array(z.tuple([z.number(), z.number()])).optional(),
  }),
);

const fileSchema = z.union([
  z.object({
    kind: z.literal('melody'),
    pitch: numbers,
    levelDb: numbers,
    notes: z.array(z.object({ from: z.number(), to: z.number(), pitch: z.number() })),
  }),
  z.object({ kind: z.enum(['notes', 'drums']), notes: playedNotes }),
]);

/** `heard` as text; pitches to a thousandth of a semitone, levels to a hundredth of a dB. */
export function heardToJson(heard: Heard): string {
  if (heard.kind !== 'melody') return JSON.stringify(heard);
  const { line, notes } = heard.melody;
  return JSON.stringify({
    kind: 'melody',
    pitch: rounded(line.pitch, 1000),
    levelDb: rounded(line.levelDb, 100),
    notes,
  });
}

/** What `heardToJson` wrote. */
export function heardFromJson(text: string): Heard {
  const file = fileSchema.parse(JSON.parse(text));
  if (file.kind !== 'melody') return { kind: file.kind, notes: file.notes };
  const line = {
    pitch: Float32Array.from(file.pitch),
    levelDb: Float32Array.from(file.levelDb),
  };
  return { kind: 'melody', melody: { line, notes: file.notes } };
}

function rounded(values: Float32Array, per: number): number[] {
  return Array.from(values, (value) => Math.round(value * per) / per);
}
