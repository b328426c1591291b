import { useEffect, useMemo, useState } from 'preact/hooks';
import { claimSound, yieldSound } from './one-sound.js';

interface Sound {
  playing: boolean;
  failed: boolean;
  /** 0…1 of its length. */
  position: number;
  toggle: () => void;
}

/** One sound with play and stop; nothing is loaded before the first play. */
export function useSound(url: string | undefined): Sound {
  const audio = useMemo(() => new Audio(), [url]);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [position, setPosition] = useState(0);

  useEffect(() => {
    audio.onplay = () => setPlaying(true);
    audio.onpause = () => setPlaying(false);
    audio.ontimeupdate = () => setPosition(audio.currentTime / audio.duration || 0);
    const stopYielding = yieldSound(audio, () => audio.pause());
    return () => {
      stopYielding();
      audio.pause();
      setPlaying(false);
      setFailed(false);
      setPosition(0);
    };
  }, [audio]);

  const toggle = () => {
    if (playing) return audio.pause();
    if (!audio.src && url) audio.src = url;
    claimSound(audio);
    setFailed(false);
    audio.play().catch((error: unknown) => {
      if ((error as Error).name !== 'AbortError') setFailed(true);
    });
  };
  return { playing, failed, position, toggle };
}
