import { readFile, writeFile } from 'node:fs/promises';
import type { PitchTrack } from '../../pitch/pitch-tracker.js';

/** A pitch track as a step file: all F0 values, then all confidences, float32 little-endian. */
export async function writePitchFile(path: string, track: PitchTrack): Promise<void> {
  const values = new Float32Array(track.f0Hz.length * 2);
  values.set(track.f0Hz, 0);
  values.set(track.confidence, track.f0Hz.length);
  await writeFile(path, new Uint8Array(values.buffer));
}

/** The pitch track that `writePitchFile` wrote; its hop isn't in the file. */
export async function readPitchFile(path: string, hopSeconds: number): Promise<PitchTrack> {
  const bytes = await readFile(path);
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const frames = values.length / 2;
  return { hopSeconds, f0Hz: values.slice(0, frames), confidence: values.slice(frames) };
}
