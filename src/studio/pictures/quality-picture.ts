import sharp from 'sharp';
import { GONIOMETER_CELLS } from '../../quality/goniometer.js';
import type { QualityCurves } from '../../quality/quality-report.js';
import { lettering } from './lettering.js';

/** What the picture shows. */
export interface QualityPicture {
  curves: QualityCurves;
  integratedLufs: number;
  durationSeconds: number;
  /** See `Goniometer`. */
  goniometer: Uint32Array;
}

const WIDTH = 1200;
const HEIGHT = 760;
/** The page's black, amber and ivory. */
const GROUND = '#131210';
const LINE = '#3a352d';
const MUTED = '#a79e8e';
const AMBER = '#f4b54a';
const AMBER_DIM = '#8c5416';
const IVORY = '#ffecc4';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const LOUDNESS: Box = { x: 70, y: 50, width: 1100, height: 250 };
const SPECTRUM: Box = { x: 70, y: 390, width: 720, height: 310 };
const GONIOMETER: Box = { x: 860, y: 390, width: 310, height: 310 };
const LUFS_RANGE = [-50, 0] as const;
const HZ_RANGE = [22, 22_000] as const;
/** The spectrum is drawn so far down from its highest level. */
const SPECTRUM_DB = 60;
/** How far from the target is still near. */
const TARGET_DB = 6;
const HZ_TICKS: readonly [hz: number, label: string][] = [
  [31.5, '32'],
  [63, '63'],
  [125, '125'],
  [250, '250'],
  [500, '500'],
  [1000, '1 k'],
  [2000, '2 k'],
  [4000, '4 k'],
  [8000, '8 k'],
  [16_000, '16 kHz'],
];

/** A PNG, 1200 × 760 pixels: loudness over time, the spectrum against its target, and the stereo image
 *  as a goniometer shows it. */
export async function qualityPng(picture: QualityPicture): Promise<Buffer> {
  const image = await goniometerImage(picture.goniometer);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="${GROUND}"/>
    ${loudnessPanel(picture)}${spectrumPanel(picture.curves)}${goniometerFrame()}</svg>`;
  return sharp(Buffer.from(svg))
    .composite([{ input: image, left: GONIOMETER.x, top: GONIOMETER.y, blend: 'screen' }])
    .png()
    .toBuffer();
}

function loudnessPanel({ curves, integratedLufs, durationSeconds }: QualityPicture): string {
  const { hopSeconds, momentaryLufs, shortTermLufs } = curves;
  const y = (lufs: number) => yIn(LOUDNESS, lufs, LUFS_RANGE);
  const x = (seconds: number) => LOUDNESS.x + (LOUDNESS.width * seconds) / durationSeconds;
  // A window's loudness belongs to its middle.
  const points = (lufs: readonly number[], windowSeconds: number): [number, number][] =>
    lufs.map((value, i) => [
      x(Math.min(durationSeconds, i * hopSeconds + windowSeconds / 2)),
      y(value),
    ]);
  const levels = [0, -10, -20, -30, -40].map((lufs) => rule(LOUDNESS, y(lufs), String(lufs)));
  const ticks = timeTicks(durationSeconds).map((seconds) =>
    mark(LOUDNESS, x(seconds), time(seconds)),
  );
  return [
    title(LOUDNESS, 'Loudness LUFS: 0.4 s and 3 s'),
    ...levels,
    ...ticks,
    line(points(momentaryLufs, 0.4), { colour: AMBER_DIM, width: 1 }),
    line(points(shortTermLufs, 3), { colour: AMBER, width: 2.5 }),
    line(
      [
        [LOUDNESS.x, y(integratedLufs)],
        [LOUDNESS.x + LOUDNESS.width, y(integratedLufs)],
      ],
      { colour: IVORY, width: 1.5, dashes: '6 6' },
    ),
  ].join('');
}

function spectrumPanel({ spectrum }: QualityCurves): string {
  const highest = Math.max(...spectrum.map(({ db, targetDb }) => Math.max(db, targetDb)));
  const topDb = Math.ceil((highest + TARGET_DB) / 10) * 10;
  const range = [topDb - SPECTRUM_DB, topDb] as const;
  const y = (db: number) => yIn(SPECTRUM, db, range);
  const tolerance = [
    ...spectrum.map(({ hz, targetDb }) => `${xOfHz(hz)},${y(targetDb + TARGET_DB)}`),
    ...spectrum.toReversed().map(({ hz, targetDb }) => `${xOfHz(hz)},${y(targetDb - TARGET_DB)}`),
  ];
  return [
    title(SPECTRUM, 'Spectrum dB: 1/3 octaves, and where released music lies'),
    ...[0, 1, 2, 3, 4, 5, 6].map((n) => rule(SPECTRUM, y(topDb - 10 * n), String(topDb - 10 * n))),
    ...HZ_TICKS.map(([hz, label]) => mark(SPECTRUM, xOfHz(hz), label)),
    `<polygon fill="${IVORY}" fill-opacity="0.12" points="${tolerance.join(' ')}"/>`,
    line(
      spectrum.map(({ hz, targetDb }) => [xOfHz(hz), y(targetDb)]),
      { colour: IVORY, width: 1, dashes: '6 6' },
    ),
    line(
      spectrum.map(({ hz, db }) => [xOfHz(hz), y(db)]),
      { colour: AMBER, width: 2.5 },
    ),
  ].join('');
}

function goniometerFrame(): string {
  const { x, y, width, height } = GONIOMETER;
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const axes: [number, number][][] = [
    [
      [x, y],
      [x + width, y + height],
    ],
    [
      [x + width, y],
      [x, y + height],
    ],
    [
      [middleX, y],
      [middleX, y + height],
    ],
    [
      [x, middleY],
      [x + width, middleY],
    ],
  ];
  return [
    title(GONIOMETER, 'Stereo: up is mono'),
    ...axes.map((axis) => line(axis, { colour: LINE, width: 1 })),
    lettering('L', { x: x + 30, y: y + 24, colour: MUTED }),
    lettering('R', { x: x + width - 30, y: y + 24, align: 'right', colour: MUTED }),
  ].join('');
}

/** Left goes up to the left, right up to the right: side to the right means that right is louder. */
function goniometerImage(counts: Uint32Array): Promise<Buffer> {
  const most = counts.reduce((max, count) => Math.max(max, count), 1);
  const pixels = new Uint8Array(counts.length * 3);
  counts.forEach((count, i) => {
    const light = Math.log1p(count) / Math.log1p(most);
    pixels.set([244 * light, 181 * light, 74 * light].map(Math.round), i * 3);
  });
  const raw = { width: GONIOMETER_CELLS, height: GONIOMETER_CELLS, channels: 3 } as const;
  return sharp(pixels, { raw }).resize(GONIOMETER.width, GONIOMETER.height).png().toBuffer();
}

function title({ x, y }: Box, text: string): string {
  return lettering(text, { x, y: y - 14, colour: IVORY });
}

/** A level across a panel, with its label to the left. */
function rule({ x, width }: Box, y: number, label: string): string {
  return (
    line(
      [
        [x, y],
        [x + width, y],
      ],
      { colour: LINE, width: 1 },
    ) + lettering(label, { x: x - 8, y: y + 6, align: 'right', colour: MUTED })
  );
}

/** A place along a panel, with its label below. */
function mark({ y, height }: Box, x: number, label: string): string {
  return (
    line(
      [
        [x, y],
        [x, y + height],
      ],
      { colour: LINE, width: 1 },
    ) + lettering(label, { x, y: y + height + 24, align: 'middle', colour: MUTED })
  );
}

interface Stroke {
  colour: string;
  width: number;
  dashes?: string;
}

function line(
  points: readonly (readonly [number, number])[],
  { colour, width, dashes }: Stroke,
): string {
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dashed = dashes ? ` stroke-dasharray="${dashes}"` : '';
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${dashed}/>`;
}

function yIn({ y, height }: Box, value: number, [low, high]: readonly [number, number]): number {
  const within = Math.min(high, Math.max(low, value));
  return y + (height * (high - within)) / (high - low);
}

function xOfHz(hz: number): number {
  const [low, high] = HZ_RANGE;
  return SPECTRUM.x + (SPECTRUM.width * Math.log(hz / low)) / Math.log(high / low);
}

/** About ten round times. */
function timeTicks(durationSeconds: number): number[] {
  const steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600];
  const step = steps.find((seconds) => durationSeconds / seconds <= 11) ?? 3600;
  return Array.from({ length: Math.floor(durationSeconds / step) + 1 }, (_, i) => i * step);
}

function time(seconds: number): string {
  if (seconds < 60 && !Number.isInteger(seconds)) return seconds.toFixed(1);
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
