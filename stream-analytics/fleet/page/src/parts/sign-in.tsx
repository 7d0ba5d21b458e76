import { useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { signIn } from "../api/client";
import { signedIn } from "../live/repeat";

/** Asks for the token that the service wants to see. The service then knows this browser by a cookie, which holds no token. */
export function SignIn({ error, again }: { error: ApiError; again?: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const token = new FormData(event.currentTarget as HTMLFormElement).get("token");
    try {
      await signIn(String(token ?? "").trim());
      setProblem(null);
      // All that was refused on this page is asked anew, not only what shows this form.
      dispatchEvent(new Event(signedIn));
      again ? again() : location.reload();
    } catch (refusal) {
      setProblem((refusal as ApiError).message);
    }
  };
  return (
    <form class="state-box sign-in" onSubmit={(event) => void send(event)}>
      <label>
        {problem ?? error.message}
        <input name="token" type="password" autocomplete="current-password" required aria-label="Token" />
      </label>
      <button type="submit">Sign in</button>
    </form>
  );
}
