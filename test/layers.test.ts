import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** Who may import whom. Files in `src` itself (errors, progress, config, version) may be imported
 *  by everyone and import nothing but each other. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  audio: ['process'],
  dsp: ['audio'],
  process: [],
  store: ['process'],
  jobs: ['store', 'process'],
  inference: ['process', 'dsp', 'audio'],
  pitch: ['inference', 'dsp', 'audio'],
  separation: ['inference', 'dsp', 'audio', 'process'],
  voices: ['pitch', 'inference', 'dsp', 'audio', 'process'],
  mixing: ['dsp', 'audio'],
  quality: ['dsp', 'audio'],
  score: [],
  instruments: ['score', 'pitch', 'inference', 'dsp', 'audio', 'process'],
  songs: ['score', 'instruments', 'voices', 'mixing', 'inference', 'dsp', 'audio', 'process'],
  sources: ['audio', 'process'],
  studio: [
    ...['jobs', 'store', 'sources', 'separation', 'voices', 'mixing', 'songs', 'pitch'],
    ...['instruments', 'score', 'quality', 'inference', 'dsp', 'audio'],
  ],
  http: ['studio', 'jobs', 'store', 'sources', 'voices', 'instruments', 'audio', 'inference'],
  cli: [
    'studio',
    'songs',
    'score',
    'jobs',
    'store',
    'sources',
    'voices',
    'instruments',
    'audio',
    'inference',
    'pitch',
    'quality',
    'score',
    'separation',
    'songs',
  ],
  start: [
    ...['cli', 'http', 'studio', 'jobs', 'store', 'sources', 'separation', 'voices', 'pitch'],
    ...['instruments', 'inference', 'process'],
  ],
};

interface SourceFile {
  path: string;
  folder: string;
  /** Paths of the project's own files. */
  imports: string[];
  /** Names of packages. */
  packages: string[];
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map(readSource);

it('the layout has the folders that the table names, and no others', () => {
  const folders = new Set(files.map(({ folder }) => folder).filter((folder) => folder !== ''));
  expect([...folders].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

it('imports go one way', () => {
  const wrong = files.flatMap(({ path, folder, imports }) =>
    imports
      .filter((target) => !mayImport(folder, folderOf(target)))
      .map((target) => `${path} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('no import cycle exists', () => {
  const graph = new Map(files.map(({ path, imports }) => [path, imports]));
  expect(findCycle(graph)).toBeUndefined();
});

it('only src/inference runs models', () => {
  const runtimes = files.filter(
    ({ folder, packages }) =>
      folder !== 'inference' &&
      packages.some((name) => /^(onnxruntime-|@huggingface\/)/.test(name)),
  );
  expect(runtimes.map(({ path }) => path)).toEqual([]);
});

it('only config.ts reads settings from the environment', () => {
  // Programs and processes that we start are given it as it is.
  const passedOn = [
    'process/fork-module.ts',
    'sources/yt-dlp-driver.ts',
    'sources/ytdl-core-driver.ts',
  ];
  const readers = files.filter(({ path }) => readText(path).includes('process.env'));
  expect(readers.map(({ path }) => path).filter((path) => !passedOn.includes(path))).toEqual([
    'config.ts',
  ]);
});

it('a cycle would be found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a']],
  ]);
  expect(findCycle(graph)).toEqual(['a', 'b', 'c', 'a']);
});

function mayImport(from: string, to: string): boolean {
  return from === to || to === '' || (MAY_IMPORT[from]?.includes(to) ?? false);
}

function readSource(path: string): SourceFile {
  const specifiers = [...readText(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier,
  );
  const own = specifiers.filter((specifier) => specifier.startsWith('.'));
  return {
    path,
    folder: folderOf(path),
    imports: own.map((specifier) =>
      normalize(join(dirname(path), specifier)).replace(/\.js$/, '.ts'),
    ),
    packages: specifiers.filter((specifier) => !specifier.startsWith('.')),
  };
}

function readText(path: string): string {
  return readFileSync(join(src, path), 'utf8');
}

function folderOf(path: string): string {
  const parts = relative('.', path).split(sep);
  return parts.length > 1 ? parts[0] : '';
}

/** Depth-first search; type imports count too, since they bind readers as well. */
function findCycle(graph: ReadonlyMap<string, string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    done.add(path);
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}
