import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readFloatFile, readIntegerFile } from '../../support/float-files.js';

const folder = new URL('./vectors/', import.meta.url);

/** One voice of the reference vectors, and what PyTorch made of it. */
export interface VectorCase {
  checkpoint: string;
  dir: string;
  version: 'v1' | 'v2';
  sampleRate: '32k' | '40k' | '48k';
  f0: boolean;
  frames: number;
  speaker: number;
}

export const vectorCases = JSON.parse(
  readFileSync(vectorPath('manifest.json'), 'utf8'),
) as VectorCase[];

export function vectorPath(name: string): string {
  return fileURLToPath(new URL(name, folder));
}

export function readFloats(name: string): Float32Array {
  return readFloatFile(vectorPath(name));
}

export function readIntegers(name: string): BigInt64Array {
  return readIntegerFile(vectorPath(name));
}
