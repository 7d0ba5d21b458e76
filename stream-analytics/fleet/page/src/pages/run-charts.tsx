import type { Definition } from "../api/types";
import { SeriesChart, type SeriesChartProps } from "../chart/series-chart";
import { useParameters } from "../route/permalink";
import { sectionsOf } from "./sections";

/** The series that have charts: those that the run did not define as hidden. */
export function shownOf(names: string[], definitions: Definition[] | undefined): string[] {
  const hidden = new Set(definitions?.filter((one) => one.hidden).map((one) => one.name));
  return hidden.size === 0 ? names : names.filter((name) => !hidden.has(name));
}

/** The charts of a run: the loss large and first, then what belongs together side by side. */
export function ChartSections({ names, chart }: { names: string[]; chart: Omit<SeriesChartProps, "series" | "height"> }) {
  const [query, setQuery] = useParameters();
  const wanted = query.get("series") ?? "";
  const shown = wanted ? names.filter((name) => name.toLowerCase().includes(wanted.toLowerCase())) : names;
  return (
    <>
      {sectionsOf(shown).map(({ title, series }, i) => (
        <section key={title} class="charts" aria-label={title}>
          {title !== "Loss" && (
            <header class="section-head">
              <h2>{title}</h2>
              {i === 1 && names.length > 8 && (
                <input type="search" class="series-filter" aria-label="Show only series whose name contains" placeholder={`Filter ${names.length} series`} value={wanted} onInput={(event) => setQuery({ series: event.currentTarget.value || null })} />
              )}
            </header>
          )}
          <div class={title === "Loss" ? "chart-grid single" : "chart-grid"}>
            {series.map((name) => <SeriesChart key={name} {...chart} series={name} height={title === "Loss" ? 300 : 190} />)}
          </div>
        </section>
      ))}
      {shown.length === 0 && (
        <p class="quiet">No series has “{wanted}” in its name. <button type="button" class="plain" onClick={() => setQuery({ series: null })}>Show all {names.length}</button></p>
      )}
    </>
  );
}
