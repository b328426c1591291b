import { useEffect, useState } from 'preact/hooks';
import { fetchPeaks } from '../api/endpoints.js';
import type { Peaks } from '../api/types.js';

/** The waveforms that lie at `url`; `undefined` until they are there, and where there are none. */
export function usePeaks(url: string | undefined): Peaks | undefined {
  const [peaks, setPeaks] = useState<Peaks>();
  useEffect(() => {
    if (!url) return;
    fetchPeaks(url).then(setPeaks, () => setPeaks(undefined));
  }, [url]);
  return peaks;
}
