interface BannersProps {
  online: boolean;
  /** What keeps the server from taking work, in words. */
  problems: string[];
}

/** What is wrong with the studio itself, above everything else. */
export function Banners({ online, problems }: BannersProps) {
  if (!online) {
    return (
      <p class="banner" role="alert">
        The studio’s server doesn’t answer. Is <code>npm start</code> still running? This page goes
        on as soon as it is back.
      </p>
    );
  }
  return problems.map((problem) => (
    <p class="banner" role="alert" key={problem}>
      The studio can’t take work: {problem}. <code>npx canto doctor</code> tells more.
    </p>
  ));
}
