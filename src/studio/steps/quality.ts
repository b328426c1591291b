import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audioData, cutAudio, type AudioData } from '../../audio/audio-data.js';
import { readWav } from '../../audio/wav.js';
import { openWav, type WavReader } from '../../audio/wav-reader.js';
import type { Json, StepContext, StepFunction } from '../../jobs/plan.js';
import { choosePitchTracker } from '../../pitch/pitch-trackers.js';
import { partOf, type RunOptions } from '../../progress.js';
import { measureCodecPeaks, type CodecPeaks } from '../../quality/codec-peaks.js';
import type { Findings } from '../../quality/findings.js';
import { curvesOf, judge } from '../../quality/judge.js';
import { measureBefore, measureSound } from '../../quality/measure-sound.js';
import { pitchError, type PitchError } from '../../quality/pitch-error.js';
import { measureStems, type StemMeasures } from '../../quality/stem-spectra.js';
import type { Standard } from '../../quality/rules.js';
import { dereverb } from '../../separation/dereverb.js';
import { tunedMelody } from '../../voices/tuned-melody.js';
import { qualityPng } from '../pictures/quality-picture.js';
import type { Analysis } from './analyse.js';
import type { MasterData } from './master.js';
import { readPitchFile } from './pitch-file.js';

/** So much of a voice is listened to for its room and its pitch, however long it is. */
const HEARD_SECONDS = 60;
/** In stretches of this length, spread over the whole. */
const STRETCH_SECONDS = 6;

/** Measures an output, and judges it: `report.json`, `report.png`; data: what `made` holds, and
 *  `quality`.
 *
 *  Files: `output`; where they are known, `before`, which it was made from; `mix` with the `vocals` and the `music0` … in it; `stemVocals` and
 *  `stemMusic0` …, which the song was taken apart into; `dryVoice`, which should have no room; `voice`,
 *  which was to sing the melody of `pitch`. Data: `made`, the report so far, `mastered` of an output that is a
 *  master, and `analysis`. */
export const qualityStep: StepFunction = async (context) => {
  const { settings, outputDir, data } = context;
  const standard = settings.standard as unknown as Standard;
  const findings = await findingsOf(context, standard);
  const quality = judge(findings, standard);
  const curves = curvesOf(findings);
  const picture = await qualityPng({
    curves,
    integratedLufs: findings.sound.loudness.integratedLufs,
    durationSeconds: findings.sound.durationSeconds,
    goniometer: findings.sound.goniometer,
  });
  await writeFile(join(outputDir, 'report.png'), picture);
  const { before } = findings;
  const report = {
    ...(data.made as { [key: string]: Json } | undefined),
    ...(before && { before: { integratedLufs: before.integratedLufs } }),
    quality,
  };
  const full = { ...report, quality: { ...quality, curves } };
  await writeFile(join(outputDir, 'report.json'), `${JSON.stringify(full, null, 2)}\n`);
  return report;
};

async function findingsOf(context: StepContext, { judgedAs }: Standard): Promise<Findings> {
  const { files, data, outputDir: dir } = context;
  const isWhole = judgedAs !== 'stems' && judgedAs !== 'voice';
  const { sound, codecs } = await openWav(files.output, async (output) => {
    const measures = await measureSound(output, partOf(context, 0, 0.35));
    const options = { measures, dir, ...partOf(context, 0.35, 0.75) };
    return {
      sound: measures,
      codecs: isWhole
        ? (peaksOfMaster(data.mastered) ?? (await measureCodecPeaks(output, options)))
        : undefined,
    };
  });
  return {
    sound,
    codecs,
    before: files.before
      ? await openWav(files.before, (wav) => measureBefore(wav, { signal: context.signal }))
      : undefined,
    mixed: files.vocals
      ? await measureStemFiles(
          { vocals: files.vocals, music: numbered('music', files), mix: files.mix },
          partOf(context, 0.75, 0.8),
        )
      : undefined,
    stems: files.stemVocals
      ? await measureStemFiles(
          { vocals: files.stemVocals, music: numbered('stemMusic', files) },
          partOf(context, 0.8, 0.85),
        )
      : undefined,
    reverbDb: files.dryVoice
      ? await reverbIn(files.dryVoice, partOf(context, 0.85, 0.9))
      : undefined,
    pitch: files.voice ? await pitchErrorOf(context, partOf(context, 0.9, 1)) : undefined,
  };
}

/** What codecs make of a master: its own step has tried. */
function peaksOfMaster(mastered: Json | undefined): CodecPeaks | undefined {
  return (mastered as MasterData | undefined)?.truePeakAfterCodecsDbtp;
}

/** The paths of `music0`, `music1` … */
function numbered(name: string, files: StepContext['files']): string[] {
  return Object.keys(files)
    .filter((key) => key.startsWith(name))
    .map((key) => files[key]);
}

async function measureStemFiles(
  { vocals, music, mix }: { vocals: string; music: readonly string[]; mix?: string },
  run: RunOptions,
): Promise<StemMeasures> {
  const paths = [vocals, ...music, ...(mix === undefined ? [] : [mix])];
  return withWavs(paths, (sounds) =>
    measureStems(
      {
        vocals: sounds[0],
        music: sounds.slice(1, 1 + music.length),
        mix: mix === undefined ? undefined : sounds.at(-1),
      },
      run,
    ),
  );
}

/** Opens several files at a time. */
function withWavs<T>(
  [path, ...others]: readonly string[],
  use: (wavs: readonly WavReader[]) => Promise<T>,
): Promise<T> {
  return openWav(path, (wav) =>
    others.length === 0 ? use([wav]) : withWavs(others, (more) => use([wav, ...more])),
  );
}

/** The room that is heard in stretches of a voice. */
function reverbIn(path: string, run: RunOptions): Promise<number> {
  return openWav(path, async (wav) => {
    const { sampleRate, length } = wav;
    const stretches = await Promise.all(
      placesIn(length / sampleRate).map((seconds) =>
        wav.read(...samplesOf(seconds, sampleRate, length)),
      ),
    );
    const { room } = await dereverb(joined(stretches), { ...run, strength: 0 });
    return room.lateDb;
  });
}

/** How far the voice is from the melody that it was given, in stretches; null where nothing is sung. */
async function pitchErrorOf(
  { files, data, settings, config }: StepContext,
  run: RunOptions,
): Promise<PitchError | null> {
  const { tracker, autotune, scale } = settings.melody as {
    tracker: string;
    autotune: number;
    scale: string;
  };
  const { hopSeconds, transpose } = data.analysis as Analysis;
  const voice = await readWav(files.voice);
  const { sampleRate, length, channels } = voice;
  const [track] = await readPitchFile(files.pitch, { hopSeconds, tracks: channels.length });
  const melody = tunedMelody(track, { transpose: transpose.semitones, autotune, scale });
  const engine = await choosePitchTracker(tracker, config);
  const asked: Float32Array[] = [];
  const sung: Float32Array[] = [];
  const places = placesIn(length / sampleRate);
  for (const [n, seconds] of places.entries()) {
    const [from, to] = samplesOf(seconds, sampleRate, length);
    const part = partOf(run, n / places.length, (n + 1) / places.length);
    const stretch = cutAudio(audioData(sampleRate, [channels[0]]), from, to);
    const { f0Hz } = await engine.track(stretch, part);
    const first = Math.round(seconds / hopSeconds);
    const frames = Math.min(f0Hz.length, melody.f0Hz.length - first);
    asked.push(melody.f0Hz.slice(first, first + frames));
    sung.push(f0Hz.slice(0, frames));
  }
  return pitchError(
    { hopSeconds, f0Hz: concatenated(asked) },
    { hopSeconds, f0Hz: concatenated(sung) },
  );
}

/** Where the stretches begin that are listened to, in seconds, at whole hops of a pitch track. */
function placesIn(durationSeconds: number): number[] {
  const most = HEARD_SECONDS / STRETCH_SECONDS;
  const count = Math.min(most, Math.max(1, Math.ceil(durationSeconds / STRETCH_SECONDS)));
  return Array.from({ length: count }, (_, n) => Math.floor((n * durationSeconds) / count));
}

function samplesOf(seconds: number, sampleRate: number, length: number): [number, number] {
  const from = Math.round(seconds * sampleRate);
  return [from, Math.min(length, from + STRETCH_SECONDS * sampleRate)];
}

/** One after the other, the first channel of each. */
function joined(stretches: readonly AudioData[]): AudioData {
  const samples = concatenated(stretches.map(({ channels }) => channels[0]));
  return audioData(stretches[0].sampleRate, [samples]);
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
