import { readFile, writeFile } from 'node:fs/promises';
import type { PitchTrack } from '../../pitch/pitch-tracker.js';

/** Pitch tracks of one length as a step file: for each all F0 values, then all confidences, float32
 *  little-endian. */
export async function writePitchFile(path: string, tracks: readonly PitchTrack[]): Promise<void> {
  const frames = tracks[0].f0Hz.length;
  const values = new Float32Array(frames * 2 * tracks.length);
  tracks.forEach((track, n) => {
    values.set(track.f0Hz, 2 * n * frames);
    values.set(track.confidence, (2 * n + 1) * frames);
  });
  await writeFile(path, new Uint8Array(values.buffer));
}

/** The pitch tracks that `writePitchFile` wrote; their hop and number aren't in the file. */
export async function readPitchFile(
  path: string,
  { hopSeconds, tracks }: { hopSeconds: number; tracks: number },
): Promise<PitchTrack[]> {
  const bytes = await readFile(path);
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const frames = values.length / (2 * tracks);
  const curve = (n: number) => values.slice(n * frames, (n + 1) * frames);
  return Array.from({ length: tracks }, (_, n) => ({
    hopSeconds,
    f0Hz: curve(2 * n),
    confidence: curve(2 * n + 1),
  }));
}
