/** What scripts in the audio thread find there. */

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: never }) => AudioWorkletProcessor,
): void;
/** Of the context. */
declare const sampleRate: number;
/** The first sample of the block that is being processed, by the context's clock. */
declare const currentFrame: number;
