import type { Session } from '../../../src/mixing/session.js';
import { createMixerNode, tellMixer } from './mixer-node.js';
import { StemTransport, type StemTransportOptions } from './stem-transport.js';

interface MixPlayerOptions extends StemTransportOptions {
  session: Session;
  /** Of each stem. */
  numbersOfChannels: number[];
}

/** A mix isn't mastered yet, and may exceed full scale: it is heard so much softer. */
const headroom = 0.5;

/** Plays a mix as the server would render it, while it is being changed. */
export class MixPlayer extends StemTransport {
  #session: Session;
  readonly #numbersOfChannels: number[];
  #mixer?: AudioWorkletNode;

  /** @param options.files one for each track of the session, in its order */
  constructor({ session, numbersOfChannels, ...options }: MixPlayerOptions) {
    super(options);
    this.#session = session;
    this.#numbersOfChannels = numbersOfChannels;
  }

  /** Lets a changed session of the same tracks be heard. */
  set(session: Session): void {
    this.#session = session;
    if (this.#mixer) tellMixer(this.#mixer, { session });
  }

  protected override async connect(context: AudioContext): Promise<readonly GainNode[]> {
    const setup = { session: this.#session, numbersOfChannels: this.#numbersOfChannels };
    const mixer = await createMixerNode(context, setup);
    const output = new GainNode(context, { gain: headroom });
    mixer.connect(output).connect(context.destination);
    // What was changed while it was made.
    tellMixer(mixer, { session: this.#session });
    this.#mixer = mixer;
    return this.#numbersOfChannels.map((_, input) => {
      const track = new GainNode(context);
      track.connect(mixer, 0, input);
      return track;
    });
  }

  protected override onScheduled(at: { frame: number; position: number }): void {
    if (this.#mixer) tellMixer(this.#mixer, at);
  }
}
