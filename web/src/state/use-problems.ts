import { useEffect, useState } from 'preact/hooks';
import { listProblems } from '../api/endpoints.js';

/** What keeps the server from taking work, in words.
 *  @param online looked at again when this comes back */
export function useProblems(online: boolean): string[] {
  const [problems, setProblems] = useState<string[]>([]);
  useEffect(() => {
    if (online) listProblems().then(setProblems, () => setProblems([]));
  }, [online]);
  return problems;
}
