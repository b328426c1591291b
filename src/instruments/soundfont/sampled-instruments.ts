import { isBundled } from '../choose-font.js';
import { DRUM_KITS, type DrumKit } from '../drums/drum-kits.js';
import { kitPlayer } from '../drums/kit-player.js';
import type { InstrumentEntry } from '../entry.js';
import type { InstrumentFamily } from '../instrument.js';
import { sampledPlayer } from './sampled-instrument.js';

/** General MIDI program (0 …), id, name, lowest and highest key, and other names. */
type Row = readonly [number, string, string, number, number, readonly string[]];

const SAMPLED: Partial<Record<InstrumentFamily, readonly Row[]>> = {
  keys: [
    [
      0,
      'piano',
      'Grand piano',
      21,
      108,
      ['grand piano', 'acoustic piano', 'grand', 'pianoforte', 'keys'],
    ],
    [3, 'honky-tonk-piano', 'Honky-tonk piano', 21, 108, ['honky tonk', 'saloon piano']],
    [
      4,
      'electric-piano',
      'Electric piano',
      28,
      103,
      ['rhodes', 'wurlitzer', 'wurli', 'e-piano', 'ep'],
    ],
    [6, 'harpsichord', 'Harpsichord', 29, 89, ['cembalo', 'clavecin']],
    [7, 'clavinet', 'Clavinet', 28, 96, ['clav', 'clavi', 'funk clav']],
    [8, 'celesta', 'Celesta', 60, 108, ['celeste']],
    [
      16,
      'organ',
      'Drawbar organ',
      36,
      96,
      ['hammond', 'hammond organ', 'b3', 'drawbar organ', 'jazz organ'],
    ],
    [18, 'rock-organ', 'Rock organ', 36, 96, ['leslie', 'overdriven organ']],
    [19, 'church-organ', 'Church organ', 21, 108, ['pipe organ', 'cathedral organ']],
    [21, 'accordion', 'Accordion', 41, 93, ['squeezebox']],
    [23, 'bandoneon', 'Bandoneon', 41, 93, ['tango accordion', 'concertina']],
  ],
  mallets: [
    [9, 'glockenspiel', 'Glockenspiel', 72, 108, ['glock', 'bells', 'orchestra bells']],
    [10, 'music-box', 'Music box', 60, 96, ['musical box']],
    [11, 'vibraphone', 'Vibraphone', 53, 89, ['vibes', 'vibraharp']],
    [12, 'marimba', 'Marimba', 45, 96, ['balafon']],
    [13, 'xylophone', 'Xylophone', 65, 108, ['xylo']],
    [14, 'tubular-bells', 'Tubular bells', 60, 77, ['chimes', 'church bells']],
    [47, 'timpani', 'Timpani', 38, 60, ['kettledrums', 'kettle drum']],
    [108, 'kalimba', 'Kalimba', 60, 88, ['mbira', 'thumb piano']],
    [114, 'steel-drums', 'Steel drums', 52, 88, ['steel drum', 'steelpan', 'steel pan']],
  ],
  bass: [
    [
      32,
      'upright-bass',
      'Upright bass',
      28,
      67,
      ['double-bass', 'acoustic-bass', 'walking bass', 'standup bass'],
    ],
    [35, 'fretless-bass', 'Fretless bass', 28, 67, ['fretless']],
    [36, 'slap-bass', 'Slap bass', 28, 67, ['slapped bass', 'funk bass', 'slap']],
  ],
  strings: [
    [40, 'violin', 'Violin', 55, 103, ['fiddle', 'solo violin']],
    [41, 'viola', 'Viola', 48, 91, []],
    [42, 'cello', 'Cello', 36, 76, ['violoncello']],
    [43, 'contrabass', 'Contrabass', 28, 67, ['bowed bass', 'arco bass']],
    [44, 'tremolo-strings', 'Tremolo strings', 28, 96, ['string tremolo']],
    [45, 'pizzicato-strings', 'Pizzicato strings', 28, 96, ['pizzicato', 'pizz']],
    [
      48,
      'strings',
      'String ensemble',
      28,
      96,
      ['string-ensemble', 'string section', 'orchestra', 'string orchestra', 'violins', 'cellos'],
    ],
    [49, 'slow-strings', 'Slow strings', 28, 96, ['lush strings', 'legato strings']],
  ],
  wind: [
    [52, 'choir', 'Choir', 43, 84, ['choir aahs', 'aahs', 'chorus of voices', 'choral']],
    [53, 'voice-oohs', 'Voice oohs', 43, 84, ['oohs', 'humming voices']],
    [64, 'soprano-sax', 'Soprano saxophone', 56, 88, ['soprano-saxophone', 'soprano saxophone']],
    [
      65,
      'alto-sax',
      'Alto saxophone',
      49,
      81,
      ['alto-saxophone', 'alto saxophone', 'sax', 'saxophone'],
    ],
    [66, 'tenor-sax', 'Tenor saxophone', 44, 76, ['tenor-saxophone', 'tenor saxophone']],
    [
      67,
      'baritone-sax',
      'Baritone saxophone',
      36,
      69,
      ['baritone-saxophone', 'baritone saxophone', 'bari sax'],
    ],
    [68, 'oboe', 'Oboe', 58, 91, []],
    [69, 'english-horn', 'English horn', 52, 84, ['cor anglais']],
    [70, 'bassoon', 'Bassoon', 34, 72, ['fagott']],
    [71, 'clarinet', 'Clarinet', 50, 91, []],
    [72, 'piccolo', 'Piccolo', 74, 108, ['piccolo flute']],
    [73, 'flute', 'Flute', 60, 96, ['transverse flute', 'concert flute']],
    [74, 'recorder', 'Recorder', 60, 96, ['blockflute', 'block flute']],
    [75, 'pan-flute', 'Pan flute', 60, 96, ['panpipes', 'pan pipes', 'pan pipe']],
    [77, 'shakuhachi', 'Shakuhachi', 60, 93, ['bamboo flute']],
    [78, 'whistle', 'Whistle', 60, 96, ['whistling']],
    [79, 'ocarina', 'Ocarina', 60, 84, []],
    [22, 'harmonica', 'Harmonica', 60, 84, ['mouth organ', 'blues harp', 'mouth harp']],
    [109, 'bagpipe', 'Bagpipe', 60, 84, ['bagpipes', 'pipes']],
  ],
  brass: [
    [56, 'trumpet', 'Trumpet', 54, 86, ['cornet', 'flugelhorn']],
    [57, 'trombone', 'Trombone', 40, 72, []],
    [58, 'tuba', 'Tuba', 28, 58, ['sousaphone']],
    [59, 'muted-trumpet', 'Muted trumpet', 54, 84, ['harmon mute']],
    [60, 'horn', 'French horn', 41, 77, ['french-horn', 'french horn', 'horns']],
    [61, 'brass', 'Brass section', 36, 84, ['brass section', 'horn section', 'big band']],
  ],
  plucked: [
    [46, 'harp', 'Harp', 24, 103, ['concert harp']],
    [15, 'dulcimer', 'Dulcimer', 60, 84, ['hammered dulcimer', 'cimbalom', 'santur']],
    [104, 'sitar', 'Sitar', 48, 77, []],
    [105, 'banjo', 'Banjo', 48, 84, []],
    [106, 'shamisen', 'Shamisen', 50, 79, []],
    [107, 'koto', 'Koto', 55, 84, ['guzheng']],
  ],
};

/** A kit of the font: its programs in the drum bank, the preferred first, and what stands in for it where
 *  only the small font is there, whose drums are cut off after a moment. */
interface Kit {
  id: string;
  name: string;
  programs: readonly number[];
  standIn: DrumKit;
  aliases: readonly string[];
}

const KITS: readonly Kit[] = [
  {
    ...{ id: 'drum-kit', name: 'Acoustic drum kit', programs: [0], standIn: DRUM_KITS.acoustic },
    aliases: ['drums', 'acoustic drums', 'drum set', 'percussion', 'drumkit', 'live drums'],
  },
  {
    ...{ id: 'rock-kit', name: 'Rock drum kit', programs: [16, 8, 0], standIn: DRUM_KITS.acoustic },
    aliases: ['rock drums', 'power drums', 'power kit', 'metal drums'],
  },
  {
    ...{ id: 'jazz-kit', name: 'Jazz drum kit', programs: [32, 0], standIn: DRUM_KITS.acoustic },
    aliases: ['jazz drums', 'swing drums'],
  },
  {
    ...{ id: 'brush-kit', name: 'Brushed drum kit', programs: [40, 32, 0] },
    ...{ standIn: DRUM_KITS.brushes, aliases: ['brushes', 'brushed drums', 'brush drums'] },
  },
];

/** The instruments that are played from the SoundFont. */
export const sampledInstruments: readonly InstrumentEntry[] = [
  ...Object.entries(SAMPLED).flatMap(([family, rows]) =>
    rows.map((row) => entryOf(family as InstrumentFamily, row)),
  ),
  ...KITS.map(({ programs, standIn, ...kit }): InstrumentEntry => ({
    ...kit,
    ...{ family: 'drums', kind: 'sampled', range: { lowest: 35, highest: 81 } },
    player:
      ({ font }) =>
      async (notes, options) => {
        const play = isBundled(await font())
          ? kitPlayer(standIn)
          : sampledPlayer(font, { programs, isKit: true });
        return play(notes, options);
      },
  })),
];

function entryOf(
  family: InstrumentFamily,
  [program, id, name, lowest, highest, aliases]: Row,
): InstrumentEntry {
  return {
    ...{ id, name, family, kind: 'sampled', aliases },
    range: { lowest, highest },
    player: ({ font }) => sampledPlayer(font, { programs: [program] }),
  };
}
