/** What a prompt must be understood as. `instruments` must be among the parts, parts with a word of
 *  `without` must not. `seconds` are rounded to tens. */
export interface Expected {
  bpm?: number;
  key?: string;
  metre?: string;
  style?: string;
  vocal?: 'female' | 'male' | 'none';
  seconds?: number;
  instruments?: string[];
  without?: string[];
}

const expectedOf = (prompt: string, expected: Expected) => ({ prompt, expected });

/** 60 prompts as people write them. */
export const PROMPTS: readonly { prompt: string; expected: Expected }[] = [
  expectedOf('melancholic synthwave, 96 bpm, female voice, about the last train home', {
    bpm: 96,
    style: 'synthwave',
    vocal: 'female',
  }),
  expectedOf('Upbeat pop song in C major, 120 BPM, male vocals', {
    bpm: 120,
    key: 'C major',
    style: 'pop',
    vocal: 'male',
  }),
  expectedOf('heavy metal in E minor at 160bpm', { bpm: 160, key: 'E minor', style: 'metal' }),
  expectedOf('lofi hip hop beats to study to, 75 bpm, F# minor, no vocals', {
    bpm: 75,
    key: 'F# minor',
    style: 'lo-fi',
    vocal: 'none',
  }),
  expectedOf('jazz trio with piano, double bass and brushes', {
    style: 'jazz',
    instruments: ['piano', 'upright-bass', 'brush-kit'],
  }),
  expectedOf('A slow waltz for accordion and violin in 3/4', {
    metre: '3/4',
    style: 'waltz',
    instruments: ['accordion', 'violin'],
  }),
  expectedOf('techno 138 bpm no melody, just a dark groove', { bpm: 138, style: 'techno' }),
  expectedOf('drum & bass, 174 BPM, Bb minor', {
    bpm: 174,
    key: 'Bb minor',
    style: 'drum-and-bass',
  }),
  expectedOf('bossa nova with nylon guitar and flute, instrumental', {
    style: 'bossa-nova',
    vocal: 'none',
    instruments: ['nylon-guitar', 'flute'],
  }),
  expectedOf('reggae in G, 80 bpm', { bpm: 80, key: 'G major', style: 'reggae' }),
  expectedOf('epic orchestral trailer music with choir and french horn, D minor, 90 seconds', {
    key: 'D minor',
    style: 'orchestral',
    seconds: 90,
    instruments: ['choir', 'horn'],
  }),
  expectedOf('punk rock, 190 bpm, two minutes', { bpm: 190, style: 'punk', seconds: 120 }),
  expectedOf('country ballad with banjo and fiddle, woman singing', {
    style: 'country',
    vocal: 'female',
    instruments: ['banjo', 'violin'],
  }),
  expectedOf('12 bar blues in A with harmonica', {
    key: 'A major',
    style: 'blues',
    instruments: ['harmonica'],
  }),
  expectedOf('uplifting trance 138bpm in A minor', { bpm: 138, key: 'A minor', style: 'trance' }),
  expectedOf('trap beat, 140 bpm, dark, C# minor, instrumental', {
    bpm: 140,
    key: 'C# minor',
    style: 'trap',
    vocal: 'none',
  }),
  expectedOf('funk with slap bass and clavinet, 108 bpm', {
    bpm: 108,
    style: 'funk',
    instruments: ['slap-bass', 'clavinet'],
  }),
  expectedOf('soul ballad, male singer, in Eb major', {
    key: 'Eb major',
    style: 'soul',
    vocal: 'male',
  }),
  expectedOf('ambient soundscape without drums, 3 minutes', {
    style: 'ambient',
    seconds: 180,
    without: ['kit'],
  }),
  expectedOf('house track with piano, 124 bpm, G minor', {
    bpm: 124,
    key: 'G minor',
    style: 'house',
    instruments: ['piano'],
  }),
  expectedOf('boom bap hip-hop 92 bpm', { bpm: 92, style: 'hip-hop' }),
  expectedOf('acoustic folk song about the sea, male voice and guitar', {
    style: 'folk',
    vocal: 'male',
    instruments: ['acoustic-guitar'],
  }),
  expectedOf('disco with strings and bass guitar, 118 bpm', {
    bpm: 118,
    style: 'disco',
    instruments: ['strings', 'bass'],
  }),
  expectedOf('rock song in 6/8', { metre: '6/8', style: 'rock' }),
  expectedOf('something in 5/4 at 140 beats per minute', { metre: '5/4', bpm: 140 }),
  expectedOf('solo piano, calm, in Db major', {
    key: 'Db major',
    instruments: ['piano'],
    without: ['kit', 'bass', 'guitar'],
  }),
  expectedOf('cello and harp duet, no drums, key of B minor', {
    key: 'B minor',
    instruments: ['cello', 'harp'],
    without: ['kit'],
  }),
  expectedOf('a happy song with glockenspiel, marimba and whistle', {
    instruments: ['glockenspiel', 'marimba', 'whistle'],
  }),
  expectedOf('tempo: 87, key: Ab major, pop', { bpm: 87, key: 'Ab major', style: 'pop' }),
  expectedOf('PUNK!!! 200 BPM!!!', { bpm: 200, style: 'punk' }),
  expectedOf('smooth jazz with tenor saxophone in D dorian', {
    key: 'D dorian',
    style: 'jazz',
    instruments: ['tenor-sax'],
  }),
  expectedOf('rock with distorted guitar and organ, no singing', {
    style: 'rock',
    vocal: 'none',
    instruments: ['distorted-guitar', 'organ'],
  }),
  expectedOf('1:30 of synthwave, 110 bpm', { bpm: 110, style: 'synthwave', seconds: 90 }),
  expectedOf('30 second jingle, pop, ukulele', { style: 'pop', seconds: 30 }),
  expectedOf('lullaby with music box in F major, 70 bpm', {
    bpm: 70,
    key: 'F major',
    instruments: ['music-box'],
  }),
  expectedOf('hip hop with trumpet and vibraphone', {
    style: 'hip-hop',
    instruments: ['trumpet', 'vibraphone'],
  }),
  expectedOf('pop without guitars', { style: 'pop', without: ['guitar'] }),
  expectedOf('rock, drumless', { style: 'rock', without: ['kit'] }),
  expectedOf('sad piano and strings in a minor key', { instruments: ['piano', 'strings'] }),
  expectedOf('blues rock 100 bpm in E', { bpm: 100, key: 'E major', style: 'rock' }),
  expectedOf('indie folk, 2 min 30 s, G major', { key: 'G major', style: 'folk', seconds: 150 }),
  expectedOf('Orchestral waltz with clarinet, 150 bpm', {
    bpm: 150,
    metre: '3/4',
    style: 'waltz',
    instruments: ['clarinet'],
  }),
  expectedOf('dubby reggae with trombone, organ and melodica, a minor', {
    key: 'A minor',
    style: 'reggae',
    instruments: ['trombone', 'organ'],
  }),
  expectedOf('Make me a banger: techno + acid bass @ 140 bpm', {
    bpm: 140,
    style: 'techno',
    instruments: ['acid-bass'],
  }),
  expectedOf('neo soul, electric piano, 84 bpm, Db minor', {
    bpm: 84,
    key: 'C# minor',
    style: 'soul',
    instruments: ['electric-piano'],
  }),
  expectedOf('metal instrumental with double bass drumming in D minor', {
    key: 'D minor',
    style: 'metal',
    vocal: 'none',
  }),
  expectedOf('celtic tune with flute, harp and fiddle in E minor, instrumental', {
    key: 'E minor',
    style: 'folk',
    vocal: 'none',
    instruments: ['flute', 'harp', 'violin'],
  }),
  expectedOf('eighties synth pop with synth brass and 808', {
    style: 'synthwave',
    instruments: ['synth-brass'],
  }),
  expectedOf('samba 100bpm with congas', { bpm: 100, style: 'bossa-nova' }),
  expectedOf('liquid dnb, 172 bpm, female vocals', {
    bpm: 172,
    style: 'drum-and-bass',
    vocal: 'female',
  }),
  expectedOf('dark techno in F minor, 132.5 bpm', { bpm: 132.5, key: 'F minor', style: 'techno' }),
  expectedOf('deep house, 122 bpm, in G# minor', { bpm: 122, key: 'G# minor', style: 'house' }),
  expectedOf('film score for a chase: tense, 150 bpm, timpani and brass', {
    bpm: 150,
    style: 'orchestral',
    instruments: ['timpani', 'brass'],
  }),
  expectedOf('gospel in Ab with organ', { key: 'Ab major', style: 'soul', instruments: ['organ'] }),
  expectedOf('a song about my dog', { vocal: 'female' }),
  expectedOf('country waltz in D major 3/4', { key: 'D major', metre: '3/4' }),
  expectedOf('ambient pads, 60 bpm, E lydian, no beat', {
    bpm: 60,
    key: 'E lydian',
    style: 'ambient',
  }),
  expectedOf('oboe and bassoon over soft strings, 4/4, 76 bpm', {
    bpm: 76,
    metre: '4/4',
    instruments: ['oboe', 'bassoon', 'strings'],
  }),
  expectedOf('drill, 142bpm, male rapper, F minor', {
    bpm: 142,
    key: 'F minor',
    style: 'trap',
    vocal: 'male',
  }),
  expectedOf('pop punk about summer, girl singing, 175 bpm, A major', {
    bpm: 175,
    key: 'A major',
    style: 'punk',
    vocal: 'female',
  }),
];
