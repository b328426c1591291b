import type { MixerMessage, MixerSetup } from './mixer-worklet.js';
import mixerUrl from './mixer-worklet.ts?worker&url';

/** A mixer in the audio thread of `context`: as many inputs as tracks, one stereo output. */
export async function createMixerNode(
  context: BaseAudioContext,
  setup: MixerSetup,
): Promise<AudioWorkletNode> {
  await context.audioWorklet.addModule(mixerUrl);
  return new AudioWorkletNode(context, 'mixer', {
    numberOfInputs: setup.session.tracks.length,
    outputChannelCount: [2],
    processorOptions: setup,
  });
}

/** Tells a mixer what has changed. */
export function tellMixer({ port }: AudioWorkletNode, message: MixerMessage): void {
  port.postMessage(message);
}
