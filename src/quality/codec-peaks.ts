import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { audioData, type AudioData } from '../audio/audio-data.js';
import type { AudioStream } from '../audio/audio-stream.js';
import { decodeStream } from '../audio/decode-stream.js';
import { encodeStream } from '../audio/encode-file.js';
import type { WavReader } from '../audio/wav-reader.js';
import { gainToDb } from '../dsp/decibels.js';
import { samplePeak, TruePeakMeter } from '../dsp/true-peak.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { LoudnessMeter } from '../dsp/loudness.js';
import type { SoundMeasures } from './measure-sound.js';

/** What streaming services and shops send at the least for their better quality. */
const BITS_PER_SECOND = 192_000;
/** A codec's peaks lie where the music is loud: of longer sound, so many stretches are tried. */
const STRETCHES = 6;
const STRETCH_SECONDS = 5;
/** A stretch begins and ends so softly, since a click would be a peak itself. */
const FADE_SECONDS = 0.02;
/** Our own file: as long as it is. */
const LIMITS = { maxDurationSeconds: Infinity, maxBytes: Infinity, maxChannels: 2 };
/** Share of the time that encoding takes. */
const ENCODED = 0.7;
const LOUDNESS_WINDOWS_PER_SECOND = 10;

/** True peaks of a sound after it went through a codec at 192 kbit/s, dBTP. */
export interface CodecPeaks {
  mp3: number;
  aac: number;
}

/** What tells where a codec's peaks are likely. */
type PeakPlaces = Pick<SoundMeasures, 'peaks' | 'durationSeconds'> & {
  loudness: Pick<SoundMeasures['loudness'], 'momentary'>;
};

/** The measures that `measureCodecPeaks` goes by, and no others. */
export async function measurePeakPlaces(
  sound: WavReader,
  options: RunOptions = {},
): Promise<PeakPlaces> {
  const { sampleRate, length } = sound;
  const meter = new LoudnessMeter(sampleRate);
  const peaks: number[] = [];
  for (let from = 0; from < length; from += sampleRate) {
    const second = await sound.read(from, Math.min(length, from + sampleRate));
    meter.add(second.channels);
    peaks.push(samplePeak(second));
    await checkpoint(options, from / length);
  }
  return { peaks, durationSeconds: length / sampleRate, loudness: meter.read() };
}

/** Encodes the loudest stretches of `sound` as mp3 and AAC, and measures what comes out of them.
 *  @param options.measures of the same sound
 *  @param options.stretches how many are tried
 *  @param options.dir where the files may lie until then
 *  @throws CancelledError when cancelled */
export async function measureCodecPeaks(
  sound: WavReader,
  {
    measures,
    dir,
    stretches = STRETCHES,
    ...run
  }: RunOptions & { measures: PeakPlaces; dir: string; stretches?: number },
): Promise<CodecPeaks> {
  const stream = stretchesOf(sound, loudestPlaces(measures, stretches));
  // Encoders work in threads of their own: beside each other, they take as long as the slower one.
  const [mp3, aac] = await Promise.all([
    peakAfter('mp3', stream, { dir, signal: run.signal }),
    peakAfter('m4a', stream, { dir, ...run }),
  ]);
  return { mp3, aac };
}

/** Where the stretches begin that are likeliest to exceed a ceiling: high peaks in loud passages. In
 *  seconds, in order. */
function loudestPlaces({ peaks, loudness, durationSeconds }: PeakPlaces, count: number): number[] {
  const places = Array.from({ length: Math.ceil(durationSeconds / STRETCH_SECONDS) }, (_, n) => {
    const from = n * STRETCH_SECONDS;
    const to = from + STRETCH_SECONDS;
    const peak = Math.max(0, ...peaks.slice(from, to));
    const loudest = loudness.momentary
      .subarray(from * LOUDNESS_WINDOWS_PER_SECOND, to * LOUDNESS_WINDOWS_PER_SECOND)
      .reduce((most, lufs) => Math.max(most, lufs), -Infinity);
    return { from, score: gainToDb(peak) + loudest / 2 };
  });
  return places
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ from }) => from)
    .sort((a, b) => a - b);
}

function stretchesOf(sound: WavReader, places: readonly number[]): AudioStream {
  const { sampleRate, numberOfChannels } = sound;
  const ranges = places.map((seconds): [number, number] => [
    seconds * sampleRate,
    Math.min(sound.length, (seconds + STRETCH_SECONDS) * sampleRate),
  ]);
  return {
    sampleRate,
    numberOfChannels,
    length: ranges.reduce((sum, [from, to]) => sum + to - from, 0),
    async *blocks() {
      for (const range of ranges) yield faded(await sound.read(...range));
    },
  };
}

function faded({ sampleRate, channels }: AudioData): AudioData {
  const fade = Math.round(FADE_SECONDS * sampleRate);
  return audioData(
    sampleRate,
    channels.map((channel) =>
      channel.map((sample, i) => sample * Math.min(1, i / fade, (channel.length - i) / fade)),
    ),
  );
}

async function peakAfter(
  format: 'mp3' | 'm4a',
  stream: AudioStream,
  { dir, ...run }: RunOptions & { dir: string },
): Promise<number> {
  const path = join(dir, `codec-peaks.${format}`);
  try {
    await encodeStream(path, stream, {
      format,
      bitsPerSecond: BITS_PER_SECOND,
      ...partOf(run, 0, ENCODED),
    });
    const meter = new TruePeakMeter();
    const options = { limits: LIMITS, ffmpeg: 'off', ...partOf(run, ENCODED, 1) };
    for await (const block of decodeStream(path, options)) meter.add(block);
    return gainToDb(meter.finish());
  } finally {
    await rm(path, { force: true });
  }
}
