import { describe, expect, it } from 'vitest';
import {
  isPublicAddress,
  publicLookup,
  type NameResolver,
} from '../../src/sources/public-address.js';

describe('an address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['192.0.2.1', '198.18.0.1', '2001:db8::1', '2001::1', '::', 'fe80::1%eth0', 'ff02::1'])(
    '%s is not',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );

  it.each(['', 'example.com', '8.8.8', '8.8.8.8 '])('is not made of %j', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });
});

describe('a public name', () => {
  const resolve: NameResolver = (_name, _options, done) =>
    done(null, [
      { address: '2606:4700::1111', family: 6 },
      { address: '8.8.8.8', family: 4 },
    ]);
  const lookup = (options: object) =>
    new Promise((settle) =>
      publicLookup(resolve)('song.example', options, (...answer) => settle(answer)),
    );

  it('gives the addresses that were checked, in both forms that sockets ask for', async () => {
    expect(await lookup({ all: true })).toEqual([
      null,
      [
        { address: '2606:4700::1111', family: 6 },
        { address: '8.8.8.8', family: 4 },
      ],
    ]);
    expect(await lookup({})).toEqual([null, '2606:4700::1111', 6]);
    expect(await lookup({ family: 4 })).toEqual([null, '8.8.8.8', 4]);
  });
});
