import { gainsOf, neutralStrip, type Strip } from './mixer.js';
import { StemTransport, type StemTransportOptions } from './stem-transport.js';

/** A change of a strip, long enough not to click. */
const crossfadeSeconds = 0.015;

/** Plays the stems of a song together, each as loud as its strip says: together they are the song. */
export class StemPlayer extends StemTransport {
  #strips: readonly Strip[];
  #gains: readonly GainNode[] = [];

  constructor(options: StemTransportOptions) {
    super(options);
    this.#strips = options.files.map(() => neutralStrip);
  }

  get strips(): readonly Strip[] {
    return this.#strips;
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

  protected override connect(context: AudioContext): Promise<readonly GainNode[]> {
    this.#gains = gainsOf(this.#strips).map((gain) => {
      const output = new GainNode(context, { gain });
      output.connect(context.destination);
      return output;
    });
    return Promise.resolve(this.#gains);
  }

  #applyStrips(): void {
    gainsOf(this.#strips).forEach((gain, n) => {
      const output = this.#gains.at(n);
      output?.gain.setTargetAtTime(gain, output.context.currentTime, crossfadeSeconds / 3);
    });
    this.changed();
  }
}
