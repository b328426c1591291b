import type { FontGenerator } from './generators.js';
import { badFont } from './bad-font.js';

/** What a modulator makes of velocity or key when a note begins; sources of other kinds (wheels, pedals)
 *  rest, since nobody moves them here. */
export interface FontModulator {
  source: number;
  destination: number;
  amount: number;
  amountSource: number;
}

/** Settings for a range of keys and velocities. */
export interface FontZone {
  generators: ReadonlyMap<FontGenerator, number>;
  modulators: readonly FontModulator[];
}

export interface FontSample {
  name: string;
  /** Places in the font's samples; the end is exclusive. */
  start: number;
  end: number;
  loopStart: number;
  loopEnd: number;
  sampleRate: number;
  originalKey: number;
  correctionCents: number;
  /** Whether the sound is in this file and not in a machine's ROM. */
  isReadable: boolean;
}

interface FontPreset {
  name: string;
  bank: number;
  program: number;
  zones: readonly FontZone[];
}

/** The articulation data of a SoundFont 2 file. */
export interface FontRecords {
  presets: readonly FontPreset[];
  /** The zones of each instrument. */
  instruments: readonly (readonly FontZone[])[];
  samples: readonly FontSample[];
}

/** Sizes in bytes of the records, and the sub-chunks that hold them (SoundFont 2.04, section 7). */
const RECORD_BYTES = {
  ...{ phdr: 38, pbag: 4, pmod: 10, pgen: 4 },
  ...{ inst: 22, ibag: 4, imod: 10, igen: 4, shdr: 46 },
} as const;
const ROM_SAMPLE = 0x8000;

type RecordTables = Record<keyof typeof RECORD_BYTES, readonly DataView[]>;

/** Reads the sub-chunks of a font's `pdta` list.
 *  @throws InputError `bad-sound-font` */
export function readFontRecords(chunks: ReadonlyMap<string, Uint8Array>): FontRecords {
  const read = (id: keyof typeof RECORD_BYTES) => recordsOf(chunks.get(id), id, RECORD_BYTES[id]);
  const tables: RecordTables = {
    ...{ phdr: read('phdr'), pbag: read('pbag'), pmod: read('pmod'), pgen: read('pgen') },
    ...{ inst: read('inst'), ibag: read('ibag'), imod: read('imod'), igen: read('igen') },
    shdr: read('shdr'),
  };
  return {
    presets: presetsOf(tables),
    instruments: zonesOf(tables, { owners: 'inst', bagAt: 20, prefix: 'i' }),
    samples: tables.shdr.slice(0, -1).map(sampleOf),
  };
}

function recordsOf(chunk: Uint8Array | undefined, id: string, bytes: number): DataView[] {
  if (!chunk || chunk.length < bytes || chunk.length % bytes !== 0) {
    throw badFont(`its list '${id}' is ${chunk ? 'broken' : 'missing'}`);
  }
  return Array.from(
    { length: chunk.length / bytes },
    (_, r) => new DataView(chunk.buffer, chunk.byteOffset + r * bytes, bytes),
  );
}

function presetsOf(tables: RecordTables): FontPreset[] {
  const zones = zonesOf(tables, { owners: 'phdr', bagAt: 24, prefix: 'p' });
  return tables.phdr.slice(0, -1).map((record, p) => ({
    name: textOf(record),
    program: record.getUint16(20, true),
    bank: record.getUint16(22, true),
    zones: zones[p],
  }));
}

interface ZoneLayout {
  owners: 'phdr' | 'inst';
  /** Where in an owner's record the index of its first bag lies. */
  bagAt: number;
  prefix: 'p' | 'i';
}

function zonesOf(tables: RecordTables, { owners, bagAt, prefix }: ZoneLayout): FontZone[][] {
  const bags = tables[`${prefix}bag`];
  const generators = tables[`${prefix}gen`];
  const modulators = tables[`${prefix}mod`];
  return slicesBetween(tables[owners], bagAt, bags).map((owned) =>
    owned.map(({ record: bag, next }) => ({
      generators: generatorsOf(between(generators, bag, next, 0)),
      modulators: between(modulators, bag, next, 2).map(modulatorOf),
    })),
  );
}

/** For each owner but the closing one: its bags, each with the bag after it. */
function slicesBetween(owners: readonly DataView[], bagAt: number, bags: readonly DataView[]) {
  return owners.slice(0, -1).map((owner, o) => {
    const from = owner.getUint16(bagAt, true);
    const to = owners[o + 1].getUint16(bagAt, true);
    if (from > to || to >= bags.length) throw badFont('its zones point beyond their list');
    return bags.slice(from, to).map((record, b) => ({ record, next: bags[from + b + 1] }));
  });
}

function between(records: readonly DataView[], bag: DataView, next: DataView, at: number) {
  const from = bag.getUint16(at, true);
  const to = next.getUint16(at, true);
  if (from > to || to >= records.length) throw badFont('its zones point beyond their list');
  return records.slice(from, to);
}

function generatorsOf(records: readonly DataView[]): Map<FontGenerator, number> {
  return new Map(
    records.map((record) => [record.getUint16(0, true) as FontGenerator, record.getInt16(2, true)]),
  );
}

function modulatorOf(record: DataView): FontModulator {
  return {
    source: record.getUint16(0, true),
    destination: record.getUint16(2, true),
    amount: record.getInt16(4, true),
    amountSource: record.getUint16(6, true),
  };
}

function sampleOf(record: DataView): FontSample {
  return {
    name: textOf(record),
    start: record.getUint32(20, true),
    end: record.getUint32(24, true),
    loopStart: record.getUint32(28, true),
    loopEnd: record.getUint32(32, true),
    sampleRate: record.getUint32(36, true),
    originalKey: record.getUint8(40),
    correctionCents: record.getInt8(41),
    isReadable: (record.getUint16(44, true) & ROM_SAMPLE) === 0,
  };
}

function textOf(record: DataView): string {
  const bytes = new Uint8Array(record.buffer, record.byteOffset, 20);
  const end = bytes.indexOf(0);
  return new TextDecoder('latin1').decode(bytes.subarray(0, end < 0 ? 20 : end)).trim();
}
