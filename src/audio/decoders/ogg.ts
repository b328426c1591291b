import type { Speaker } from '../downmix.js';
import { OPUS_SAMPLE_RATE } from '../opus-sample-rate.js';
import { asciiOf, viewOf, type ByteSource } from './byte-source.js';
import { oggPackets, oggPages, type OggPacket, type OggPage } from './ogg-pages.js';
import { createOpusDecoder, parseOpusHead, VORBIS_LAYOUTS } from './opus-decoder.js';
import { corruptAudio, unsupportedCodec, type SoundSource } from './sound-source.js';
import { parseVorbisComments } from './vorbis-comments.js';
import { vorbisBlocks } from './vorbis-decoder.js';

/** Pages without a known codec before we give up looking. */
const MAX_FIRST_PAGES = 64;
/** Packets that are decoded at a time: two seconds of Opus. */
const PACKETS_PER_BLOCK = 100;
const CUT_OFF = 'the file is cut off: the end of its stream is missing';
const OTHER_CODECS: Record<string, string> = { 'Speex   ': 'Speex', '\x7fFLAC': 'FLAC in Ogg' };

/** Opens the first Vorbis or Opus stream of an Ogg file.
 *  @throws InputError `corrupt-audio`, `unsupported-codec` */
export async function openOgg(source: ByteSource): Promise<SoundSource> {
  const { serial, codec } = await findStream(source);
  const warnings: string[] = [];
  const packets = oggPackets(pagesOfStream(oggPages(source), serial, warnings), serial);
  const head = await nextHeader(packets);
  const comments = await nextHeader(packets);
  if (codec === 'opus') return openOpus(packets, { head, comments, warnings });
  return openVorbis(oggPages(source), { serial, head, comments });
}

async function findStream(source: ByteSource): Promise<{ serial: number; codec: string }> {
  let count = 0;
  let other: string | undefined;
  for await (const { serial, pieces, first } of oggPages(source)) {
    if (!first || ++count > MAX_FIRST_PAGES) break;
    const head = asciiOf(pieces[0] ?? new Uint8Array(0), 0, 8);
    if (head.startsWith('\x01vorbis')) return { serial, codec: 'vorbis' };
    if (head === 'OpusHead') return { serial, codec: 'opus' };
    other ??= Object.entries(OTHER_CODECS).find(([magic]) => head.startsWith(magic))?.[1];
  }
  if (other) throw unsupportedCodec(other);
  throw corruptAudio('Ogg', 'it holds no Vorbis or Opus stream');
}

async function nextHeader(packets: AsyncGenerator<OggPacket>): Promise<Uint8Array> {
  const next = await packets.next();
  if (next.done) throw corruptAudio('Ogg', 'its headers are incomplete');
  return next.value.bytes;
}

function openOpus(
  packets: AsyncGenerator<OggPacket>,
  {
    head: headPacket,
    comments,
    warnings,
  }: { head: Uint8Array; comments: Uint8Array; warnings: string[] },
): SoundSource {
  const head = parseOpusHead(headPacket);
  return {
    container: 'ogg',
    codec: 'opus',
    sampleRate: OPUS_SAMPLE_RATE,
    layout: head.layout,
    tags: parseVorbisComments(comments.subarray(8)),
    warnings,
    async *blocks() {
      const decoder = await createOpusDecoder(head);
      const decode = (batch: Uint8Array[]) => decoder.decode(batch);
      try {
        yield* granuleBlocks(packets, { decode, preSkip: head.preSkip, warnings });
        if (decoder.damaged > 0) warnings.push(`${decoder.damaged} damaged packets were left out`);
      } finally {
        decoder.free();
      }
    },
  };
}

function openVorbis(
  pages: AsyncGenerator<OggPage>,
  { serial, head, comments }: { serial: number; head: Uint8Array; comments: Uint8Array },
): SoundSource {
  if (head.length < 30) throw corruptAudio('Vorbis', 'its header is too short');
  const numberOfChannels = head[11];
  const warnings: string[] = [];
  return {
    container: 'ogg',
    codec: 'vorbis',
    sampleRate: viewOf(head).getUint32(12, true),
    layout: VORBIS_LAYOUTS[numberOfChannels] ?? Array<Speaker>(numberOfChannels).fill('other'),
    tags: parseVorbisComments(comments.subarray(7)),
    warnings,
    blocks: () => vorbisBlocks(bytesToTheEnd(pagesOfStream(pages, serial, warnings), warnings)),
  };
}

/** The pages of the logical stream `serial`. Those that are missing between them, which their
 *  checksums have refused, are told in `warnings`. */
async function* pagesOfStream(
  pages: AsyncGenerator<OggPage>,
  serial: number,
  warnings: string[],
): AsyncGenerator<OggPage> {
  let missing = 0;
  let expected: number | undefined;
  try {
    for await (const page of pages) {
      if (page.serial !== serial) continue;
      missing += Math.max(0, page.sequence - (expected ?? page.sequence));
      expected = page.sequence + 1;
      yield page;
    }
  } finally {
    if (missing > 0) warnings.push(`${missing} damaged pages were left out`);
  }
}

async function* bytesToTheEnd(
  pages: AsyncGenerator<OggPage>,
  warnings: string[],
): AsyncGenerator<Uint8Array> {
  for await (const page of pages) {
    yield page.bytes;
    if (page.last) return;
  }
  warnings.push(CUT_OFF);
}

interface GranuleOptions {
  decode: (packets: Uint8Array[]) => Float32Array[];
  preSkip: number;
  warnings: string[];
}

/** Decodes `packets` and cuts what is decoded to what the granules say: without the pre-skip at the
 *  start, and without what lies behind the end that the last page names. */
async function* granuleBlocks(
  packets: AsyncGenerator<OggPacket>,
  { decode, preSkip, warnings }: GranuleOptions,
): AsyncGenerator<Float32Array[]> {
  let decoded = 0;
  let skip = preSkip;
  let offset: number | undefined;
  let ended = false;
  let batch: Uint8Array[] = [];
  const cut = (samples: Float32Array[], end = Infinity) => {
    const length = samples[0]?.length ?? 0;
    const from = Math.min(skip, length);
    skip -= from;
    const to = Math.max(from, Math.min(length, end - decoded));
    decoded += length;
    return samples.map((channel) => channel.subarray(from, to));
  };
  for await (const { bytes, granule, last } of packets) {
    batch.push(bytes);
    if (granule === undefined && batch.length < PACKETS_PER_BLOCK) continue;
    const samples = decode(batch);
    batch = [];
    // A stream that was cut out of a longer one starts at a later granule.
    const length = samples[0]?.length ?? 0;
    if (granule !== undefined) offset ??= last ? 0 : Math.max(0, granule - decoded - length);
    const end = last && granule !== undefined ? granule - (offset ?? 0) : undefined;
    if (length > 0) yield cut(samples, end);
    ended = last;
    if (last) break;
  }
  if (batch.length > 0) {
    const samples = decode(batch);
    if (samples.length > 0) yield cut(samples);
  }
  if (!ended) warnings.push(CUT_OFF);
}
