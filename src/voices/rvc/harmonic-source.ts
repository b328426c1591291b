/** Loudness of the sine, and of the noise beside it and without it, as RVC has them. */
const SINE = 0.1;
const VOICED_NOISE = 0.003;
const UNVOICED_NOISE = SINE / 3;

interface SourceOptions {
  /** Per sample, of variance 1. */
  noise: Float32Array;
  sampleRate: number;
  samplesPerFrame: number;
}

/** What a voice with pitch sings through: a sine of the melody where it is voiced, noise elsewhere.
 *  The phase goes on from frame to frame, in double precision.
 *  @param f0Hz per frame; 0 where unvoiced
 *  @returns one sample per value of `noise` */
export function harmonicSource(
  f0Hz: Float32Array,
  { noise, sampleRate, samplesPerFrame }: SourceOptions,
): Float32Array {
  const source = new Float32Array(f0Hz.length * samplesPerFrame);
  let phase = 0;
  for (let frame = 0; frame < f0Hz.length; frame++) {
    const step = f0Hz[frame] / sampleRate;
    const isVoiced = f0Hz[frame] > 0;
    const noiseGain = isVoiced ? VOICED_NOISE : UNVOICED_NOISE;
    const start = frame * samplesPerFrame;
    for (let k = 0; k < samplesPerFrame; k++) {
      const sine = isVoiced ? SINE * Math.sin(2 * Math.PI * (phase + step * (k + 1))) : 0;
      source[start + k] = sine + noiseGain * noise[start + k];
    }
    phase = (phase + step * samplesPerFrame) % 1;
  }
  return source;
}
