import { join } from 'node:path';
import { audioData, type AudioData } from '../../audio/audio-data.js';
import { encodeFile } from '../../audio/encode-file.js';
import type { OutputFormat } from '../../audio/output-format.js';
import { readWav } from '../../audio/wav.js';
import { samplePeak } from '../../dsp/true-peak.js';
import type { StepFunction } from '../../jobs/plan.js';
import { partOf } from '../../progress.js';
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
    const audio = await readWav(files[name]);
    await encodeFile(join(outputDir, `${name}.${format}`), withinFullScale(audio), {
      ...partOf(run, n / names.length, (n + 1) / names.length),
      format,
      tags: tagsFor(name, title, settings as Record<string, string>),
    });
  }
  return { durationSeconds: source.durationSeconds, warnings: source.warnings };
};

/** Integer formats would cut peaks beyond full scale, which stems may have. */
function withinFullScale(audio: AudioData): AudioData {
  const peak = samplePeak(audio);
  if (peak <= 1) return audio;
  const gain = 1 / peak;
  return audioData(
    audio.sampleRate,
    audio.channels.map((channel) => channel.map((x) => x * gain)),
  );
}

function tagsFor(name: string, title: string, { artist, made }: Record<string, string>) {
  return {
    title: `${title} (${name})`,
    ...(artist && { artist }),
    comment: made,
  };
}
