/** Runs in the audio thread: hands on what the microphone brings, as it is. */

class CaptureProcessor extends AudioWorkletProcessor {
  /** @returns whether to go on */
  process([[samples]]: Float32Array[][]): boolean {
    // The array is used again for the next block.
    if (samples) this.port.postMessage(samples.slice());
    return true;
  }
}

registerProcessor('capture', CaptureProcessor);
