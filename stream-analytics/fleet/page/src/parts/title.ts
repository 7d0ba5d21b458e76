import { useEffect } from "preact/hooks";

/** Sets the title of the window while the component stands. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Gradwatch`;
  }, [title]);
}
