import type { Voice } from '../voices/voice.js';
import { version } from '../version.js';
import type { EngineChoice } from './engines.js';

interface Making {
  voice?: Voice;
  engines: { readonly [role: string]: EngineChoice & { model?: { id: string } | null } };
}

/** One line for the metadata of every output: that it is AI-made, and how. Holds no date, so that
 *  the same work gives the same bytes. */
export function describeMaking(
  what: string,
  request: { seed: number; source?: unknown },
  { voice, engines }: Making,
): string {
  const { source: _, ...settings } = request;
  const facts = {
    what,
    ...(voice && { voice: voice.id, licence: voice.provenance.licence }),
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
