import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audioData, toStereo, type AudioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';

/** A song whose true parts are known; `mix` is their sum. */
export interface StemSong {
  readonly name: string;
  readonly mix: AudioData;
  readonly vocals: AudioData;
  readonly accompaniment: AudioData;
  /** Where lead and backing vocals are apart. */
  readonly lead?: AudioData;
  readonly backing?: AudioData;
}

const sharedDir = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** 40 s of each song where somebody sings: what is sung there, and from which second. */
const EXCERPTS = [
  { song: 'potassium', from: 150, what: 'a lead' },
  { song: 'lithium', from: 270, what: 'a lead and backing' },
  { song: 'lithium', from: 90, what: 'mostly backing' },
  { song: 'caesium', from: 196, what: 'wide backing, a lead at the end' },
  { song: 'caesium', from: 110, what: 'wide backing alone' },
  { song: 'sodium', from: 195, what: 'backing over a lead' },
  { song: 'sodium', from: 235, what: 'backing over a lead' },
] as const;
const EXCERPT_SECONDS = 40;

const LIMITS = { maxDurationSeconds: 1200, maxBytes: 1e9, maxChannels: 8 };

/** The development songs, one after the other; those whose files or tools are missing are left
 *  out, and said so on stderr. */
export async function* stemSongs(): AsyncGenerator<StemSong> {
  for (const excerpt of EXCERPTS) yield await remixedSong(excerpt);
  yield await widow();
  const falcon = falcon69();
  if (falcon) yield falcon;
}

async function remixedSong({ song, from, what }: (typeof EXCERPTS)[number]): Promise<StemSong> {
  const part = async (name: string) => {
    const path = join(sharedDir, 'data/songs', song, `${name}.opus`);
    return existsSync(path) ? cut(await decode(path), from) : undefined;
  };
  const [lead, backing] = [await part('lead'), await part('backing')];
  const band = [await part('drums'), await part('bass'), await part('other')];
  const vocals = sum([lead, backing]);
  const accompaniment = sum(band);
  const mix = sum([vocals, accompaniment]);
  return { name: `${song}, ${from} s: ${what}`, mix, vocals, accompaniment, lead, backing };
}

async function widow(): Promise<StemSong> {
  const folder = join(sharedDir, 'audio/stems/widow');
  const vocals = await decode(join(folder, 'vocals_true.mp3'));
  const accompaniment = await decode(join(folder, 'accompaniment_true.mp3'));
  return { name: 'widow, 30 s: a lead', mix: sum([vocals, accompaniment]), vocals, accompaniment };
}

/** The stems file holds the mix and four stems as streams of one file, which only ffmpeg takes
 *  apart for us. */
function falcon69(): StemSong | undefined {
  const path = join(sharedDir, 'audio/stems/falcon69/The Easton Ellises - Falcon 69.stem.mp4');
  try {
    const [drums, bass, other, vocals] = [1, 2, 3, 4].map((stream) => ffmpegStream(path, stream));
    const accompaniment = sum([drums, bass, other]);
    const mix = sum([vocals, accompaniment]);
    return { name: 'falcon69, 6 s: a lead', mix, vocals, accompaniment };
  } catch (error) {
    console.error(`falcon69 is left out: ${String(error)}`);
    return undefined;
  }
}

function ffmpegStream(path: string, stream: number): AudioData {
  const parameters = ['-v', 'error', '-i', path, '-map', `0:${stream}`, '-f', 'f32le', '-ac', '2'];
  const bytes = execFileSync('ffmpeg', [...parameters, '-'], { maxBuffer: 1e9 });
  const interleaved = new Float32Array(new Uint8Array(bytes).buffer);
  const channel = (c: number) =>
    Float32Array.from({ length: interleaved.length / 2 }, (_, i) => interleaved[2 * i + c]);
  return audioData(44_100, [channel(0), channel(1)]);
}

async function decode(path: string): Promise<AudioData> {
  const { audio } = await decodeFile(path, { limits: LIMITS, ffmpeg: 'off' });
  return toStereo(audio);
}

function cut(audio: AudioData, fromSeconds: number): AudioData {
  const from = fromSeconds * audio.sampleRate;
  const to = from + EXCERPT_SECONDS * audio.sampleRate;
  return audioData(
    audio.sampleRate,
    audio.channels.map((channel) => channel.slice(from, to)),
  );
}

/** Sample by sample, as long as the shortest. */
function sum(parts: readonly (AudioData | undefined)[]): AudioData {
  const present = parts.filter((part) => part !== undefined);
  const length = Math.min(...present.map((part) => part.length));
  const channels = [0, 1].map((c) => {
    const total = new Float32Array(length);
    for (const part of present) {
      for (let i = 0; i < length; i++) total[i] += part.channels[c][i];
    }
    return total;
  });
  return audioData(present[0].sampleRate, channels);
}
