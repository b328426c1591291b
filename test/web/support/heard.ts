import type { Page } from 'playwright-core';

/** A page on which what is sent to the loudspeakers is listened to. */
interface WithEar {
  ear?: AnalyserNode;
}

/** Lets the page listen to what its audio graphs play; runs in the page before anything else. */
export function listen(): void {
  const connect = Reflect.get(AudioNode.prototype, 'connect') as (
    target: AudioNode,
    ...places: number[]
  ) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode, ...places: number[]) {
    if (target instanceof AudioDestinationNode && this.context instanceof AudioContext) {
      const page = window as WithEar;
      page.ear ??= new AnalyserNode(this.context, { fftSize: 32768 });
      connect.call(this, page.ear);
    }
    return connect.call(this, target, ...places);
  } as AudioNode['connect'];
}

/** The last 32768 samples that the page has played, both channels' mean. */
export async function heard(page: Page): Promise<Float32Array> {
  const samples = await page.evaluate(() => {
    const { ear } = window as WithEar;
    const latest = new Float32Array(ear?.fftSize ?? 0);
    ear?.getFloatTimeDomainData(latest);
    return [...latest];
  });
  return Float32Array.from(samples);
}

/** How far into `sound` the `excerpt` is; undefined where it isn't in it, sample for sample. */
export function placeOf(excerpt: Float32Array, sound: Float32Array): number | undefined {
  for (let at = 0; at + excerpt.length <= sound.length; at++) {
    if (isAt(at, excerpt, sound)) return at;
  }
  return undefined;
}

/** Sums of 32-bit floats are rounded in another order. */
const tolerance = 1e-6;

function isAt(at: number, excerpt: Float32Array, sound: Float32Array): boolean {
  for (let i = 0; i < excerpt.length; i++) {
    if (Math.abs(excerpt[i] - sound[at + i]) > tolerance) return false;
  }
  return true;
}
