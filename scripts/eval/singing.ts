/** Sings lines of words, and measures tune and time; `judge_singing.py` then has a recogniser listen to
 *  the words:
 *
 *    npm run eval:singing -- OUT_DIR
 *
 *  Needs the developers' shared material; the judge needs python3 (or $PYTHON) with numpy, scipy,
 *  soundfile, onnxruntime and pocketsphinx. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audioData, toMono, type AudioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { writeWav } from '../../src/audio/wav.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { swiftF0Tracker } from '../../src/pitch/swift-f0-tracker.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { stressesOf, syllablesOf } from '../../src/songs/lyrics/fit-lyrics.js';
import { syllabify } from '../../src/songs/lyrics/syllabify.js';
import { singPart } from '../../src/songs/singing/sing-part.js';
import type { SungNote } from '../../src/songs/singing/sung-note.js';
import { gatherSyllables, timePhones } from '../../src/songs/singing/time-phones.js';
import { cantoEngine } from '../../src/voices/canto/canto-engine.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';

/** Prompts of the reader's that were held out of training (scripts/train/singing/train.py): the same
 *  words are judged as spoken and as sung. */
const READER = 'kathleen';
const HELD_OUT = ['a0113', 'a0167', 'a0224', 'a0280', 'a0447', 'b0030', 'b0274', 'b0390'];
/** Lines as songs have them. */
const LINES = [
  'I took the last train home tonight',
  'and the city lights were fading in the rain',
  'hold me now before the morning comes',
  'we were dancing in the middle of the street',
  'every little thing you said to me was true',
  'I will wait for you beside the river',
  'nobody knows the trouble I have seen',
  'you can keep the money and the car',
  'summer days are never coming back again',
  'sing it loud so everyone can hear',
];
/** [steps of the scale] around the voice's middle, one per syllable, over and over. */
const TUNE = [0, 1, 2, 4, 2, 1, 0, -1, 0, 2, 3, 2];
const MAJOR = [0, 2, 4, 5, 7, 9, 11];
/** Seconds of a syllable: weak, strong, the last. Some 3.3 syllables a second, as in eighths at 100 bpm. */
const [WEAK, STRONG, LAST] = [0.25, 0.35, 0.8];
const SAMPLE_RATE = 44_100;
const TAIL_SECONDS = 0.5;
const LEAD_SECONDS = 0.4;
const VOICES = ['kathleen', 'flemishguy', 'amaranth'];
const TOLERANCE_CENTS = 50;
/** A moving median of 176 ms, a period of it, takes the vibrato off. */
const VIBRATO_FRAMES = 5;
const NEARLY_ALL = 0.95;
const LIMITS = { maxBytes: 100_000_000, maxDurationSeconds: 900, maxChannels: 2 };

interface Tuned {
  frames: number;
  /** How many frames are near their note, as they are and without vibrato. */
  near: number;
  steady: number;
  notes: number;
  /** How many notes are near for nearly all of their length. */
  good: number;
}

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
const [outDir, ...only] = process.argv.slice(2);
if (!outDir) throw new Error('usage: npm run eval:singing -- OUT_DIR [VOICE…]');
await mkdir(outDir, { recursive: true });
const models = await openModelStore({ dataDir: '/nowhere' });
const library = openVoiceLibrary({ dataDir: outDir });
const judgeOfPitch = swiftF0Tracker({ path: join(SHARED, 'models/swift-f0/model.onnx') });
const texts: Record<string, string> = {};
const sentences = await heldOutSentences();
if (only.length === 0) await readAloud();
for (const id of only.length > 0 ? only : VOICES) await evaluateVoice(id);
await writeFile(join(outDir, 'texts.json'), JSON.stringify(texts));
const judge = fileURLToPath(new URL('judge_singing.py', import.meta.url));
execFileSync(process.env.PYTHON ?? 'python3', [judge, outDir], { stdio: 'inherit' });

async function heldOutSentences(): Promise<{ file: string; text: string }[]> {
  const folder = join(SHARED, 'data/speech', READER);
  const there = new Set(await readdir(folder));
  const rows = (await readFile(join(folder, 'metadata.csv'), 'utf8')).trim().split('\n');
  const read = rows
    .map((row) => row.split('|'))
    .filter(([name]) => there.has(`${name}.opus`))
    .map(([name, text]) => ({ name, text, file: join(folder, `${name}.opus`) }));
  return HELD_OUT.flatMap((prompt) => read.find(({ name }) => name.split('_')[1] === prompt) ?? []);
}

/** The ceiling: what the recogniser makes of the reader, as recorded and through the vocoder. */
async function readAloud(): Promise<void> {
  const voice = await library.get(READER);
  for (const [i, { file, text }] of sentences.entries()) {
    const { audio } = await decodeFile(file, { limits: LIMITS, ffmpeg: 'off' });
    const speech = audioData(audio.sampleRate, [toMono(audio)]);
    const pitch = await pyinTracker.track(speech);
    const settings = { transpose: 0, formant: 0, strength: 1, seed: 0 };
    const anew = await cantoEngine.convert(speech, { voice, pitch, settings, models });
    await write(`sentence${i}`, 'spoken, as recorded', { audio: speech, text });
    await write(`sentence${i}`, 'spoken, through the vocoder', { audio: anew, text });
  }
}

async function evaluateVoice(id: string): Promise<void> {
  const voice = await library.get(id);
  const middle = Math.round(69 + 12 * Math.log2(voice.range.medianHz / 440));
  const tuned: Tuned = { frames: 0, near: 0, steady: 0, notes: 0, good: 0 };
  let [seconds, took] = [0, 0];
  const sets = [
    ...sentences.map(({ text }, i) => [`sentence${i}`, 'sentences', text] as const),
    ...LINES.map((text, i) => [`line${i}`, 'lines', text] as const),
  ];
  for (const [name, set, text] of sets) {
    const notes = tuneOf(text, middle - 4);
    const length = Math.ceil((notes[notes.length - 1].endSeconds + TAIL_SECONDS) * SAMPLE_RATE);
    const start = performance.now();
    const options = { voice, models, sampleRate: SAMPLE_RATE, length, seed: 1 };
    const audio = await singPart(notes, options);
    took += (performance.now() - start) / 1000;
    seconds += length / SAMPLE_RATE;
    await measureTune(audio, notes, tuned);
    await write(name, `${set} sung by ${id}`, { audio, text });
  }
  const percent = (part: number, all: number) => `${((100 * part) / all).toFixed(1)} %`;
  console.log(
    `${id}: within ${TOLERANCE_CENTS} cents ${percent(tuned.near, tuned.frames)}, vibrato apart ` +
      `${percent(tuned.steady, tuned.frames)}; so for ${100 * NEARLY_ALL} % of their length ` +
      `${percent(tuned.good, tuned.notes)} of ${tuned.notes} notes; ${seconds.toFixed(0)} s in ${took.toFixed(1)} s`,
  );
}

function tuneOf(text: string, tonic: number): SungNote[] {
  const words = syllabify(text);
  const syllables = syllablesOf(words);
  const stresses = stressesOf(words);
  let at = LEAD_SECONDS;
  return syllables.map((syllable, i) => {
    const startSeconds = at;
    at += i + 1 === syllables.length ? LAST : stresses[i] > 0 ? STRONG : WEAK;
    const step = TUNE[i % TUNE.length];
    const pitch = tonic + MAJOR[(step + 7) % 7] + (step < 0 ? -12 : 0);
    return { startSeconds, endSeconds: at, pitch, velocity: 0.63, syllable };
  });
}

/** By frames that the judge hears as voiced, from each note's vowel to its last consonant: what comes
 *  then is the next note's. */
async function measureTune(
  audio: AudioData,
  notes: readonly SungNote[],
  tuned: Tuned,
): Promise<void> {
  const { f0Hz, hopSeconds } = await judgeOfPitch.track(audio);
  const phones = timePhones(gatherSyllables(notes));
  notes.forEach(({ pitch }, n) => {
    const start = phones.find(({ syllable, role }) => syllable === n && role === 'vowel');
    const end = phones.findLast(({ syllable }) => syllable === n)?.endSeconds ?? 0;
    const cents: number[] = [];
    for (let t = Math.ceil((start?.startSeconds ?? 0) / hopSeconds); t * hopSeconds < end; t++) {
      if (f0Hz[t] > 0) cents.push(1200 * Math.log2(f0Hz[t] / 440) - 100 * (pitch - 69));
    }
    const isNear = (value: number) => Math.abs(value) <= TOLERANCE_CENTS;
    const steady = cents.map((_, i) =>
      median(cents.slice(Math.max(0, i - VIBRATO_FRAMES), i + VIBRATO_FRAMES + 1)),
    );
    tuned.frames += cents.length;
    tuned.near += cents.filter(isNear).length;
    tuned.steady += steady.filter(isNear).length;
    tuned.notes++;
    if (steady.filter(isNear).length >= NEARLY_ALL * cents.length) tuned.good++;
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

async function write(
  name: string,
  row: string,
  { audio, text }: { audio: AudioData; text: string },
): Promise<void> {
  const file = `${row}_${name}.wav`.replaceAll(' ', '-');
  texts[file] = text;
  await writeWav(join(outDir, file), audio);
}
