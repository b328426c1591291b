import type { Json, Plan, PlannedStep, StepInput } from '../jobs/plan.js';
import { InputError } from '../errors.js';
import { guessRole, isVocal, type MixRole } from '../mixing/roles.js';
import { describeMaking } from './making.js';
import {
  encodedResults,
  encodeStep,
  masterStep,
  qualityResults,
  qualityStep,
  type JudgedSounds,
} from './plan-steps.js';
import type { MixRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

/** A stem, looked up. */
export interface StemSource {
  source: Source;
  name: string;
  role: MixRole;
}

/** The stems of a request with names of their own and roles.
 *  @throws InputError `same-names` when two were given one name */
export function nameStems(
  stems: MixRequest['stems'],
  lookUp: (asked: MixRequest['stems'][number]['source']) => Source,
): StemSource[] {
  const taken = new Set<string>();
  return stems.map((stem) => {
    const source = lookUp(stem.source);
    const name = stem.name ?? freeName(sourceTitle(source), taken);
    if (taken.has(name)) {
      throw new InputError('same-names', `two stems are called '${name}'`, {
        hint: 'Give every stem a name of its own.',
      });
    }
    taken.add(name);
    return { source, name, role: stem.role ?? guessRole(name) };
  });
}

function freeName(title: string, taken: ReadonlySet<string>): string {
  const name = title.slice(0, 90);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name} ${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Stems, mixed by ear or as a session says, and mastered. */
export function planMix(request: MixRequest, stems: readonly StemSource[]): Plan {
  const sources = stems.map(({ source }, n) => planSource(source, `source-${n}`));
  const files = { mix: { from: { step: 'master', file: 'mastered.wav' }, format: request.format } };
  const loudness = { targetLufs: request.targetLufs, ceilingDbtp: request.ceilingDbtp };
  return {
    kind: 'mix',
    seed: request.seed,
    steps: [
      ...sources.flatMap(({ steps }) => steps),
      decodeStemsStep(sources.map(({ file }) => file)),
      mixStep(request, stems),
      masterStep(
        { step: 'mix', file: 'mixed.wav' },
        { format: request.format, master: { by: 'session' } },
        { mix: { step: 'mix', data: true } },
      ),
      reportStep,
      encodeStep(files, {
        about: {},
        title: mixTitle(stems),
        made: describeMaking('mix', { ...withoutSources(request) }, { engines: {} }),
      }),
      qualityStep(
        { kind: 'mix', judgedAs: 'release', subject: 'mix', ...given(loudness) },
        {
          output: files.mix.from,
          made: { step: 'report', data: true },
          mastered: { step: 'master', data: true },
          ...judged(stems),
        },
      ),
    ],
    results: {
      ...encodedResults(files),
      'session.json': { step: 'mix', file: 'session.json' },
      ...qualityResults,
    },
    report: 'quality',
  };
}

/** "drums, bass, lead", for lists of jobs. */
export function mixTitle(stems: readonly StemSource[]): string {
  const names = stems.slice(0, 4).map(({ name }) => name);
  return stems.length > names.length ? `${names.join(', ')} …` : names.join(', ');
}

function withoutSources({ stems, session, ...settings }: MixRequest) {
  return { ...settings, stems: stems.length, ...(session && { session: 'given' }) };
}

function given(values: { [name: string]: number | undefined }): { [name: string]: number } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The lead, where there is one, and what it is mixed with. */
function judged(stems: readonly StemSource[]): Pick<JudgedSounds, 'dryVoice' | 'mixed'> {
  const sounds = stems.map((_, n) => ({ step: 'decode', file: `stem-${n}.wav` }));
  const lead = stems.findIndex(({ role }) => role === 'lead');
  if (lead < 0) return {};
  const music = sounds.filter((_, n) => !isVocal(stems[n].role));
  const mix = { step: 'mix', file: 'mixed.wav' };
  return {
    dryVoice: sounds[lead],
    ...(music.length > 0 && { mixed: { mix, vocals: sounds[lead], music } }),
  };
}

function decodeStemsStep(sources: readonly StepInput[]): PlannedStep {
  return {
    id: 'decode',
    kind: 'decode-stems',
    title: 'Reading the stems',
    weight: 4,
    settings: { version: 1 },
    inputs: Object.fromEntries(sources.map((source, n) => [`stem-${n}`, source])),
  };
}

function mixStep(request: MixRequest, stems: readonly StemSource[]): PlannedStep {
  const { session, preset, amount, style, bpm, targetLufs, ceilingDbtp } = request;
  return {
    id: 'mix',
    kind: 'mix',
    title: 'Mixing',
    weight: 8,
    settings: {
      version: 1,
      stems: stems.map(({ name, role }) => ({ name, role })),
      session: (session as Json | undefined) ?? null,
      automatic: session ? null : { preset, amount, bpm, ...(style !== undefined && { style }) },
      loudness: given({ targetLufs, ceilingDbtp }),
    },
    inputs: Object.fromEntries(
      stems.map((_, n) => [`stem-${n}`, { step: 'decode', file: `stem-${n}.wav` }]),
    ),
  };
}

const reportStep: PlannedStep = {
  id: 'report',
  kind: 'mix-report',
  title: 'Writing the report',
  weight: 0.1,
  settings: { version: 1 },
  inputs: {
    mix: { step: 'mix', data: true },
    decoded: { step: 'decode', data: true },
    mastered: { step: 'master', data: true },
  },
};
