import type uPlot from "uplot";
import { alertUrl } from "../route/router";
import type { AlertSpan } from "./draw";

/** Puts a link on the onset of every alert in view: it can be clicked, reached by keyboard, and read out. */
export function placeFlags(u: uPlot, alerts: AlertSpan[]): void {
  const flags = [...u.over.querySelectorAll<HTMLAnchorElement>(".flag")];
  alerts.forEach((alert, i) => {
    const flag = flags[i] ?? u.over.appendChild(newFlag());
    const left = u.valToPos(alert.x, "x");
    flag.href = alertUrl(alert.id);
    flag.dataset.severity = alert.severity;
    flag.title = alert.label;
    flag.setAttribute("aria-label", `${alert.severity} alert: ${alert.label}`);
    flag.hidden = !(left >= -1 && left <= u.over.clientWidth + 1);
    flag.style.left = `${left}px`;
  });
  flags.slice(alerts.length).forEach((flag) => flag.remove());
}

function newFlag(): HTMLAnchorElement {
  const flag = document.createElement("a");
  flag.className = "flag";
  flag.draggable = false;
  return flag;
}
