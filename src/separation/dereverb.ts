import { audioData, toMono, type AudioData } from '../audio/audio-data.js';
import { framesPerSecond, hearRoom, toPower } from '../dsp/hear-room.js';
import { decayPerFrame, LATE_SECONDS, type Room, type RoomBand } from '../dsp/room-estimate.js';
import { Stft } from '../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';

/** A voice without its late reverberation, and what was found of that. */
export interface Dereverbed {
  /** Mono. */
  readonly voice: AudioData;
  readonly room: HeardRoom;
}

/** The room that was heard around a voice, as it is reported. */
export type HeardRoom = {
  /** Whether there was too little reverberation to take any away. */
  dry: boolean;
  /** Time in which the reverberation falls by 60 dB. */
  decaySeconds: number;
  /** Late reverberation relative to the voice. */
  lateDb: number;
};

/** STFT window, hops of a quarter: short enough for syllables, long enough for partials. */
const WINDOW_SECONDS = 2048 / 44_100;
const HOPS_PER_WINDOW = 4;
/** Squared Hann windows at hops of a quarter sum up to this. */
const WINDOW_SUM = 1.5;

/** Softer late reverberation than this isn't told from a dry voice's own decay, and is left alone. */
const DRY_DB = -16;

/** Reverberation is subtracted twice over, since bins scatter around its mean, down to a floor that
 *  keeps the rest from warbling. Both measured: `docs/quality.md`. */
const OVERSUBTRACTION = 2;
const LOWEST_GAIN = 0.2;

/** Listening takes this share of the time. */
const LISTENED = 0.4;

/** Frames between checkpoints: less than 0.1 s of work. */
const CHECKPOINT_FRAMES = 1024;

/** Takes late reverberation from a voice by classical spectral suppression (Lebart, Boucher & Denbigh, 2001;
 *  Habets, 2007), with a room that is estimated from the voice itself. A dry voice is returned as
 *  it is, sample by sample. Holds one more copy of the voice, whatever its length.
 *  @param audio folded to mono
 *  @param options.strength 0 (only listens) … 1
 *  @throws CancelledError when `signal` is aborted */
export async function dereverb(
  audio: AudioData,
  { strength, ...run }: RunOptions & { strength: number },
): Promise<Dereverbed> {
  const [samples] = audio.channels.length === 1 ? audio.channels : [toMono(audio)];
  const nFft = 2 ** Math.round(Math.log2(WINDOW_SECONDS * audio.sampleRate));
  const stft = new Stft(nFft, nFft / HOPS_PER_WINDOW);
  const voice = { samples, stft, binHz: audio.sampleRate / nFft };
  try {
    const room = await hearRoom(samples, { ...partOf(run, 0, LISTENED), stft, binHz: voice.binHz });
    const heard = describe(room);
    if (heard.dry || strength === 0) {
      return { voice: audioData(audio.sampleRate, [samples]), room: heard };
    }
    const dry = await suppress(voice, { room, strength }, partOf(run, LISTENED, 1));
    return { voice: audioData(audio.sampleRate, [dry]), room: heard };
  } finally {
    stft.free();
  }
}

interface AnalysedVoice {
  samples: Float32Array;
  stft: Stft;
  binHz: number;
}

function describe({ decaySeconds, lateDb }: Room): HeardRoom {
  const toTenth = (value: number) => Math.round(value * 10) / 10;
  return {
    dry: lateDb < DRY_DB,
    decaySeconds: toTenth(decaySeconds),
    lateDb: toTenth(lateDb),
  };
}

/** Frame by frame; two frames beyond either end, so that windows sum up there too. */
async function suppress(
  { samples, stft, binHz }: AnalysedVoice,
  { room, strength }: { room: Room; strength: number },
  run: RunOptions,
): Promise<Float32Array> {
  const reverberation = new LateReverberation(room, stft, binHz);
  const [re, im, power] = [0, 1, 2].map(() => new Float32Array(stft.bins));
  const frame = new Float32Array(stft.nFft);
  const output = new Float32Array(samples.length);
  const count = stft.framesFor(samples.length);
  for (let t = -2; t < count + 2; t++) {
    stft.forwardFrame(samples, t, re, im);
    toPower(re, im, power);
    attenuate({ re, im }, { power, late: reverberation.next(power), strength });
    stft.inverseFrame(re, im, frame);
    addAt(output, frame, t * stft.hopLength - stft.nFft / 2);
    if (t % CHECKPOINT_FRAMES === 0) await checkpoint(run, t / count);
  }
  return output;
}

/** The power of late reverberation in each bin, predicted from what sounded before. */
class LateReverberation {
  readonly #memory: Float32Array;
  readonly #level: Float32Array;
  readonly #late: Float32Array;
  readonly #past: Float32Array;
  /** The frames of the last `LATE_SECONDS`: a ring. */
  readonly #recent: Float32Array[];
  #oldest = 0;

  constructor(room: Room, stft: Stft, binHz: number) {
    const perSecond = framesPerSecond(stft, binHz);
    const delay = Math.round(LATE_SECONDS * perSecond);
    const bands = Array.from({ length: stft.bins }, (_, bin) => bandAt(room.bands, bin * binHz));
    this.#memory = Float32Array.from(bands, (b) => decayPerFrame(b.decaySeconds, perSecond));
    this.#level = Float32Array.from(bands, (b, bin) => b.level * this.#memory[bin] ** delay);
    this.#late = new Float32Array(stft.bins);
    this.#past = new Float32Array(stft.bins);
    this.#recent = Array.from({ length: delay }, () => new Float32Array(stft.bins));
  }

  /** What the frame whose spectral power is `power` holds; valid until the next call. */
  next(power: Float32Array): Float32Array {
    const oldest = this.#recent[this.#oldest];
    for (let bin = 0; bin < power.length; bin++) {
      const memory = this.#memory[bin];
      this.#past[bin] = memory * this.#past[bin] + (1 - memory) * oldest[bin];
      this.#late[bin] = this.#level[bin] * this.#past[bin];
    }
    oldest.set(power);
    this.#oldest = (this.#oldest + 1) % this.#recent.length;
    return this.#late;
  }
}

/** The room at `hz`: interpolated between the centres of its bands, on a logarithmic scale. */
function bandAt(bands: readonly RoomBand[], hz: number): RoomBand {
  const above = bands.findIndex(({ centreHz }) => centreHz >= hz);
  if (above === 0) return bands[0];
  if (above < 0) return bands[bands.length - 1];
  const [low, high] = [bands[above - 1], bands[above]];
  const share = Math.log(hz / low.centreHz) / Math.log(high.centreHz / low.centreHz);
  return {
    centreHz: hz,
    decaySeconds: low.decaySeconds ** (1 - share) * high.decaySeconds ** share,
    level: low.level ** (1 - share) * high.level ** share,
  };
}

function attenuate(
  { re, im }: { re: Float32Array; im: Float32Array },
  { power, late, strength }: { power: Float32Array; late: Float32Array; strength: number },
): void {
  for (let bin = 0; bin < re.length; bin++) {
    const voiceShare = 1 - (OVERSUBTRACTION * late[bin]) / (power[bin] + Number.MIN_VALUE);
    const gain = 1 - strength * (1 - Math.max(LOWEST_GAIN, voiceShare));
    re[bin] *= gain;
    im[bin] *= gain;
  }
}

function addAt(output: Float32Array, frame: Float32Array, start: number): void {
  const to = Math.min(frame.length, output.length - start);
  for (let i = Math.max(0, -start); i < to; i++) output[start + i] += frame[i] / WINDOW_SUM;
}
