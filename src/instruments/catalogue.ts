import { NotFoundError } from '../errors.js';
import { openChosenFont } from './choose-font.js';
import { drumInstruments } from './drums/drum-instruments.js';
import type { InstrumentEntry, InstrumentTools } from './entry.js';
import type { Instrument } from './instrument.js';
import { withinRange } from './within-range.js';
import { sampledInstruments } from './soundfont/sampled-instruments.js';
import type { SoundFont } from './soundfont/sound-font.js';
import { stringInstruments } from './strings/string-instruments.js';
import { synthInstruments } from './synth/synth-instruments.js';

/** Every instrument that notes can be played on. */
export const instruments: readonly InstrumentEntry[] = [
  ...stringInstruments,
  ...sampledInstruments,
  ...synthInstruments,
  ...drumInstruments,
];

/** Every way to call an instrument. */
const NAMES: ReadonlyMap<string, InstrumentEntry> = new Map(
  [...instruments]
    .reverse() // Of two with one name, the first wins.
    .flatMap((entry) =>
      [...entry.aliases, entry.name, entry.id].flatMap((name) =>
        [plain(name), `${plain(name)}s`].map((key) => [key, entry] as const),
      ),
    ),
);

/** The longest name has so many words. */
const LONGEST_NAME = 4;

/** The instrument that `name` means: its id, its name, or another word for it.
 *  @throws NotFoundError `no-such-instrument` */
export function requireInstrument(name: string): InstrumentEntry {
  const found = instrumentNamed(name);
  if (found) return found;
  throw new NotFoundError('no-such-instrument', `there is no instrument '${name.slice(0, 60)}'`, {
    hint: `\`canto instruments\` lists them: ${instruments.map(({ id }) => id).join(', ')}.`,
  });
}

/** The instrument that `name` means, if any. */
export function instrumentNamed(name: string): InstrumentEntry | undefined {
  return NAMES.get(plain(name));
}

/** The instruments that a free text speaks of, in its order: "a sad song for nylon guitar and cello". */
export function instrumentsIn(text: string): InstrumentEntry[] {
  const words = plain(text).split(' ');
  const found: InstrumentEntry[] = [];
  for (let from = 0; from < words.length;) {
    const match = longestName(words, from);
    if (match && !found.includes(match.entry)) found.push(match.entry);
    from += match?.length ?? 1;
  }
  return found;
}

function longestName(
  words: readonly string[],
  from: number,
): { entry: InstrumentEntry; length: number } | undefined {
  for (let length = Math.min(LONGEST_NAME, words.length - from); length > 0; length--) {
    const entry = NAMES.get(words.slice(from, from + length).join(' '));
    if (entry) return { entry, length };
  }
  return undefined;
}

/** Lower case, with single spaces for everything that is no letter or digit. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The instruments of this installation, ready to be played. */
export interface Band {
  /** The SoundFont that sampled instruments are played from, opened at its first use. */
  font: () => Promise<SoundFont>;
  /** @throws NotFoundError `no-such-instrument` */
  instrument(name: string): Instrument;
}

/** Gathers the instruments.
 *  @param soundFont `auto`, `bundled`, or the path of a .sf2 file */
export function openBand({ soundFont }: { soundFont: string }): Band {
  let opened: Promise<SoundFont> | undefined;
  const tools: InstrumentTools = { font: () => (opened ??= openChosenFont(soundFont)) };
  return {
    font: tools.font,
    instrument(name) {
      const { player, aliases: _, ...facts } = requireInstrument(name);
      const play = player(tools);
      return { ...facts, play: (notes, options) => play(withinRange(notes, facts), options) };
    },
  };
}
