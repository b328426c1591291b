import { InputError } from '../errors.js';
import { stricterLicence } from './licences.js';
import {
  mixRanges,
  type BlendedVoice,
  type TimbreOffset,
  type VoiceBlender,
} from './voice-blender.js';
import { voiceBlenders } from './voice-blenders.js';
import { encodeVoiceFile, readVoiceFileHead, type VoiceManifest } from './voice-file.js';

interface BlendOptions {
  id: string;
  name: string;
  /** Share of the second voice, 0…1. */
  mix: number;
  /** Asks for a voice unlike all others. */
  unique?: {
    /** Least `voiceDistance` to each of the others, dB. */
    distance: number;
    /** Voice files, the parents' among them. */
    others: readonly string[];
  };
}

/** A voice between the two whose files lie at `paths`, which must be of one engine.
 *  @returns a voice file
 *  @throws InputError `no-blend` for voices that can't be blended, `no-unique-blend`, or what the
 *    engine's blender has against them */
export async function blendVoices(
  paths: readonly [string, string],
  { mix: wantedMix, unique, ...names }: BlendOptions,
): Promise<Uint8Array> {
  const parents = [await openVoice(paths[0]), await openVoice(paths[1])] as const;
  const blender = blenderOf(parents);
  const { mix, offset } = unique
    ? await findUnique(blender, parents, { mix: wantedMix, ...unique })
    : { mix: wantedMix, offset: undefined };
  const { body, how } = await blender.blend(parents, { mix, offset });
  const manifest = blendedManifest(parents, { ...names, mix, offset, how });
  return encodeVoiceFile({ manifest, body });
}

async function openVoice(path: string): Promise<BlendedVoice> {
  return { path, manifest: (await readVoiceFileHead(path)).manifest };
}

function blenderOf(parents: readonly [BlendedVoice, BlendedVoice]): VoiceBlender {
  const [{ manifest: a }, { manifest: b }] = parents;
  if (a.engine !== b.engine) {
    throw new InputError(
      'no-blend',
      `'${a.id}' is a voice of '${a.engine}', '${b.id}' a voice of '${b.engine}'`,
      { hint: 'Two voices of one engine can be blended; `canto voices show NAME` names it.' },
    );
  }
  const blender = voiceBlenders.find(({ engine }) => engine === a.engine);
  if (blender) return blender;
  throw new InputError('no-blend', `voices of '${a.engine}' can't be blended`, {
    hint: `Voices of these engines can: ${voiceBlenders.map(({ engine }) => engine).join(', ')}.`,
  });
}

async function findUnique(
  blender: VoiceBlender,
  parents: readonly [BlendedVoice, BlendedVoice],
  { mix, distance, others }: { mix: number; distance: number; others: readonly string[] },
) {
  const known = await Promise.all(others.map(openVoice));
  const comparable = known.filter(({ manifest }) => manifest.engine === blender.engine);
  if (blender.findUnique) {
    return blender.findUnique(parents, { mix, distance, others: comparable });
  }
  throw new InputError('no-unique-blend', `voices of '${blender.engine}' can't be compared`, {
    hint: 'Blend them without --unique.',
  });
}

function blendedManifest(
  [{ manifest: first }, { manifest: second }]: readonly BlendedVoice[],
  {
    id,
    name,
    mix,
    offset,
    how,
  }: Omit<BlendOptions, 'unique'> & { offset?: TimbreOffset; how?: string },
): VoiceManifest {
  const percent = Math.round(100 * mix);
  const shares = `${100 - percent} % ${first.name}, ${percent} % ${second.name}`;
  const consents = [first, second].flatMap(({ provenance }) => provenance.consent ?? []);
  return {
    id,
    name,
    description: `${shares}${how ? `; ${how}` : ''}`.slice(0, 1000),
    language: mix > 0.5 ? second.language : first.language,
    engine: first.engine,
    origin: 'blended',
    provenance: {
      licence: stricterLicence(first.provenance.licence, second.provenance.licence).slice(0, 100),
      source: `${first.provenance.source}; ${second.provenance.source}`.slice(0, 2000),
      ...(consents.length > 0 && { consent: [...new Set(consents)].join('; ').slice(0, 2000) }),
    },
    range: mixRanges(first.range, second.range, mix),
    blend: {
      parents: [first, second].map((parent) => parentOf(parent)),
      mix,
      ...(offset && { offset }),
    },
  };
}

function parentOf({ id, name, provenance }: VoiceManifest) {
  return { id, name, licence: provenance.licence };
}
