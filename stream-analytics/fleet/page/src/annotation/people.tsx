import { useState } from "preact/hooks";
import { change } from "../api/client";
import type { AlertDetail, Annotation } from "../api/types";
import { formatAge } from "../format/duration";
import { alertUrl, navigate, useLocation } from "../route/router";
import { useChange } from "../silence/actions";
import { givenName, rememberName, useSession } from "../silence/who";

/** Author of a change, as the API takes it: the name that was given last, else that of the session. */
function author(): { by: string; via: "page" } {
  return { by: givenName() ?? "", via: "page" };
}

/** Part of an alert's page for people: who looks after it, whether it was useful, and what they say of it. */
export function People({ alert, now }: { alert: AlertDetail; now: number }) {
  return (
    <section class="people" aria-labelledby="people">
      <h2 id="people">People</h2>
      <Assignment key={alert.assignee} alert={alert} />
      <Usefulness alert={alert} />
      <Comments alert={alert} now={now} />
    </section>
  );
}

function Assignment({ alert }: { alert: AlertDetail }) {
  const { busy, run, notice } = useChange();
  const session = useSession();
  const [name, setName] = useState("");
  const path = `${alertUrl(alert.id)}/assignment`;
  const me = givenName() ?? session?.name ?? "";
  const assign = (assignee: string) => run(() => change("POST", path, { assignee, ...author() }));
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    name.trim() && assign(name.trim());
  };
  return (
    <form class="people-line" onSubmit={send}>
      <span>{alert.assignee ? <><strong>{alert.assignee}</strong> looks after it</> : "Nobody was assigned"}</span>
      {me && alert.assignee !== me && <button type="button" disabled={busy} onClick={() => assign(me)}>Assign to me</button>}
      <input type="text" aria-label="Name of the person to assign" placeholder="somebody else" maxLength={200} autocomplete="off" value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <button type="submit" disabled={busy || name.trim() === ""}>Assign</button>
      {alert.assignee && <button type="button" disabled={busy} onClick={() => run(() => change("DELETE", path))}>Unassign</button>}
      {notice}
    </form>
  );
}

/** Answer that a link of a message brings along, such as `?useful=yes`; null where there is none. */
export function askedVote(search: string): boolean | null {
  const asked = new URLSearchParams(search).get("useful");
  return asked === "yes" ? true : asked === "no" ? false : null;
}

/** The vote of a person, of several the last; null where they gave none. */
export function voteOf(annotations: Annotation[], name: string): boolean | null {
  return annotations.findLast((one) => one.kind === "usefulness" && one.by === name)?.useful ?? null;
}

/** Notes the reader's vote whether it was useful to be told. */
function vote(alert: AlertDetail, useful: boolean): Promise<unknown> {
  return change("POST", `${alertUrl(alert.id)}/usefulness`, { useful, ...author() });
}

/** Vote that a link of a message asks for. It counts with a click, since programs follow the links of mails. */
export function AskedVote({ alert }: { alert: AlertDetail }) {
  const { path, query } = useLocation();
  const { busy, run, notice } = useChange();
  const useful = askedVote(`?${query}`);
  if (useful === null) {
    return null;
  }
  const leave = () => navigate(path, { replace: true });
  return (
    <div class="asked-vote note" role="group" aria-label="Your vote">
      <span>Was it useful to be told of this alert?</span>
      <button type="button" class="button" disabled={busy} onClick={() => run(() => vote(alert, useful).then(leave))}>{useful ? "Yes, it was useful" : "No, it was not useful"}</button>
      <button type="button" disabled={busy} onClick={leave}>Cancel</button>
      {notice}
    </div>
  );
}

function Usefulness({ alert }: { alert: AlertDetail }) {
  const { busy, run, notice } = useChange();
  const session = useSession();
  const mine = voteOf(alert.annotations, givenName() ?? session?.name ?? "");
  const choices: [string, boolean, number][] = [["Yes", true, alert.useful], ["No", false, alert.useless]];
  return (
    <p class="people-line" role="group" aria-label="Was it useful to be told?">
      <span>Was it useful to be told?</span>
      {choices.map(([label, useful, count]) => (
        <button type="button" aria-pressed={mine === useful} disabled={busy} onClick={() => run(() => vote(alert, useful))}>
          {label}{count > 0 && <span class="quiet"> {count}</span>}
        </button>
      ))}
      {notice}
    </p>
  );
}

function Comments({ alert, now }: { alert: AlertDetail; now: number }) {
  const { busy, run, notice } = useChange();
  const session = useSession();
  const path = `${alertUrl(alert.id)}/comments`;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const said = new FormData(form);
    const text = String(said.get("text") ?? "").trim();
    const name = String(said.get("name") ?? "").trim();
    if (text === "") {
      return;
    }
    name && name !== session?.name && rememberName(name);
    run(async () => {
      await change("POST", path, { text, by: name, via: "page" });
      form.reset();
    });
  };
  return (
    <>
      <ol class="comments" aria-label="Comments">
        {alert.annotations.filter((one) => one.kind === "comment").map((one) => (
          <li key={one.id}>
            <p>{one.text}</p>
            <p class="quiet">{one.by || "somebody"}{one.via && one.via !== "page" ? ` from ${one.via}` : ""}, {formatAge(now - one.at_millis)} ago
              {" "}<button type="button" class="link" disabled={busy} aria-label={`Remove the comment of ${one.by || "somebody"}`} onClick={() => run(() => change("DELETE", `${path}/${encodeURIComponent(one.id)}`))}>remove</button></p>
          </li>
        ))}
      </ol>
      <form class="comment-form" onSubmit={send}>
        <label class="comment-text">Comment<textarea name="text" rows={2} maxLength={1_000} required placeholder="what you found, what you did" /></label>
        <label>Who<input name="name" type="text" maxLength={200} autocomplete="name" key={session?.name} defaultValue={givenName() ?? session?.name ?? ""} /></label>
        <button type="submit" class="button" disabled={busy}>Comment</button>
      </form>
      {notice}
    </>
  );
}
