import { useState } from 'preact/hooks';
import { toFailure } from '../api/request.js';
import type { Failure, Job, JobFile, Upload } from '../api/types.js';
import { uploadFile } from '../api/upload-file.js';

/** A stem on the desk. */
export interface MixStem {
  upload: Upload;
  /** As it is called on the desk. */
  name: string;
}

/** The stems of the mixing desk, and how they come there. */
export interface MixStems {
  stems: readonly MixStem[];
  /** A file that is on its way to the server. */
  busy?: { name: string; fraction: number };
  failure?: Failure;
  add: (files: readonly File[]) => Promise<void>;
  /** Takes the stems of a finished job. */
  addJob: (job: Job) => Promise<void>;
  remove: (stem: MixStem) => void;
  replace: (stems: readonly MixStem[]) => void;
}

/** Holds the stems of the mixing desk for as long as the page is open. */
export function useMixStems(): MixStems {
  const [state, setState] = useState<Pick<MixStems, 'stems' | 'busy' | 'failure'>>({ stems: [] });
  const take = async (name: string, open: () => Promise<File>) => {
    const onProgress = (fraction: number) =>
      setState((before) => ({ ...before, busy: { name, fraction } }));
    onProgress(0);
    const options = { signal: new AbortController().signal, onProgress };
    const upload = await uploadFile(await open(), options);
    setState(({ stems }) => ({ stems: [...stems, { upload, name }] }));
  };
  const each = async (files: readonly { name: string; open: () => Promise<File> }[]) => {
    setState(({ stems }) => ({ stems }));
    try {
      for (const { name, open } of files) await take(name, open);
    } catch (error) {
      setState(({ stems }) => ({ stems, failure: toFailure(error) }));
    }
  };
  return {
    ...state,
    add: (files) =>
      each(files.map((file) => ({ name: file.name, open: () => Promise.resolve(file) }))),
    addJob: ({ files }) =>
      each(stemFiles(files).map((file) => ({ name: file.name, open: () => fetched(file) }))),
    remove: (stem) => setState(({ stems }) => ({ stems: stems.filter((other) => other !== stem) })),
    replace: (stems) => setState({ stems }),
  };
}

/** The parts of a separation, or of a cover: without what is a whole song, and with the new voice in
 *  the old one's place. */
export function stemFiles(files: readonly JobFile[]): JobFile[] {
  const sounds = files.filter(({ name }) => isStem.test(name));
  const hasNewVoice = sounds.some(({ name }) => name.startsWith('converted.'));
  return hasNewVoice ? sounds.filter(({ name }) => !name.startsWith('vocals.')) : sounds;
}

const isStem =
  /^(vocals|accompaniment|drums|bass|other|converted|backing)\.(wav|flac|mp3|m4a|opus)$/;

async function fetched({ name, url }: JobFile): Promise<File> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`“${name}” can’t be read: the server answered ${response.status}`);
  return new File([await response.blob()], name);
}
