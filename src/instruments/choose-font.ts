import { access, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { badFont } from './soundfont/bad-font.js';
import { SoundFont } from './soundfont/sound-font.js';

/** Comes with Canto: small, and free to use (Apache-2.0). */
const BUNDLED_FONT = fileURLToPath(
  new URL('../../models/instruments/sonivox.sf2', import.meta.url),
);

/** Whether nothing better than the small font is there. */
export function isBundled(font: SoundFont): boolean {
  return font.path === BUNDLED_FONT;
}

/** Better fonts where Linux distributions put them, the best first. */
const INSTALLED_FONTS = [
  '/usr/share/sounds/sf2/FluidR3_GM.sf2',
  '/usr/share/soundfonts/FluidR3_GM.sf2',
  '/usr/share/soundfonts/FluidR3_GM2-2.sf2',
];

/** The SoundFont that is played.
 *  @param choice `auto` (the best that is installed), `bundled`, or a path
 *  @throws InputError `bad-sound-font` */
export async function openChosenFont(choice: string): Promise<SoundFont> {
  return SoundFont.open(await pathOfFont(choice));
}

/** Tells fonts apart: what is made with another font is something else. */
export interface FontIdentity {
  path: string;
  bytes: number;
  changed: number;
}

/** Which font that choice means on this machine, without reading it.
 *  @throws InputError `bad-sound-font` when there is none */
export async function identifyFont(choice: string): Promise<FontIdentity> {
  const path = await pathOfFont(choice);
  const found = await stat(path).catch((cause: unknown) => {
    throw badFont(`'${path}' can't be opened`, cause);
  });
  // The bundled font lies elsewhere on every machine, and is the same.
  if (path === BUNDLED_FONT) return { path: 'bundled', bytes: found.size, changed: 0 };
  return { path, bytes: found.size, changed: Math.round(found.mtimeMs) };
}

async function pathOfFont(choice: string): Promise<string> {
  if (choice === 'bundled') return BUNDLED_FONT;
  if (choice !== 'auto') return choice;
  for (const path of INSTALLED_FONTS) {
    if (await isReadable(path)) return path;
  }
  return BUNDLED_FONT;
}

async function isReadable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
