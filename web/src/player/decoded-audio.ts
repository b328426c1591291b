import type { StemAudio } from './stem-audio.js';

/** A file of any format that the browser knows, decoded as a whole.
 *  @param options.sampleRate what it is converted to
 *  @throws when the server doesn't send it, or the browser can't decode it */
export async function openDecodedAudio(
  url: string,
  { sampleRate, signal }: { sampleRate: number; signal: AbortSignal },
): Promise<StemAudio> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const decoder = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = await decoder.decodeAudioData(await response.arrayBuffer());
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) =>
    buffer.getChannelData(c),
  );
  return {
    sampleRate,
    length: buffer.length,
    read: (from, to) => Promise.resolve(channels.map((channel) => channel.subarray(from, to))),
  };
}
