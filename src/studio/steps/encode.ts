import { join } from 'node:path';
import { scaleStream, type AudioStream } from '../../audio/audio-stream.js';
import { encodeStream } from '../../audio/encode-file.js';
import type { WavBitDepth } from '../../audio/encoders/wav-writer.js';
import type { OutputFormat } from '../../audio/output-format.js';
import { openWav } from '../../audio/wav-reader.js';
import { throwIfCancelled } from '../../errors.js';
import { samplePeak } from '../../dsp/true-peak.js';
import type { StepFunction } from '../../jobs/plan.js';
import { partOf, type RunOptions } from '../../progress.js';
import type { DecodedData } from './decode.js';
import { songTitle } from './song-title.js';

/** files by name, data `decoded` → `<name>.<format>` with tags; data: what was written. */
export const encodeStep: StepFunction = async ({ settings, files, data, outputDir, ...run }) => {
  const formats = settings.formats as Record<string, OutputFormat>;
  const bitDepths = settings.bitDepths as Record<string, WavBitDepth | undefined>;
  const source = data.decoded as DecodedData;
  const title = songTitle(data, settings.title as string);
  const names = Object.keys(formats);
  const warnings = [...source.warnings];
  for (const [n, name] of names.entries()) {
    const format = formats[name];
    await openWav(files[name], async (audio) => {
      const peak = await peakOf(audio, run);
      if (peak > 1 && format !== 'wav') warnings.push(turnedDown(name, peak));
      const { stream, bitDepth } = withinFullScale(audio, { peak, format });
      await encodeStream(join(outputDir, `${name}.${format}`), stream, {
        bitDepth: bitDepth ?? bitDepths[name],
        ...partOf(run, n / names.length, (n + 1) / names.length),
        format,
        tags: tagsFor(name, title, settings as Record<string, string>),
      });
    });
  }
  const { durationSeconds, sampleRate } = source;
  return { durationSeconds, sampleRate, warnings };
};

async function peakOf(audio: AudioStream, { signal }: RunOptions): Promise<number> {
  let peak = 0;
  for await (const block of audio.blocks()) {
    throwIfCancelled(signal);
    peak = Math.max(peak, samplePeak(block));
  }
  return peak;
}

/** Integer formats would cut peaks beyond full scale, which stems may have: WAV holds them as floats,
 *  so that stems still sum to their mix; for the others the sound is turned down. */
function withinFullScale(
  audio: AudioStream,
  { peak, format }: { peak: number; format: OutputFormat },
): { stream: AudioStream; bitDepth?: 32 } {
  if (peak <= 1) return { stream: audio };
  if (format === 'wav') return { stream: audio, bitDepth: 32 };
  return { stream: scaleStream(audio, 1 / peak) };
}

function turnedDown(name: string, peak: number): string {
  const gainDb = (20 * Math.log10(peak)).toFixed(1);
  return `${name} was turned down by ${gainDb} dB to fit its format; as wav it keeps its level`;
}

function tagsFor(name: string, title: string, { artist, made }: Record<string, string>) {
  return {
    title: `${title} (${name})`,
    ...(artist && { artist }),
    comment: made,
  };
}
