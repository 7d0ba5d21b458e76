import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { change } from "../api/client";
import type { SavedView, SavedViewList } from "../api/types";
import { useFetched } from "../live/fetched";
import { navigate, useLocation, type Route } from "../route/router";
import { isLoneView, urlOf } from "../route/permalink";
import { useChange } from "../silence/actions";
import { Failed, Loading, Nothing } from "./states";

/** Parameters that are the reader's own, and no part of a view. */
const passing = ["selected", "view", "cursor"];

/** Address of a saved view: it stays when what is saved under the name changes. */
export function viewUrl({ page, name }: Pick<SavedView, "page" | "name">): string {
  return `/${page}?${new URLSearchParams({ view: name })}`;
}

/** The part of an address that a view is made of. */
export function viewQuery(query: URLSearchParams): string {
  const view = new URLSearchParams(query);
  passing.forEach((name) => view.delete(name));
  return view.toString();
}

/** The saved views, and a field that saves the list in sight as one. They are asked for when the menu opens; it stays open where a view is saved, and shows it. */
export function ViewsMenu({ route }: { route: Route }) {
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDetailsElement>(null);
  const { path, query } = useLocation();
  const close = () => {
    menu.current!.open = false;
  };
  useEffect(close, [path]);
  const closeByLink = (event: MouseEvent) => (event.target as Element).closest("a") && close();
  const closeOutside = (event: FocusEvent) => !menu.current!.contains(event.relatedTarget as Node | null) && event.relatedTarget !== null && close();
  return (
    <details class="views-menu" ref={menu} onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)} onClick={closeByLink} onFocusOut={closeOutside}>
      <summary>Views</summary>
      {open && <Views route={route} query={query} />}
    </details>
  );
}

function Views({ route, query }: { route: Route; query: URLSearchParams }) {
  const { data, status, error, again, change: set } = useFetched<SavedViewList>("/views");
  const { busy, run, notice } = useChange();
  const [name, setName] = useState(query.get("view") ?? "");
  const page = isSaved(route.page) ? route.page : null;
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      const view = await change<SavedView>("POST", "/views", { name, page, query: viewQuery(query) });
      set(({ views }) => ({ views: [...views.filter((one) => one.name !== view.name), view] }));
      navigate(`/${view.page}?${withName(view)}`, { replace: true });
    });
  };
  const remove = (view: SavedView) => run(async () => {
    const left = await change<SavedViewList>("DELETE", `/views?name=${encodeURIComponent(view.name)}`);
    set(() => left);
  });
  return (
    <div class="views-panel">
      {data === null ? (status === "error" ? <Failed error={error} again={again} /> : <Loading height={40} />) : data.views.length === 0 ? <Nothing>No view is saved yet.</Nothing> : (
        <ul>
          {data.views.map((view) => (
            <li key={view.name}>
              <a href={viewUrl(view)} title={`${view.page}, saved by ${view.by}`}>{view.name}</a>
              <button type="button" class="icon" disabled={busy} aria-label={`Delete the view ${view.name}`} title="Delete" onClick={() => remove(view)}>×</button>
            </li>
          ))}
        </ul>
      )}
      {page && (
        <form onSubmit={save}>
          <input type="text" aria-label="Name of the view" placeholder="Save this view as" maxLength={100} value={name} onInput={(event) => setName(event.currentTarget.value)} />
          <button type="submit" disabled={busy || name.trim() === ""}>Save</button>
        </form>
      )}
      {notice}
    </div>
  );
}

/** Pages of which a view can be saved. */
const savedPages: SavedView["page"][] = ["runs", "alerts", "parallel", "scatter"];

function isSaved(page: string): page is SavedView["page"] {
  return (savedPages as string[]).includes(page);
}

/** Query of a view with its name, by which the menu knows it. */
function withName({ query, name }: SavedView): URLSearchParams {
  const all = new URLSearchParams(query);
  all.set("view", name);
  return all;
}

/** Shows `children` once an address that names a saved view alone has become that view. */
export function NamedView({ children }: { children: ComponentChildren }) {
  const { path, query } = useLocation();
  const name = isLoneView(query) ? query.get("view") : null;
  const [shown, setShown] = useState<string | null>(null);
  const wanted = name !== null && name !== shown;
  const { data, status, error, again } = useFetched<SavedViewList>(wanted ? "/views" : null);
  const view = data?.views.find((one) => one.name === name && `/${one.page}` === path);
  useEffect(() => {
    if (wanted && view) {
      setShown(view.name);
      navigate(urlOf(path, withName(view)), { replace: true });
    }
  }, [wanted, view]);
  // A view without filters keeps the address that names it alone; every other one opens again from there.
  useEffect(() => {
    name === null && setShown(null);
  }, [name]);
  if (!wanted) {
    return <>{children}</>;
  }
  if (status === "error") {
    return <main><Failed error={error} again={again} /></main>;
  }
  return <main>{data && !view ? <Nothing>No view is saved under the name “{name}”. <a href={path}>All {path === "/alerts" ? "alerts" : "runs"}</a></Nothing> : <Loading height={240} />}</main>;
}
