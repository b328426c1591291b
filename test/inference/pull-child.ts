/** A process that pulls Swift-F0 and ends. */
import { openModelStore } from '../../src/inference/model-store.js';

const { DATA_DIR = '', MANIFEST = '', MIRROR = '' } = process.env;
const store = await openModelStore({ dataDir: DATA_DIR, manifestPath: MANIFEST, mirror: MIRROR });
await store.pull('swift-f0');
process.exit(0);
