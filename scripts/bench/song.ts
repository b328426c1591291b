import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { audioData } from '../../src/audio/audio-data.js';
import { encodeFile } from '../../src/audio/encode-file.js';
import { composeDemoSong } from '../../src/songs/demo-song.js';

/** Writes the demo song, repeated to `seconds`, as an mp3 into `dir`. */
export async function writeLongDemo(dir: string, seconds: number): Promise<string> {
  await mkdir(dir, { recursive: true });
  const { mix } = composeDemoSong();
  const length = Math.round(seconds * mix.sampleRate);
  const channels = mix.channels.map((channel) => {
    const repeated = new Float32Array(length);
    for (let i = 0; i < length; i++) repeated[i] = channel[i % channel.length];
    return repeated;
  });
  const path = join(dir, `song-${seconds}.mp3`);
  await encodeFile(path, audioData(mix.sampleRate, channels), { format: 'mp3' });
  return path;
}
