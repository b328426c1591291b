import { createHash } from 'node:crypto';
import type { Json } from './plan.js';

/** All that a step's result depends on. */
export interface StepKeyParts {
  kind: string;
  settings: { readonly [key: string]: Json };
  /** Content hashes of the input files, by input name. */
  files: { readonly [name: string]: string };
  data: { readonly [name: string]: Json };
}

/** The name of a step's result in the cache: SHA-256 of its parts, in hex. */
export function stepKey({ kind, settings, files, data }: StepKeyParts): string {
  return createHash('sha256').update(canonicalJson({ kind, settings, files, data })).digest('hex');
}

/** JSON in which the order of an object's keys makes no difference. */
export function canonicalJson(value: Json | { readonly [key: string]: Json }): string {
  return JSON.stringify(value, (_, part: unknown) => (isObject(part) ? sortKeys(part) : part));
}

function sortKeys(object: object): object {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
