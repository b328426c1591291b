import type { Session } from '../../../src/mixing/session.js';
import { LiveMixer } from './live-mixer.js';

/** What the page tells the mixer. */
export type MixerMessage =
  | { session: Session }
  /** The song's sample `position` sounds at sample `frame` of the context's clock. */
  | { frame: number; position: number };

/** What a mixer is made with. */
export interface MixerSetup {
  session: Session;
  /** Of each track's sound. */
  numbersOfChannels: number[];
}

/** Runs in the audio thread: mixes its inputs, one for each track. */
class MixerProcessor extends AudioWorkletProcessor {
  readonly #mixer: LiveMixer;
  readonly #numbersOfChannels: readonly number[];

  constructor({ processorOptions }: { processorOptions: MixerSetup }) {
    super();
    const { session, numbersOfChannels } = processorOptions;
    this.#numbersOfChannels = numbersOfChannels;
    this.#mixer = new LiveMixer(session, { sampleRate, numbersOfChannels });
    this.port.onmessage = ({ data }: MessageEvent<MixerMessage>) => {
      if ('session' in data) this.#mixer.set(data.session);
      else this.#mixer.seek(data.position + currentFrame - data.frame);
    };
  }

  /** @returns whether to go on */
  process(inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const { length } = output[0];
    const tracks = this.#numbersOfChannels.map((count, t) =>
      Array.from(
        { length: count },
        (_, c) => inputs[t].at(c) ?? inputs[t].at(0) ?? silence(length),
      ),
    );
    this.#mixer.process(tracks).forEach((side, s) => output[s].set(side));
    return true;
  }
}

function silence(length: number): Float32Array {
  return new Float32Array(length);
}

registerProcessor('mixer', MixerProcessor);
