import { join } from 'node:path';
import { audioData, toMono, type AudioData } from '../../audio/audio-data.js';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { partOf, type RunOptions } from '../../progress.js';
import { dereverb, type HeardRoom } from '../../separation/dereverb.js';
import { splitLead } from '../../separation/split-lead.js';

/** What is known of the lead that is to be replaced. */
export type LeadData = {
  /** How sure it is that the lead was told from the backing vocals; null where none were looked for. */
  split: { confidence: number; inWords: string; expectedSiSdrDb: number } | null;
  /** The room that was heard around it; null where nobody listened. */
  room: HeardRoom | null;
};

/** file `vocals` → `lead.wav` (mono), `backing.wav` (stereo, where it is split); data `LeadData`. */
export const leadStep: StepFunction = async ({ settings, files, outputDir, ...run }) => {
  const vocals = await readWav(files.vocals);
  const strength = settings.dereverb as number;
  const { lead, backing, split } = settings.splitLead
    ? await splitVocals(vocals, partOf(run, 0, strength > 0 ? 0.75 : 1))
    : { lead: audioData(vocals.sampleRate, [toMono(vocals)]), split: null };
  if (backing) await writeWav(join(outputDir, 'backing.wav'), backing);
  const part = partOf(run, settings.splitLead ? 0.75 : 0, 1);
  const { voice, room } =
    strength > 0 ? await dereverb(lead, { ...part, strength }) : { voice: lead, room: null };
  await writeWav(join(outputDir, 'lead.wav'), voice);
  const data: LeadData = { split, room };
  return data;
};

async function splitVocals(
  vocals: AudioData,
  run: RunOptions,
): Promise<{ lead: AudioData; backing: AudioData; split: LeadData['split'] }> {
  const { lead, backing, confidence } = await splitLead(vocals, run);
  return {
    lead,
    backing,
    split: {
      confidence: rounded(confidence.value, 2),
      inWords: confidence.inWords,
      expectedSiSdrDb: rounded(confidence.expectedDb, 1),
    },
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
