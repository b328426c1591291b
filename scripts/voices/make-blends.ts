/** Blends built-in voices into new ones and writes them to models/voices:
 *
 *    npx tsx scripts/voices/make-blends.ts
 *
 *  The same parents give the same bytes. Prints how far each blend is from its nearest voice. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { blendVoices } from '../../src/voices/blend-voices.js';
import { voiceDistance } from '../../src/voices/dsp/voice-distance.js';
import { decodeProfile } from '../../src/voices/dsp/voice-profile.js';
import {
  decodeVoiceFile,
  encodeVoiceFile,
  VOICE_FILE_EXTENSION,
} from '../../src/voices/voice-file.js';
import { speakers } from './speakers.js';

interface NamedBlend {
  id: string;
  name: string;
  description: string;
  from: string;
  with: string;
  mix: number;
}

/** Nobody has these voices; the names are invented. */
const blends: readonly NamedBlend[] = [
  {
    id: 'amaranth',
    name: 'Amaranth',
    description: 'A warm middle voice between a mature woman and a low man.',
    from: 'kathleen',
    with: 'flemishguy',
    mix: 0.4,
  },
  {
    id: 'corvin',
    name: 'Corvin',
    description: 'A light tenor: a low man with the brightness of a German woman.',
    from: 'flemishguy',
    with: 'kerstin',
    mix: 0.35,
  },
  {
    id: 'isolde-grey',
    name: 'Isolde Grey',
    description: 'A clear female voice, warm below and bright above.',
    from: 'kathleen',
    with: 'kerstin',
    mix: 0.5,
  },
  {
    id: 'mirelle',
    name: 'Mirelle',
    description: 'A soft female voice between American and Dutch.',
    from: 'nathalie',
    with: 'kathleen',
    mix: 0.4,
  },
  {
    id: 'tamsin-vale',
    name: 'Tamsin Vale',
    description: 'A deep, dark alto.',
    from: 'nathalie',
    with: 'flemishguy',
    mix: 0.55,
  },
];

const pathOf = (id: string) =>
  fileURLToPath(new URL(`../../models/voices/${id}${VOICE_FILE_EXTENSION}`, import.meta.url));

for (const { id, name, description, from, with: other, mix } of blends) {
  const bytes = await blendVoices([pathOf(from), pathOf(other)], { id, name, mix });
  const { manifest, body } = decodeVoiceFile(bytes, id);
  const about = `${description} ${manifest.description}.`;
  const builtIn = { ...manifest, description: about, origin: 'built-in' as const };
  await writeFile(pathOf(id), encodeVoiceFile({ manifest: builtIn, body }));
}
await tellDistances();

async function tellDistances(): Promise<void> {
  const ids = [...speakers, ...blends].map(({ id }) => id);
  const sketches = await Promise.all(ids.map(sketchOf));
  for (const a of sketches) {
    const [nearest] = sketches
      .filter((b) => b !== a)
      .map((b) => ({ id: b.id, distance: voiceDistance(a, b) }))
      .sort((x, y) => x.distance - y.distance);
    console.log(`${a.id}: ${nearest.distance.toFixed(2)} dB from ${nearest.id}`);
  }
}

async function sketchOf(id: string) {
  const file = decodeVoiceFile(await readFile(pathOf(id)), id);
  return { id, range: file.manifest.range, voicedMean: decodeProfile(file, id).voicedMean };
}
