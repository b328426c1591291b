import { join } from 'node:path';
import { scaleStream, type AudioStream } from '../../audio/audio-stream.js';
import { encodeStream } from '../../audio/encode-file.js';
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
  const source = data.decoded as DecodedData;
  const title = songTitle(data, settings.title as string);
  const names = Object.keys(formats);
  for (const [n, name] of names.entries()) {
    const format = formats[name];
    await openWav(files[name], async (audio) => {
      const stream = await withinFullScale(audio, run);
      await encodeStream(join(outputDir, `${name}.${format}`), stream, {
        ...partOf(run, n / names.length, (n + 1) / names.length),
        format,
        tags: tagsFor(name, title, settings as Record<string, string>),
      });
    });
  }
  const { durationSeconds, sampleRate, warnings } = source;
  return { durationSeconds, sampleRate, warnings };
};

/** Integer formats would cut peaks beyond full scale, which stems may have. */
async function withinFullScale(audio: AudioStream, { signal }: RunOptions): Promise<AudioStream> {
  let peak = 0;
  for await (const block of audio.blocks()) {
    throwIfCancelled(signal);
    peak = Math.max(peak, samplePeak(block));
  }
  return peak <= 1 ? audio : scaleStream(audio, 1 / peak);
}

function tagsFor(name: string, title: string, { artist, made }: Record<string, string>) {
  return {
    title: `${title} (${name})`,
    ...(artist && { artist }),
    comment: made,
  };
}
