import { useEffect, useRef } from 'preact/hooks';

/** Until the user has gone from page to page, the focus is the browser's business. */
let opened = false;

/** Names the window after the page, and leads the keyboard and the screen reader to its heading when
 *  the user comes to it from another page.
 *  @returns for the heading */
export function usePageHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (opened) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    opened = true;
  }, []);
  return heading;
}
