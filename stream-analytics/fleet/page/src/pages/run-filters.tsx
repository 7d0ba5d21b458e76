import { useEffect, useRef } from "preact/hooks";
import type { Group } from "../api/types";
import { plural } from "../format/number";
import { classWords } from "../format/words";
import type { SetParameters } from "../route/permalink";
import { noFilters } from "../table/filter";
import { useFetched } from "../live/fetched";

type SetQuery = SetParameters;

/** Time without typing until the service is asked, milliseconds. */
const restMillis = 200;

/** Filters of the list of runs. The names of groups to choose from are asked for once the runs have been `listed`. */
export function RunFilters({ query, setQuery, listed }: { query: URLSearchParams; setQuery: SetQuery; listed: boolean }) {
  const text = query.get("text") ?? "";
  const runs = query.getAll("run");
  const set = ["state", "verdict", "severity", "project", "owner", "host", "tag", "group", "where", "run"].some((name) => query.get(name)) || text !== "";
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <TextSearch label="Search runs" placeholder="Words of name, project, owner, tags, notes" where="name, id, project, owner, host, tags, notes or group" {...{ query, setQuery }} />
      <Select name="state" options={["starting", "training", "stalled", "silent", "crashed", "finished", "stopped"]} {...{ query, setQuery }} />
      <Select name="verdict" options={["diverged", "unrecovered"]} {...{ query, setQuery }} />
      <Select name="severity" label="alerts" options={["critical", "warning", "info"]} {...{ query, setQuery }} />
      <GroupSelect name="project" {...{ query, setQuery, listed }} />
      <GroupSelect name="owner" {...{ query, setQuery, listed }} />
      <GroupSelect name="host" {...{ query, setQuery, listed }} />
      {query.get("tag") && <Select name="tag" options={[]} {...{ query, setQuery }} />}
      {query.get("group") && <Select name="group" options={[]} {...{ query, setQuery }} />}
      {runs.length > 0 && <button type="button" class="chip" aria-label="Not these runs alone" onClick={() => setQuery({ run: null })}>{plural(runs.length, "chosen run")} ×</button>}
      {set && <button type="button" class="plain" onClick={() => setQuery(noFilters)}>Clear</button>}
    </form>
  );
}

/** The words or the regular expression that a list is searched for; the service is asked when the typing rests. */
export function TextSearch({ label, placeholder, where, query, setQuery }: { label: string; placeholder: string; where: string; query: URLSearchParams; setQuery: SetQuery }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const text = query.get("text") ?? "";
  useEffect(() => {
    if (document.activeElement !== input.current) {
      input.current!.value = text;
    }
  }, [text]);
  const type = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ text: input.current!.value.trim() || null }), restMillis);
  };
  return <input ref={input} type="search" data-search aria-label={label} placeholder={placeholder} title={`All words must be found, in any order and case: in ${where}; a regular expression stands between slashes`} defaultValue={text} onInput={type} />;
}

interface SelectProps {
  name: string;
  label?: string;
  options: string[];
  query: URLSearchParams;
  setQuery: SetQuery;
}

/** One filter of a list: any, or one of `options`; what the address names is always among them. */
export function Select({ name, label = name, options, query, setQuery }: SelectProps) {
  const value = query.get(name) ?? "";
  const all = value && !options.includes(value) ? [value, ...options] : options;
  return (
    <select aria-label={label} data-set={value ? "" : undefined} value={value} onChange={(event) => setQuery({ [name]: event.currentTarget.value || null })}>
      <option value="">any {label === "alerts" ? "alert" : label}</option>
      {all.map((option) => <option value={option} selected={option === value}>{classWords(option)}</option>)}
    </select>
  );
}

/** One filter of a list by a property that the runs of a group share; its choices are asked for once the list is there. */
export function GroupSelect({ name, query, setQuery, listed }: Omit<SelectProps, "options"> & { listed: boolean }) {
  const { data } = useFetched<{ groups: Group[] }>(listed ? "/fleet/groups" : null, { by: name, limit: 200 });
  const options = (data?.groups ?? []).map((group) => group.name).filter(Boolean).sort();
  return <Select {...{ name, options, query, setQuery }} />;
}
