import { audioData, type AudioData } from '../audio/audio-data.js';
import { Stft } from '../dsp/stft.js';
import type { InferenceSession } from '../inference/inference-host.js';
import { float32Data, type Tensor } from '../inference/tensor.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { maskAccompaniment } from './accompaniment-masks.js';
import { FilteredVoice } from './filtered-voice.js';
import { planFrameWindows } from './frame-windows.js';
import { renderMasked } from './render-masked.js';
import { analyseSection } from './section-spectra.js';
import type { MaskedStem, Separator, SeparatorOptions } from './separator.js';
import type { SpectralFilter } from './spectral-filter.js';

/** What the network was trained on. */
const SAMPLE_RATE = 44_100;
const N_FFT = 4096;
const HOP_LENGTH = 1024;

/** The network hears 1.5 s, which is 64 frames, to either side; 512 frames cost it 0.2 GB. */
const WINDOWS = { windowFrames: 512, contextFrames: 64, multiple: 8 };

/** The voice's share of the time where the music is taken apart too. */
const VOICE_OF_FOUR = 0.8;

const MODEL = 'canto-separator';

/** Canto's own network: it turns the spectra of mid and side into a real 2×2 filter for each of
 *  their bins, which cuts out the voice (`models/separation/README.md`). Drums and bass are masked
 *  out of what is left by signal processing. */
export const cantoSeparator: Separator = {
  id: 'canto',
  title: "Canto's own neural network, trained on freely licensed recordings alone",
  version: 1,
  stemCounts: [2, 4],
  sampleRate: SAMPLE_RATE,
  sectionSeconds: 30,
  // What the network hears to either side of where two sections are worth the same.
  overlapSeconds: 3,
  defaultModel: MODEL,
  async open({ stems, ...options }) {
    const network = await openNetwork(options);
    return {
      separate: (section, run) =>
        stems === 2 ? cutVoice(section, network, run) : cutAll(section, network, run),
      close: () => Promise.resolve(),
    };
  },
};

async function openNetwork({
  inference,
  models,
  signal,
}: Pick<SeparatorOptions, 'inference' | 'models' | 'signal'>): Promise<InferenceSession> {
  const { sha256, inputs, outputs } = models.describe(MODEL);
  const path = await models.resolve(MODEL);
  return inference.open({ path, sha256, expect: { inputs, outputs } }, { signal });
}

async function cutVoice(
  section: AudioData,
  network: InferenceSession,
  run: RunOptions,
): Promise<{ vocals: AudioData }> {
  const stft = new Stft(N_FFT, HOP_LENGTH);
  try {
    const voice = new FilteredVoice(stft, section);
    await filterWindows(voice, network, run);
    return { vocals: voice.finish() };
  } finally {
    stft.free();
  }
}

/** Runs the network over one window after the other. While its process is at work on one, this one
 *  renders the one before and prepares the next. */
async function filterWindows(
  voice: FilteredVoice,
  network: InferenceSession,
  run: RunOptions,
): Promise<void> {
  const windows = planFrameWindows(voice.frameCount, WINDOWS);
  let spectra = await voice.spectraOf(windows[0], WINDOWS.multiple);
  let filter: SpectralFilter | undefined;
  for (const [i] of windows.entries()) {
    const running = runNetwork(network, spectra, run);
    // Should the work here fail first, nobody waits for it any more.
    running.catch(() => undefined);
    if (filter) await voice.render(windows[i - 1], filter);
    if (i + 1 < windows.length) {
      spectra = await voice.spectraOf(windows[i + 1], WINDOWS.multiple);
    }
    filter = await running;
    await checkpoint(run, (i + 1) / windows.length);
  }
  if (filter) await voice.render(windows[windows.length - 1], filter);
}

async function runNetwork(
  network: InferenceSession,
  spectra: Tensor,
  { signal }: RunOptions,
): Promise<SpectralFilter> {
  const coefficients = float32Data(await network.run({ spectra }, { signal }), 'filter');
  return { frames: spectra.dims[2], coefficients };
}

/** The voice, and the drums and the bass of what is left without it. */
async function cutAll(
  section: AudioData,
  network: InferenceSession,
  run: RunOptions,
): Promise<Record<MaskedStem, AudioData>> {
  const { vocals } = await cutVoice(section, network, partOf(run, 0, VOICE_OF_FOUR));
  const { sampleRate, length } = section;
  const music = section.channels.map((channel, c) =>
    channel.map((sample, i) => sample - vocals.channels[c][i]),
  );
  const stft = new Stft(N_FFT, HOP_LENGTH);
  try {
    const spectra = analyseSection(stft, music);
    await checkpoint(run, 0.85);
    const masks = maskAccompaniment(spectra, sampleRate);
    await checkpoint(run, 0.9);
    const drums = audioData(
      sampleRate,
      renderMasked(stft, spectra, { masks: masks.drums, length }),
    );
    await checkpoint(run, 0.95);
    const bass = audioData(sampleRate, renderMasked(stft, spectra, { masks: masks.bass, length }));
    await checkpoint(run, 1);
    return { vocals, drums, bass };
  } finally {
    stft.free();
  }
}
