import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IPv4 blocks that are not the public internet (IANA special-purpose registry, RFC 6890). */
const SPECIAL_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of IPv6 only global unicast is public; so loopback, link-local, unique-local, IPv4-mapped
 *  (::ffff:0:0/96) and NAT64 addresses are not. */
const GLOBAL_IPV6 = ['2000::', 3] as const;
/** Parts of global unicast that are special, or that carry an IPv4 address (Teredo, 6to4). */
const SPECIAL_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const specialIpv4 = new BlockList();
for (const [net, prefix] of SPECIAL_IPV4) specialIpv4.addSubnet(net, prefix, 'ipv4');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet(...GLOBAL_IPV6, 'ipv6');
const specialIpv6 = new BlockList();
for (const [net, prefix] of SPECIAL_IPV6) specialIpv6.addSubnet(net, prefix, 'ipv6');

/** Whether `address` (IPv4 or IPv6, as text) belongs to a host on the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !specialIpv4.check(address, 'ipv4');
  if (family !== 6) return false;
  return globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
}

/** The error code of a name that leads to a private address. */
export const PRIVATE_ADDRESS = 'EPRIVATE';

/** Resolves all addresses of a name; `dns.lookup` in its callback form. */
export type NameResolver = (
  hostname: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A `lookup` for sockets that refuses a name if any of its addresses is not public. The socket
 *  connects to the very addresses that were checked, so a second DNS answer can't change them. */
export function publicLookup(resolve: NameResolver = resolveName): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return done(error, '');
      const wanted = addresses.filter(({ family }) => !options.family || family === options.family);
      if (!addresses.every(({ address }) => isPublicAddress(address))) {
        return done(
          Object.assign(new Error(`${hostname} is private`), { code: PRIVATE_ADDRESS }),
          '',
        );
      }
      const [first] = wanted;
      if (!first) {
        return done(
          Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' }),
          '',
        );
      }
      if (options.all) done(null, wanted);
      else done(null, first.address, first.family);
    });
  };
}
