import { readFile } from 'node:fs/promises';
import { InputError } from '../../errors.js';
import {
  mixRanges,
  type BlendedVoice,
  type TimbreOffset,
  type UniqueBlend,
  type VoiceBlender,
} from '../voice-blender.js';
import { decodeVoiceFile } from '../voice-file.js';
import { blendCurves, blendProfiles, offsetProfile, offsetShapes } from './blend-profiles.js';
import { voiceDistance, type VoiceSketch } from './voice-distance.js';
import { decodeProfile, encodeProfile, type VoiceProfile } from './voice-profile.js';

/** What a search tries: mixes, semitones of formants, dB per octave of slope. */
const MIXES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
const FORMANTS = [0, -0.5, 0.5, -1, 1, -1.5, 1.5, -2, 2];
const TILTS = [0, -0.5, 0.5, -1, 1, -1.5, 1.5];

/** Between two profiles of one engine. */
export function profileBlender(engine: 'canto' | 'dsp'): VoiceBlender {
  return {
    engine,
    async blend(parents, { mix, offset }) {
      const [a, b] = await Promise.all(parents.map(readProfile));
      const blended = blendProfiles(a, b, mix);
      return { body: encodeProfile(offset ? offsetProfile(blended, offset) : blended) };
    },
    findUnique,
  };
}

async function findUnique(
  parents: readonly [BlendedVoice, BlendedVoice],
  { mix, distance, others }: { mix: number; distance: number; others: readonly BlendedVoice[] },
): Promise<UniqueBlend> {
  const [a, b] = await Promise.all(parents.map(readProfile));
  const known = await Promise.all(others.map(sketchOf));
  let farthest = { distance: -1, voice: '' };
  for (const candidate of candidates(mix)) {
    const { voicedMean } = blendCurves(a, b, candidate.mix);
    const range = mixRanges(parents[0].manifest.range, parents[1].manifest.range, candidate.mix);
    const sketch = { voicedMean: offsetShapes(voicedMean, candidate.offset), range };
    const nearest = nearestOf(sketch, known);
    if (nearest.distance >= distance) return candidate;
    if (nearest.distance > farthest.distance) farthest = nearest;
  }
  throw new InputError(
    'no-unique-blend',
    `no blend of these voices is ${distance} dB from every voice: the farthest is ` +
      `${farthest.distance.toFixed(1)} dB from '${farthest.voice}'`,
    {
      hint: `Ask for --distance ${(Math.floor(farthest.distance * 10) / 10).toFixed(1)}, or blend voices that are less alike.`,
      details: { ...farthest },
    },
  );
}

/** From what was asked for outwards: other mixes first, then the smallest offsets. */
function candidates(asked: number): UniqueBlend[] {
  const mixes = [...new Set([asked, ...MIXES])];
  const all = mixes.flatMap((mix) =>
    FORMANTS.flatMap((formant) => TILTS.map((tiltDb) => ({ mix, offset: { formant, tiltDb } }))),
  );
  const effort = ({ mix, offset }: UniqueBlend) => 2 * Math.abs(mix - asked) + offsetSize(offset);
  return all.sort((x, y) => effort(x) - effort(y));
}

function offsetSize({ formant, tiltDb }: TimbreOffset): number {
  return Math.abs(formant) + Math.abs(tiltDb);
}

type NamedSketch = VoiceSketch & { voice: string };

function nearestOf(sketch: VoiceSketch, known: readonly NamedSketch[]) {
  let nearest = { distance: Infinity, voice: '' };
  for (const other of known) {
    const distance = voiceDistance(sketch, other);
    if (distance < nearest.distance) nearest = { distance, voice: other.voice };
  }
  return nearest;
}

async function sketchOf(voice: BlendedVoice): Promise<NamedSketch> {
  const { voicedMean } = await readProfile(voice);
  const { id, range } = voice.manifest;
  return { voicedMean, range, voice: id };
}

async function readProfile({ path, manifest }: BlendedVoice): Promise<VoiceProfile> {
  return decodeProfile(decodeVoiceFile(await readFile(path), manifest.id), manifest.id);
}
