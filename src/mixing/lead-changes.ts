import { audioData, type AudioData } from '../audio/audio-data.js';
import { dbToGain } from '../dsp/decibels.js';

/** A stretch of a song, in seconds from its start. */
export interface TimeRange {
  fromSeconds: number;
  toSeconds: number;
}

/** One voice hands over to the other around each border: long enough not to click, shorter than any
 *  syllable. */
const HANDOVER_SECONDS = 0.04;
/** What a voice keeps of the singing around its own stretches, so that whatever works on it hears
 *  what comes before and after. */
const KEPT_AROUND_SECONDS = 0.3;

/** Splits `lead` between two singers: the second one has what lies in `ranges`, the first one the
 *  rest, each with some of the singing around it and silence elsewhere. */
export function splitLeadByTime(
  lead: AudioData,
  ranges: readonly TimeRange[],
): { first: AudioData; second: AudioData } {
  const second = new SecondShare(widened(ranges, KEPT_AROUND_SECONDS), lead);
  const first = new SecondShare(widened(ranges, -KEPT_AROUND_SECONDS), lead);
  return {
    first: shaped(lead, (i) => 1 - first.at(i)),
    second: shaped(lead, (i) => second.at(i)),
  };
}

/** What `first` sings outside `ranges`, and `second` within: sample on sample, with short fades of
 *  constant sum at the borders, so that equal voices join without a trace.
 *  @param gainDb of the second voice
 *  @param second of the sample rate and length of `first`; both mono */
export function joinLeads(
  first: AudioData,
  second: AudioData,
  { ranges, gainDb }: { ranges: readonly TimeRange[]; gainDb: number },
): AudioData {
  const share = new SecondShare(ranges, first);
  const gain = dbToGain(gainDb);
  const [own, other] = [first.channels[0], second.channels[0]];
  const joined = own.map((sample, i) => {
    const part = share.at(i);
    if (part === 0) return sample;
    return (1 - part) * sample + part * gain * other[i];
  });
  return audioData(first.sampleRate, [joined]);
}

function widened(ranges: readonly TimeRange[], seconds: number): TimeRange[] {
  return ranges
    .map(({ fromSeconds, toSeconds }) => ({
      fromSeconds: fromSeconds - seconds,
      toSeconds: toSeconds + seconds,
    }))
    .filter(({ fromSeconds, toSeconds }) => toSeconds - fromSeconds > HANDOVER_SECONDS);
}

function shaped(audio: AudioData, gainAt: (sample: number) => number): AudioData {
  const channels = audio.channels.map((channel) => channel.map((sample, i) => sample * gainAt(i)));
  return audioData(audio.sampleRate, channels);
}

/** How much of each sample is the second voice's, 0…1. Ask for samples in rising order. */
class SecondShare {
  readonly #ranges: { from: number; to: number }[];
  readonly #handover: number;
  #next = 0;

  constructor(ranges: readonly TimeRange[], { sampleRate, length }: AudioData) {
    this.#handover = HANDOVER_SECONDS * sampleRate;
    const inSamples = ranges.map(({ fromSeconds, toSeconds }) => ({
      // A voice that begins or ends with the song isn't faded there.
      from: fromSeconds <= 0 ? -Infinity : fromSeconds * sampleRate,
      to: toSeconds * sampleRate >= length ? Infinity : toSeconds * sampleRate,
    }));
    this.#ranges = merged(inSamples, this.#handover);
  }

  at(sample: number): number {
    const half = this.#handover / 2;
    while (this.#next < this.#ranges.length && sample > this.#ranges[this.#next].to + half) {
      this.#next++;
    }
    const range = this.#ranges.at(this.#next);
    if (!range) return 0;
    const inside = Math.min(sample - range.from, range.to - sample);
    if (inside <= -half) return 0;
    if (inside >= half) return 1;
    return 0.5 - 0.5 * Math.cos((Math.PI * (inside + half)) / this.#handover);
  }
}

/** In order, those that touch or lie closer than `gap` as one. */
function merged(ranges: readonly { from: number; to: number }[], gap: number) {
  const joined: { from: number; to: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && range.from <= last.to + gap) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}
