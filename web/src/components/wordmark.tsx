/** The name, with the five bars of its sign: a voice that changes colour half way. */
export function Wordmark() {
  return (
    <span class="wordmark">
      <svg viewBox="0 0 26 24" aria-hidden="true">
        <path class="wordmark-before" d="M3 9.5v5M8 5.5v13" />
        <path class="wordmark-after" d="M13 2.5v19M18 7.5v9M23 10.5v3" />
      </svg>
      Canto
    </span>
  );
}
