const startedEvent = 'canto-sound-started';

/** Tells every other player on the page that `owner` starts to sound. */
export function claimSound(owner: object): void {
  document.dispatchEvent(new CustomEvent(startedEvent, { detail: owner }));
}

/** Calls `stop` whenever somebody other than `owner` starts to sound.
 *  @returns a function that ends this */
export function yieldSound(owner: object, stop: () => void): () => void {
  const onStarted = (event: Event) => {
    if ((event as CustomEvent<object>).detail !== owner) stop();
  };
  document.addEventListener(startedEvent, onStarted);
  return () => document.removeEventListener(startedEvent, onStarted);
}
