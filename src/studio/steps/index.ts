import type { StepFunction } from '../../jobs/plan.js';

/** Every kind of step, loaded when it is run. */
export const stepFunctions: { readonly [kind: string]: () => Promise<StepFunction> } = {
  probe: async () => (await import('./probe.js')).probeStep,
  fetch: async () => (await import('./fetch.js')).fetchStep,
  'demo-song': async () => (await import('./demo-song.js')).demoSongStep,
  decode: async () => (await import('./decode.js')).decodeStep,
  separate: async () => (await import('./separate.js')).separateStep,
  lead: async () => (await import('./lead.js')).leadStep,
  analyse: async () => (await import('./analyse.js')).analyseStep,
  cast: async () => (await import('./cast.js')).castStep,
  duet: async () => (await import('./cast.js')).duetStep,
  convert: async () => (await import('./convert.js')).convertStep,
  transpose: async () => (await import('./transpose.js')).transposeStep,
  mix: async () => (await import('./mix.js')).mixStep,
  master: async () => (await import('./master.js')).masterStep,
  encode: async () => (await import('./encode.js')).encodeStep,
  pictures: async () => (await import('./pictures.js')).picturesStep,
  peaks: async () => (await import('./peaks.js')).peaksStep,
  'pull-model': async () => (await import('./pull-model.js')).pullModelStep,
  'blend-preview': async () => (await import('./blend-preview.js')).blendPreviewStep,
  'blend-voices': async () => (await import('./blend-voices.js')).blendVoicesStep,
  'import-voice': async () => (await import('./import-voice.js')).importVoiceStep,
  'voice-preview': async () => (await import('./voice-preview.js')).voicePreviewStep,
  'cover-report': async () => (await import('./cover-report.js')).coverReportStep,
};
