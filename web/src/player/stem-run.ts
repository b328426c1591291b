import type { StemAudio } from './stem-audio.js';

/** Stretches that are read at a time: short enough to start soon. */
const sectionSeconds = 2;
/** How many of them are ready before they sound, for a network that stutters. */
const sectionsAhead = 4;
/** Between scheduling and sounding. */
const leadSeconds = 0.05;
/** Starts and stops in the middle of sound, long enough not to click. */
const fadeSeconds = 0.015;

interface StemRunOptions {
  sounds: readonly StemAudio[];
  /** Where each stem goes; their context has the stems' sample rate. */
  outputs: readonly GainNode[];
  /** The first sample to be heard. */
  from: number;
  /** Called for each section: where in the song it begins, and when by the context's clock. */
  onScheduled?: (at: { frame: number; position: number }) => void;
}

interface Section {
  from: number;
  to: number;
  /** Of the context's clock, in samples. */
  startFrame: number;
}

/** One start of the stems, until they end or are stopped. All of them start in the same sample, and
 *  each section in the very one in which that before it ends: what is heard is the sum of the
 *  stems as exactly as if it had been mixed beforehand. */
export class StemRun {
  /** Settles when the stems are over or stopped; rejects when they can't be read. */
  readonly ended: Promise<void>;
  readonly #options: StemRunOptions;
  readonly #context: BaseAudioContext;
  readonly #fades: readonly GainNode[];
  readonly #stopping = new AbortController();
  readonly #sources = new Set<AudioBufferSourceNode>();
  #sections: Section[] = [];

  constructor(options: StemRunOptions) {
    this.#options = options;
    this.#context = options.outputs[0].context;
    this.#fades = options.outputs.map((output) => {
      const fade = this.#context.createGain();
      fade.gain.value = options.from > 0 ? 0 : 1;
      fade.connect(output);
      return fade;
    });
    this.ended = this.#play().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) throw error;
    });
  }

  /** The sample that is heard now. */
  get position(): number {
    const now = this.#context.currentTime * this.#context.sampleRate;
    const section = this.#sections.findLast(({ startFrame }) => startFrame <= now);
    if (!section) return this.#options.from;
    return Math.min(section.to, section.from + Math.round(now - section.startFrame));
  }

  stop(): void {
    this.#stopping.abort();
    const now = this.#context.currentTime;
    for (const { gain } of this.#fades) gain.setTargetAtTime(0, now, fadeSeconds / 3);
    for (const source of this.#sources) source.stop(now + 2 * fadeSeconds);
  }

  async #play(): Promise<void> {
    const { sounds, from } = this.#options;
    const { signal } = this.#stopping;
    const sectionLength = sectionSeconds * this.#context.sampleRate;
    const length = Math.max(...sounds.map((sound) => sound.length));
    const queued: Promise<void>[] = [];
    for (let at = from; at < length; at += sectionLength) {
      const to = Math.min(length, at + sectionLength);
      const stretches = await Promise.all(
        sounds.map((sound) => readWithin(sound, { from: at, to }, signal)),
      );
      signal.throwIfAborted();
      queued.push(this.#schedule(stretches, { from: at, to }));
      if (queued.length > sectionsAhead) await queued.shift();
    }
    await Promise.all(queued);
  }

  /** @returns settles when the section has sounded */
  #schedule(
    stretches: readonly (readonly Float32Array[])[],
    { from, to }: Omit<Section, 'startFrame'>,
  ): Promise<void> {
    const startFrame = this.#nextFrame();
    if (this.#sections.length === 0) this.#fadeIn(startFrame);
    this.#options.onScheduled?.({ frame: startFrame, position: from });
    this.#sections = [...this.#sections.slice(-sectionsAhead - 1), { from, to, startFrame }];
    const started = stretches.map((channels, n) => this.#start(channels, { n, startFrame }));
    return Promise.all(started).then(() => undefined);
  }

  /** Right after the last section; later where that is over already. */
  #nextFrame(): number {
    const { currentTime, sampleRate } = this.#context;
    const soonest = Math.ceil((currentTime + leadSeconds) * sampleRate);
    const last = this.#sections.at(-1);
    return last ? Math.max(soonest, last.startFrame + last.to - last.from) : soonest;
  }

  #fadeIn(startFrame: number): void {
    const startTime = startFrame / this.#context.sampleRate;
    for (const { gain } of this.#fades) gain.setTargetAtTime(1, startTime, fadeSeconds / 3);
  }

  #start(
    channels: readonly Float32Array[],
    { n, startFrame }: { n: number; startFrame: number },
  ): Promise<void> {
    if (channels.length === 0) return Promise.resolve();
    const { sampleRate } = this.#options.sounds[n];
    const buffer = new AudioBuffer({
      length: channels[0].length,
      numberOfChannels: channels.length,
      sampleRate,
    });
    channels.forEach((samples, c) => buffer.getChannelData(c).set(samples));
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#fades[n]);
    source.start(startFrame / this.#context.sampleRate);
    this.#sources.add(source);
    return new Promise((resolve) => {
      source.onended = () => {
        source.disconnect();
        this.#sources.delete(source);
        resolve();
      };
    });
  }
}

/** What a sound has between two samples; no channels where it has ended before. */
function readWithin(
  sound: StemAudio,
  { from, to }: { from: number; to: number },
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  if (from >= sound.length) return Promise.resolve([]);
  return sound.read(from, Math.min(to, sound.length), signal);
}
