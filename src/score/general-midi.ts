/** General MIDI programs (0 …) of instruments, by the names that scores use. */
const PROGRAMS: Readonly<Record<string, number>> = {
  ...{ piano: 0, 'electric-piano': 4, rhodes: 4, 'fm-piano': 5, harpsichord: 6, clavinet: 7 },
  ...{ celesta: 8, glockenspiel: 9, 'music-box': 10, vibraphone: 11, marimba: 12, xylophone: 13 },
  ...{ 'tubular-bells': 14, dulcimer: 15, organ: 16, 'rock-organ': 18, 'church-organ': 19 },
  ...{ accordion: 21, harmonica: 22, bandoneon: 23, 'nylon-guitar': 24, 'acoustic-guitar': 25 },
  ...{ 'jazz-guitar': 26, 'electric-guitar': 27, 'muted-guitar': 28, 'overdriven-guitar': 29 },
  ...{ 'distorted-guitar': 30, 'acoustic-bass': 32, 'double-bass': 32, 'electric-bass': 33 },
  ...{ 'picked-bass': 34, 'fretless-bass': 35, 'slap-bass': 36, 'synth-bass': 38, '808-bass': 39 },
  ...{
    violin: 40,
    viola: 41,
    cello: 42,
    contrabass: 43,
    'tremolo-strings': 44,
    'pizzicato-strings': 45,
  },
  ...{ harp: 46, timpani: 47, strings: 48, 'string-ensemble': 48, 'synth-strings': 50, choir: 52 },
  ...{
    voice: 53,
    trumpet: 56,
    trombone: 57,
    tuba: 58,
    'french-horn': 60,
    brass: 61,
    'synth-brass': 62,
  },
  ...{ 'soprano-saxophone': 64, 'alto-saxophone': 65, saxophone: 66, 'baritone-saxophone': 67 },
  ...{ 'soprano-sax': 64, 'alto-sax': 65, 'tenor-sax': 66, 'baritone-sax': 67 },
  ...{ oboe: 68, bassoon: 70, clarinet: 71, piccolo: 72, flute: 73, recorder: 74, 'pan-flute': 75 },
  ...{ whistle: 78, ocarina: 79, 'square-lead': 80, 'saw-lead': 81, 'synth-lead': 81 },
  ...{ 'synth-pluck': 84, 'warm-pad': 89, 'synth-pad': 90, supersaw: 90, 'sweep-pad': 95 },
  ...{
    sitar: 104,
    banjo: 105,
    koto: 107,
    kalimba: 108,
    bagpipe: 109,
    fiddle: 110,
    'steel-drums': 114,
  },
};

/** The General MIDI program that comes nearest to an instrument; a piano for one that nobody knows. */
export function midiProgramOf(instrument: string): number {
  return PROGRAMS[instrument] ?? 0;
}

/** The instrument of a General MIDI program: the nearest below it that has a name. */
export function instrumentOfProgram(program: number): string {
  const nearest = Object.entries(PROGRAMS).filter(([, known]) => known <= program);
  return nearest.reduce((best, entry) => (entry[1] > best[1] ? entry : best), [
    'piano',
    0,
  ] as const)[0];
}
