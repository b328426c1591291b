import { describe, expect, it } from 'vitest';
import { checkLink, shownLink } from '../../src/sources/check-link.js';

const settings = { linkHosts: ['soundcloud.com'], allowPrivateLinks: false };
const codeOf = (link: string) => {
  try {
    return checkLink(link, settings).kind;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a YouTube link', () => {
  it.each([
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://youtu.be/dQw4w9WgXcQ?si=abc&t=42',
    'http://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PLx&index=3',
    'https://music.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://www.youtube.com/shorts/dQw4w9WgXcQ',
    'https://www.youtube.com/live/dQw4w9WgXcQ?feature=share',
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ',
    '  https://YOUTUBE.com/watch?v=dQw4w9WgXcQ#t=1  ',
  ])('%s is one video in canonical form', (link) => {
    const url = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';
    expect(checkLink(link, settings)).toEqual({ kind: 'youtube', url });
  });

  it.each([
    'https://www.youtube.com/playlist?list=PLx',
    'https://www.youtube.com/@somebody',
    'https://www.youtube.com/channel/UCx',
  ])('%s is more than one song', (link) => expect(codeOf(link)).toBe('link-playlist'));

  it.each(['https://youtu.be/', 'https://youtube.com/watch?v=--exec', 'https://youtube.com/'])(
    '%s names no video',
    (link) => expect(codeOf(link)).toBe('bad-link'),
  );

  it('of a look-alike host is none', () => {
    expect(codeOf('https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ')).toBe('file');
    expect(codeOf('https://notyoutube.com/watch?v=dQw4w9WgXcQ')).toBe('file');
    expect(codeOf('https://youtube.com@evil.example/a')).toBe('link-with-password');
  });
});

describe('another link', () => {
  it('is a page on configured hosts and a file elsewhere', () => {
    expect(codeOf('https://soundcloud.com/artist/song')).toBe('page');
    expect(codeOf('https://m.soundcloud.com/artist/song')).toBe('page');
    expect(codeOf('https://soundcloud.com/file.mp3')).toBe('file');
    expect(codeOf('https://archive.org/download/x/song.flac')).toBe('file');
  });

  it.each([
    '',
    'song.mp3',
    '-rf',
    '--exec=sh',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ftp://a.b/c',
    'https://',
    `https://a.b/${'x'.repeat(3000)}`,
  ])('%j is no link', (link) => expect(codeOf(link)).toBe('bad-link'));

  it('is https', () => expect(codeOf('http://example.com/a.mp3')).toBe('link-not-https'));

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '10.0.0.1',
    '172.16.5.5',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:8.8.8.8]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    'localhost',
    'LOCALHOST.',
    'router',
    'printer.local',
    'metadata.google.internal',
  ])('to %s does not leave this network', (host) => {
    expect(codeOf(`https://${host}/a.mp3`)).toBe('private-address');
  });

  it.each(['8.8.8.8', '[2606:4700::1111]', 'example.com', 'xn--bcher-kva.example'])(
    'to %s may',
    (host) => expect(codeOf(`https://${host}/a.mp3`)).toBe('file'),
  );

  it('is shown without its secrets', () => {
    expect(shownLink('https://user:pass@a.example/b.mp3?token=1')).toBe('https://a.example/b.mp3');
    expect(shownLink('https://www.youtube.com/watch?v=abc&t=1')).toContain('?v=abc');
  });
});
