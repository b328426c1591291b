import { InputError } from '../errors.js';
import { singTogether } from './rvc/blend-singers.js';
import { encodeRvcBody, readSingers } from './rvc/rvc-body.js';
import { encodeVoiceFile, readVoiceFileHead, type VoiceManifest } from './voice-file.js';

interface BlendOptions {
  id: string;
  name: string;
  /** Share of the second voice, between 0 and 1. */
  mix: number;
}

/** A voice between two voices of RVC. Where they are of one architecture, the mean of their weights,
 *  with both their indexes; otherwise both sing, and what they sing is mixed: the description says
 *  which, and why.
 *  @returns a voice file
 *  @throws InputError `no-blend` for voices that can't be blended */
export async function blendVoices(
  paths: readonly [string, string],
  { id, name, mix }: BlendOptions,
): Promise<Uint8Array> {
  const manifests = await Promise.all(
    paths.map(async (path) => (await readVoiceFileHead(path)).manifest),
  );
  for (const { id: voice, engine } of manifests) {
    if (engine === 'rvc') continue;
    throw new InputError('no-blend', `'${voice}' is a voice of '${engine}', not of RVC`, {
      hint: 'Two voices of RVC can be blended; `canto voices show NAME` names the engine.',
    });
  }
  const [first, second] = await Promise.all(paths.map((path) => readSingers(path)));
  const { singers, differences } = singTogether(first, second, mix);
  return encodeVoiceFile({
    manifest: blendedManifest(manifests, { id, name, mix, differences }),
    body: encodeRvcBody(singers),
  });
}

function blendedManifest(
  [first, second]: readonly VoiceManifest[],
  { id, name, mix, differences }: BlendOptions & { differences: readonly string[] },
): VoiceManifest {
  const percent = Math.round(100 * mix);
  const shares = `${100 - percent} % ${first.name}, ${percent} % ${second.name}`;
  const how =
    differences.length > 0 ? `; their sound is mixed, since ${differences.join('; ')}` : '';
  const licences = new Set([first, second].map(({ provenance }) => provenance.licence));
  return {
    id,
    name,
    description: `${shares}${how}`.slice(0, 1000),
    language: first.language,
    engine: 'rvc',
    origin: 'blended',
    provenance: {
      licence: [...licences].join(' and ').slice(0, 100),
      source: `${first.provenance.source}; ${second.provenance.source}`.slice(0, 2000),
    },
    range: first.range,
  };
}
