import { expect, test } from 'vitest';
import { masterRequestSchema, mixRequestSchema } from '../../src/studio/requests.js';
import { completeMaster, defaultMaster } from '../../web/src/state/master-settings.js';
import { neutralSession, sessionOf, withStrip } from '../../web/src/state/mix-session.js';
import { completeMix, defaultMix } from '../../web/src/state/mix-settings.js';
import { stemFiles } from '../../web/src/state/use-mix-stems.js';

const source = { demo: true as const };

test('the defaults of the mixing and the mastering desk are the server’s', () => {
  const { manner: _, ...mix } = defaultMix;
  expect(mixRequestSchema.parse({ stems: [{ source }] })).toMatchObject(mix);
  const { targetLufs, ceilingDbtp, ...master } = defaultMaster;
  expect(masterRequestSchema.parse({ source })).toMatchObject(master);
  expect([targetLufs, ceilingDbtp]).toEqual([-14, -1]); // of the preset, which is Spotify
  expect(completeMix(undefined)).toEqual(defaultMix);
  expect(completeMaster({ gone: 1, targetLufs: -9 })).toEqual({ ...defaultMaster, targetLufs: -9 });
});

test('the server takes whatever session the desk makes', () => {
  const session = withStrip(neutralSession(['Lead.wav', 'Lead.flac', '.wav']), 1, {
    faderDb: -120,
    pan: -1,
    sends: { room: -12, hall: undefined },
  });
  expect(session.tracks.map(({ name }) => name)).toEqual(['Lead', 'Lead 2', 'Stem']);
  const stems = session.tracks.map(({ name, role }) => ({ source, name, role }));
  // As JSON has it.
  const request = JSON.parse(JSON.stringify({ stems, session })) as unknown;
  expect(mixRequestSchema.safeParse(request).success).toBe(true);
});

test('tracks stay as they were set when stems come and go', () => {
  const before = withStrip(neutralSession(['Lead.wav', 'Bass.wav']), 1, { faderDb: -7 });
  const after = sessionOf(['Bass.wav', 'Drums.wav'], before);
  expect(after.tracks.map(({ name, strip }) => [name, strip.faderDb])).toEqual([
    ['Bass', -7],
    ['Drums', 0],
  ]);
});

test('of a cover, the new voice and the music are stems; of a separation, all parts', () => {
  const files = (names: string[]) => names.map((name) => ({ name, bytes: 1, url: '' }));
  const namesOf = (names: string[]) => stemFiles(files(names)).map(({ name }) => name);
  const cover = ['cover.wav', 'original.flac', 'vocals.flac', 'accompaniment.flac'];
  expect(namesOf([...cover, 'converted.flac', 'report.json'])).toEqual([
    'accompaniment.flac',
    'converted.flac',
  ]);
  expect(namesOf(['vocals.wav', 'drums.wav', 'bass.wav', 'other.wav', 'peaks.json'])).toHaveLength(
    4,
  );
});
