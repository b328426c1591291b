import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { audioData } from '../../src/audio/audio-data.js';
import { streamByBlocks } from '../../src/audio/audio-stream.js';
import { encodeStream } from '../../src/audio/encode-file.js';
import { composeDemoSong } from '../../src/songs/demo-song.js';

/** Writes the demo song, repeated to `seconds`, as an mp3 into `dir`. */
export async function writeLongDemo(dir: string, seconds: number): Promise<string> {
  await mkdir(dir, { recursive: true });
  const { sampleRate, channels } = composeDemoSong().mix;
  const length = Math.round(seconds * sampleRate);
  const repeated = streamByBlocks({ sampleRate, length, numberOfChannels: 2 }, (from, to) => {
    const block = channels.map((channel) =>
      Float32Array.from({ length: to - from }, (_, i) => channel[(from + i) % channel.length]),
    );
    return Promise.resolve(audioData(sampleRate, block));
  });
  const path = join(dir, `song-${seconds}.mp3`);
  await encodeStream(path, repeated, { format: 'mp3' });
  return path;
}
