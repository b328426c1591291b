import { audioData, cutAudio, type AudioData } from '../audio/audio-data.js';
import { separateSong, type SeparateOptions, type SongReader } from './separate-song.js';
import { STEM_NAMES, type Stems } from './separator.js';

/** Separates a song that is in memory, as `separateFile` does one that isn't: for tests and
 *  measurements. */
export async function separateAudio(mix: AudioData, options: SeparateOptions): Promise<Stems> {
  const stretches: Stems[] = [];
  for await (const stretch of separateSong(readerOf(mix), options)) stretches.push(stretch);
  return Object.fromEntries(
    STEM_NAMES[options.stems].map((name) => [
      name,
      joined(stretches.map((stretch) => stretch[name] as AudioData)),
    ]),
  );
}

function readerOf(mix: AudioData): SongReader {
  const { sampleRate, length } = mix;
  return { sampleRate, length, read: (from, to) => Promise.resolve(cutAudio(mix, from, to)) };
}

function joined(parts: readonly AudioData[]): AudioData {
  const channels = [0, 1].map((c) => {
    const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let position = 0;
    for (const { channels, length } of parts) {
      whole.set(channels[c], position);
      position += length;
    }
    return whole;
  });
  return audioData(parts[0].sampleRate, channels);
}
