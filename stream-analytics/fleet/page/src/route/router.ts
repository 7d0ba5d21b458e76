import { useEffect, useState } from "preact/hooks";

const changed = "gradwatch:location";

/** Goes to `url` on this page; `replace` leaves no entry behind in the history. */
export function navigate(url: string, { replace = false } = {}): void {
  if (url === location.pathname + location.search) {
    return;
  }
  history[replace ? "replaceState" : "pushState"](null, "", url);
  dispatchEvent(new Event(changed));
}

/** Path and query of the page's address, as they change. */
export function useLocation(): { path: string; query: URLSearchParams } {
  const read = () => location.pathname + location.search;
  const [url, setUrl] = useState(read);
  useEffect(() => {
    const update = () => setUrl(read());
    addEventListener("popstate", update);
    addEventListener(changed, update);
    return () => {
      removeEventListener("popstate", update);
      removeEventListener(changed, update);
    };
  }, []);
  const [path, query] = url.split("?", 2);
  return { path, query: new URLSearchParams(query ?? "") };
}

/** Makes links within the page change the page instead of loading it. */
export function followLinks(root: HTMLElement): void {
  root.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    const inside = link.origin === location.origin && !link.pathname.startsWith("/api/") && !link.hasAttribute("download");
    if (inside && !link.target) {
      event.preventDefault();
      const elsewhere = link.pathname !== location.pathname;
      navigate(link.pathname + link.search);
      if (elsewhere) {
        scrollTo(0, 0);
      }
    }
  });
}

/** A page and the id that its address names. */
export type Route =
  | { page: "fleet" | "runs" | "compare" | "parallel" | "scatter" | "alerts" | "silences" | "sql" | "unknown" }
  | { page: "run" | "alert"; id: string };

/** Route of `path`. */
export function routeOf(path: string): Route {
  const [head = "", ...rest] = path.replace(/^\/+|\/+$/g, "").split("/");
  if (rest.length > 0) {
    // The slashes of an id may be written as they are.
    const id = decoded(rest.join("/"));
    return id !== null && (head === "runs" || head === "alerts")
      ? { page: head === "runs" ? "run" : "alert", id }
      : { page: "unknown" };
  }
  switch (head) {
    case "":
      return { page: "fleet" };
    case "runs":
    case "compare":
    case "parallel":
    case "scatter":
    case "alerts":
    case "silences":
    case "sql":
      return { page: head };
    default:
      return { page: "unknown" };
  }
}

/** The text that `part` of an address stands for; null where it is not encoded as it should be. */
export function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Address of the page of a run. */
export function runUrl(run: string): string {
  return `/runs/${encodeURIComponent(run)}`;
}

/** Address of the page of an alert. */
export function alertUrl(id: string): string {
  return `/alerts/${encodeURIComponent(id)}`;
}
