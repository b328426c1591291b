import { claimSound, yieldSound } from './one-sound.js';
import type { Transport } from './transport.js';

/** The two sides of what was made of something. */
export type Side = 'original' | 'made';

interface AbPlayerOptions {
  urls: Record<Side, string>;
  /** Integrated loudness of each side, for hearing them equally loud. */
  lufs: Record<Side, number>;
}

/** The switch between the sides, long enough not to click. */
const crossfadeSeconds = 0.015;
/** A silent side that is further away than this jumps; a nearer one runs faster or slower until it
 *  is there (a jump costs time itself, so that small ones would never end). */
const farSeconds = 0.5;
/** Which part of its distance the silent side makes up for in a second. */
const catchUpPerSecond = 1.5;

const sides: readonly Side[] = ['original', 'made'];

/** Plays original and result in step; only one is heard, and which one changes at once, at the same
 *  position. */
export class AbPlayer extends EventTarget implements Transport {
  side: Side = 'made';
  matched = true;
  readonly #audio: Record<Side, HTMLAudioElement>;
  readonly #lufs: Record<Side, number>;
  #context?: AudioContext;
  #gains?: Record<Side, GainNode>;
  readonly #stopYielding: () => void;

  constructor({ urls, lufs }: AbPlayerOptions) {
    super();
    this.#lufs = lufs;
    this.#audio = { original: new Audio(urls.original), made: new Audio(urls.made) };
    for (const side of sides) this.#listen(side);
    this.#stopYielding = yieldSound(this, () => this.pause());
  }

  get playing(): boolean {
    return !this.#heard.paused;
  }

  get positionSeconds(): number {
    return this.#heard.currentTime;
  }

  get durationSeconds(): number {
    const { duration } = this.#audio.made;
    return Number.isFinite(duration) ? duration : 0;
  }

  async play(): Promise<void> {
    claimSound(this);
    this.#buildGraph();
    if (this.#heard.ended) this.seek(0);
    await this.#context?.resume();
    await Promise.all(sides.map((side) => this.#audio[side].play()));
  }

  pause(): void {
    for (const side of sides) this.#audio[side].pause();
    this.#silent.currentTime = this.#heard.currentTime;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else void this.play().catch(() => this.#changed());
  }

  seek(seconds: number): void {
    const target = Math.min(Math.max(0, seconds), this.durationSeconds);
    for (const side of sides) this.#audio[side].currentTime = target;
    this.#changed();
  }

  select(side: Side): void {
    this.side = side;
    this.#heard.playbackRate = 1;
    this.#applyGains();
    this.#changed();
  }

  /** Whether the louder side is turned down to the other's loudness. */
  match(matched: boolean): void {
    this.matched = matched;
    this.#applyGains();
    this.#changed();
  }

  dispose(): void {
    this.#stopYielding();
    this.pause();
    for (const side of sides) this.#audio[side].removeAttribute('src');
    void this.#context?.close();
  }

  get #heard(): HTMLAudioElement {
    return this.#audio[this.side];
  }

  get #silent(): HTMLAudioElement {
    return this.#audio[this.side === 'made' ? 'original' : 'made'];
  }

  #listen(side: Side): void {
    const audio = this.#audio[side];
    audio.preload = 'metadata';
    for (const type of ['play', 'pause', 'ended', 'loadedmetadata', 'seeked'])
      audio.addEventListener(type, () => this.#changed());
    audio.addEventListener('timeupdate', () => {
      if (side === this.side) this.#bringSilentSideAlong();
    });
    audio.addEventListener('error', () => this.dispatchEvent(new CustomEvent('failed')));
  }

  #bringSilentSideAlong(): void {
    const silent = this.#silent;
    const aheadSeconds = silent.currentTime - this.#heard.currentTime;
    if (Math.abs(aheadSeconds) < farSeconds) {
      silent.playbackRate = 1 - catchUpPerSecond * aheadSeconds;
    } else if (!silent.seeking) {
      silent.currentTime = this.#heard.currentTime;
    }
    this.#changed();
  }

  /** Browsers allow sound only after a gesture, so the graph is built at the first play. */
  #buildGraph(): void {
    if (this.#context) return;
    const context = new AudioContext();
    const gainOf = (side: Side) => {
      const gain = context.createGain();
      context
        .createMediaElementSource(this.#audio[side])
        .connect(gain)
        .connect(context.destination);
      return gain;
    };
    this.#context = context;
    this.#gains = { original: gainOf('original'), made: gainOf('made') };
    this.#applyGains();
  }

  #applyGains(): void {
    if (!this.#gains || !this.#context) return;
    for (const side of sides) {
      const target = side === this.side ? this.#matchingGain(side) : 0;
      this.#gains[side].gain.setTargetAtTime(
        target,
        this.#context.currentTime,
        crossfadeSeconds / 3,
      );
    }
  }

  /** Only ever turns down, so that nothing clips. */
  #matchingGain(side: Side): number {
    const quieter = Math.min(this.#lufs.original, this.#lufs.made);
    const excess = this.#lufs[side] - quieter;
    return this.matched && Number.isFinite(excess) ? 10 ** (-excess / 20) : 1;
  }

  #changed(): void {
    this.dispatchEvent(new CustomEvent('change'));
  }
}
