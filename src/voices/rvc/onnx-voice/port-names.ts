import type { ModelPort } from '../../../inference/model-signature.js';

/** How an exporter calls what a voice takes. */
export interface PortNaming {
  readonly exporter: string;
  readonly features: string;
  /** How many frames there are. */
  readonly length: string;
  readonly speaker: string;
  /** Element types of all inputs, by name. */
  readonly types: Readonly<Record<string, string>>;
}

const MELODY = { pitch: 'int64', pitchf: 'float32' };

const NAMINGS: readonly PortNaming[] = [
  {
    exporter: 'RVC',
    features: 'phone',
    length: 'phone_lengths',
    speaker: 'ds',
    types: { phone: 'float32', phone_lengths: 'int64', ds: 'int64', rnd: 'float32', ...MELODY },
  },
  {
    exporter: "w-okada's client",
    features: 'feats',
    length: 'p_len',
    speaker: 'sid',
    types: { feats: 'float32', p_len: 'int64', sid: 'int64', ...MELODY },
  },
];

/** The naming that `inputs` follow: they are all known to it, and what it can't do without is there. */
export function namingOf(inputs: readonly ModelPort[]): PortNaming | undefined {
  const names = new Set(inputs.map(({ name }) => name));
  return NAMINGS.find(
    ({ features, length, speaker, types }) =>
      [features, length, speaker].every((name) => names.has(name)) &&
      names.has('pitch') === names.has('pitchf') &&
      [...names].every((name) => name in types),
  );
}
