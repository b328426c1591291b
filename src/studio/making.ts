import { version } from '../version.js';
import type { CastPart, Performer } from './cast.js';
import type { EngineChoice } from './engines.js';

interface Making {
  /** Who sings what; the lead first. */
  cast?: readonly (Pick<Performer, 'voice'> & { part: CastPart })[];
  engines: { readonly [role: string]: EngineChoice & { model?: { id: string } | null } };
}

/** One line for the metadata of every output: that it is AI-made, and how. Holds no date, so that
 *  the same work gives the same bytes. */
export function describeMaking(
  what: string,
  request: { seed: number; source?: unknown },
  { cast = [], engines }: Making,
): string {
  const { source: _, ...settings } = request;
  const facts = {
    what,
    ...Object.fromEntries(cast.map((entry) => [roleOf(entry.part), voiceOf(entry)])),
    engines: Object.fromEntries(
      Object.entries(engines).map(([role, { id, version, model }]) => [
        role,
        `${id} v${version}${model ? ` with ${model.id}` : ''}`,
      ]),
    ),
    settings,
  };
  return `AI-made with Canto ${version}: ${JSON.stringify(facts)}`;
}

function roleOf(part: CastPart): string {
  return part === 'lead' ? 'voice' : `${part}Voice`;
}

function voiceOf({ voice }: Pick<Performer, 'voice'>) {
  return voice ? { id: voice.id, licence: voice.provenance.licence } : 'original';
}
