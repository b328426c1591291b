import type { VoiceProvenance } from '../../src/voices/voice.js';

/** A speaker whose recordings were given to the public (CC0): the source of a built-in voice. */
export interface Speaker {
  id: string;
  name: string;
  description: string;
  language: string;
  provenance: VoiceProvenance;
}

export const speakers: readonly Speaker[] = [
  {
    id: 'kathleen',
    name: 'Kathleen',
    description: 'A mature female voice, US English, warm and clear. Measured from speech.',
    language: 'en-US',
    provenance: rhasspy('kathleen', 'CMU Arctic prompts read by a native speaker'),
  },
  {
    id: 'kerstin',
    name: 'Kerstin',
    description: 'A female voice, German, bright. Measured from speech.',
    language: 'de-DE',
    provenance: rhasspy('kerstin', 'phonetically diverse prompts read by a native speaker'),
  },
  {
    id: 'flemishguy',
    name: 'Flemish Guy',
    description: 'A male voice, Flemish Dutch, low. Measured from speech.',
    language: 'nl-BE',
    provenance: rhasspy('flemishguy', 'phonetically diverse prompts read by a native speaker'),
  },
  {
    id: 'nathalie',
    name: 'Nathalie',
    description: 'A female voice, Dutch. Measured from speech.',
    language: 'nl',
    provenance: rhasspy('nathalie', 'phonetically diverse prompts read by a native speaker'),
  },
];

function rhasspy(id: string, what: string): VoiceProvenance {
  return {
    licence: 'CC0-1.0',
    source: `voice dataset "${id}" of the Rhasspy project: ${what}`,
  };
}
