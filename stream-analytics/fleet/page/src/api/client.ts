import type { SqlAnswer } from "./types";

/** An answer that is an error, in the words of the service. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Query parameters; what is null, undefined or empty is left out, a list is repeated. */
export type Parameters = Record<string, string | number | boolean | null | undefined | (string | number)[]>;

/** The address of `path` below /api/v1 with `parameters`. */
export function address(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") {
        query.append(key, String(one));
      }
    }
  }
  const text = query.toString();
  return `/api/v1${path}${text ? `?${text}` : ""}`;
}

async function failure(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as { error?: { code?: string; message?: string } };
    if (body.error?.message) {
      return new ApiError(response.status, body.error.code ?? String(response.status), body.error.message);
    }
  } catch {
    // The answer came from something in between, which does not speak JSON.
  }
  return new ApiError(response.status, String(response.status), `The service answered ${response.status} ${response.statusText}`.trim());
}

async function send(url: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, options);
  } catch (cause) {
    if ((cause as Error).name === "AbortError") {
      throw cause;
    }
    throw new ApiError(0, "unreachable", "The fleet service cannot be reached");
  }
  if (!response.ok) {
    throw await failure(response);
  }
  return response;
}

/**
 * Shows a token to the service, which then knows this browser.
 *
 * @throws ApiError when it is none of the service's
 */
export async function signIn(token: string): Promise<void> {
  await send("/api/v1/session", { method: "POST", body: token });
}

/** GET of `path` below /api/v1. */
export async function get<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  const response = await send(address(path, parameters), { signal, headers: { Accept: "application/json" } });
  return (await response.json()) as T;
}

/** GET of `path` as a Parquet file. */
export async function getParquet(path: string, parameters: Parameters): Promise<Blob> {
  const response = await send(address(path, parameters), { headers: { Accept: downloads.parquet } });
  return response.blob();
}

/** POST or DELETE of `path` below /api/v1, with `body` as JSON where there is one. */
export async function change<T>(method: "POST" | "DELETE", path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const response = await send(address(path), { method, body: text, signal, headers: { Accept: "application/json", "Content-Type": "application/json" } });
  return (await response.json()) as T;
}

/** The formats in which the answer to a query can be taken away. */
export const downloads = {
  csv: "text/csv",
  parquet: "application/vnd.apache.parquet",
} as const;

function post(accept: string, query: string, limit: number | null, signal?: AbortSignal): Promise<Response> {
  const body = JSON.stringify(limit === null ? { query } : { query, limit });
  return send("/api/v1/sql", { method: "POST", signal, body, headers: { Accept: accept, "Content-Type": "application/json" } });
}

/** Asks `query` for at most `limit` rows. */
export async function sql(query: string, limit: number, signal?: AbortSignal): Promise<SqlAnswer> {
  return (await post("application/json", query, limit, signal)).json() as Promise<SqlAnswer>;
}

/** The whole answer to `query` as a file. */
export async function sqlFile(query: string, format: keyof typeof downloads): Promise<Blob> {
  return (await post(downloads[format], query, null)).blob();
}
