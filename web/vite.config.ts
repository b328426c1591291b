import { defineConfig } from 'vite';

/** Builds the web client into `dist/web`, where the server finds it. `base` is relative, so that the
 *  studio also works below a path of somebody's proxy. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'esnext',
    modulePreload: { polyfill: false },
  },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
});
