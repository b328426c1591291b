import { toMono, type AudioData } from '../audio/audio-data.js';
import { responseDb } from '../dsp/biquad.js';
import { kWeighting } from '../dsp/k-weighting.js';
import { Stft } from '../dsp/stft.js';
import { THIRD_OCTAVES_HZ, ThirdOctaves } from '../dsp/third-octave-sums.js';
import { checkpoint, type RunOptions } from '../progress.js';

const N_FFT = 4096;
/** Every second window is enough. */
const HOP = 2 * N_FFT;
/** Frames per stretch in which the gain of each stem in the mix is found: some 10 s. */
const FRAMES_PER_STRETCH = 54;
/** Frames per moment, which is sung or not: 0.4 s. */
const FRAMES_PER_MOMENT = 2;
/** Moments so far below the mean of the voice don't count as sung. */
const SUNG_GATE = 0.1;
/** What can't be told from none. */
const LEAST_BLEED_DB = -60;
const BANDS = THIRD_OCTAVES_HZ.length;

/** Sound to be read in any stretch: a `WavReader`, for instance. */
export interface ReadableSound {
  readonly sampleRate: number;
  readonly length: number;
  read(from: number, to: number): Promise<AudioData>;
}

/** Stems of one song, and perhaps what they were mixed to: of one sample rate. */
export interface StemSounds {
  vocals: ReadableSound;
  /** Together they are the music. */
  music: readonly ReadableSound[];
  mix?: ReadableSound;
}

/** How two stems go together. Null where it can't be told, since a stem is silent. */
export interface StemMeasures {
  /** How loud the singing is against the music while there is singing, LU: as it is in the mix, or
   *  of the stems themselves where there is none. */
  vocalToMusicLu: number | null;
  /** The same in each stretch of 10 s with singing. */
  vocalToMusicByStretch: { seconds: number; lu: number }[];
  /** How loud the music is in the vocals, against the music itself, dB: what they have in common. */
  musicInVocalsDb: number | null;
  vocalsInMusicDb: number | null;
}

/** Measures stems against each other and in their mix: the gain of each stem in the mix is the one
 *  that explains the mix best (least squares, for each ⅓ octave and stretch of 10 s), so that equalizers
 *  and faders count, whatever they were. Reads everything once, in memory that hardly grows with it.
 *  @throws CancelledError when cancelled */
export async function measureStems(
  sounds: StemSounds,
  options: RunOptions = {},
): Promise<StemMeasures> {
  const { sampleRate } = sounds.vocals;
  const length = Math.max(sounds.vocals.length, ...sounds.music.map((stem) => stem.length));
  const analysis = new StemAnalysis(sampleRate);
  try {
    for (let from = 0; from < length; from += HOP) {
      const frame = (sound: ReadableSound) => frameAt(from, sound);
      const vocals = await frame(sounds.vocals);
      const music = (await Promise.all(sounds.music.map(frame))).reduce(sumOf);
      analysis.add(vocals, music, sounds.mix ? await frame(sounds.mix) : sumOf(vocals, music));
      if (from % (HOP * FRAMES_PER_STRETCH) === 0) await checkpoint(options, from / length);
    }
    return analysis.finish();
  } finally {
    analysis.free();
  }
}

/** The mean of the channels of N_FFT samples; silence where a sound has ended. */
async function frameAt(from: number, sound: ReadableSound): Promise<Float32Array> {
  const frame = new Float32Array(N_FFT);
  const to = Math.min(sound.length, from + N_FFT);
  if (to > from) frame.set(toMono(await sound.read(from, to)));
  return frame;
}

/** Cross-spectra of three signals, summed into bands. */
class Products {
  readonly vv = new Float64Array(BANDS);
  readonly mm = new Float64Array(BANDS);
  readonly vmRe = new Float64Array(BANDS);
  readonly vmIm = new Float64Array(BANDS);
  readonly xvRe = new Float64Array(BANDS);
  readonly xvIm = new Float64Array(BANDS);
  readonly xmRe = new Float64Array(BANDS);
  readonly xmIm = new Float64Array(BANDS);

  /** Adds the products of one frame, in their order. */
  add(products: readonly Float32Array[], thirds: ThirdOctaves): void {
    const sums = [
      this.vv,
      this.mm,
      this.vmRe,
      this.vmIm,
      this.xvRe,
      this.xvIm,
      this.xmRe,
      this.xmIm,
    ];
    sums.forEach((bands, n) => thirds.addTo(bands, products[n]));
  }
}

interface Moment {
  vv: Float64Array;
  mm: Float64Array;
}

/** How loud singing and music are in the mix for a moment. */
interface MomentLevels {
  stretch: number;
  vocals: number;
  music: number;
}

class StemAnalysis {
  readonly #stft = new Stft(N_FFT, N_FFT);
  readonly #spectra = [0, 1, 2].map(() => ({
    re: new Float32Array(this.#stft.bins),
    im: new Float32Array(this.#stft.bins),
  }));
  readonly #products = Array.from({ length: 8 }, () => new Float32Array(this.#stft.bins));
  readonly #thirds: ThirdOctaves;
  readonly #weights: readonly number[];
  readonly #whole = new Products();
  readonly #levels: MomentLevels[] = [];
  #stretch = new Products();
  #moments: Moment[] = [];
  #frames = 0;
  #stretches = 0;

  constructor(readonly sampleRate: number) {
    this.#thirds = new ThirdOctaves(sampleRate / N_FFT, this.#stft.bins);
    const filters = kWeighting(sampleRate);
    this.#weights = THIRD_OCTAVES_HZ.map(
      (hz) => 10 ** (filters.reduce((db, one) => db + responseDb(one, hz, sampleRate), 0) / 10),
    );
  }

  add(vocals: Float32Array, music: Float32Array, mix: Float32Array): void {
    [vocals, music, mix].forEach((samples, n) => {
      this.#stft.forwardAt(samples, N_FFT / 2, this.#spectra[n].re, this.#spectra[n].im);
    });
    this.#multiply();
    if (this.#frames % FRAMES_PER_MOMENT === 0) {
      this.#moments.push({ vv: new Float64Array(BANDS), mm: new Float64Array(BANDS) });
    }
    const moment = this.#moments[this.#moments.length - 1];
    this.#whole.add(this.#products, this.#thirds);
    this.#stretch.add(this.#products, this.#thirds);
    this.#thirds.addTo(moment.vv, this.#products[0]);
    this.#thirds.addTo(moment.mm, this.#products[1]);
    if (++this.#frames === FRAMES_PER_STRETCH) this.#endStretch();
  }

  finish(): StemMeasures {
    if (this.#frames > 0) this.#endStretch();
    const loud =
      this.#levels.reduce((sum, { vocals }) => sum + vocals, 0) / (this.#levels.length || 1);
    const sung = this.#levels.filter(({ vocals }) => vocals > SUNG_GATE * loud);
    const stretchSeconds = (FRAMES_PER_STRETCH * HOP) / this.sampleRate;
    const stretches = [...new Set(sung.map(({ stretch }) => stretch))];
    return {
      vocalToMusicLu: ratioOf(sung),
      vocalToMusicByStretch: stretches.flatMap((stretch) => {
        const lu = ratioOf(sung.filter((moment) => moment.stretch === stretch));
        return lu === null ? [] : [{ seconds: stretch * stretchSeconds, lu }];
      }),
      musicInVocalsDb: bleedDb(this.#whole, { of: this.#whole.mm, into: this.#whole.vv }),
      vocalsInMusicDb: bleedDb(this.#whole, { of: this.#whole.vv, into: this.#whole.mm }),
    };
  }

  free(): void {
    this.#stft.free();
  }

  #multiply(): void {
    const [v, m, x] = this.#spectra;
    const [vv, mm, vmRe, vmIm, xvRe, xvIm, xmRe, xmIm] = this.#products;
    for (let k = 0; k < vv.length; k++) {
      const [vr, vi, mr, mi] = [v.re[k], v.im[k], m.re[k], m.im[k]];
      const [xr, xi] = [x.re[k], x.im[k]];
      vv[k] = vr * vr + vi * vi;
      mm[k] = mr * mr + mi * mi;
      vmRe[k] = vr * mr + vi * mi;
      vmIm[k] = vi * mr - vr * mi;
      xvRe[k] = xr * vr + xi * vi;
      xvIm[k] = xi * vr - xr * vi;
      xmRe[k] = xr * mr + xi * mi;
      xmIm[k] = xi * mr - xr * mi;
    }
  }

  #endStretch(): void {
    const gains = THIRD_OCTAVES_HZ.map((_, band) => gainsIn(this.#stretch, band));
    for (const { vv, mm } of this.#moments) {
      let [vocals, music] = [0, 0];
      gains.forEach((gain, band) => {
        vocals += this.#weights[band] * gain.vocals * vv[band];
        music += this.#weights[band] * gain.music * mm[band];
      });
      this.#levels.push({ stretch: this.#stretches, vocals, music });
    }
    this.#stretch = new Products();
    this.#moments = [];
    this.#frames = 0;
    this.#stretches++;
  }
}

/** Power gains a, b of the stems for which x = a·v + b·m fits best in a band. */
function gainsIn(sums: Products, band: number): { vocals: number; music: number } {
  const [vv, mm] = [sums.vv[band], sums.mm[band]];
  const [vmRe, vmIm] = [sums.vmRe[band], sums.vmIm[band]];
  const determinant = vv * mm - (vmRe * vmRe + vmIm * vmIm);
  // Stems that are alike, or a silent one: each is taken for itself.
  if (determinant <= 1e-6 * vv * mm) {
    return {
      vocals: powerRatio(sums.xvRe[band], sums.xvIm[band], vv),
      music: powerRatio(sums.xmRe[band], sums.xmIm[band], mm),
    };
  }
  const [xvRe, xvIm, xmRe, xmIm] = [
    sums.xvRe[band],
    sums.xvIm[band],
    sums.xmRe[band],
    sums.xmIm[band],
  ];
  // a = (xv·mm − xm·conj(vm)) / det, b = (xm·vv − xv·vm) / det
  const aRe = xvRe * mm - (xmRe * vmRe + xmIm * vmIm);
  const aIm = xvIm * mm - (xmIm * vmRe - xmRe * vmIm);
  const bRe = xmRe * vv - (xvRe * vmRe - xvIm * vmIm);
  const bIm = xmIm * vv - (xvIm * vmRe + xvRe * vmIm);
  return {
    vocals: powerRatio(aRe, aIm, determinant),
    music: powerRatio(bRe, bIm, determinant),
  };
}

function powerRatio(re: number, im: number, over: number): number {
  return over > 0 ? (re * re + im * im) / (over * over) : 0;
}

function ratioOf(moments: readonly MomentLevels[]): number | null {
  const vocals = moments.reduce((sum, moment) => sum + moment.vocals, 0);
  const music = moments.reduce((sum, moment) => sum + moment.music, 0);
  return vocals > 0 && music > 0 ? 10 * Math.log10(vocals / music) : null;
}

/** How loud the stem whose power is `of` is in the other one, against itself: by the part of the other
 *  that follows it. In a band where the other is the stronger one, what they have in common is taken
 *  for the other's bleed, since bleed is softer than what it comes from. */
function bleedDb(
  { vmRe, vmIm }: Products,
  { of, into }: { of: Float64Array; into: Float64Array },
): number | null {
  let [bleed, all] = [0, 0];
  of.forEach((power, band) => {
    if (power > into[band]) bleed += (vmRe[band] ** 2 + vmIm[band] ** 2) / power;
    all += power;
  });
  return all > 0 ? Math.max(LEAST_BLEED_DB, 10 * Math.log10(bleed / all)) : null;
}

function sumOf(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((sample, i) => sample + b[i]);
}
