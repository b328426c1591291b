import { gainsOf, neutralStrip, type Strip } from './mixer.js';
import { claimSound, yieldSound } from './one-sound.js';
import { openStems } from './open-stems.js';
import type { StemAudio, StemFile } from './stem-audio.js';
import { StemRun } from './stem-run.js';
import type { Transport } from './transport.js';

interface StemPlayerOptions {
  files: readonly StemFile[];
  sampleRate: number;
  durationSeconds: number;
}

/** A change of a strip, long enough not to click. */
const crossfadeSeconds = 0.015;
/** Between pictures of the position. */
const tickMs = 200;
/** After a jump, for one that follows at once, as while dragging. */
const settleMs = 80;

/** Plays the stems of a song together, in step to the sample, each as loud as its strip says.
 *  Nothing is loaded before the first play. */
export class StemPlayer extends EventTarget implements Transport {
  readonly #options: StemPlayerOptions;
  readonly #closing = new AbortController();
  readonly #stopYielding: () => void;
  #strips: readonly Strip[];
  #wanted = false;
  #restSeconds = 0;
  #sounds?: Promise<readonly StemAudio[]>;
  #context?: AudioContext;
  #outputs: readonly GainNode[] = [];
  #run?: StemRun;
  #ticker = 0;
  #restart = 0;

  constructor(options: StemPlayerOptions) {
    super();
    this.#options = options;
    this.#strips = options.files.map(() => neutralStrip);
    this.#stopYielding = yieldSound(this, () => this.#pause());
  }

  get playing(): boolean {
    return this.#wanted;
  }

  /** Whether it is to be heard, but has to be loaded first. */
  get waiting(): boolean {
    return this.#wanted && !this.#run;
  }

  get positionSeconds(): number {
    return this.#run ? this.#run.position / this.#options.sampleRate : this.#restSeconds;
  }

  get strips(): readonly Strip[] {
    return this.#strips;
  }

  toggle(): void {
    if (this.#wanted) this.#pause();
    else this.#play();
  }

  seek(seconds: number): void {
    this.#halt();
    this.#restSeconds = Math.min(Math.max(0, seconds), this.#options.durationSeconds);
    if (this.#wanted) this.#restart = window.setTimeout(() => void this.#start(), settleMs);
    this.#changed();
  }

  /** Changes what is set of stem `n`. */
  set(n: number, changes: Partial<Strip>): void {
    this.#strips = this.#strips.map((strip, i) => (i === n ? { ...strip, ...changes } : strip));
    this.#applyStrips();
  }

  /** Makes the stems the song again. */
  reset(): void {
    this.#strips = this.#strips.map(() => neutralStrip);
    this.#applyStrips();
  }

  dispose(): void {
    this.#stopYielding();
    this.#pause();
    this.#closing.abort();
    void this.#context?.close();
  }

  #play(): void {
    claimSound(this);
    this.#wanted = true;
    if (this.#restSeconds >= this.#options.durationSeconds) this.#restSeconds = 0;
    this.#ticker = window.setInterval(() => this.#changed(), tickMs);
    // Browsers allow sound only after a gesture, so the context is made at the first play.
    void this.#open().resume();
    void this.#start();
    this.#changed();
  }

  #pause(): void {
    this.#restSeconds = this.positionSeconds;
    this.#halt();
    this.#wanted = false;
    clearInterval(this.#ticker);
    this.#changed();
  }

  async #start(): Promise<void> {
    try {
      const { files, sampleRate } = this.#options;
      const { signal } = this.#closing;
      const sounds = await (this.#sounds ??= openStems(files, { sampleRate, signal }));
      if (!this.#wanted || this.#run) return;
      const from = Math.round(this.#restSeconds * sampleRate);
      const run = new StemRun({ sounds, outputs: this.#outputs, from });
      this.#run = run;
      this.#changed();
      await run.ended;
      if (this.#run === run) this.#pause();
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#fail(error);
    }
  }

  #halt(): void {
    clearTimeout(this.#restart);
    this.#run?.stop();
    this.#run = undefined;
  }

  #fail(error: unknown): void {
    this.#pause();
    // Asked for anew at the next play.
    this.#sounds = undefined;
    this.dispatchEvent(new CustomEvent('failed', { detail: error }));
  }

  #open(): AudioContext {
    if (this.#context) return this.#context;
    const { files, sampleRate } = this.#options;
    const context = new AudioContext({ sampleRate });
    const gains = gainsOf(this.#strips);
    this.#outputs = files.map((_, n) => {
      const output = new GainNode(context, { gain: gains[n] });
      output.connect(context.destination);
      return output;
    });
    this.#context = context;
    return context;
  }

  #applyStrips(): void {
    const now = this.#context?.currentTime ?? 0;
    gainsOf(this.#strips).forEach((gain, n) => {
      this.#outputs.at(n)?.gain.setTargetAtTime(gain, now, crossfadeSeconds / 3);
    });
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new CustomEvent('change'));
  }
}
