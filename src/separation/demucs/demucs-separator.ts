import { audioData, toMono, type AudioData } from '../../audio/audio-data.js';
import { float32Tensor } from '../../inference/tensor.js';
import { checkedOutput } from '../model-output.js';
import { loadPublicModel, type LoadedModel } from '../public-model.js';
import { segmentLength } from '../segment-length.js';
import type { SeparatorTuning } from '../separator-tuning.js';
import {
  STEM_NAMES,
  type MaskedStem,
  type OpenSeparator,
  type Separator,
  type StemCount,
} from '../separator.js';
import { runOverSection } from '../windowed-section.js';
import { describeDemucs, type DemucsModel } from './demucs-model.js';

const SAMPLE_RATE = 44_100;
/** What `htdemucs` was trained with: 7.8 s. */
const USUAL_SEGMENT_LENGTH = 343_980;
const DEFAULT_OVERLAP = 0.25;
const DEFAULT_MODEL = 'htdemucs';
/** Keeps silence from being divided by nothing, as in facebookresearch/demucs. */
const LEAST_DEVIATION = 1e-8;

/** Demucs v4 (Rouard et al., "Hybrid Transformers for Music Source Separation", 2023) as ONNX: a
 *  network that maps the waveform of the mix to those of its stems. */
export const demucsSeparator: Separator = {
  id: 'demucs',
  title: 'Demucs v4: public models of the Hybrid Transformer Demucs family',
  version: 1,
  stemCounts: [2, 4],
  sampleRate: SAMPLE_RATE,
  sectionSeconds: 60,
  // Half of what the model hears at once: where two sections are worth the same, both are sure.
  overlapSeconds: 4,
  defaultModel: DEFAULT_MODEL,
  tunedBy: ['model', 'overlap', 'segmentSeconds', 'shifts'],
  async open(options) {
    const id = options.tuning.model ?? DEFAULT_MODEL;
    return openDemucs(await loadPublicModel({ id, engine: 'demucs' }, options), options);
  },
};

/** The engine with a model that is loaded.
 *  @throws InputError when the model is none of the family, or can't be tuned like that */
export function openDemucs(
  loaded: LoadedModel,
  { stems, tuning }: { stems: StemCount; tuning: SeparatorTuning },
): OpenSeparator {
  const model = describeDemucs(loaded);
  const names = STEM_NAMES[stems].slice(0, -1) as MaskedStem[];
  const windowing = {
    windowLength: segmentLength({
      model: loaded.name,
      sampleRate: SAMPLE_RATE,
      seconds: tuning.segmentSeconds,
      fixed: model.segmentLength,
      fallback: USUAL_SEGMENT_LENGTH,
    }),
    overlap: tuning.overlap ?? DEFAULT_OVERLAP,
    shifts: tuning.shifts ?? 0,
    outputs: 2 * names.length,
  };
  const cutStems = stemsCutter(loaded, model, names);
  return {
    async separate(section, run) {
      const { sampleRate } = section;
      const { mean, deviation } = monoStatistics(section);
      const normalised = section.channels.map((channel) =>
        channel.map((sample) => (sample - mean) / deviation),
      );
      const results = await runOverSection(normalised, { windowing, sampleRate }, cutStems, run);
      // Upstream adds the mean to every stem; here it stays where it is heard least, in the last one.
      const waveforms = results.map((result) => result.map((sample) => sample * deviation));
      const stemOf = (i: number) => audioData(sampleRate, waveforms.slice(2 * i, 2 * i + 2));
      return Object.fromEntries(names.map((name, i) => [name, stemOf(i)]));
    },
    close: () => Promise.resolve(),
  };
}

/** Mean and standard deviation of the mono mix, which the model wants to be 0 and 1. */
function monoStatistics(section: AudioData): { mean: number; deviation: number } {
  const mono = toMono(section);
  const mean = mono.reduce((sum, sample) => sum + sample, 0) / mono.length;
  const energy = mono.reduce((sum, sample) => sum + (sample - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(energy / mono.length) + LEAST_DEVIATION };
}

/** Maps a stereo segment to left and right of the stems `names`. */
function stemsCutter(
  { name, session }: LoadedModel,
  model: DemucsModel,
  names: readonly MaskedStem[],
) {
  const rows = names.map((stem) => model.stems.indexOf(stem));
  return async (segment: readonly Float32Array[], options: { signal?: AbortSignal }) => {
    const { length } = segment[0];
    const waveform = new Float32Array(2 * length);
    segment.forEach((channel, c) => waveform.set(channel, c * length));
    const feeds = { [model.input]: float32Tensor(waveform, [1, 2, length]) };
    const dims = [1, model.stems.length, 2, length];
    const outputs = await session.run(feeds, options);
    const stems = checkedOutput(outputs, { model: name, name: model.output, dims });
    const channelAt = (place: number) => stems.subarray(place * length, (place + 1) * length);
    return rows.flatMap((row) => [channelAt(2 * row), channelAt(2 * row + 1)]);
  };
}
