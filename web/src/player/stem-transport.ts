import { claimSound, yieldSound } from './one-sound.js';
import { openStems } from './open-stems.js';
import type { StemAudio, StemFile } from './stem-audio.js';
import { StemRun } from './stem-run.js';
import type { Transport } from './transport.js';

/** What is played. */
export interface StemTransportOptions {
  files: readonly StemFile[];
  sampleRate: number;
  durationSeconds: number;
}

/** Between pictures of the position. */
const tickMs = 200;
/** After a jump, for one that follows at once, as while dragging. */
const settleMs = 80;

/** Plays the stems of a song together, in step to the sample, through whatever a subclass puts behind
 *  them. Nothing is loaded before the first play. */
export abstract class StemTransport extends EventTarget implements Transport {
  readonly #options: StemTransportOptions;
  readonly #closing = new AbortController();
  readonly #stopYielding: () => void;
  #wanted = false;
  #restSeconds = 0;
  #sounds?: Promise<readonly StemAudio[]>;
  #context?: AudioContext;
  #outputs?: Promise<readonly GainNode[]>;
  #run?: StemRun;
  #ticker = 0;
  #restart = 0;

  constructor(options: StemTransportOptions) {
    super();
    this.#options = options;
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

  /** Makes what the stems go into, one node for each: called once, at the first play. */
  protected abstract connect(context: AudioContext): Promise<readonly GainNode[]>;

  /** Called when sample `position` of the song is to sound at sample `frame` of the context's clock,
   *  and goes on from there. */
  protected onScheduled?(at: { frame: number; position: number }): void;

  toggle(): void {
    if (this.#wanted) this.#pause();
    else this.#play();
  }

  seek(seconds: number): void {
    this.#halt();
    this.#restSeconds = Math.min(Math.max(0, seconds), this.#options.durationSeconds);
    if (this.#wanted) this.#restart = window.setTimeout(() => void this.#start(), settleMs);
    this.changed();
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
    this.#ticker = window.setInterval(() => this.changed(), tickMs);
    // Browsers allow sound only after a gesture, so the context is made at the first play.
    void this.#open().resume();
    void this.#start();
    this.changed();
  }

  #pause(): void {
    this.#restSeconds = this.positionSeconds;
    this.#halt();
    this.#wanted = false;
    clearInterval(this.#ticker);
    this.changed();
  }

  async #start(): Promise<void> {
    try {
      const { files, sampleRate } = this.#options;
      const { signal } = this.#closing;
      const sounds = await (this.#sounds ??= openStems(files, { sampleRate, signal }));
      const outputs = await (this.#outputs ??= this.connect(this.#open()));
      if (!this.#wanted || this.#run) return;
      const from = Math.round(this.#restSeconds * sampleRate);
      const onScheduled = this.onScheduled?.bind(this);
      const run = new StemRun({ sounds, outputs, from, onScheduled });
      this.#run = run;
      this.changed();
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
    this.#outputs = undefined;
    this.dispatchEvent(new CustomEvent('failed', { detail: error }));
  }

  #open(): AudioContext {
    return (this.#context ??= new AudioContext({ sampleRate: this.#options.sampleRate }));
  }

  protected changed(): void {
    this.dispatchEvent(new CustomEvent('change'));
  }
}
