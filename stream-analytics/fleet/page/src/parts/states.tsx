import type { ComponentChildren } from "preact";
import type { ApiError } from "../api/client";
import { isLoading } from "../live/repeat";
import { SignIn } from "./sign-in";

/** Waiting for an answer. */
export function Loading({ height }: { height?: number }) {
  return (
    <div class="state-box loading" role="status" style={height ? { height: `${height}px` } : undefined}>
      <span class="pulse" aria-hidden="true" />
      Loading
    </div>
  );
}

/** The answer is that there is nothing. */
export function Nothing({ children, height }: { children: ComponentChildren; height?: number }) {
  return (
    <div class="state-box nothing" style={height ? { height: `${height}px` } : undefined}>
      <span>{children}</span>
    </div>
  );
}

/** Notice of a failed request, with the reason and a button to try again. */
export function Failed({ error, again, height, what = "The query failed" }: { error: ApiError; again?: () => void; height?: number; what?: string }) {
  if (error.status === 401) {
    return <SignIn error={error} again={again} />;
  }
  if (isLoading(error) && again) {
    return (
      <div class="state-box loading" role="status" style={height ? { minHeight: `${height}px` } : undefined}>
        <span class="pulse" aria-hidden="true" />
        <span>{error.message}. This page asks again by itself.</span>
      </div>
    );
  }
  return (
    <div class="state-box failed" role="alert" style={height ? { minHeight: `${height}px` } : undefined}>
      <span>
        <strong>{what}:</strong> {error.message}.
      </span>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
