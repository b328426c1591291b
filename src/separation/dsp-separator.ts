import { audioData, toStereo, type AudioData } from '../audio/audio-data.js';
import { partOf, type RunOptions } from '../progress.js';
import { joinSection, planSections } from './sections.js';
import { separateSection, type MaskedStem } from './separate-section.js';
import type { Separator, StemCount, Stems } from './separator.js';

/** Sections are long enough to hear what repeats, short enough for memory (200 MB each). */
const SECTION_SECONDS = 40;
const OVERLAP_SECONDS = 1;

/** Classical separation, no trained network: repetition, median filters, panning and the melody's
 *  harmonics, weighed by a logistic regression. Measured in `docs/quality.md`. */
export const dspSeparator: Separator = {
  id: 'dsp',
  title: 'Classical signal processing (repetition, sustain, panning, melody); no neural network',
  version: 2,
  stemCounts: [2, 4],
  separate,
};

async function separate(
  mix: AudioData,
  { stems, ...run }: RunOptions & { stems: StemCount },
): Promise<Stems> {
  const stereo = toStereo(mix);
  const masked = await separateMasked(
    stereo,
    stems === 4 ? ['vocals', 'drums', 'bass'] : ['vocals'],
    run,
  );
  const rest = subtract(stereo, Object.values(masked));
  return stems === 4 ? { ...masked, other: rest } : { ...masked, accompaniment: rest };
}

/** The stems that masks make, section by section. */
async function separateMasked(
  mix: AudioData,
  names: readonly MaskedStem[],
  run: RunOptions,
): Promise<Partial<Record<MaskedStem, AudioData>>> {
  const { sampleRate, length } = mix;
  const overlapLength = Math.round(OVERLAP_SECONDS * sampleRate);
  const sectionLength = Math.round(SECTION_SECONDS * sampleRate);
  const sections = planSections(length, { sectionLength, overlapLength });
  const whole = names.map(() => [new Float32Array(length), new Float32Array(length)]);
  const gain = levelGain(mix);
  for (const [i, { start, end }] of sections.entries()) {
    const section = audioData(
      sampleRate,
      mix.channels.map((channel) => channel.subarray(start, end)),
    );
    const options = partOf(run, i / sections.length, (i + 1) / sections.length);
    const parts = await separateSection(section, { names, gain, ...options });
    const fadeLength = i === 0 ? 0 : overlapLength;
    parts.forEach((part, stem) =>
      part.forEach((samples, c) => joinSection(whole[stem][c], samples, { start, fadeLength })),
    );
  }
  return Object.fromEntries(names.map((name, i) => [name, audioData(sampleRate, whole[i])]));
}

/** The root mean square that songs are brought to for analysis: −20 dBFS. */
const ANALYSIS_RMS = 0.1;

function levelGain({ channels, length }: AudioData): number {
  let energy = 0;
  for (const channel of channels) for (const sample of channel) energy += sample * sample;
  const rms = Math.sqrt(energy / (channels.length * length));
  return rms > 0 ? ANALYSIS_RMS / rms : 1;
}

/** What is left of `mix`, so that all stems sum to it but for rounding. */
function subtract(mix: AudioData, stems: readonly AudioData[]): AudioData {
  const channels = mix.channels.map((channel, c) => {
    const rest = channel.slice();
    for (const stem of stems) {
      const samples = stem.channels[c];
      for (let i = 0; i < rest.length; i++) rest[i] -= samples[i];
    }
    return rest;
  });
  return audioData(mix.sampleRate, channels);
}
