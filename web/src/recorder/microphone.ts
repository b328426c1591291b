import captureUrl from './capture-worklet.ts?worker&url';
import { encodeTake } from './encode-take.js';

/** An open microphone. */
export interface Microphone {
  /** Called with the level of each moment, in dB below full scale. */
  onLevel: (db: number) => void;
  /** Called with the samples of each moment, at `sampleRate`. */
  onSamples: (samples: Float32Array) => void;
  sampleRate: number;
  start(): void;
  /** Ends the take, and gives it as a wav file. */
  stop(): Blob;
  close(): void;
}

/** What browsers do for calls would be heard in the voice. */
const constraints: MediaStreamConstraints = {
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
};

/** Asks for the microphone.
 *  @throws DOMException when the browser or its user refuses, or there is none */
export async function openMicrophone(): Promise<Microphone> {
  if (!('mediaDevices' in navigator)) throw new DOMException('', 'SecurityError');
  const stream = await navigator.mediaDevices.getUserMedia(constraints);
  const context = new AudioContext();
  await context.audioWorklet.addModule(captureUrl);
  const source = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
  const capture = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0 });
  let blocks: Float32Array[] | undefined;
  const microphone: Microphone = {
    onLevel: () => undefined,
    onSamples: () => undefined,
    sampleRate: context.sampleRate,
    start: () => (blocks = []),
    stop() {
      const take = encodeTake(blocks ?? [], context.sampleRate);
      blocks = undefined;
      return take;
    },
    close() {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
  capture.port.onmessage = ({ data: samples }: MessageEvent<Float32Array>) => {
    blocks?.push(samples);
    microphone.onSamples(samples);
    microphone.onLevel(levelDb(samples));
  };
  source.connect(capture);
  return microphone;
}

/** Why there is no microphone, and what to do. */
export function microphoneFailure(error: unknown) {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotFoundError') {
    return {
      code: 'no-microphone',
      message: 'No microphone was found',
      hint: 'Connect one and try again, or upload recordings instead.',
    };
  }
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return {
      code: 'microphone-refused',
      message: 'The browser doesn’t let the studio use the microphone',
      hint: 'Allow it in the address bar, on this machine’s own address, or upload recordings instead.',
    };
  }
  return {
    code: 'microphone-failed',
    message: 'The microphone can’t be used',
    hint: 'Close other programs that use it and try again, or upload recordings instead.',
  };
}

function levelDb(samples: Float32Array): number {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return 20 * Math.log10(Math.max(peak, 1e-5));
}
