import { useEffect, useState } from 'preact/hooks';

/** Where work is prepared: a cover, a song, a separation, an instrumental, a mix, a master, or a voice. */
export type DeskName = 'cover' | 'song' | 'separation' | 'instrument' | 'mix' | 'master' | 'clone';

/** What the address names: one job, `#/jobs/ID`, or a desk. */
export type Route = { job: string } | { desk: DeskName };

/** The page to show. */
export function useRoute(): Route {
  const [address, setAddress] = useState(location.hash);
  useEffect(() => {
    const follow = () => setAddress(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return routeOf(address);
}

export function openJob(id: string): void {
  location.hash = jobAddress(id);
}

export function openDesk(desk: DeskName = 'cover'): void {
  location.hash = deskAddresses[desk];
}

export const deskAddresses: Readonly<Record<DeskName, string>> = {
  cover: '#/',
  song: '#/song',
  separation: '#/separate',
  instrument: '#/instrument',
  mix: '#/mix',
  master: '#/master',
  clone: '#/clone',
};

export function jobAddress(id: string): string {
  return `#/jobs/${id}`;
}

function routeOf(address: string): Route {
  const job = /^#\/jobs\/([\w-]+)$/.exec(address)?.[1];
  if (job) return { job };
  const desks = Object.keys(deskAddresses) as DeskName[];
  return { desk: desks.find((desk) => deskAddresses[desk] === address) ?? 'cover' };
}
