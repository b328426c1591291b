/** Loudness is measured over a second, every half second, as RVC does. */
const HOPS_PER_SECOND = 2;
const LEAST_RMS = 1e-6;

interface EnvelopeOptions {
  /** The singer's vocal, mono, and its rate. */
  vocal: Float32Array;
  vocalRate: number;
  sampleRate: number;
  /** 0: the singer's loudness; 1: the voice's own. */
  rmsMix: number;
}

/** Gives `sung` (at `sampleRate`, changed in place) the volume envelope between the singer's and its
 *  own. */
export function mixEnvelope(sung: Float32Array, options: EnvelopeOptions): void {
  const { vocal, vocalRate, sampleRate, rmsMix } = options;
  if (rmsMix === 1) return;
  const wanted = envelope(vocal, vocalRate);
  const own = envelope(sung, sampleRate);
  const hop = sampleRate / HOPS_PER_SECOND;
  for (let i = 0; i < sung.length; i++) {
    const place = i / hop;
    const gain = valueAt(wanted, place) / Math.max(valueAt(own, place), LEAST_RMS);
    sung[i] *= gain ** (1 - rmsMix);
  }
}

/** RMS of a second around every half second. */
function envelope(samples: Float32Array, sampleRate: number): Float32Array {
  const hop = Math.floor(sampleRate / HOPS_PER_SECOND);
  return Float32Array.from({ length: Math.floor(samples.length / hop) + 1 }, (_, t) => {
    const from = Math.max(0, (t - 1) * hop);
    const to = Math.min(samples.length, (t + 1) * hop);
    let sum = 0;
    for (let i = from; i < to; i++) sum += samples[i] * samples[i];
    return Math.sqrt(sum / (2 * hop));
  });
}

function valueAt(values: Float32Array, place: number): number {
  const before = Math.min(values.length - 1, Math.floor(place));
  const after = Math.min(values.length - 1, before + 1);
  return values[before] + (values[after] - values[before]) * Math.min(1, place - before);
}
