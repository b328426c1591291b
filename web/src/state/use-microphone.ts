import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../api/types.js';
import { claimSound } from '../player/one-sound.js';
import { microphoneFailure, openMicrophone, type Microphone } from '../recorder/microphone.js';

/** What the meter falls by per reading, so that peaks can be read. */
const fallDb = 0.5;
/** The meter's lowest mark. */
export const quietestDb = -60;

interface Recorder {
  state: 'idle' | 'opening' | 'recording';
  failure?: Failure;
  /** Falls slowly from each peak; `quietestDb` … 0. */
  levelDb: number;
  seconds: number;
  start: () => Promise<void>;
  /** Ends the take; or the waiting for it, which gives none. */
  stop: () => void;
}

interface Around {
  /** What is waited for before each take, once the microphone is open. */
  before?: () => Promise<void>;
  /** Called with an open microphone, to listen along. */
  onOpen?: (microphone: Microphone) => void;
  /** Called after each take, and after each that came to nothing. */
  after?: () => void;
}

/** Records takes from the microphone, which is open only while one is recorded.
 *  @param onTake called with each take, as a wav file */
export function useMicrophone(onTake: (take: Blob) => void, around: Around = {}): Recorder {
  const [state, setState] = useState<Recorder['state']>('idle');
  const [failure, setFailure] = useState<Failure>();
  const [levelDb, setLevelDb] = useState(quietestDb);
  const [seconds, setSeconds] = useState(0);
  const microphone = useRef<Microphone | undefined>(undefined);

  const close = () => {
    microphone.current?.close();
    microphone.current = undefined;
    around.after?.();
    setState('idle');
    setLevelDb(quietestDb);
  };
  useEffect(() => () => microphone.current?.close(), []);
  useEffect(() => {
    if (state !== 'recording') return;
    const started = performance.now();
    const timer = setInterval(() => setSeconds((performance.now() - started) / 1000), 250);
    return () => clearInterval(timer);
  }, [state]);

  const start = async () => {
    setState('opening');
    setFailure(undefined);
    setSeconds(0);
    claimSound(start);
    try {
      const opened = await openMicrophone();
      microphone.current = opened;
      let shown = quietestDb;
      opened.onLevel = (db) => {
        shown = Math.min(0, Math.max(quietestDb, db, shown - fallDb));
      };
      const show = () => {
        if (microphone.current !== opened) return;
        setLevelDb(shown);
        requestAnimationFrame(show);
      };
      show();
      around.onOpen?.(opened);
      await around.before?.();
      // It may have been closed meanwhile.
      if (microphone.current !== opened) return;
      opened.start();
      setState('recording');
    } catch (error) {
      setFailure(microphoneFailure(error));
      close();
    }
  };
  const stop = () => {
    const take = state === 'recording' ? microphone.current?.stop() : undefined;
    close();
    if (take) onTake(take);
  };
  return { state, failure, levelDb, seconds, start, stop };
}
