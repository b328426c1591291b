import { describe, expect, it } from 'vitest';
import { displayName, displayTitle, titleOfFile } from '../../src/sources/display-name.js';

describe('a name for display', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.wav', 'a.wav'],
    ['a\u0000b\r\nc.wav', 'a b c.wav'],
    ['\u202eevil', 'evil'],
    ['e\u0301.wav', 'é.wav'],
    ['\ud800.wav', '.wav'],
    ['   ', 'untitled'],
    ['folder/', 'untitled'],
  ])('made from %j is %j', (name, shown) => expect(displayName(name)).toBe(shown));

  it('is cut between characters, never within one', () => {
    expect(displayName('🎵'.repeat(200))).toBe('🎵'.repeat(150));
  });

  it('keeps slashes where it is a title', () => expect(displayTitle('AC/DC')).toBe('AC/DC'));

  it.each([
    ['My Song.mp3', 'My Song'],
    ['Vol. 2', 'Vol. 2'],
    ['.mp3', '.mp3'],
  ])('of the file %j gives the title %j', (name, title) => expect(titleOfFile(name)).toBe(title));
});
