/** What can be played, stopped and moved in. It dispatches `change` whenever a property has
 *  changed, and `failed` when a browser can't play it. */
export interface Transport extends EventTarget {
  readonly playing: boolean;
  readonly positionSeconds: number;
  toggle(): void;
  seek(seconds: number): void;
  /** Silences it for good. */
  dispose(): void;
}
