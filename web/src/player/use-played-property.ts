import { useEffect } from 'preact/hooks';

/** Keeps the CSS property `--played` of `element` at `fraction()`, with every picture while playing,
 *  without rendering anything. */
export function usePlayedProperty(
  element: { readonly current: HTMLElement | null },
  fraction: () => number,
  playing: boolean,
): void {
  const show = () => element.current?.style.setProperty('--played', String(fraction() || 0));
  useEffect(show);
  useEffect(() => {
    if (!playing) return;
    let request = 0;
    const next = () => {
      show();
      request = requestAnimationFrame(next);
    };
    next();
    return () => cancelAnimationFrame(request);
  }, [playing]);
}
