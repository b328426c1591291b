import type { Command } from 'commander';
import { planVoicePreview } from '../../studio/small-plans.js';
import type { Voice } from '../../voices/voice.js';
import {
  configFor,
  type CliContext,
  type OpenedCanto,
  type SharedOptions,
} from '../cli-context.js';
import { printReport, table } from '../print.js';
import { prepareTarget, saveFile } from '../save-file.js';

type VoiceOptions = SharedOptions & { preview?: string };

/** canto voices list | show NAME */
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
}

async function withCanto<Options extends SharedOptions>(
  context: CliContext,
  options: Options,
  action: (canto: OpenedCanto, options: Options) => Promise<void>,
): Promise<void> {
  const canto = await context.open(configFor(context, options));
  try {
    await action(canto, options);
  } finally {
    canto.close();
  }
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
  let preview: string | undefined;
  if (target !== undefined) {
    await prepareTarget(target);
    preview = await canto.run(planVoicePreview(voice), { signal }, ({ files }) =>
      saveFile(files['preview.wav'].path, target),
    );
  }
  printReport(
    { ...voice, ...(preview && { preview }) },
    {
      json,
      lines: [
        `${voice.name}: ${voice.description}`,
        `  origin    ${voice.origin}, ${voice.provenance.source}`,
        `  licence   ${voice.provenance.licence}`,
        `  range     ${rangeOf(voice)}`,
        `  engine    ${voice.engine}`,
        `  file      ${voice.file}`,
        ...(preview ? [`  preview   ${preview}`] : []),
      ],
    },
  );
}

function rangeOf({ range }: Voice): string {
  return `${Math.round(range.lowHz)}–${Math.round(range.highHz)} Hz`;
}
