import { audioData } from '../../audio/audio-data.js';
import type { PlayedNote } from '../../score/played-note.js';
import type { InstrumentEntry } from '../entry.js';
import { fadeEnd } from '../fade-end.js';
import type { Instrument } from '../instrument.js';
import { playNotes, type NotePlayer } from '../note-player.js';
import type { Patch } from './patch.js';
import { PATCHES, type PatchId } from './patches.js';
import { playSynthNote, SYNTH_VELOCITY_POWER } from './synth-voice.js';
import { WaveTables } from './wavetable.js';

const TAKES = 2;
/** Notes this close to one another are played as one line by what glides. */
const LEGATO_SECONDS = 0.03;

/** Canto's own synthesisers. */
export const synthInstruments: readonly InstrumentEntry[] = [
  entryOf('synth-lead', 'Synth lead', ['saw-lead', 'lead synth', 'saw lead', 'lead']),
  entryOf('square-lead', 'Square lead', ['chiptune', 'chip lead', '8-bit', 'square wave']),
  entryOf('supersaw', 'Supersaw', ['trance lead', 'edm chords', 'super saw', 'hypersaw']),
  entryOf('synth-pad', 'Warm pad', ['warm-pad', 'pad', 'synth', 'analog pad', 'synthesizer']),
  entryOf('sweep-pad', 'Sweeping pad', ['ambient pad', 'evolving pad', 'atmosphere', 'drone']),
  entryOf('synth-strings', 'Synth strings', ['string machine', 'solina']),
  entryOf('synth-brass', 'Synth brass', ['analog brass', '80s brass', 'jump brass']),
  entryOf('synth-pluck', 'Synth pluck', ['pluck', 'plucks', 'plucky synth']),
  entryOf('synth-arp', 'Synth arpeggio', ['arp', 'arpeggio', 'arpeggiator', 'sequencer']),
  entryOf('fm-piano', 'FM electric piano', ['dx7', 'dx piano', '80s piano', 'fm electric piano']),
  entryOf('fm-bell', 'FM bell', ['bell', 'synth bell', 'crystal', 'digital bell']),
  entryOf('synth-bass', 'Synth bass', ['analog bass', 'moog bass', 'moog', 'electronic bass']),
  entryOf('acid-bass', 'Acid bass', ['303', 'tb-303', 'acid', 'acid line']),
  entryOf('reese-bass', 'Reese bass', ['reese', 'neuro bass', 'growl bass', 'wobble bass']),
  entryOf('sub-bass', 'Sub bass', ['sub', 'deep bass', 'sine bass']),
  entryOf('808-bass', '808 bass', ['808', 'sub-808', 'trap bass', '808 sub', '808s']),
];

function entryOf(id: PatchId, name: string, aliases: readonly string[]): InstrumentEntry {
  const isBass = id.endsWith('bass');
  return {
    ...{ id, name, family: 'synth', kind: 'synthesiser', aliases },
    range: isBass ? { lowest: 21, highest: 67 } : { lowest: 28, highest: 103 },
    player: () => player(PATCHES[id]),
  };
}

function player(patch: Patch): Instrument['play'] {
  return async (notes, options) => {
    const { sampleRate } = options;
    const tables = new WaveTables();
    const synthesiser: NotePlayer = {
      ...{ numberOfChannels: 2, velocityPower: SYNTH_VELOCITY_POWER, takes: TAKES },
      sound: (note, [left, right], seed) =>
        playSynthNote([left, right], note, { patch, sampleRate, tables, seed }),
    };
    const played = patch.glideSeconds === undefined ? notes : gliding(notes, patch.glideSeconds);
    return fadeEnd(audioData(sampleRate, await playNotes(synthesiser, played, options)));
  };
}

/** Notes as one line: each ends where the next begins, and one that follows without a gap begins at the
 *  pitch of the last. */
function gliding(notes: readonly PlayedNote[], glideSeconds: number): PlayedNote[] {
  const line = [...notes].sort((a, b) => a.startSeconds - b.startSeconds);
  return line.map((note, n) => {
    const before = n > 0 ? line[n - 1] : undefined;
    const next = n + 1 < line.length ? line[n + 1].startSeconds : Infinity;
    const isLegato =
      before !== undefined &&
      before.endSeconds >= note.startSeconds - LEGATO_SECONDS &&
      before.startSeconds < note.startSeconds;
    const cut = { ...note, endSeconds: Math.min(note.endSeconds, next) };
    if (!isLegato || note.bend) return cut;
    return {
      ...cut,
      bend: [
        [0, before.pitch - note.pitch],
        [glideSeconds, 0],
      ] as const,
    };
  });
}
