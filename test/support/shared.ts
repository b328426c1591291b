import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';

const sharedDir = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** A file or folder of the developers' shared material, or undefined where it is absent. */
export function sharedPath(relative: string): string | undefined {
  const path = join(sharedDir, relative);
  return existsSync(path) ? path : undefined;
}

/** A test on shared material; where that is absent it is skipped, and says so. */
export function itWithShared(
  name: string,
  relative: string,
  test: (path: string) => Promise<void> | void,
): void {
  const path = sharedPath(relative);
  if (!path) console.warn(`SKIPPED (no ../shared/${relative}): ${name}`);
  it.skipIf(!path)(name, async () => test(path ?? ''));
}
