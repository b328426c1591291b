import { audioData, type AudioData } from '../audio/audio-data.js';
import { Stft } from '../dsp/stft.js';
import type { InferenceSession } from '../inference/inference-host.js';
import { float32Data, type Tensor } from '../inference/tensor.js';
import { checkpoint, partOf, sharesOf, type RunOptions } from '../progress.js';
import { maskAccompaniment } from './accompaniment-masks.js';
import { FilteredVoice } from './filtered-voice.js';
import { planFrameWindows, type FrameWindow } from './frame-windows.js';
import { renderMasked } from './render-masked.js';
import { analyseSection, type MidSideMasks } from './section-spectra.js';
import type { MaskedStem, Separator, SeparatorOptions } from './separator.js';
import type { SpectralFilter } from './spectral-filter.js';
import { estimateVoiceMasks } from './voice-mask.js';

/** What the network was trained on. */
const SAMPLE_RATE = 44_100;
const N_FFT = 4096;
const HOP_LENGTH = 1024;

/** The network hears 1.5 s, which is 64 frames, to either side; 512 frames cost it 0.2 GB. */
const WINDOWS = { windowFrames: 512, contextFrames: 64, multiple: 8 };

/** The share of the time that the network and the second opinion take; the rest is rendering. */
const LISTENING = 0.85;

/** The voice's share of the time where the music is taken apart too. */
const VOICE_OF_FOUR = 0.8;

const MODEL = 'canto-separator';

/** Masks of the voice in stereo music, from spectra of `stft`. */
export type SecondOpinion = (
  stft: Stft,
  section: AudioData,
  run: RunOptions,
) => Promise<MidSideMasks>;

/** Canto's own network: it turns the spectra of mid and side into a real 2×2 filter for each of
 *  their bins, which cuts out the voice (`models/separation/README.md`). The network hears three
 *  seconds; the classical engine, which hears what repeats over the whole section, is asked too, and
 *  the voice is what both agree on. Drums and bass are masked out of what is left by signal
 *  processing. */
export const cantoSeparator = createCantoSeparator((stft, section, run) =>
  estimateVoiceMasks(analyseSection(stft, section.channels), section.sampleRate, run),
);

/** The engine, with any second opinion or with none. */
export function createCantoSeparator(secondOpinion?: SecondOpinion): Separator {
  return {
    id: 'canto',
    title: "Canto's own neural network, trained on freely licensed recordings alone",
    version: 2,
    stemCounts: [2, 4],
    sampleRate: SAMPLE_RATE,
    sectionSeconds: 30,
    // What the network hears to either side of where two sections are worth the same.
    overlapSeconds: 3,
    defaultModel: MODEL,
    async open({ stems, ...options }) {
      const network = await openNetwork(options);
      const cutVoice = (section: AudioData, run: RunOptions) =>
        withStft((stft) => voiceOf(section, { stft, network, secondOpinion }, run));
      return {
        separate: async (section, run) =>
          stems === 2
            ? { vocals: await cutVoice(section, run) }
            : cutMusic(section, await cutVoice(section, partOf(run, 0, VOICE_OF_FOUR)), run),
        close: () => Promise.resolve(),
      };
    },
  };
}

async function openNetwork({
  inference,
  models,
  signal,
}: Pick<SeparatorOptions, 'inference' | 'models' | 'signal'>): Promise<InferenceSession> {
  const { sha256, inputs, outputs } = models.describe(MODEL);
  const path = await models.resolve(MODEL);
  return inference.open({ path, sha256, expect: { inputs, outputs } }, { signal });
}

async function withStft<Result>(work: (stft: Stft) => Promise<Result>): Promise<Result> {
  const stft = new Stft(N_FFT, HOP_LENGTH);
  try {
    return await work(stft);
  } finally {
    stft.free();
  }
}

interface Listeners {
  stft: Stft;
  network: InferenceSession;
  secondOpinion?: SecondOpinion;
}

async function voiceOf(
  section: AudioData,
  { stft, network, secondOpinion }: Listeners,
  run: RunOptions,
): Promise<AudioData> {
  const voice = new FilteredVoice(stft, section);
  const windows = planFrameWindows(voice.frameCount, WINDOWS);
  const [own, other] = sharesOf(partOf(run, 0, LISTENING), 2);
  // The network's process is at work while this one forms the second opinion. With an STFT of its
  // own that may go on for a moment when the network has failed.
  const [filters, opinion] = await Promise.all([
    filterWindows(voice, windows, {
      network,
      run: secondOpinion ? own : partOf(run, 0, LISTENING),
    }),
    secondOpinion && withStft((ownStft) => secondOpinion(ownStft, section, other)),
  ]);
  for (const [i, window] of windows.entries()) {
    await voice.render(window, filters[i], opinion);
    await checkpoint(run, LISTENING + ((1 - LISTENING) * (i + 1)) / windows.length);
  }
  return voice.finish();
}

/** Runs the network over one window after the other; the next is prepared meanwhile. */
async function filterWindows(
  voice: FilteredVoice,
  windows: readonly FrameWindow[],
  { network, run }: { network: InferenceSession; run: RunOptions },
): Promise<SpectralFilter[]> {
  const filters: SpectralFilter[] = [];
  let spectra = await voice.spectraOf(windows[0], WINDOWS.multiple);
  for (const i of windows.keys()) {
    const running = runNetwork(network, spectra, run);
    // Should the work here fail first, nobody waits for it any more.
    running.catch(() => undefined);
    if (i + 1 < windows.length) {
      spectra = await voice.spectraOf(windows[i + 1], WINDOWS.multiple);
    }
    filters.push(await running);
    await checkpoint(run, (i + 1) / windows.length);
  }
  return filters;
}

async function runNetwork(
  network: InferenceSession,
  spectra: Tensor,
  { signal }: RunOptions,
): Promise<SpectralFilter> {
  const coefficients = float32Data(await network.run({ spectra }, { signal }), 'filter');
  return { frames: spectra.dims[2], coefficients };
}

/** The drums and the bass of what is left without the voice. */
function cutMusic(
  { sampleRate, length, channels }: AudioData,
  vocals: AudioData,
  run: RunOptions,
): Promise<Record<MaskedStem, AudioData>> {
  const music = channels.map((channel, c) =>
    channel.map((sample, i) => sample - vocals.channels[c][i]),
  );
  return withStft(async (stft) => {
    const spectra = analyseSection(stft, music);
    await checkpoint(run, 0.85);
    const masks = maskAccompaniment(spectra, sampleRate);
    await checkpoint(run, 0.9);
    const render = (stem: MidSideMasks) =>
      audioData(sampleRate, renderMasked(stft, spectra, { masks: stem, length }));
    const drums = render(masks.drums);
    await checkpoint(run, 0.95);
    const bass = render(masks.bass);
    await checkpoint(run, 1);
    return { vocals, drums, bass };
  });
}
