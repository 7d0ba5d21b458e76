import type { Session } from "../api/types";
import { useFetched } from "../live/fetched";
import { store, stored } from "../parts/stored";

const key = "gradwatch.name";

/** The name that the reader gave last; null before. */
export function givenName(): string | null {
  return stored(key);
}

/** Remembers the reader's name on this machine. */
export function rememberName(name: string): void {
  store(key, name);
}

/** Name and right of this browser's user, as the service knows them; null until it answers. */
export function useSession(): Session | null {
  return useFetched<Session>("/session").data;
}
