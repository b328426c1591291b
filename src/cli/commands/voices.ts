import type { Command } from 'commander';
import { basename, join } from 'node:path';
import { InputError } from '../../errors.js';
import { blendTwoVoices, importVoiceFiles, importVoiceLink } from '../../studio/new-voices.js';
import { planVoicePreview } from '../../studio/small-plans.js';
import type { Voice } from '../../voices/voice.js';
import type { CliContext, OpenedCanto, SharedOptions } from '../cli-context.js';
import { existingFiles } from '../existing-files.js';
import { number } from '../option-parsers.js';
import { printReport, table } from '../print.js';
import { prepareTarget, saveFile } from '../save-file.js';
import { withCanto } from '../with-canto.js';
import { cloneCommand } from './voices-clone.js';

type VoiceOptions = SharedOptions & { preview?: string };
type BlendOptions = SharedOptions & {
  from: string;
  with: string;
  mix: number;
  unique?: boolean;
  distance?: number;
};
type ExportOptions = SharedOptions & { output: string; recordings?: string };

/** dB of `voiceDistance`: beyond what two measurements of one speaker differ by. */
const UNIQUE_DISTANCE_DB = 2;
type ImportOptions = SharedOptions & { name?: string };

/** canto voices list | show NAME | import FILE… | clone NAME RECORDING… | blend NAME | export NAME | remove NAME */
export function voicesCommand(program: Command, context: CliContext): void {
  const voices = program.command('voices').description('the voice library');
  voices
    .command('list')
    .description('every voice of this installation')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((options: SharedOptions) => withCanto(context, options, list));
  voices
    .command('show <name>')
    .description('one voice: range, origin, licence')
    .option('--preview <file>', 'also write a few seconds of it as a wav file')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((name: string, options: VoiceOptions) =>
      withCanto(context, options, (canto) =>
        show(canto, name, { ...options, signal: context.signal }),
      ),
    );
  voices
    .command('import <files...>')
    .description('a voice of RVC (.pth, .index, .zip, or an https link), or a .canto-voice file')
    .option('--name <name>', 'what to call it (default: as its file)')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((files: string[], options: ImportOptions) =>
      withCanto(context, options, (canto) =>
        importVoice(canto, files, { ...options, signal: context.signal }),
      ),
    );
  cloneCommand(voices, context);
  voices
    .command('blend <name>')
    .description('a new voice between two voices of one engine')
    .requiredOption('--from <voice>', 'the first voice')
    .requiredOption('--with <voice>', 'the second voice')
    .option('--mix <0…1>', 'share of the second voice', number, 0.5)
    .option('--unique', 'search near that mix for a voice unlike every voice of the library')
    .option('--distance <dB>', `how unlike, with --unique (default: ${UNIQUE_DISTANCE_DB})`, number)
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((name: string, options: BlendOptions) =>
      withCanto(context, options, (canto) => blend(canto, name, options)),
    );
  voices
    .command('export <name>')
    .description('a voice as a file that `canto voices import` takes')
    .requiredOption('-o, --output <file>', 'the .canto-voice file')
    .option('--recordings <dir>', 'also copy the recordings that were kept with it there')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((name: string, options: ExportOptions) =>
      withCanto(context, options, (canto) => exportVoice(canto, name, options)),
    );
  voices
    .command('remove <name>')
    .description('take a voice out of the library, for good')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((name: string, options: SharedOptions) =>
      withCanto(context, options, (canto) => remove(canto, name, options)),
    );
}

async function list({ voices }: OpenedCanto, { json }: SharedOptions): Promise<void> {
  const all = await voices.list();
  const rows = all.map((voice) => [voice.id, voice.language, rangeOf(voice), voice.description]);
  printReport({ voices: all }, { json, lines: table(rows) });
}

async function show(
  canto: OpenedCanto,
  name: string,
  { preview: target, json, signal }: VoiceOptions & { signal: AbortSignal },
): Promise<void> {
  const voice = await canto.voices.get(name);
  const recordings = await canto.voices.recordings(name);
  let preview: string | undefined;
  if (target !== undefined) {
    await prepareTarget(target);
    preview = await canto.run(planVoicePreview(voice), { signal }, ({ files }) =>
      saveFile(files['preview.wav'].path, target),
    );
  }
  printReport(
    { ...voice, recordings, ...(preview && { preview }) },
    {
      json,
      lines: [
        `${voice.name}: ${voice.description}`,
        `  origin    ${voice.origin}, ${voice.provenance.source}`,
        `  licence   ${voice.provenance.licence}`,
        `  range     ${rangeOf(voice)}`,
        `  engine    ${voice.engine}`,
        ...(voice.provenance.consent ? [`  consent   ${voice.provenance.consent}`] : []),
        ...(recordings.length > 0 ? [`  kept      ${recordings.length} recordings`] : []),
        `  file      ${voice.file}`,
        ...(preview ? [`  preview   ${preview}`] : []),
      ],
    },
  );
}

async function importVoice(
  canto: OpenedCanto,
  files: string[],
  { name, json, signal }: ImportOptions & { signal: AbortSignal },
): Promise<void> {
  const { config, voices, execute } = canto;
  const services = { config, voices, execute, files: canto.data.files };
  const [first] = files;
  const { voice, verdict } =
    files.length === 1 && /^https?:/.test(first)
      ? await importVoiceLink(first, services, { name, signal })
      : await importVoiceFiles(await existingFiles(files), services, { name, signal });
  printReport(
    { voice, verdict },
    {
      json,
      lines: [
        `'${voice.id}' is in the library: canto cover song.mp3 --voice ${voice.id} -o cover.wav`,
        ...verdict.map((sentence) => `  ${sentence}`),
      ],
    },
  );
}

async function blend(canto: OpenedCanto, name: string, options: BlendOptions): Promise<void> {
  const { config, voices, execute } = canto;
  const { from, with: other, mix, json } = options;
  const unique = options.unique || options.distance !== undefined;
  const distance = unique ? (options.distance ?? UNIQUE_DISTANCE_DB) : undefined;
  if (!(mix > 0 && mix < 1)) {
    throw new InputError('bad-settings', `--mix must lie between 0 and 1, not at ${mix}`);
  }
  const services = { config, voices, execute, files: canto.data.files };
  const voice = await blendTwoVoices({ name, from, with: other, mix, distance }, services);
  printReport(
    { voice },
    { json, lines: [`'${voice.id}' is in the library: ${voice.description}`] },
  );
}

async function exportVoice(
  { voices }: OpenedCanto,
  name: string,
  { output, recordings: dir, json }: ExportOptions,
): Promise<void> {
  await prepareTarget(output);
  const { id, file } = await voices.get(name);
  const path = await saveFile(file, output);
  const kept = dir === undefined ? [] : await voices.recordings(id);
  const recordings = await Promise.all(
    kept.map((recording) => saveFile(recording, join(dir ?? '', basename(recording)))),
  );
  printReport(
    { voice: id, output: path, ...(dir !== undefined && { recordings }) },
    { json, lines: [`${id} lies at ${path}`, ...recordings.map((each) => `  ${each}`)] },
  );
}

async function remove(
  { voices }: OpenedCanto,
  name: string,
  { json }: SharedOptions,
): Promise<void> {
  const { id } = await voices.remove(name);
  printReport({ removed: id }, { json, lines: [`${id} is gone`] });
}

function rangeOf({ range }: Voice): string {
  return `${Math.round(range.lowHz)}–${Math.round(range.highHz)} Hz`;
}
