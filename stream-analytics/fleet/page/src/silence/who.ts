import type { Session } from "../api/types";
import { useFetched } from "../live/fetched";

const stored = "gradwatch.name";

/** The name that the reader gave last; null before. */
export function givenName(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    return null;
  }
}

/** Remembers the reader's name on this machine. */
export function rememberName(name: string): void {
  try {
    localStorage.setItem(stored, name);
  } catch {
    // Storage may be off; the name is then asked for again.
  }
}

/** Who the service takes this browser for; null until it says so. */
export function useSession(): Session | null {
  return useFetched<Session>("/session").data;
}
