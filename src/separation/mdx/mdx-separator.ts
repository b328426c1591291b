import { audioData } from '../../audio/audio-data.js';
import { float32Tensor } from '../../inference/tensor.js';
import { checkedOutput } from '../model-output.js';
import { loadPublicModel, type LoadedModel } from '../public-model.js';
import { segmentLength } from '../segment-length.js';
import type { SeparatorTuning } from '../separator-tuning.js';
import type { OpenSeparator, Separator } from '../separator.js';
import { runOverSection } from '../windowed-section.js';
import { describeMdx, MDX_HOP_LENGTH, type MdxModel } from './mdx-model.js';
import { MdxSpectra } from './mdx-spectra.js';

const SAMPLE_RATE = 44_100;
/** What most models of the family were trained with. */
const USUAL_FRAMES = 256;
/** Their networks halve the number of frames five times. */
const FRAMES_STEP = 32;
const DEFAULT_OVERLAP = 0.25;
const DEFAULT_MODEL = 'kim-vocal-2';

/** MDX-Net (Kim et al., "KUIELab-MDX-Net", 2021) as published by the UVR community: a network that
 *  maps the spectra of the mix to those of its vocals, or of all but them. */
export const mdxSeparator: Separator = {
  id: 'mdx',
  title: 'MDX-Net: public models of the Ultimate Vocal Remover family',
  version: 1,
  stemCounts: [2],
  sampleRate: SAMPLE_RATE,
  sectionSeconds: 40,
  // Half of what most models hear at once: where two sections are worth the same, both are sure.
  overlapSeconds: 3,
  defaultModel: DEFAULT_MODEL,
  tunedBy: ['model', 'overlap', 'segmentSeconds', 'shifts'],
  async open(options) {
    const id = options.tuning.model ?? DEFAULT_MODEL;
    return openMdx(await loadPublicModel({ id, engine: 'mdx' }, options), options.tuning);
  },
};

/** The engine with a model that is loaded.
 *  @throws InputError when the model is none of the family, or can't be tuned like that */
export function openMdx(loaded: LoadedModel, tuning: SeparatorTuning): OpenSeparator {
  const model = describeMdx(loaded);
  const spectra = new MdxSpectra({ ...model, dimT: frameCount(loaded.name, model, tuning) });
  const windowing = {
    windowLength: spectra.chunkLength,
    contextLength: model.nFft / 2,
    overlap: tuning.overlap ?? DEFAULT_OVERLAP,
    shifts: tuning.shifts ?? 0,
    outputs: 2,
  };
  const cutVocals = vocalsCutter(loaded, model, spectra);
  return {
    async separate({ channels, sampleRate }, run) {
      const vocals = await runOverSection(channels, { windowing, sampleRate }, cutVocals, run);
      return { vocals: audioData(sampleRate, vocals) };
    },
    close() {
      spectra.free();
      return Promise.resolve();
    },
  };
}

function frameCount(
  name: string,
  { dimT, nFft }: MdxModel,
  { segmentSeconds }: SeparatorTuning,
): number {
  const lengthOf = (frames: number) => (frames - 1) * MDX_HOP_LENGTH;
  const length = segmentLength({
    model: name,
    sampleRate: SAMPLE_RATE,
    seconds: segmentSeconds,
    fixed: dimT && lengthOf(dimT),
    fallback: lengthOf(USUAL_FRAMES),
  });
  if (dimT !== undefined) return dimT;
  const steps = Math.round((length / MDX_HOP_LENGTH + 1) / FRAMES_STEP);
  // Something must be left between the ends that the STFT spoils, nFft / 2 each.
  const leastSteps = Math.ceil((nFft / MDX_HOP_LENGTH + 2) / FRAMES_STEP);
  return FRAMES_STEP * Math.max(leastSteps, steps);
}

/** Maps a stereo chunk to its vocals. What the model isn't shown is left to the accompaniment. */
function vocalsCutter({ name, session }: LoadedModel, model: MdxModel, spectra: MdxSpectra) {
  return async (chunk: readonly Float32Array[], options: { signal?: AbortSignal }) => {
    const mix = spectra.forward(chunk);
    const feeds = { [model.input]: float32Tensor(mix, spectra.dims) };
    const outputs = await session.run(feeds, options);
    const stem = checkedOutput(outputs, { model: name, name: model.output, dims: spectra.dims });
    return spectra.inverse(toVocals(stem, mix, model));
  };
}

/** `stem` as vocals, in place. */
function toVocals(stem: Float32Array, mix: Float32Array, { compensation, stem: kind }: MdxModel) {
  const isVocals = kind === 'vocals';
  for (let i = 0; i < stem.length; i++) {
    const level = compensation * stem[i];
    stem[i] = isVocals ? level : mix[i] - level;
  }
  return stem;
}
