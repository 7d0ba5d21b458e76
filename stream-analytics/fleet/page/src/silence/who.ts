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

/** Name and right of this browser's user, as the service knows them; null until it answers. */
export function useSession(): Session | null {
  return useFetched<Session>("/session").data;
}
