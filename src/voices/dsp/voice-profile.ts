import { badVoiceFile } from '../voice-file.js';
import { envelopeGrid } from './envelope-shape.js';
import { spectrumGrid } from './long-term-spectrum.js';

/** Numbers by which the canto engine's network knows a voice. */
export const EMBEDDING = 96;

/** What is known of a voice: averages, a bag of spectral envelopes in no order, from which no
 *  recording can be played again, and where the network places it among all voices. Curves are ln amplitude without loudness, by the bands
 *  of `envelopeGrid`. */
export interface VoiceProfile {
  /** Mean shape of voiced frames. */
  readonly voicedMean: Float32Array;
  /** Mean shape of unvoiced frames. */
  readonly unvoicedMean: Float32Array;
  /** Shape of the mean power of voiced frames. */
  readonly longTerm: Float32Array;
  /** Row-major [frames × bands]: shapes of single voiced frames. */
  readonly voicedShapes: Float32Array;
  /** [EMBEDDING]; absent in voices that were made for the dsp engine alone. */
  readonly embedding?: Float32Array;
  /** By the bands of `spectrumGrid`: the long-term spectrum of all that is heard of the voice, of
   *  mean 0; absent with the embedding. */
  readonly spectrum?: Float32Array;
}

/** Shapes are held as bytes, relative to `voicedMean`, in these steps of ln amplitude: ±34 dB. */
const SHAPE_STEP = 1 / 32;
const CURVES = 3;
const MAX_FRAMES = 20_000;
/** No honest ln amplitude is beyond this: ±174 dB. */
const LARGEST_VALUE = 20;

/** The body of a voice file: embedding and spectrum, if they are there, and three curves as float32,
 *  then shapes as int8. */
export function encodeProfile(profile: VoiceProfile): Uint8Array {
  const { voicedMean, unvoicedMean, longTerm, voicedShapes } = profile;
  const { embedding = [], spectrum = [] } = profile;
  const averages = [...voicedMean, ...unvoicedMean, ...longTerm];
  const curves = Float32Array.from([...embedding, ...spectrum, ...averages]);
  const shapes = Int8Array.from(voicedShapes, (value, i) => {
    const steps = Math.round((value - voicedMean[i % voicedMean.length]) / SHAPE_STEP);
    return Math.min(127, Math.max(-127, steps));
  });
  return Buffer.concat([Buffer.from(curves.buffer), Buffer.from(shapes.buffer)]);
}

/** Reads the profile of a voice file that may come from anyone.
 *  @param name of the voice, for messages
 *  @throws InputError `bad-voice-file` */
export function decodeProfile(
  file: { body: Uint8Array; manifest: { engine: string } },
  name: string,
): VoiceProfile {
  if (file.manifest.engine !== 'canto') return decodeTimbre(file.body, name);
  const count = EMBEDDING + spectrumGrid.count;
  const bytes = count * Float32Array.BYTES_PER_ELEMENT;
  const values = new Float32Array(Uint8Array.from(file.body.subarray(0, bytes)).buffer);
  if (values.length < count || !isPlausible(values)) {
    throw badVoiceFile(name, 'its embedding holds values that no voice has');
  }
  const [embedding, spectrum] = [values.slice(0, EMBEDDING), values.slice(EMBEDDING)];
  return { ...decodeTimbre(file.body.subarray(bytes), name), embedding, spectrum };
}

function isPlausible(values: Float32Array): boolean {
  return values.every((value) => Math.abs(value) < LARGEST_VALUE);
}

function decodeTimbre(body: Uint8Array, name: string): VoiceProfile {
  const bands = envelopeGrid.count;
  const curveBytes = CURVES * bands * Float32Array.BYTES_PER_ELEMENT;
  const frames = (body.length - curveBytes) / bands;
  if (!Number.isInteger(frames) || frames < 1 || frames > MAX_FRAMES) {
    throw badVoiceFile(
      name,
      `its profile of ${body.length} bytes has no whole number of envelopes`,
    );
  }
  const curves = new Float32Array(Uint8Array.from(body.subarray(0, curveBytes)).buffer);
  if (!isPlausible(curves)) {
    throw badVoiceFile(name, 'its profile holds values that no voice has');
  }
  const [voicedMean, unvoicedMean, longTerm] = [0, 1, 2].map((curve) =>
    curves.slice(curve * bands, (curve + 1) * bands),
  );
  const steps = Int8Array.from(body.subarray(curveBytes), (byte) => (byte << 24) >> 24);
  const voicedShapes = Float32Array.from(
    steps,
    (value, i) => voicedMean[i % bands] + value * SHAPE_STEP,
  );
  return { voicedMean, unvoicedMean, longTerm, voicedShapes };
}
