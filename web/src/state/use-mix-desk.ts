import { useMemo, useState } from 'preact/hooks';
import type { Session } from '../../../src/mixing/session.js';
import { fetchSession, getUpload } from '../api/endpoints.js';
import type { MixJob } from '../api/types.js';
import { sessionOf } from './mix-session.js';
import { useMixStems, type MixStem, type MixStems } from './use-mix-stems.js';

/** The mixing desk: its stems, and how they are mixed. */
export interface MixDesk {
  stems: MixStems;
  /** Of these stems, in their order. */
  session: Session;
  onSession: (session: Session) => void;
  /** Puts a finished mix on the desk.
   *  @throws when its stems or its session are gone */
  open: (job: MixJob) => Promise<void>;
}

/** The mixing desk, for as long as the page is open. */
export function useMixDesk(): MixDesk {
  const stems = useMixStems();
  const [last, setLast] = useState<Session>();
  const names = stems.stems.map(({ name }) => name);
  const session = useMemo(() => sessionOf(names, last), [names.join('\n'), last]);
  return {
    stems,
    session,
    onSession: setLast,
    async open(job) {
      const opened = await openMix(job);
      stems.replace(opened.stems);
      setLast(opened.session);
    },
  };
}

async function openMix({
  files,
  request,
}: MixJob): Promise<{ stems: MixStem[]; session: Session }> {
  const file = files.find(({ name }) => name === 'session.json');
  if (!file) throw new Error('This mix has no session to open.');
  const session = await fetchSession(file.url);
  const stems = await Promise.all(
    (request.stems ?? []).map(async ({ source }, t) => {
      if (!('upload' in source)) throw new Error('Only stems that were uploaded can be opened.');
      return { upload: await getUpload(source.upload), name: session.tracks[t].name };
    }),
  );
  return { stems, session };
}
