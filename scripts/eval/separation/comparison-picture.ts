import sharp, { type OverlayOptions } from 'sharp';
import { durationSeconds, toMono, type AudioData } from '../../../src/audio/audio-data.js';
import {
  depthOf,
  loudestOf,
  paintLevels,
  RANGE_DB,
  spectrogramLevels,
} from '../../../src/studio/pictures/spectrogram-picture.js';
import type { Estimate } from './methods.js';
import type { StemSong } from './stem-songs.js';

/** At most so much of a song is shown, from its middle. */
const SHOWN_SECONDS = 8;
/** Not shown at both ends of a song: a cut there would look like a click. */
const EDGE_SECONDS = 0.1;

const PANEL = { width: 470, height: 260 };
/** Left of the first column, for frequencies. */
const MARGIN = 84;
const GAP = 20;
/** Above each row, for the panels' names. */
const HEADING = 48;
/** Below the last row, for the seconds. */
const FOOTER = 44;
const PICTURE = {
  width: MARGIN + 3 * (PANEL.width + GAP),
  height: 2 * (HEADING + PANEL.height) + FOOTER,
};
const SCALE = { width: 300, height: 14 };

const GROUND = '#131210';
const BRIGHT = '#f3ead9';
const FAINT = '#a3977f';
const MARKED_HZ = [100, 1000, 10_000];
/** More would hardly be seen, and make the file more than twice as large. */
const PALETTE_COLOURS = 16;

interface Panel {
  readonly name: string;
  readonly audio: AudioData;
  readonly column: number;
  readonly row: number;
}

/** A PNG of spectrograms on one scale of levels: the mix, the estimated and the true vocals; below
 *  them a caption, the estimated and the true accompaniment. Wants a font on the machine.
 *  @param caption a title, and lines below it */
export async function comparisonPng(
  { mix, ...truth }: StemSong,
  estimate: Estimate,
  caption: readonly string[],
): Promise<Buffer> {
  const panels: Panel[] = [
    { name: 'Mix', audio: mix, column: 0, row: 0 },
    { name: 'Vocals, estimated', audio: estimate.vocals, column: 1, row: 0 },
    { name: 'Vocals, true', audio: truth.vocals, column: 2, row: 0 },
    { name: 'Accompaniment, estimated', audio: estimate.accompaniment, column: 1, row: 1 },
    { name: 'Accompaniment, true', audio: truth.accompaniment, column: 2, row: 1 },
  ];
  const shown = panels.map((panel) => ({ ...panel, levels: levelsOf(panel.audio) }));
  const loudest = loudestOf(shown[0].levels);
  return sharp({ create: { ...PICTURE, channels: 3, background: GROUND } })
    .composite([
      ...shown.map(({ levels, ...panel }) =>
        pixelsAt(paintLevels(levels, loudest), PANEL, cornerOf(panel)),
      ),
      pixelsAt(paintLevels(rampLevels(), 0), SCALE, scaleCorner()),
      { input: Buffer.from(lettering(panels, caption)), left: 0, top: 0 },
    ])
    .png({ palette: true, colours: PALETTE_COLOURS, effort: 10 })
    .toBuffer();
}

function levelsOf(audio: AudioData): Float32Array {
  const length = Math.round(shownSeconds(audio) * audio.sampleRate);
  const from = Math.floor((audio.length - length) / 2);
  return spectrogramLevels(toMono(audio), audio.sampleRate, { ...PANEL, from, to: from + length });
}

function shownSeconds(audio: AudioData): number {
  return Math.min(durationSeconds(audio) - 2 * EDGE_SECONDS, SHOWN_SECONDS);
}

/** From the darkest to the brightest colour. */
function rampLevels(): Float32Array {
  return Float32Array.from({ length: SCALE.width * SCALE.height }, (_, i) => {
    return ((i % SCALE.width) / (SCALE.width - 1) - 1) * RANGE_DB;
  });
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

function cornerOf({ column, row }: Pick<Panel, 'column' | 'row'>): Corner {
  return {
    left: MARGIN + column * (PANEL.width + GAP),
    top: HEADING + row * (HEADING + PANEL.height),
  };
}

/** Below the caption, in the cell without a panel. */
function scaleCorner(): Corner {
  return { left: GAP, top: cornerOf({ column: 0, row: 1 }).top + PANEL.height - SCALE.height - 34 };
}

function pixelsAt(
  pixels: Uint8Array,
  size: { width: number; height: number },
  corner: Corner,
): OverlayOptions {
  return { input: Buffer.from(pixels), raw: { ...size, channels: 3 }, ...corner };
}

function lettering(panels: readonly Panel[], caption: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE.width}" height="${PICTURE.height}"
    font-family="DejaVu Sans, Liberation Sans, sans-serif" fill="${FAINT}">
    ${panels.flatMap(letteringOf).join('')}
    ${captionLettering(caption).join('')}
  </svg>`;
}

/** The panel's name; frequencies where it is the first of its row, seconds where it is the lowest. */
function letteringOf({ name, audio, column, row }: Panel): string[] {
  const { left, top } = cornerOf({ column, row });
  const isFirst = column === row;
  const isLowest = column === 0 || row === 1;
  return [
    text(name, { x: left, y: top - 14, size: 22, fill: BRIGHT }),
    ...(isFirst ? frequencyMarks({ left, top }) : []),
    ...(isLowest ? timeMarks(shownSeconds(audio), { left, top: top + PANEL.height }) : []),
  ];
}

function frequencyMarks({ left, top }: Corner): string[] {
  return MARKED_HZ.flatMap((hz) => {
    const y = top + depthOf(hz) * (PANEL.height - 1);
    const label = hz < 1000 ? `${hz} Hz` : `${hz / 1000} kHz`;
    return [
      `<path d="M${left} ${y}h-6" stroke="${FAINT}"/>`,
      text(label, { x: left - 12, y: y + 6, size: 18, anchor: 'end' }),
    ];
  });
}

function timeMarks(seconds: number, { left, top }: Corner): string[] {
  const anchors = ['start', 'middle', 'end'] as const;
  return anchors.map((anchor, i) => {
    const share = i / (anchors.length - 1);
    const label = `${Number((share * seconds).toFixed(1))} s`;
    return text(label, { x: left + share * PANEL.width, y: top + 27, size: 18, anchor });
  });
}

function captionLettering([title, ...lines]: readonly string[]): string[] {
  const { top } = cornerOf({ column: 0, row: 1 });
  const scale = scaleCorner();
  const below = { y: scale.top + SCALE.height + 24, size: 18 };
  return [
    text(title, { x: GAP, y: top + 46, size: 32, fill: BRIGHT }),
    ...lines.map((line, i) => text(line, { x: GAP, y: top + 92 + 34 * i, size: 22 })),
    text(`−${RANGE_DB} dB`, { x: scale.left, ...below }),
    text('0 dB', { x: scale.left + SCALE.width, ...below, anchor: 'end' }),
  ];
}

interface TextStyle {
  x: number;
  y: number;
  size: number;
  fill?: string;
  anchor?: 'start' | 'middle' | 'end';
}

/** @param content without characters that mean something in SVG */
function text(content: string, { x, y, size, fill = FAINT, anchor = 'start' }: TextStyle): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${content}</text>`;
}
