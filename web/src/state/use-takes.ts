import { useRef, useState } from 'preact/hooks';
import { checkRecording } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { CloneReport, Failure } from '../api/types.js';

/** A recording that a voice is to be made of. */
export interface Take {
  id: number;
  file: File;
  /** Where the page can listen to it. */
  url: string;
  /** What the server heard in it; neither is there until it has listened. */
  report?: CloneReport;
  failure?: Failure;
}

/** Takes of the voice, each checked by the server. They are kept by this page alone. */
export interface Takes {
  takes: readonly Take[];
  add: (files: readonly File[]) => void;
  remove: (id: number) => void;
  clear: () => void;
}

export function useTakes(): Takes {
  const [takes, setTakes] = useState<readonly Take[]>([]);
  const nextId = useRef(1);
  const learn = (id: number, known: Partial<Take>) =>
    setTakes((all) => all.map((take) => (take.id === id ? { ...take, ...known } : take)));
  const check = ({ id, file }: Take) =>
    checkRecording(file).then(
      (report) => learn(id, { report }),
      (error: unknown) => learn(id, { failure: toFailure(error) }),
    );
  return {
    takes,
    add(files) {
      const added = files.map((file) => ({
        id: nextId.current++,
        file,
        url: URL.createObjectURL(file),
      }));
      setTakes((all) => [...all, ...added]);
      for (const take of added) void check(take);
    },
    remove(id) {
      const gone = takes.find((take) => take.id === id);
      if (gone) URL.revokeObjectURL(gone.url);
      setTakes((all) => all.filter((take) => take.id !== id));
    },
    clear() {
      for (const { url } of takes) URL.revokeObjectURL(url);
      setTakes([]);
    },
  };
}

/** Of all takes together, as far as they were listened to. */
export function voicedSeconds(takes: readonly Take[]): number {
  return takes.reduce((sum, { report }) => sum + (report?.voicedSeconds ?? 0), 0);
}

/** Whether no voice can be made with this take among the others. */
export function isUnusable({ report, failure }: Take): boolean {
  return failure !== undefined || findingsOf(report).some(({ severity }) => severity === 'refuse');
}

/** What is to be said of one take; how much voice there is, is a matter of all of them. */
export function findingsOf(report: CloneReport | undefined): CloneReport['findings'] {
  return report?.findings.filter(({ recording }) => recording !== null) ?? [];
}
