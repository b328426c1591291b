import { describe } from 'vitest';

/** Tests that need an installed program; where it is absent they are skipped, and say so. */
export function describeWithTool(tool: string, isPresent: boolean, tests: () => void): void {
  if (!isPresent) console.warn(`SKIPPED (${tool} is not installed): tests with the real ${tool}`);
  describe.skipIf(!isPresent)(`the real ${tool}`, tests);
}
