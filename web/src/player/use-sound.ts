import { useEffect, useMemo, useState } from 'preact/hooks';
import { claimSound, yieldSound } from './one-sound.js';

interface Sound {
  playing: boolean;
  /** Asked for, but not to be heard yet: the server may have to make it first. */
  waiting: boolean;
  failed: boolean;
  /** 0…1 of its length. */
  position: number;
  toggle: () => void;
}

/** One sound with play and stop; nothing is loaded before the first play. */
export function useSound(url: string | undefined): Sound {
  const audio = useMemo(() => new Audio(), [url]);
  const [playing, setPlaying] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [failed, setFailed] = useState(false);
  const [position, setPosition] = useState(0);

  useEffect(() => {
    audio.onplaying = () => setPlaying(true);
    audio.onpause = () => setPlaying(false);
    audio.ontimeupdate = () => setPosition(audio.currentTime / audio.duration || 0);
    const stopYielding = yieldSound(audio, () => audio.pause());
    return () => {
      stopYielding();
      audio.pause();
      setPlaying(false);
      setWaiting(false);
      setFailed(false);
      setPosition(0);
    };
  }, [audio]);

  const toggle = () => {
    if (playing || waiting) return audio.pause();
    if (!audio.src && url) audio.src = url;
    claimSound(audio);
    setFailed(false);
    setWaiting(true);
    audio
      .play()
      .catch((error: unknown) => setFailed((error as Error).name !== 'AbortError'))
      .finally(() => setWaiting(false));
  };
  return { playing, waiting, failed, position, toggle };
}
