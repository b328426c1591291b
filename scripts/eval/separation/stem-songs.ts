import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audioData, toStereo, type AudioData } from '../../../src/audio/audio-data.js';
import { decodeFile } from '../../../src/audio/decode-file.js';

/** A song, or 40 s of one, whose true parts are known; `mix` is their sum. */
export interface StemSong {
  /** What `--song` takes. */
  readonly id: string;
  readonly title: string;
  /** Nothing of its artist is in any training set of ours. */
  readonly isUnseen: boolean;
  readonly mix: AudioData;
  readonly vocals: AudioData;
  readonly accompaniment: AudioData;
  /** Where lead and backing vocals are apart. */
  readonly lead?: AudioData;
  readonly backing?: AudioData;
  /** What Wave-U-Net made of the song as it was released. */
  readonly waveUNet?: { readonly vocals: AudioData; readonly accompaniment: AudioData };
}

const sharedDir = fileURLToPath(new URL('../../../../shared/', import.meta.url));

/** Where somebody sings in the songs that are also trained on: from which second, and what. */
const EXCERPTS = {
  potassium: [[150, 'a lead']],
  lithium: [
    [270, 'a lead and backing'],
    [90, 'mostly backing'],
  ],
  caesium: [
    [196, 'wide backing, a lead at the end'],
    [110, 'wide backing alone'],
  ],
  sodium: [
    [195, 'backing over a lead'],
    [235, 'backing over a lead'],
  ],
} as const;
const EXCERPT_SECONDS = 40;

const LIMITS = { maxDurationSeconds: 1200, maxBytes: 1e9, maxChannels: 8 };

type Loader = () => AsyncGenerator<StemSong> | Generator<StemSong>;

const LOADERS: Readonly<Record<string, Loader>> = {
  widow,
  falcon69,
  ...Object.fromEntries(
    Object.entries(EXCERPTS).map(([id, excerpts]) => [id, () => trainingSong(id, excerpts)]),
  ),
};

/** The development songs of these ids (all when there are none), one after the other, those of
 *  unseen artists first. One that needs a missing ffmpeg is left out, and said so on stderr. */
export async function* stemSongs(ids: readonly string[]): AsyncGenerator<StemSong> {
  const unknown = ids.find((id) => !(id in LOADERS));
  if (unknown) throw new Error(`no song '${unknown}': ${Object.keys(LOADERS).join(', ')}`);
  for (const [id, load] of Object.entries(LOADERS)) {
    if (ids.length === 0 || ids.includes(id)) yield* load();
  }
}

async function* widow(): AsyncGenerator<StemSong> {
  const part = (name: string) => decode(join(sharedDir, 'audio/stems/widow', `${name}.mp3`));
  const parts = {
    vocals: await part('vocals_true'),
    accompaniment: await part('accompaniment_true'),
  };
  yield {
    id: 'widow',
    title: 'widow, 30 s: a lead',
    isUnseen: true,
    mix: sum([parts.vocals, parts.accompaniment]),
    ...parts,
    waveUNet: {
      vocals: await part('vocals_estimate'),
      accompaniment: await part('accompaniment_estimate'),
    },
  };
}

/** The stems file holds the mix and four stems as streams of one file, which only ffmpeg takes
 *  apart for us. */
function* falcon69(): Generator<StemSong> {
  const path = join(sharedDir, 'audio/stems/falcon69/The Easton Ellises - Falcon 69.stem.mp4');
  try {
    const [drums, bass, other, vocals] = [1, 2, 3, 4].map((stream) => ffmpegStream(path, stream));
    const accompaniment = sum([drums, bass, other]);
    const mix = sum([vocals, accompaniment]);
    const title = 'falcon69, 6 s: a lead';
    yield { id: 'falcon69', title, isUnseen: true, mix, vocals, accompaniment };
  } catch (error) {
    console.error(`falcon69 is left out: ${String(error)}`);
  }
}

async function* trainingSong(
  id: string,
  excerpts: readonly (readonly [number, string])[],
): AsyncGenerator<StemSong> {
  const part = async (name: string) => {
    const path = join(sharedDir, 'data/songs', id, `${name}.opus`);
    return existsSync(path) ? await decode(path) : undefined;
  };
  const voices = [await part('lead'), await part('backing')];
  const band = [await part('drums'), await part('bass'), await part('other')];
  for (const [fromSeconds, what] of excerpts) {
    const [lead, backing] = voices.map((audio) => audio && cut(audio, fromSeconds));
    const vocals = sum([lead, backing]);
    const accompaniment = sum(band.map((audio) => audio && cut(audio, fromSeconds)));
    const mix = sum([vocals, accompaniment]);
    const title = `${id}, ${fromSeconds} s: ${what}`;
    yield { id, title, isUnseen: false, mix, vocals, accompaniment, lead, backing };
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
