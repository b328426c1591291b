import type { ComponentChildren } from 'preact';

interface StepProps {
  number: number;
  title: string;
  children: ComponentChildren;
}

/** One of the things to choose on a desk, in their order. */
export function Step({ number, title, children }: StepProps) {
  const id = `step-${number}`;
  return (
    <section class="step" aria-labelledby={id}>
      <h2 class="step-title" id={id}>
        <span class="step-number" aria-hidden="true">
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}
