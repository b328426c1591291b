import { NotFoundError } from '../../errors.js';
import { ambient } from './ambient.js';
import { blues } from './blues.js';
import { bossaNova } from './bossa-nova.js';
import { country } from './country.js';
import { disco } from './disco.js';
import { drumAndBass } from './drum-and-bass.js';
import { folk } from './folk.js';
import { funk } from './funk.js';
import { hipHop } from './hip-hop.js';
import { house } from './house.js';
import { jazz } from './jazz.js';
import { loFi } from './lo-fi.js';
import { metal } from './metal.js';
import { orchestral } from './orchestral.js';
import { pop } from './pop.js';
import { punk } from './punk.js';
import { reggae } from './reggae.js';
import { rock } from './rock.js';
import { soul } from './soul.js';
import type { Style } from './style.js';
import { synthwave } from './synthwave.js';
import { techno } from './techno.js';
import { trance } from './trance.js';
import { trap } from './trap.js';
import { waltz } from './waltz.js';

/** Every style, the most general first. */
export const styles: readonly Style[] = [
  ...[pop, rock, punk, metal, funk, soul, hipHop, trap, loFi, house, techno, drumAndBass, trance],
  ...[synthwave, disco, ambient, jazz, bossaNova, reggae, country, folk, blues, orchestral, waltz],
];

/** @throws NotFoundError `no-such-style` */
export function styleOf(id: string): Style {
  const style = styles.find((each) => each.id === id);
  if (style) return style;
  throw new NotFoundError('no-such-style', `there is no style '${id.slice(0, 40)}'`, {
    hint: `There are: ${styles.map((each) => each.id).join(', ')}.`,
  });
}
