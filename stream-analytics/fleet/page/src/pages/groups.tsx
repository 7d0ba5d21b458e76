import type { Group, GroupKey } from "../api/types";
import { formatHours, formatPercent, formatRate, formatCount } from "../format/number";
import { classWords } from "../format/words";
import { useFetched } from "../live/fetched";
import { Failed, Loading, Nothing } from "../parts/states";
import { useParameters } from "../route/permalink";

const keys: GroupKey[] = ["project", "owner", "host", "gpu", "cluster"];

/** Sums over the runs of a project, owner, host, GPU model or cluster. */
export function Groups() {
  const [query, setQuery] = useParameters();
  const by = keys.find((key) => key === query.get("by")) ?? "project";
  const { data, status, error, again } = useFetched<{ groups: Group[] }>("/fleet/groups", { by, limit: 50 });
  return (
    <section>
      <header class="section-head">
        <h2>Groups</h2>
        <div class="choice" role="group" aria-label="Group by">
          {keys.map((key) => (
            <button type="button" aria-pressed={key === by} onClick={() => setQuery({ by: key === "project" ? null : key })}>{key === "gpu" ? "GPU" : key}</button>
          ))}
        </div>
      </header>
      {!data ? (status === "error" ? <Failed error={error} again={again} /> : <Loading height={160} />) : data.groups.length === 0 ? <Nothing>No groups yet.</Nothing> : <Table by={by} groups={data.groups} />}
    </section>
  );
}

function Table({ by, groups }: { by: GroupKey; groups: Group[] }) {
  const linked = by === "project" || by === "owner" || by === "host";
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr><th>{by === "gpu" ? "GPU" : by}</th><th class="number">training</th><th class="number">runs</th><th class="number">steps/s</th><th class="number">GPU-hours</th><th class="number">wasted</th><th>alerts</th></tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.name}>
              <td class="name">{linked ? <a href={`/runs?${by}=${encodeURIComponent(group.name)}`} data-row>{group.name || "(none)"}</a> : group.name || "(none)"}</td>
              <td class="number">{formatCount(group.runs_by_state.training ?? 0)}</td>
              <td class="number">{formatCount(Object.values(group.runs_by_state).reduce<number>((sum, count) => sum + (count ?? 0), 0))}</td>
              <td class="number">{group.steps_per_second > 0 ? formatRate(group.steps_per_second).replace("/s", "") : "–"}</td>
              <td class="number">{formatHours(group.gpu_hours_used)}</td>
              <td class="number">{group.gpu_hours_used > 0 && group.gpu_hours_wasted > 0 ? formatPercent(group.gpu_hours_wasted / group.gpu_hours_used) : "–"}</td>
              <td class="classes">{Object.entries(group.alerts_by_class).map(([name, count]) => `${classWords(name)}${(count ?? 0) > 1 ? ` ×${count}` : ""}`).join(", ") || "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
