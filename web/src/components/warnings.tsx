import { AlertIcon } from './icons.js';

/** What is to be noted about a result. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  return warnings.map((warning) => (
    <p class="warning" key={warning}>
      <AlertIcon />
      <span>
        <span class="visually-hidden">Note: </span>
        {warning}
      </span>
    </p>
  ));
}
