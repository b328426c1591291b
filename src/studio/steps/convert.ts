import { join } from 'node:path';
import { audioData, monoChannels, type AudioData } from '../../audio/audio-data.js';
import { readWav, writeWav } from '../../audio/wav.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepContext, StepFunction } from '../../jobs/plan.js';
import type { PitchTrack } from '../../pitch/pitch-tracker.js';
import { partOf, type RunOptions } from '../../progress.js';
import { movePitch } from '../../voices/dsp/move-pitch.js';
import { chooseVoiceEngine } from '../../voices/voice-engines.js';
import type { RvcSettings } from '../../voices/rvc/presets.js';
import type { EngineChoice } from '../engines.js';
import type { Analysis } from './analyse.js';
import { readPitchFile } from './pitch-file.js';
import { plannedVoice } from './planned-voice.js';

/** files `lead`, `pitch`, data `analysis` → `converted.wav`, of the channels of `lead`: each is sung
 *  by itself, since backing vocals differ from side to side. */
export const convertStep: StepFunction = async ({ files, data, ...context }) => {
  const { hopSeconds, transpose } = data.analysis as Analysis;
  const channels = monoChannels(await readWav(files.lead));
  const tracks = await readPitchFile(files.pitch, { hopSeconds, tracks: channels.length });
  const sing = await singerOf(context, transpose.semitones);
  const sung: Float32Array[] = [];
  for (const [n, channel] of channels.entries()) {
    const part = partOf(context, n / channels.length, (n + 1) / channels.length);
    sung.push((await sing(channel, tracks[n], part)).channels[0]);
  }
  const converted = audioData(channels[0].sampleRate, sung);
  await writeWav(join(context.outputDir, 'converted.wav'), converted);
  return null;
};

type Sing = (vocal: AudioData, pitch: PitchTrack, run: RunOptions) => Promise<AudioData>;

/** The planned voice; without one, the original singer, at another pitch. */
async function singerOf(
  { settings, config }: Pick<StepContext, 'settings' | 'config'>,
  transpose: number,
): Promise<Sing> {
  if (settings.voice === null) {
    return (vocal, pitch, run) => movePitch(vocal, { ...run, pitch, semitones: transpose });
  }
  const voice = await plannedVoice(settings.voice as { id: string; sha256: string }, config);
  const engine = chooseVoiceEngine(voice, (settings.engine as EngineChoice).id);
  const models = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  const conversion = {
    transpose,
    formant: settings.formant as number,
    strength: settings.strength as number,
    breathiness: settings.breathiness as number,
    autotune: settings.autotune as number,
    scale: settings.scale as string,
    keepLoudness: settings.keepLoudness as number,
    seed: settings.seed as number,
    rvc: settings.rvc as RvcSettings,
  };
  return (vocal, pitch, run) =>
    engine.convert(vocal, { ...run, voice, pitch, settings: conversion, models });
}
