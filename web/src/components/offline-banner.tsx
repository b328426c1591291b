/** Shown while the server doesn't answer; the page goes on by itself when it is back. */
export function OfflineBanner() {
  return (
    <p class="banner" role="alert">
      The studio’s server doesn’t answer. Is <code>npm start</code> still running? This page goes on
      as soon as it is back.
    </p>
  );
}
