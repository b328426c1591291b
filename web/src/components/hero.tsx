import type { ComponentChildren } from 'preact';
import { Ornament } from './ornament.js';

interface HeroProps {
  /** What happens here, in a sentence or two. */
  note: string;
  /** The heading. */
  children: ComponentChildren;
}

/** The head of a desk. */
export function Hero({ note, children }: HeroProps) {
  return (
    <div class="hero">
      {children}
      <Ornament />
      <p class="hero-note">{note}</p>
    </div>
  );
}
