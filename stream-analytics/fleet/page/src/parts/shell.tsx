import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { formatAge } from "../format/duration";
import { useConnection, useNow } from "../live/context";
import type { Route } from "../route/router";
import { useShortcuts } from "./shortcuts";
import { Help } from "./help";
import { ViewsMenu } from "./views-menu";
import { switchTheme, useTheme } from "./theme";

const places = [
  { href: "/", name: "Fleet", pages: ["fleet"] },
  { href: "/runs", name: "Runs", pages: ["runs", "run", "compare", "parallel", "scatter"] },
  { href: "/alerts", name: "Alerts", pages: ["alerts", "alert"] },
  { href: "/silences", name: "Silences", pages: ["silences"] },
  { href: "/sql", name: "SQL", pages: ["sql"] },
];

/** Frame of every page: navigation, age of the data, and theme. */
export function Shell({ route, children }: { route: Route; children: ComponentChildren }) {
  const [help, setHelp] = useShortcuts();
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <a class="brand" href="/">
          <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true">
            <path d="M3 7c3 11 6 16 12 17s9-1 13-3" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" />
            <path d="M21 5v22" class="brand-mark" stroke-width="2.4" stroke-linecap="round" />
          </svg>
          Gradwatch
        </a>
        <nav aria-label="Pages">
          {places.map(({ href, name, pages }) => (
            <a href={href} aria-current={pages.includes(route.page) ? "page" : undefined}>{name}</a>
          ))}
          <ViewsMenu route={route} />
        </nav>
        <span class="top-end">
          <Freshness />
          <ThemeSwitch />
          <button type="button" class="icon" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" onClick={() => setHelp(true)}>?</button>
        </span>
      </header>
      <StaleBanner />
      <div id="main" tabIndex={-1}>{children}</div>
      {help && <Help close={() => setHelp(false)} />}
    </>
  );
}

function Freshness() {
  const { state } = useConnection();
  const words = { connecting: "connecting", fresh: "live", cut: "cut off" }[state];
  return <span class="freshness" data-state={state}><i aria-hidden="true" />{words}</span>;
}

/** Banner with the age of the page while the stream is cut; the charts turn grey with it. */
function StaleBanner() {
  const { state, lastHeardMillis } = useConnection();
  useNow();
  const cut = state === "cut";
  useEffect(() => {
    document.documentElement.toggleAttribute("data-stale", cut);
  }, [cut]);
  if (!cut) {
    return null;
  }
  const age = lastHeardMillis === null ? null : Date.now() - lastHeardMillis;
  return (
    <div class="stale" role="alert">
      <strong>The live stream is cut.</strong> {age === null ? "Nothing has come yet" : `What you see is ${formatAge(age)} old`}; connecting again by itself.
    </div>
  );
}

function ThemeSwitch() {
  const theme = useTheme();
  const next = theme === "dark" ? "light" : "dark";
  return (
    <button type="button" class="icon" aria-label={`Switch to the ${next} theme`} title={`Switch to the ${next} theme`} onClick={switchTheme}>
      <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.4" />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </svg>
    </button>
  );
}
