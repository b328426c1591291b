import { corruptAudio } from './decoders/sound-source.js';

/** Beyond this (+12 dB) a sample is no music but what decoders make of damaged data. */
const GARBAGE_LEVEL = 4;
/** A file with a larger share of garbage is refused. */
const MAX_GARBAGE_SHARE = 0.01;
/** −90 dB: nothing that a listener would call sound. */
const SILENCE_LEVEL = 3.2e-5;
/** This many samples in a row at or beyond full scale are clipping. */
const CLIPPED_RUN = 4;
/** So many such places are worth a warning. */
const CLIPPED_PLACES = 10;
const FULL_SCALE = 0.9999;

/** Watches decoded samples go by: repairs what no player could play, and knows at the end whether
 *  the whole was silent, clipped or garbage. */
export class SampleInspector {
  private samples = 0;
  private garbage = 0;
  private peak = 0;
  private clippedPlaces = 0;

  /** Replaces NaN and infinities by 0 and limits garbage to ±1, in place. */
  cleanse(samples: Float32Array): void {
    this.samples += samples.length;
    let { peak } = this;
    let run = 0;
    for (let i = 0; i < samples.length; i++) {
      let level = Math.abs(samples[i]);
      if (!(level <= GARBAGE_LEVEL)) {
        this.garbage++;
        samples[i] = Number.isFinite(samples[i]) ? Math.sign(samples[i]) : 0;
        level = Math.abs(samples[i]);
      }
      if (level > peak) peak = level;
      run = level >= FULL_SCALE ? run + 1 : 0;
      if (run === CLIPPED_RUN) this.clippedPlaces++;
    }
    this.peak = peak;
  }

  /** @throws InputError `corrupt-audio` when a large share was garbage */
  requirePlausible(): void {
    if (this.garbage <= this.samples * MAX_GARBAGE_SHARE) return;
    const percent = ((100 * this.garbage) / this.samples).toFixed(0);
    throw corruptAudio('sound', `${percent} % of its samples are far beyond full scale`);
  }

  warnings(): string[] {
    const warnings: string[] = [];
    if (this.peak < SILENCE_LEVEL) warnings.push('the file is silent');
    if (this.garbage > 0) warnings.push(`${this.garbage} damaged samples were repaired`);
    if (this.clippedPlaces >= CLIPPED_PLACES) {
      warnings.push(`the recording is clipped in ${this.clippedPlaces} places`);
    }
    return warnings;
  }
}
