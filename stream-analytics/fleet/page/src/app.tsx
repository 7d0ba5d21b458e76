import { useEffect, useMemo, useState } from "preact/hooks";
import { address } from "./api/client";
import { StreamContext } from "./live/context";
import { LiveStream } from "./live/stream";
import { Announcer } from "./parts/announcer";
import { Shell } from "./parts/shell";
import { Nothing } from "./parts/states";
import { NamedView } from "./parts/views-menu";
import { AlertPage } from "./pages/alert";
import { AlertsPage } from "./pages/alerts";
import { ComparePage } from "./pages/compare";
import { FleetPage } from "./pages/fleet";
import { ParallelPage } from "./pages/parallel";
import { RunPage } from "./pages/run";
import { RunsPage } from "./pages/runs";
import { ScatterPage } from "./pages/scatter";
import { SilencesPage } from "./pages/silences";
import { SqlPage } from "./pages/sql";
import { SilenceHost } from "./silence/host";
import { readView } from "./route/permalink";
import { routeOf, useLocation, type Route } from "./route/router";

/** The page: one stream for what is open, the frame around it, and the part that the address names. */
export function App() {
  const { path, query } = useLocation();
  const route = useMemo(() => routeOf(path), [path]);
  const stream = useLiveStream(streamUrl(route, query));
  return (
    <StreamContext.Provider value={stream}>
      <Shell route={route}>
        <Page key={route.page + ("id" in route ? route.id : "")} route={route} />
      </Shell>
      <Announcer />
      <SilenceHost />
    </StreamContext.Provider>
  );
}

/** The stream of the runs that the page shows; of the fleet where it shows none. */
function streamUrl(route: Route, query: URLSearchParams): string {
  const runs = route.page === "run" ? [route.id] : route.page === "compare" ? query.getAll("run") : [];
  // The service sends the steps of one rank of a run: the one that the charts show.
  const rank = route.page === "run" ? readView(query).rank : null;
  return address("/stream", { run: runs, rank });
}

function useLiveStream(url: string): LiveStream | null {
  const [stream, setStream] = useState<LiveStream | null>(null);
  useEffect(() => {
    const opened = new LiveStream(url);
    setStream(opened);
    return () => opened.close();
  }, [url]);
  return stream;
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "fleet":
      return <FleetPage />;
    case "runs":
      return <NamedView><RunsPage /></NamedView>;
    case "run":
      return <RunPage run={route.id} />;
    case "compare":
      return <ComparePage />;
    case "parallel":
      return <NamedView><ParallelPage /></NamedView>;
    case "scatter":
      return <NamedView><ScatterPage /></NamedView>;
    case "alerts":
      return <NamedView><AlertsPage /></NamedView>;
    case "alert":
      return <AlertPage id={route.id} />;
    case "silences":
      return <SilencesPage />;
    case "sql":
      return <SqlPage />;
    default:
      return (
        <main>
          <Nothing>
            <strong>There is no such page.</strong> <a href="/">The fleet</a>, <a href="/runs">runs</a> and <a href="/alerts">alerts</a> are here.
          </Nothing>
        </main>
      );
  }
}
