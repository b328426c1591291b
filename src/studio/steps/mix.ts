import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import { openWav } from '../../audio/wav-reader.js';
import type { Json, StepFunction } from '../../jobs/plan.js';
import { automaticMixSchema } from '../../mixing/automatic-mix.js';
import { mixStems, type MixReport } from '../../mixing/mix-stems.js';
import { renderSession } from '../../mixing/render-session.js';
import type { MixRole } from '../../mixing/roles.js';
import { sessionSchema, type Session } from '../../mixing/session.js';
import type { Stem } from '../../mixing/stem.js';
import type { RunOptions } from '../../progress.js';

type NamedStem = { name: string; role: MixRole };

/** What a mix step tells. */
export type MixData = { session: Session; report: MixReport | null };

/** files `stem-0` … → `mixed.wav`, `session.json`; data `MixData`. */
export const mixStep: StepFunction = async ({ settings, files, outputDir, ...run }) => {
  const named = settings.stems as NamedStem[];
  return withStems(named, files, async (stems) => {
    const { audio, session, report } = await mix(stems, settings, run);
    const loudness = settings.loudness as Partial<Session['master']>;
    const finished = { ...session, master: { ...session.master, ...loudness } };
    await writeWav(join(outputDir, 'mixed.wav'), audio);
    await writeFile(join(outputDir, 'session.json'), `${JSON.stringify(finished, null, 2)}\n`);
    return { session: finished, report } satisfies MixData;
  });
};

async function mix(
  stems: readonly Stem[],
  { session: given, automatic }: { readonly [name: string]: Json },
  run: RunOptions,
) {
  if (given === null) return mixStems(stems, automaticMixSchema.parse(automatic), run);
  const session = sessionSchema.parse(given);
  return { audio: await renderSession(session, stems, run), session, report: null };
}

/** Opens all stems for as long as `use` works with them. */
async function withStems<T>(
  named: readonly NamedStem[],
  files: { readonly [name: string]: string },
  use: (stems: readonly Stem[]) => Promise<T>,
): Promise<T> {
  const open = async (opened: readonly Stem[]): Promise<T> => {
    const next = named.at(opened.length);
    if (!next) return use(opened);
    return openWav(files[`stem-${opened.length}`], (audio) =>
      open([...opened, { ...next, audio }]),
    );
  };
  return open([]);
}
