import { writeTinyMusicgen } from '../test/support/tiny-musicgen.js';

/** `npx tsx scripts/tiny-musicgen.ts FOLDER`: a model folder of MusicGen's structure, 100 kB, that makes
 *  noise: for trying `canto models import FOLDER` and all that follows without a download. */
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('name the folder to write to');
await writeTinyMusicgen(folder);
console.log(`a tiny music model lies at ${folder}`);
